"""S7 售前流程的審批與確認: the process file, as PDF for people and as JSON for machines."""

import msgspec

from handlers.documents.issue import DocumentOutputs, issue
from handlers.documents.papers import PAPERS
from handlers.documents.writing import Writer
from handlers.papers.approval import ApprovalFormInputs, approvals, done, rules
from handlers.papers.history import History
from handlers.papers.suitability import suitability_elements
from handlers.papers.topics import Route
from handlers.papers.wording import price_elements
from handlers.ports import HandlerContext
from handlers.registry import handler
from handlers.topics import IssuedDocument

_json = msgspec.json.Encoder(decimal_format="number")


class ProcessArchiveInputs(ApprovalFormInputs):
    """What the process file is made from, besides the history of the case."""

    loops: dict[str, int] | None = None


@handler("presales.document.process_archive", queue="documents", reads=("case_history", "drawn_names"))
def issue_process_archive(inputs: ProcessArchiveInputs, context: HandlerContext) -> DocumentOutputs:
    """流程檔案: decisions with their rules, reviews, approvals, times gone back, every version of every paper,
    signatures, hashes, time limits, messages and the timeline so far; beside the PDF the same as JSON."""
    if context.records.get("case_history") is None:
        raise ValueError("Expected a presales case, but the process runs outside of one. Open a case.")
    page = Writer(inputs.case, context)
    reviewed, approved = (done(element_id, inputs, context) for element_id in ("review_plan", "approve_case"))
    issued = issue(
        PAPERS["process_archive"],
        inputs,
        context,
        page.fields("方案與價格", *price_elements(page, inputs)),
        page.fields("規則結果", *rules(page, inputs)),
        page.fields("適當性", *suitability_elements(page, inputs.suitability)),
        approvals(page, "方案審核（D16）", inputs.plan_review_route or Route(), inputs.plan_reviews, reviewed),
        approvals(page, "最終審批（D18）", inputs.approval_route, inputs.approvals, approved),
        page.table(
            "退回次數（D26）",
            ("迴圈", "次數"),
            [(page.label("loop", loop), times) for loop, times in (inputs.loops or {}).items()],
            numeric=(1,),
        ),
        *History(page, inputs.case, context).sections(),
    )
    _add_data(issued.document, context)
    return issued


def _add_data(paper: IssuedDocument, context: HandlerContext) -> None:
    """The history as JSON, under the number of the paper."""
    metadata = {"type": paper.type, "number": paper.number, "version": paper.version, "title": paper.title}
    context.add_document(
        f"{paper.number}.json",
        msgspec.json.format(_json.encode(context.records["case_history"]), indent=1),
        content_type="application/json",
        metadata=metadata | {"made_from": {}},
    )


HANDLERS = (issue_process_archive,)
