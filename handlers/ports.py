"""What handlers ask of the service. Declared here, supplied by the service, so that handlers import nothing of it."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from handlers.pricing.mortality import MortalityTables

#: namespace of document ids, so that a job that runs again makes the same document and not a second one
DOCUMENTS = uuid.UUID("6f6f1f0e-43a1-4c55-9d3c-1e8f2a0d7b11")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that a handler made. `content_hash` is its SHA-256 in hex."""

    document_id: str
    file_name: str
    content_type: str
    content: bytes
    content_hash: str
    metadata: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SigningAct:
    """That somebody signed a paper: which, who, in which capacity, how, when, and after which other papers.

    `sha256` is that of the file, in hex; `earlier` has type and SHA-256 of the papers that come first in the order."""

    case_no: str
    type: str
    number: str
    document_id: str
    sha256: str
    signer: str
    capacity: str
    method: str
    envelope_id: str
    signed_at: datetime
    earlier: tuple[Mapping[str, str], ...] = ()

    def statement(self) -> bytes:
        """The act as a provider attests it: JSON with sorted keys, no blanks, UTF-8, the moment in UTC."""
        said = asdict(self) | {"signed_at": self.signed_at.astimezone(UTC).isoformat()}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class SignatureProvider(Protocol):
    """Who takes signatures, or attests those that were given: a certification authority's service, or our own seal."""

    @property
    def name(self) -> str:
        """What the record calls it."""

    def sign(self, act: SigningAct) -> Mapping[str, Any]:
        """Evidence of the act, as JSON values, by which it can be verified later. Asked again for the same act, it
        gives evidence of that one act. Raises whatever keeps it from doing so; the job is then tried again."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A recorded signing with its evidence."""

    signature_id: str
    act: SigningAct
    provider: str
    evidence: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ClientMessage:
    """A reminder to the client of a case. `key`: the same for the same reminder, however often it is asked for."""

    key: str
    case_no: str
    #: who sells, and tells the client where no provider does
    owner: str
    #: of what: the wait's id, the first or second time, and when the wait ends
    wait: str
    nth: int
    expires_at: datetime
    language: str
    #: personal data: never logged, never in an error
    name: str = field(repr=False)
    phone: str | None = field(repr=False)
    email: str | None = field(repr=False)


class MessageProvider(Protocol):
    """Who reaches clients: a gateway for short messages or mail, or staff by themselves."""

    def send(self, message: ClientMessage) -> str:
        """Send it and answer the channel (`SMS`, `MAIL`, `STAFF`, …). Asked again with the same key, it sends nothing
        more. Raises whatever keeps it from sending; the job is then tried again."""


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that went out, and how."""

    message: ClientMessage
    channel: str


class Parameters(MortalityTables, Protocol):
    """Dated parameter sets of a jurisdiction: rates, loadings, factors, texts; and the mortality tables they name."""

    def at(self, name: str, jurisdiction: str, on: date) -> Mapping[str, Any]:
        """The set of this name in force on that day, with its `version`. Raises KeyError if there is none."""

    def next_change(self, name: str, jurisdiction: str, on: date) -> date | None:
        """The first day after that one from which another set of this name is in force; None if none is known."""


@dataclass(slots=True)
class HandlerContext:
    """One run of one handler."""

    #: also the idempotency key: the same for each run of the same job
    job_key: int
    process_instance_key: int
    element_id: str
    headers: Mapping[str, str]
    now: datetime
    parameters: Parameters
    #: what the handler names in `reads`, as it was when the job was claimed; handlers have no database
    records: Mapping[str, Any] = field(default_factory=dict)
    #: where the world reaches the service: papers name it, so that anybody may verify them; empty for nowhere
    public_url: str = ""
    #: folder of Typst files that replace the bundled ones of the same name
    house_style: Path | None = None
    #: none where nothing is signed
    signature_provider: SignatureProvider | None = None
    #: none where clients are not written to
    message_provider: MessageProvider | None = None
    #: stored with the job's result, in the same transaction
    documents: list[Document] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    messages: list[SentMessage] = field(default_factory=list)

    def add_document(
        self,
        file_name: str,
        content: bytes,
        *,
        content_type: str = "application/pdf",
        metadata: Mapping[str, Any],
    ) -> Document:
        """Hand a file over to the service. Its id follows from the job and the file name."""
        document = Document(
            document_id=str(uuid.uuid5(DOCUMENTS, f"{self.job_key}/{file_name}")),
            file_name=file_name,
            content_type=content_type,
            content=content,
            content_hash=hashlib.sha256(content).hexdigest(),
            metadata=metadata,
        )
        self.documents.append(document)
        return document

    def add_signature(self, act: SigningAct) -> Signature:
        """Have the provider attest a signing, and hand it over. Its id follows from job, paper and capacity."""
        if self.signature_provider is None:
            raise RuntimeError("Expected a provider of signatures, but the service has none.")
        signature = Signature(
            signature_id=str(uuid.uuid5(DOCUMENTS, f"{self.job_key}/{act.document_id}/{act.capacity}")),
            act=act,
            provider=self.signature_provider.name,
            evidence=self.signature_provider.sign(act),
        )
        self.signatures.append(signature)
        return signature

    def send(self, message: ClientMessage) -> SentMessage:
        """Have the provider reach the client, and hand over that it did."""
        if self.message_provider is None:
            raise RuntimeError("Expected a provider of messages, but the service has none.")
        sent = SentMessage(message, self.message_provider.send(message))
        self.messages.append(sent)
        return sent
