"""S7 售前流程的審批與確認: the process file."""

from handlers.documents.issue import DocumentOutputs, issue
from handlers.documents.papers import PAPERS
from handlers.documents.writing import Writer
from handlers.papers.approval import ApprovalFormInputs, approvals, rules
from handlers.papers.suitability import suitability_elements
from handlers.papers.topics import Route
from handlers.papers.wording import price_elements
from handlers.ports import HandlerContext
from handlers.registry import handler


class ProcessArchiveInputs(ApprovalFormInputs):
    """What the process file is made from."""

    loops: dict[str, int] | None = None


@handler("presales.document.process_archive", queue="documents")
def issue_process_archive(inputs: ProcessArchiveInputs, context: HandlerContext) -> DocumentOutputs:
    """流程檔案: decisions, reviews, approvals, times gone back, all papers with their SHA-256."""
    page = Writer(inputs.case, context)
    papers = [each for each in (inputs.documents or {}).values() if each.type != "process_archive"]
    return issue(
        PAPERS["process_archive"],
        inputs,
        context,
        page.fields("方案與價格", *price_elements(page, inputs)),
        page.fields("規則結果", *rules(page, inputs)),
        page.fields("適當性", *suitability_elements(page, inputs.suitability)),
        approvals(page, "方案審核(D16)", inputs.plan_review_route or Route(), inputs.plan_reviews),
        approvals(page, "最終審批(D18)", inputs.approval_route, inputs.approvals),
        page.table(
            "退回次數(D26)",
            ("迴圈", "次數"),
            [(page.label("loop", loop), times) for loop, times in (inputs.loops or {}).items()],
            numeric=(1,),
        ),
        page.table(
            "文件與雜湊", ("編號", "名稱", "SHA-256"), [(each.number, each.title, each.sha256) for each in papers]
        ),
    )


HANDLERS = (issue_process_archive,)
