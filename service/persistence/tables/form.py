"""form: a version of a form-js form. Its schema is the resource as uploaded."""

from sqlalchemy import Column, Index, LargeBinary, Table, UniqueConstraint

from service.persistence.metadata import key, label, metadata, moment, number, reference

form = Table(
    "form",
    metadata,
    key(),
    label("form_id"),
    number("version"),
    label("version_tag", nullable=True),
    reference("deployment_key"),
    reference("resource_key"),
    label("resource_name"),
    Column("sha256", LargeBinary, nullable=False),
    moment("deployed_at"),
    # latest version of an id
    UniqueConstraint("form_id", "version"),
    Index("ix_form_tag", "form_id", "version_tag", "version"),
)
