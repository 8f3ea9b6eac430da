"""Decisions: /v2/decision-definitions, /v2/decision-requirements, /v2/decision-instances."""

import re
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.problems import documented
from service.api.routes.process_definitions import XML
from service.api.schemas import Key
from service.api.searching import SearchRequest, gets, searches
from service.errors import InvalidArgument
from service.identity.permissions import Permission
from service.queries import decision_definitions, decision_instances, decision_requirements

router = APIRouter(prefix="/v2", tags=["Decision"], route_class=ExactRoute)
Reader = Annotated[Edge, admit(Permission.READ_DEFINITIONS)]
Watcher = Annotated[Edge, admit(Permission.READ_INSTANCES)]
_INSTANCE_KEY = re.compile(r"([0-9]{1,19})-([0-9]{1,9})")


@router.post("/decision-definitions/search", **searches(decision_definitions.NOUN))
def search_decision_definitions(wanted: SearchRequest, edge: Reader) -> Response:
    """Search decision definitions."""
    return JsonAnswer(edge.read(decision_definitions.search, wanted))


@router.get("/decision-definitions/{decisionDefinitionKey}", **gets(decision_definitions.NOUN))
def get_decision_definition(decisionDefinitionKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's
    """Get one decision definition."""
    return JsonAnswer(edge.read(decision_definitions.get, decisionDefinitionKey))


@router.get("/decision-definitions/{decisionDefinitionKey}/xml", responses={**XML, **documented(404)})
def get_decision_definition_xml(decisionDefinitionKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's
    """Get the file that the decision is in, byte for byte as it was uploaded."""
    return Response(edge.read(decision_definitions.xml, decisionDefinitionKey), media_type="text/xml")


@router.post("/decision-requirements/search", **searches(decision_requirements.NOUN))
def search_decision_requirements(wanted: SearchRequest, edge: Reader) -> Response:
    """Search requirement graphs of decisions."""
    return JsonAnswer(edge.read(decision_requirements.search, wanted))


@router.get("/decision-requirements/{decisionRequirementsKey}", **gets(decision_requirements.NOUN))
def get_decision_requirements(decisionRequirementsKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's
    """Get one requirement graph."""
    return JsonAnswer(edge.read(decision_requirements.get, decisionRequirementsKey))


@router.get("/decision-requirements/{decisionRequirementsKey}/xml", responses={**XML, **documented(404)})
def get_decision_requirements_xml(
    decisionRequirementsKey: Key,  # noqa: N803 - the contract's spelling
    edge: Reader,
) -> Response:
    """Get the file, byte for byte as it was uploaded."""
    return Response(edge.read(decision_requirements.xml, decisionRequirementsKey), media_type="text/xml")


@router.post("/decision-instances/search", **searches(decision_instances.NOUN))
def search_decision_instances(wanted: SearchRequest, edge: Watcher) -> Response:
    """Search evaluated decisions."""
    return JsonAnswer(edge.read(decision_instances.search, wanted))


@router.get("/decision-instances/{decisionEvaluationInstanceKey}", **gets(decision_instances.WHOLE))
def get_decision_instance(
    decisionEvaluationInstanceKey: Annotated[str, Path(examples=["2251799813685249-1"])],  # noqa: N803 - the contract's
    edge: Watcher,
) -> Response:
    """Get one evaluated decision with its inputs and the rules that matched."""
    key = _INSTANCE_KEY.fullmatch(decisionEvaluationInstanceKey)
    if key is None:
        raise InvalidArgument("The decisionEvaluationInstanceKey must be a key, a dash and a number.")
    return JsonAnswer(edge.read(decision_instances.get, int(key[1]), int(key[2])))
