"""What handlers ask of the service. Declared here, supplied by the service, so that handlers import nothing of it."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
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


class Parameters(MortalityTables, Protocol):
    """Dated parameter sets of a jurisdiction: rates, loadings, factors, texts; and the mortality tables they name."""

    def at(self, name: str, jurisdiction: str, on: date) -> Mapping[str, Any]:
        """The set of this name in force on that day, with its `version`. Raises KeyError if there is none."""


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
    #: stored with the job's result, in the same transaction
    documents: list[Document] = field(default_factory=list)

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
