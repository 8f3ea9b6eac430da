"""decision_requirements: a version of a DMN file with its requirement graph."""

from sqlalchemy import Column, LargeBinary, Table, UniqueConstraint

from service.persistence.metadata import key, label, metadata, moment, number, reference

decision_requirements = Table(
    "decision_requirements",
    metadata,
    key(),
    label("decision_requirements_id"),
    label("name"),
    number("version"),
    reference("deployment_key"),
    reference("resource_key"),
    label("resource_name"),
    Column("sha256", LargeBinary, nullable=False),
    moment("deployed_at"),
    # latest version of an id
    UniqueConstraint("decision_requirements_id", "version"),
)
