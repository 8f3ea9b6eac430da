from pydantic import BaseModel, Field

from service.diagrams.templates import JobTypeDescription, element_template


class Client(BaseModel):
    """Who buys."""

    name: str


class Inputs(BaseModel):
    client: Client
    amount: int | None = Field(default=None, description="What they pay.")


class Outputs(BaseModel):
    rate: int


DESCRIBED = JobTypeDescription(
    "rate.find",
    "Find the rate",
    "Find the rate\n\nFrom the table.",
    Inputs.model_json_schema(),
    Outputs.model_json_schema(),
)


def test_a_template_makes_a_service_task_of_the_job_type() -> None:
    template = element_template(DESCRIBED)

    assert (template["id"], template["name"]) == ("rate.find", "Find the rate")
    assert template["elementType"] == {"value": "bpmn:ServiceTask"}
    assert template["properties"][0] == {
        "type": "Hidden",
        "value": "rate.find",
        "binding": {"type": "zeebe:taskDefinition", "property": "type"},
    }


def test_inputs_and_outputs_are_offered_with_their_descriptions() -> None:
    shown = {entry["label"]: entry for entry in element_template(DESCRIBED)["properties"] if "label" in entry}

    assert set(shown) == {"Retries", "client *", "amount", "rate → variable"}
    assert shown["client *"]["description"] == "Who buys."
    assert shown["amount"]["description"] == "What they pay."
    assert shown["client *"]["binding"] == {"type": "zeebe:input", "name": "client"}
    assert shown["rate → variable"]["binding"] == {"type": "zeebe:output", "source": "=rate"}


def test_a_handler_without_inputs_and_outputs_has_a_template_too() -> None:
    template = element_template(JobTypeDescription("ping", "Ping", "", None, None))

    assert len(template["properties"]) == 2
