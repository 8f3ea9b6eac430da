"""Forms: /v2/forms."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.schemas import Body, Key
from service.api.searching import answers
from service.identity.permissions import Permission
from service.queries import forms

router = APIRouter(prefix="/v2/forms", tags=["Form"], route_class=ExactRoute)
Reader = Annotated[Edge, admit(Permission.READ_DEFINITIONS)]


class FormAnswer(Body):
    """A version of a form."""

    form_key: Key
    form_id: str
    version: int
    form_schema: str = Field(alias="schema", description="The form-js schema, as JSON text.")
    tenant_id: str


@router.get("/{formKey}", **answers(FormAnswer, 404, description="The form."))
def get_form_by_key(formKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's spelling
    """Get one form with its schema."""
    return JsonAnswer(edge.read(forms.get, formKey))
