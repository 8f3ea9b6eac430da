"""Decision instances: decisions that were evaluated."""

from typing import Any

from sqlalchemy import Connection, Text, case, cast, func, select

from service.errors import NotFound
from service.persistence.tables.decision_definition import decision_definition as definition
from service.persistence.tables.decision_instance import decision_instance as table
from service.persistence.tables.process_instance import process_instance
from service.queries import decision_values
from service.queries.search import execute
from service.queries.search.fields import (
    EXACT,
    KEY,
    RANGE,
    STATE_NOT_IN,
    TEXT,
    Field,
    Filter,
    Kind,
    Noun,
    tenant,
)

_root = process_instance.alias("root")
#: the contract knows no other kinds of boxed expression
_CONTRACT_TYPES = ("DECISION_TABLE", "LITERAL_EXPRESSION")
_instance_key = func.concat(table.c.evaluation_key, "-", table.c.index, type_=Text)

_FIELDS = (
    Field("decisionEvaluationInstanceKey", Kind.TEXT, _instance_key, KEY, sortable=True),
    Field("decisionEvaluationKey", Kind.KEY, table.c.evaluation_key, EXACT, sortable=True),
    Field(
        "state",
        Kind.STATE,
        table.c.state,
        STATE_NOT_IN,
        sortable=True,
        values=("EVALUATED", "FAILED", "UNSPECIFIED", "UNKNOWN"),
    ),
    Field("evaluationDate", Kind.MOMENT, table.c.evaluated_at, RANGE, sortable=True),
    Field("evaluationFailure", Kind.TEXT, table.c.failure, EXACT, sortable=True, nullable=True),
    Field("result", Kind.TEXT, func.coalesce(cast(table.c.result, Text), "null", type_=Text)),
    Field("decisionDefinitionKey", Kind.KEY, table.c.decision_definition_key, KEY, sortable=True),
    Field("decisionDefinitionId", Kind.TEXT, definition.c.decision_definition_id, EXACT, sortable=True),
    Field("decisionDefinitionName", Kind.TEXT, definition.c.name, EXACT, sortable=True),
    Field("decisionDefinitionVersion", Kind.INTEGER, definition.c.version, EXACT, sortable=True),
    Field(
        "decisionDefinitionType",
        Kind.STATE,
        case((table.c.type.in_(_CONTRACT_TYPES), table.c.type), else_="UNSPECIFIED"),
        EXACT,
        sortable=True,
        values=("DECISION_TABLE", "LITERAL_EXPRESSION", "UNSPECIFIED", "UNKNOWN"),
    ),
    Field("rootDecisionDefinitionKey", Kind.KEY, table.c.root_decision_definition_key, KEY, sortable=True),
    Field("processDefinitionKey", Kind.KEY, table.c.process_definition_key, EXACT, sortable=True, nullable=True),
    Field("processInstanceKey", Kind.KEY, table.c.process_instance_key, EXACT, sortable=True, nullable=True),
    Field("rootProcessInstanceKey", Kind.KEY, table.c.root_process_instance_key, nullable=True),
    Field("elementInstanceKey", Kind.KEY, table.c.element_instance_key, KEY, sortable=True, nullable=True),
    Field("businessId", Kind.TEXT, _root.c.business_id, TEXT, sortable=True, nullable=True),
    tenant(),
)
_SOURCE = table.join(definition, definition.c.key == table.c.decision_definition_key).outerjoin(
    _root, _root.c.key == table.c.root_process_instance_key
)
_KEY = (table.c.evaluation_key, table.c.index)

NOUN = Noun(
    "DecisionInstance",
    _SOURCE,
    _KEY,
    _FIELDS,
    (
        Filter(
            "decisionRequirementsKey",
            Kind.KEY,
            KEY,
            lambda compare: compare(definition.c.decision_requirements_key),
        ),
    ),
)

#: one decision with what it was evaluated from
WHOLE = Noun(
    "DecisionInstanceWithInputs",
    _SOURCE,
    _KEY,
    (
        *_FIELDS,
        Field("evaluatedInputs", Kind.OBJECTS, table.c.evaluated_inputs),
        Field("matchedRules", Kind.OBJECTS, table.c.matched_rules),
    ),
)


def search(connection: Connection, request: dict[str, Any]) -> dict[str, Any]:
    """Search decision instances."""
    return execute.search(connection, NOUN, request)


def get(connection: Connection, evaluation_key: int, index: int) -> dict[str, Any]:
    """One decision of an evaluation. Raises NotFound."""
    found = execute.get(connection, WHOLE, table.c.evaluation_key == evaluation_key, table.c.index == index)
    if found is None:
        raise NotFound(f"Expected a decision instance with key '{evaluation_key}-{index}', but there is none.")
    return _shown(found)


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    """With inputs and rules as the contract shows them."""
    found["evaluatedInputs"] = [decision_values.evaluated_input(value) for value in found["evaluatedInputs"]]
    found["matchedRules"] = [decision_values.matched_rule(rule) for rule in found["matchedRules"]]
    return found


def evaluation(connection: Connection, evaluation_key: int) -> list[dict[str, Any]]:
    """All decisions of an evaluation; the one that was asked for comes last."""
    statement = select(*WHOLE.columns).select_from(_SOURCE).where(table.c.evaluation_key == evaluation_key)
    rows = connection.execute(statement.order_by(table.c.index))
    return [_shown(WHOLE.item(row)) for row in rows]
