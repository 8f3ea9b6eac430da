"""簽署: the envelope, the recorded signatures, and whether papers are still validly signed.

Nobody signs for anyone else (保险销售行为管理办法 Art. 29): what the applicant signs is signed in the applicant's name.
The order is that of D21; each signature names the SHA-256 of its paper and of all papers before it."""

from typing import Literal

from pydantic import BaseModel

from handlers.documents.issue import DocumentInputs
from handlers.documents.signing import (
    Capacity,
    EarlierPaper,
    RecordedSignature,
    Step,
    earlier_steps,
    missing,
    outstanding,
    unsigned_capacities,
)
from handlers.documents.validity import is_current
from handlers.ports import HandlerContext, SigningAct
from handlers.registry import BpmnError, handler
from handlers.topics import Applicant, IssuedDocument

_CAPACITIES = {"APPLICANT": "投保人", "INSURED": "被保險人", "SELLER": "銷售人員"}


class Item(BaseModel):
    """One signature that is asked for."""

    step: int
    type: str
    number: str
    title: str
    sha256: str
    capacity: Capacity


class Envelope(BaseModel):
    """What is put before the signers. `attempt` counts the envelopes in a row in which nobody signed anything."""

    envelope_id: str
    attempt: int
    items: list[Item]


class SigningInputs(DocumentInputs):
    """What is known of papers and signatures."""

    signatures: dict[str, list[RecordedSignature]] | None = None
    signature_order: list[Step]


class OpenInputs(SigningInputs):
    """What an envelope is made from."""

    signing_scope: list[str]
    envelope: Envelope | None = None


class OpenOutputs(BaseModel):
    """The envelope; without items nothing is left to sign."""

    envelope: Envelope


class Signing(BaseModel):
    """What the client did with the envelope. `signed_types`: only these of it; by default all that the signer may."""

    decision: str
    method: Literal["HANDWRITTEN", "E_SIGNATURE"]
    signed_by: str
    signed_types: list[str] | None = None


class RecordInputs(SigningInputs):
    """What a signing is recorded from."""

    applicant: Applicant
    envelope: Envelope
    signing: Signing


class RecordOutputs(BaseModel):
    """All signatures of the case on papers in force; a problem told before is settled."""

    signatures: dict[str, list[RecordedSignature]]
    signing_problem: None = None


class CheckInputs(DocumentInputs):
    """What is known; before the first signing there is no order yet."""

    signatures: dict[str, list[RecordedSignature]] | None = None
    signature_order: list[Step] | None = None


class Check(BaseModel):
    """Whether papers are good as they are, and which are not."""

    valid: bool
    missing: list[str]


class CheckOutputs(BaseModel):
    """The answer."""

    signature_check: Check


@handler("presales.signature.open")
def open_envelope(inputs: OpenInputs, context: HandlerContext) -> OpenOutputs:
    """開啟簽署: what of `signing_scope` is not validly signed, in the order of D21.

    A paper that was not issued yet, or whose basis has changed since, is an error: it must be issued first."""
    documents, signatures = inputs.documents or {}, inputs.signatures or {}
    items = []
    for step, capacity in outstanding(inputs.signature_order, inputs.signing_scope, documents, signatures):
        paper = documents.get(step.type)
        if paper is None or not is_current(step.type, documents):
            raise ValueError(f"Expected a current {step.type} to be signed, but there is none. Issue it first.")
        items.append(_item(step, paper, capacity))
    before = inputs.envelope
    unused = before is not None and bool(before.items) and not _is_used(before, signatures)
    attempt = before.attempt + 1 if before is not None and unused else 1
    envelope_id = f"E-{inputs.case.case_no}-{context.job_key}"
    return OpenOutputs(envelope=Envelope(envelope_id=envelope_id, attempt=attempt, items=items))


def _item(step: Step, paper: IssuedDocument, capacity: Capacity) -> Item:
    return Item(
        step=step.step,
        type=step.type,
        number=paper.number,
        title=paper.title,
        sha256=paper.sha256,
        capacity=capacity,
    )


def _is_used(envelope: Envelope, signatures: dict[str, list[RecordedSignature]]) -> bool:
    return any(each.envelope_id == envelope.envelope_id for signed in signatures.values() for each in signed)


