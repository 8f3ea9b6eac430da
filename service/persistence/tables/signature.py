"""signature: who signed which paper, when and how; an act that was recorded, never edited but for becoming void."""

from sqlalchemy import Column, Index, LargeBinary, Table, Text

from service.persistence.metadata import document as json_document
from service.persistence.metadata import key, label, metadata, moment, reference
from service.states import SignatureState

signature = Table(
    "signature",
    metadata,
    key(),
    #: follows from the job that recorded it, so that a job that runs again records nothing twice
    label("signature_id"),
    reference("process_instance_key"),
    reference("root_process_instance_key"),
    reference("process_definition_key"),
    label("envelope_id"),
    #: the paper: its kind, number, id, and the SHA-256 of the file that was signed
    label("kind"),
    label("number"),
    label("document_id"),
    Column("sha256", LargeBinary, nullable=False),
    label("signer"),
    label("capacity"),
    label("method"),
    #: who attests it, and what by: enough to verify it without the service
    label("provider"),
    json_document("evidence"),
    #: kind and SHA-256 of every paper that was signed before it
    json_document("earlier"),
    moment("signed_at"),
    Column("state", Text, nullable=False, server_default=SignatureState.VALID),
    label("void_reason", nullable=True),
    moment("voided_at", nullable=True),
    Index("uq_signature_signature_id", "signature_id", unique=True),
    # the signatures of a case
    Index("ix_signature_root", "root_process_instance_key", "key"),
)
