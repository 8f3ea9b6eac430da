"""document: a file that belongs to a case, with what it was made from."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text, text

from service.persistence.metadata import document as json_document
from service.persistence.metadata import key, label, metadata, moment, reference
from service.states import DocumentState

document = Table(
    "document",
    metadata,
    key(),
    #: the id of the contract: chosen by the caller, else the key
    label("document_id"),
    label("file_name"),
    label("content_type"),
    Column("size", BigInteger, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    json_document("metadata"),
    #: which paper it is, its number and language, and the numbers of the papers that it rests on, by kind
    label("kind", nullable=True),
    label("number", nullable=True),
    label("language", nullable=True),
    json_document("made_from"),
    Column("state", Text, nullable=False, server_default=DocumentState.CURRENT),
    #: the number of the paper that put an end to it
    label("superseded_by", nullable=True),
    moment("superseded_at", nullable=True),
    reference("process_instance_key", nullable=True),
    reference("root_process_instance_key", nullable=True),
    #: the version of the process that it was made by
    reference("process_definition_key", nullable=True),
    moment("expires_at", nullable=True),
    moment("created_at"),
    label("created_by"),
    Index("uq_document_document_id", "document_id", unique=True),
    # the documents of a case
    Index(
        "ix_document_root",
        "root_process_instance_key",
        "key",
        postgresql_where=text("root_process_instance_key IS NOT NULL"),
    ),
    # whoever holds a paper asks for it by its number
    Index("ix_document_number", "number", "key", postgresql_where=text("number IS NOT NULL")),
)