@handler("presales.signature.record", queue="signatures")
def record_signatures(inputs: RecordInputs, context: HandlerContext) -> RecordOutputs:
    """記錄簽署: who signed what, when, which hash and how, with the provider's evidence.

    SIGNATURE_REFUSED, with `signing_problem`, if the signer may not sign, the order of D21 is not kept, or a paper has
    changed since the envelope was opened."""
    documents = inputs.documents or {}
    signatures = {kind: _in_force(kind, documents, signed) for kind, signed in (inputs.signatures or {}).items()}
    steps = {each.type: each for each in inputs.signature_order}
    for item in _signed_items(inputs):
        paper, step = documents.get(item.type), steps.get(item.type)
        is_same = paper is not None and (paper.number, paper.sha256) == (item.number, item.sha256)
        if paper is None or step is None or not is_same or not is_current(item.type, documents):
            raise _refused(f"{item.title}（{item.number}）在開啟簽署後已變更，請重新開啟簽署。")
        for before in earlier_steps(step, inputs.signature_order):
            if unsigned_capacities(before, documents, signatures):
                raise _refused(f"簽署{item.title}之前，必須先完成 {_named(before, documents)} 的簽署。")
        signatures.setdefault(item.type, []).append(_record(item, paper, inputs, context))
    return RecordOutputs(signatures=signatures)


def _in_force(
    kind: str, documents: dict[str, IssuedDocument], signed: list[RecordedSignature]
) -> list[RecordedSignature]:
    return [each for each in signed if kind in documents and each.number == documents[kind].number]


def _signed_items(inputs: RecordInputs) -> list[Item]:
    """The items of the envelope that were signed, in the order of D21."""
    signing, envelope = inputs.signing, inputs.envelope
    client = inputs.applicant.name
    names = {"APPLICANT": client, "INSURED": client, "SELLER": inputs.sold_by.name}
    own = [item for item in envelope.items if names[item.capacity].strip() == signing.signed_by.strip()]
    if signing.signed_types is not None:
        own = [item for item in own if item.type in signing.signed_types]
        others = sorted(set(signing.signed_types) - {item.type for item in own})
        if others:
            raise _refused(_not_theirs([item for item in envelope.items if item.type in others], others))
    if not own:
        raise _refused(_not_theirs(envelope.items, []))
    return sorted(own, key=lambda item: item.step)


def _not_theirs(items: list[Item], kinds: list[str]) -> str:
    if not items:
        return f"簽署中沒有這些文件：{'、'.join(kinds)}。"
    wanted = "、".join(dict.fromkeys(f"{item.title}須由{_CAPACITIES[item.capacity]}本人簽署" for item in items))
    return f"{wanted}；銷售人員不得代簽（保險銷售行為管理辦法第二十九條）。"


def _record(item: Item, paper: IssuedDocument, inputs: RecordInputs, context: HandlerContext) -> RecordedSignature:
    documents = inputs.documents or {}
    step = next(each for each in inputs.signature_order if each.type == item.type)
    earlier = [
        EarlierPaper(type=each.type, sha256=documents[each.type].sha256)
        for each in earlier_steps(step, inputs.signature_order)
        if each.capacities  # consent and questionnaire are given, not signed
    ]
    act = SigningAct(
        case_no=inputs.case.case_no,
        type=item.type,
        number=paper.number,
        document_id=paper.document_id,
        sha256=paper.sha256,
        signer=inputs.signing.signed_by.strip(),
        capacity=item.capacity,
        method=inputs.signing.method,
        envelope_id=inputs.envelope.envelope_id,
        signed_at=context.now,
        earlier=tuple(each.model_dump() for each in earlier),
    )
    given = context.add_signature(act)
    return RecordedSignature(
        number=act.number,
        document_id=act.document_id,
        sha256=act.sha256,
        signer=act.signer,
        capacity=item.capacity,
        method=act.method,
        provider=given.provider,
        evidence=dict(given.evidence),
        envelope_id=act.envelope_id,
        signed_at=act.signed_at,
        earlier=earlier,
    )


def _named(step: Step, documents: dict[str, IssuedDocument]) -> str:
    paper = documents.get(step.type)
    return f"{step.type}（尚未出具）" if paper is None else f"{paper.title}（{paper.number}）"


def _refused(problem: str) -> BpmnError:
    return BpmnError("SIGNATURE_REFUSED", problem, {"signing_problem": problem})


@handler("presales.signature.check")
def check_signatures(inputs: CheckInputs, context: HandlerContext) -> CheckOutputs:
    """簽署檢查: whether the papers of the header `types` are current and, where D21 has them signed, validly signed."""
    kinds = [each.strip() for each in context.headers["types"].split(",")]
    lacking = missing(kinds, inputs.signature_order or [], inputs.documents or {}, inputs.signatures or {})
    return CheckOutputs(signature_check=Check(valid=not lacking, missing=lacking))


HANDLERS = (open_envelope, record_signatures, check_signatures)
