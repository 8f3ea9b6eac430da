"""decision_instance: a decision that was evaluated, with its inputs and the rules that matched. An evaluation of a
requirement graph is several rows with one evaluation key."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, text

from service.persistence.metadata import document, label, metadata, moment, reference

decision_instance = Table(
    "decision_instance",
    metadata,
    Column("evaluation_key", BigInteger, primary_key=True, autoincrement=False),
    #: position in the evaluation, from 1; the decision that was asked for comes last
    Column("index", Integer, primary_key=True, autoincrement=False),
    label("state"),
    #: DECISION_TABLE, LITERAL_EXPRESSION, …: the logic that was evaluated
    label("type"),
    reference("decision_definition_key"),
    #: the decision that was asked for
    reference("root_decision_definition_key"),
    reference("process_instance_key", nullable=True),
    reference("root_process_instance_key", nullable=True),
    reference("process_definition_key", nullable=True),
    reference("element_instance_key", nullable=True),
    document("result", nullable=True),
    label("failure", nullable=True),
    document("evaluated_inputs"),
    document("matched_rules"),
    moment("evaluated_at"),
    # the decisions of a case
    Index(
        "ix_decision_instance_process_instance",
        "process_instance_key",
        postgresql_where=text("process_instance_key IS NOT NULL"),
    ),
    Index("ix_decision_instance_definition", "decision_definition_key", "evaluation_key"),
)
