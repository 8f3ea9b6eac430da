"""S6 客戶溝通與資料整理: the communication record, the complete client file, the follow-up plan."""

from datetime import date

from pydantic import BaseModel, Field

from handlers.documents.content import Fields, Signatures, Table, shown
from handlers.documents.issue import DocumentInputs, DocumentOutputs, issue
from handlers.documents.labels import label, labels
from handlers.documents.papers import PAPERS
from handlers.ports import HandlerContext
from handlers.registry import handler
from handlers.topics import Applicant

COMM_LOG = PAPERS["comm_log"]
CLIENT_FILE = PAPERS["client_file"]
FOLLOWUP_PLAN = PAPERS["followup_plan"]


class Entry(BaseModel):
    """One conversation."""

    on: date
    method: str
    topic: str
    question: str | None = None
    answer: str | None = None


class Communication(BaseModel):
    """What was talked about, and how much of it the client understood (of five questions)."""

    entries: list[Entry] = []
    correct_answers: int | None = Field(default=None, ge=0, le=5)
    client_understood: bool | None = None


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

    tasks: list[FollowupTask]


class CommLogInputs(DocumentInputs):
    """What the communication record is made from."""

    applicant: Applicant
    communication: Communication


class ClientFileInputs(DocumentInputs):
    """What the client file is made from."""

    applicant: Applicant
    file_checklist: FileChecklist


class FollowupInputs(DocumentInputs):
    """What the follow-up plan is made from."""

    applicant: Applicant
    followup: Followup


@handler("presales.document.comm_log", queue="documents")
def issue_comm_log(inputs: CommLogInputs, context: HandlerContext) -> DocumentOutputs:
    """溝通記錄: each conversation with question and answer, and the comprehension check."""
    talk = inputs.communication
    return issue(
        COMM_LOG,
        inputs,
        context,
        Fields(
            heading="客戶",
            fields=(
                ("姓名", inputs.applicant.name),
                ("理解測試答對(共 5 題)", shown(talk.correct_answers)),
                ("客戶表示理解", shown(talk.client_understood)),
            ),
        ),
        Table(
            heading="溝通",
            columns=("日期", "方式", "主題", "客戶提問", "回覆"),
            rows=tuple(
                (shown(each.on), label("method", each.method), each.topic, shown(each.question), shown(each.answer))
                for each in talk.entries
            ),
        ),
        Signatures(heading="製作", signers=("客戶經理",)),
    )


@handler("presales.document.client_file", queue="documents")
def issue_client_file(inputs: ClientFileInputs, context: HandlerContext) -> DocumentOutputs:
    """完整客戶資料檔案: the index of all papers with their SHA-256."""
    return issue(
        CLIENT_FILE,
        inputs,
        context,
        Fields(
            heading="客戶",
            fields=(
                ("姓名", inputs.applicant.name),
                ("已核對文件", labels("document", inputs.file_checklist.present)),
                ("備註", shown(inputs.file_checklist.remarks)),
            ),
        ),
        Table(
            heading="文件清單",
            columns=("編號", "名稱", "日期", "SHA-256"),
            rows=tuple(
                (each.number, each.title, shown(each.created_on), each.sha256)
                for each in (inputs.documents or {}).values()
            ),
        ),
        Signatures(heading="整理", signers=("售前助理", "客戶經理")),
    )


@handler("presales.document.followup_plan", queue="documents")
def issue_followup_plan(inputs: FollowupInputs, context: HandlerContext) -> DocumentOutputs:
    """後續工作計劃: who does what by when after hand-over."""
    return issue(
        FOLLOWUP_PLAN,
        inputs,
        context,
        Fields(heading="客戶", fields=(("姓名", inputs.applicant.name),)),
        Table(
            heading="工作",
            columns=("工作", "負責人", "期限", "備註"),
            rows=tuple(
                (label("followup_task", each.task), shown(each.owner), shown(each.due), shown(each.remark))
                for each in inputs.followup.tasks
            ),
        ),
        Signatures(heading="製作", signers=("售前助理",)),
    )


HANDLERS = (issue_comm_log, issue_client_file, issue_followup_plan)
