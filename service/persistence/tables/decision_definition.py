"""decision_definition: a version of one decision of a DMN file."""

from sqlalchemy import Index, Table, UniqueConstraint

from service.persistence.metadata import key, label, metadata, number, reference

decision_definition = Table(
    "decision_definition",
    metadata,
    key(),
    label("decision_definition_id"),
    label("name"),
    number("version"),
    label("version_tag", nullable=True),
    reference("decision_requirements_key"),
    reference("deployment_key"),
    # latest version of an id: read at every evaluation
    UniqueConstraint("decision_definition_id", "version"),
    Index("ix_decision_definition_tag", "decision_definition_id", "version_tag", "version"),
    Index("ix_decision_definition_requirements", "decision_requirements_key"),
)
