"""S6 客戶溝通與資料整理: the communication record, the complete client file, the follow-up plan."""

from datetime import date

from pydantic import BaseModel

from handlers.documents.issue import DocumentOutputs, issue
from handlers.documents.papers import PAPERS
from handlers.documents.writing import Writer
from handlers.papers.topics import ClientInputs
from handlers.papers.wording import in_order
from handlers.ports import HandlerContext
from handlers.registry import handler


class Entry(BaseModel):
    """One conversation."""

    on: date | None = None
    method: str | None = None
    people: str | None = None
    topic: str | None = None
    question: str | None = None
    answer: str | None = None
    materials: str | None = None
    next_step: str | None = None


class Communication(BaseModel):
    """What was talked about."""

    entries: list[Entry] = []
    correct_answers: int | None = None
    client_understood: bool | None = None


class Comprehension(BaseModel):
    """How much of it the client understood, of five questions."""

    correct_answers: int | None = None
    passed: bool | None = None


class FileCompleteness(BaseModel):
    """D19: what the file must hold, and what it lacks."""

    mandatory: list[str] = []
    missing: list[str] = []
    complete: bool | None = None


class FileChecklist(BaseModel):
    """Which papers the assistant found in the file."""

    present: list[str] = []
    remarks: str | None = None


class FollowupTask(BaseModel):
    """One thing to do after hand-over."""

    task: str
    owner: str | None = None
    due: date | None = None
    remark: str | None = None


class Followup(BaseModel):
    """What follows: issue, delivery, call-back, renewal."""

    tasks: list[FollowupTask] = []


class CommLogInputs(ClientInputs):
    """What the communication record is made from."""

    communication: Communication
    comprehension: Comprehension | None = None


class ClientFileInputs(ClientInputs):
    """What the client file is made from."""

    file_checklist: FileChecklist
    file_completeness: FileCompleteness | None = None


class FollowupInputs(ClientInputs):
    """What the follow-up plan is made from."""

    followup: Followup


@handler("presales.document.comm_log", queue="documents")
def issue_comm_log(inputs: CommLogInputs, context: HandlerContext) -> DocumentOutputs:
    """溝通記錄: each conversation with question and answer, and the comprehension check."""
    page, talk = Writer(inputs.case, context), inputs.communication
    checked = inputs.comprehension or Comprehension(correct_answers=talk.correct_answers, passed=talk.client_understood)
    rows = [
        (
            each.on,
            page.label("method", each.method),
            each.topic,
            each.question,
            each.answer,
            each.materials or each.next_step,
        )
        for each in talk.entries
    ]
    return issue(
        PAPERS["comm_log"],
        inputs,
        context,
        page.fields(
            "客戶",
            ("姓名", inputs.applicant.name),
            ("理解測試答對題數", checked.correct_answers),
            ("通過理解測試", checked.passed),
        ),
        page.table("溝通", ("日期", "方式", "主題", "客戶提問", "回覆", "資料與下一步"), rows),
        page.signatures("製作", "客戶經理"),
    )


@handler("presales.document.client_file", queue="documents")
def issue_client_file(inputs: ClientFileInputs, context: HandlerContext) -> DocumentOutputs:
    """完整客戶資料檔案: the index of all papers with their SHA-256, and whether the file is complete."""
    page, required = Writer(inputs.case, context), inputs.file_completeness or FileCompleteness()
    papers = [each for each in in_order(inputs) if each.type != "client_file"]
    return issue(
        PAPERS["client_file"],
        inputs,
        context,
        page.fields(
            "客戶",
            ("姓名", inputs.applicant.name),
            ("已核對文件", page.labels("document", inputs.file_checklist.present)),
            ("應有文件（D19）", page.labels("document", required.mandatory)),
            ("缺少的文件", page.labels("document", required.missing)),
            ("資料齊全", required.complete),
            ("備註", inputs.file_checklist.remarks),
        ),
        page.table(
            "文件清單",
            ("編號", "名稱", "日期", "SHA-256"),
            [(each.number, each.title, each.created_on, each.sha256) for each in papers],
        ),
        page.signatures("整理", "售前助理", "客戶經理"),
    )


@handler("presales.document.followup_plan", queue="documents")
def issue_followup_plan(inputs: FollowupInputs, context: HandlerContext) -> DocumentOutputs:
    """後續工作計劃: who does what by when after hand-over."""
    page = Writer(inputs.case, context)
    return issue(
        PAPERS["followup_plan"],
        inputs,
        context,
        page.fields("客戶", ("姓名", inputs.applicant.name)),
        page.table(
            "工作",
            ("工作", "負責人", "期限", "備註"),
            [
                (page.label("followup_task", each.task), each.owner, each.due, page.say.proposed(each.remark or ""))
                for each in inputs.followup.tasks
            ],
        ),
        page.signatures("製作", "售前助理"),
    )


HANDLERS = (issue_comm_log, issue_client_file, issue_followup_plan)
