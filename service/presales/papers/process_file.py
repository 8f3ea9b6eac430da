"""The process file F20 as data: everything that happened in a case. Its JSON Schema goes into every archive.

Moments are ISO 8601 with offset, keys texts of digits, hashes SHA-256 in hex, names camel case as in the REST API."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

SCHEMA = "presales-process-file/1"


class Part(BaseModel):
    """Base of the parts; unknown fields are errors."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")


class CaseFacts(Part):
    """The case as it was opened, and where it stands. `end`: the end event by which it ended."""

    case_key: str
    case_no: str
    product_line: str
    client_type: str
    channel: str
    jurisdiction: str
    language: str
    owner: str
    state: str
    stage_id: str | None
    end: str | None
    opened_at: str
    ended_at: str | None


class ProcessVersion(Part):
    """A version of a diagram that the case ran by."""

    process_definition_id: str
    name: str | None
    version: int
    version_tag: str | None
    process_definition_key: str


class Event(Part):
    """What happened. `actor`: who did it, where somebody did."""

    type: str
    at: str
    key: str
    element_id: str | None
    name: str | None
    actor: str | None
    details: dict[str, Any]


class PaperVersion(Part):
    """One version of a paper. `madeFrom`: numbers of the papers it rests on, by type."""

    document_id: str
    type: str | None
    number: str | None
    version: int | None
    title: str | None
    file_name: str
    content_type: str
    size: int
    sha256: str
    content_sha256: str | None
    language: str | None
    made_from: dict[str, Any]
    state: Literal["CURRENT", "SUPERSEDED", "VOID"]
    superseded_by: str | None
    superseded_at: str | None
    created_at: str
    created_by: str


class EarlierPaper(Part):
    """A paper that comes before in the order of signing."""

    type: str
    sha256: str


class SigningRecord(Part):
    """A recorded signing with its evidence."""

    signature_id: str
    envelope_id: str
    type: str
    number: str
    document_id: str
    sha256: str
    signer: str
    capacity: str
    method: str
    provider: str
    evidence: dict[str, Any]
    earlier: list[EarlierPaper]
    signed_at: str
    state: Literal["VALID", "VOID"]
    void_reason: str | None
    voided_at: str | None


class DecisionInput(Part):
    """A value that a decision was made from."""

    name: str
    value: Any


class MatchedRule(Part):
    """A rule that matched, by its place in the table (from 1), and what it says."""

    rule_index: int
    rule_id: str
    outputs: dict[str, Any]


class DecisionMade(Part):
    """A decision, the version of its table, what it was made from, which rules matched, what came of it."""

    decision_evaluation_key: str
    decision_definition_id: str
    name: str
    version: int
    element_id: str | None
    at: str
    state: str
    inputs: list[DecisionInput]
    matched_rules: list[MatchedRule]
    result: Any
    failure: str | None


class StageTime(Part):
    """A stage on the business calendar. Seconds of working time and of waiting for the client or a third party."""

    stage: str
    element_id: str
    sla: str
    worked_seconds: int
    waited_seconds: int
    started_at: str
    ended_at: str | None


class Notice(Part):
    """What people were told: a stage that takes too long, a reminder to the client."""

    kind: str
    stage: str | None
    element_id: str | None
    level: int
    roles: list[str]
    users: list[str]
    due_at: str
    created_at: str
    acknowledged_at: str | None
    acknowledged_by: str | None


class ProcessFile(Part):
    """Everything that happened in a case, up to `madeAt`.

    `reviews` holds what reviewers and approvers decided, `messages` what was said and sent, `records` further facts
    (loops, recording, retention, closing), each by its name in `bpmn/CONTRACT.md`."""

    schema_: Literal["presales-process-file/1"] = Field(alias="schema")
    made_at: str
    case: CaseFacts
    processes: list[ProcessVersion]
    timeline: list[Event]
    documents: list[PaperVersion]
    signatures: list[SigningRecord]
    decisions: list[DecisionMade]
    reviews: dict[str, Any]
    stages: list[StageTime]
    notices: list[Notice]
    messages: dict[str, Any]
    records: dict[str, Any]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the process file."""
    return ProcessFile.model_json_schema(by_alias=True)
