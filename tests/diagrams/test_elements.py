"""Nothing is ignored in silence: elements.csv says what becomes of every part of the metamodel, and so it is."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from service.diagrams.vocabulary import zeebe
from service.diagrams.vocabulary.disposition import Entry, Refusal
from service.diagrams.vocabulary.events import EVENTS
from service.diagrams.vocabulary.walk import entries
from tests.diagrams.metamodel_reader import Bpmn, descriptor, lower
from tests.diagrams.probe import refusals

BPMN = Bpmn()
DIAGRAM_INTERCHANGE = ("bpmndi", "di", "dc")


class Row(NamedTuple):
    metamodel: str
    owner: str
    member: str
    outcome: str
    rule: str

    @property
    def rules(self) -> set[str]:
        return {self.rule} if self.outcome == "refused" else set()


@cache
def table() -> tuple[Row, ...]:
    with (Path(__file__).parent / "elements.csv").open(newline="") as file:
        return tuple(Row(**row) for row in csv.DictReader(file))


def rows(metamodel: str) -> list[Row]:
    return [row for row in table() if row.metamodel == metamodel]


def metamodel() -> Iterator[tuple[str, str, str]]:
    """Every element, attribute and child that the schema and the descriptors know."""
    for element in BPMN.concrete:
        yield "bpmn", element, ""
    for type_ in BPMN.types.values():
        for member in [*(f"@{name}" for name in type_.attributes), *type_.children]:
            yield "bpmn", type_.name, member
    for name in DIAGRAM_INTERCHANGE:
        for type_ in descriptor(name)["types"]:
            yield name, type_["name"], ""
            for member in type_.get("properties", []):
                yield name, type_["name"], ("@" if member.get("isAttr") else "") + member["name"]
    yield from dialect()


def dialect() -> Iterator[tuple[str, str, str]]:
    types = {type_["name"]: type_ for type_ in descriptor("zeebe")["types"]}
    for name, type_ in types.items():
        if "Element" in type_.get("superClass", []) or name in ("Property", "Input", "Output"):
            yield "zeebe", lower(name), ""
        for member in type_.get("properties", []):
            if member.get("isBody"):
                yield "zeebe", lower(name), "#text"
            elif member.get("isAttr"):
                yield "zeebe", lower(name), f"@{member['name']}"
            else:
                yield "zeebe", lower(name), lower(member["type"])


def test_the_table_has_every_part_of_the_metamodel_once() -> None:
    known = [(row.metamodel, row.owner, row.member) for row in table() if row.metamodel != "event"]

    assert len(known) == len(set(known))
    assert set(known) == set(metamodel())


@cache
def path_to(element: str) -> tuple[str, ...] | None:
    """The shortest way to an element through what is executed, else through refused events, else through anything."""
    refused = {row.owner for row in rows("bpmn") if not row.member and row.outcome == "refused"}
    others = {name for name in refused if not name.endswith("EventDefinition")}
    found = BPMN.path_to(element, refused) or BPMN.path_to(element, others) or BPMN.path_to(element, set())
    return None if found is None else tuple(found)


@pytest.mark.parametrize("row", [row for row in rows("bpmn") if not row.member], ids=lambda row: row.owner)
def test_elements_are_accepted_or_refused_as_the_table_says(row: Row) -> None:
    path = path_to(row.owner)

    if path is None:  # of BPMN's schema, but nowhere allowed by it
        assert refusals(["definitions", "process", row.owner]) == row.rules == {"unknown-element"}
    else:
        assert refusals(list(path)) == row.rules


@pytest.mark.parametrize("row", [row for row in rows("bpmn") if row.member], ids=lambda row: f"{row.owner}{row.member}")
def test_attributes_and_children_are_accepted_or_refused_as_the_table_says(row: Row) -> None:
    if row.outcome == "by element":
        assert BPMN.substitutes(row.member) <= {each.owner for each in rows("bpmn") if not each.member}
        return
    asked = [owner for owner in BPMN.owners(row.owner) if path_to(owner) is not None]
    supported = [owner for owner in asked if not refusals(list(path_to(owner) or ()))]
    for owner in supported or asked[:1]:
        path = list(path_to(owner) or ())
        if row.member.startswith("@"):
            found = refusals(path, attribute=f'{row.member[1:]}="other"')
        else:
            found = refusals(path, inside=f"<{'bpmndi:' if row.member == 'BPMNDiagram' else ''}{row.member}/>")
        assert found == row.rules, owner
        if supported and row.outcome != "refused":
            assert entries()[owner].members[row.member] == row.outcome, owner


@pytest.mark.parametrize("row", rows("zeebe"), ids=lambda row: f"{row.owner}{row.member}")
def test_the_dialect_is_accepted_or_refused_as_the_table_says(row: Row) -> None:
    types = {lower(type_["name"]): type_ for type_ in descriptor("zeebe")["types"]}
    type_ = types[row.owner]
    if "extends" in type_:
        owners = [name.rpartition(":")[2] for name in type_["extends"]]
        _assert_attribute_of_bpmn(row, [lower(name) for name in owners])
        return
    heirs = [name for name, each in types.items() if type_["name"] in each.get("superClass", [])]
    for element in heirs or [row.owner]:
        if isinstance(zeebe.ELEMENTS.get(element), Refusal) and row.outcome != "refused":
            continue  # an heir that is refused as a whole
        for path in dialect_paths(element, types):
            assert _of_dialect(path, row) == row.rules, path


def _of_dialect(path: list[str], row: Row) -> set[str]:
    if row.member.startswith("@"):
        return refusals(path, attribute=f'{row.member[1:]}="other"')
    if row.member == "#text":
        return refusals(path, inside="text")
    return refusals(path, inside=f"<zeebe:{row.member}/>" if row.member else "")


def _assert_attribute_of_bpmn(row: Row, owners: list[str]) -> None:
    """An attribute of the namespace on BPMN's own elements, or on other elements of the dialect."""
    for owner in owners:
        path = path_to(owner)
        entry = zeebe.ELEMENTS.get(owner)
        if isinstance(entry, Entry):
            assert row.outcome == entry.members[row.member]
        elif path is not None and not refusals(list(path)):
            assert refusals(list(path), attribute=f'zeebe:{row.member[1:]}="other"') == row.rules


def dialect_paths(element: str, types: dict[str, dict[str, object]]) -> Iterator[list[str]]:
    """Where an element of the dialect stands, by its descriptor: in its element, or in extensionElements."""
    holders = [
        name
        for name, each in types.items()
        if types[element]["name"] in [member["type"] for member in each.get("properties", [])]
    ]
    for holder in holders if holder_needed(element) else []:
        for path in dialect_paths(holder, types):
            yield [*path, f"zeebe:{element}"]
    if not holders or not holder_needed(element):
        allowed = types[element].get("meta", {}).get("allowedIn", ["bpmn:Message"])
        for name in allowed:
            owner = lower(name.rpartition(":")[2])
            found = path_to("serviceTask" if owner == "zeebeServiceTask" else owner)
            if name.startswith("bpmn:") and found is not None and not refusals(list(found)):
                yield [*found, "extensionElements", f"zeebe:{element}"]
            elif owner == "zeebeServiceTask":
                yield [*(path_to("serviceTask") or ()), "extensionElements", f"zeebe:{element}"]


def holder_needed(element: str) -> bool:
    return element in ("input", "output", "header", "property", "linkedResource", "executionListener", "taskListener")


@pytest.mark.parametrize("row", rows("event"), ids=lambda row: f"{row.member} {row.owner}")
def test_events_are_executed_or_refused_as_the_table_says(row: Row) -> None:
    definitions = {"none": "", "compensation": "<compensateEventDefinition/>"}
    inside = definitions.get(row.member, f"<{row.member}EventDefinition/>")
    paths = {
        "start event": ["startEvent"],
        "start event of an event sub-process": ['subProcess triggeredByEvent="true"', "startEvent"],
        "catch event": ["intermediateCatchEvent"],
        "throw event": ["intermediateThrowEvent"],
        "boundary event": ["boundaryEvent"],
        "end event": ["endEvent"],
    }

    assert refusals(["definitions", "process", *paths[row.owner]], inside=inside) == row.rules


def test_the_table_has_every_event_that_bpmn_knows() -> None:
    assert {(row.owner, row.member) for row in rows("event")} == {
        (position, kind) for position, kinds in EVENTS.items() for kind in kinds
    }


def test_what_is_not_in_the_table_is_a_problem() -> None:
    assert refusals(["definitions", "process", "userTask"], attribute='colour="red"') == {"unknown-attribute"}
    assert refusals(["definitions", "process", "userTask"], inside="<mood/>") == {"unknown-element"}
    assert refusals(["definitions", "process", "extensionElements", "zeebe:mood"]) == {"unknown-element"}
    assert refusals(["definitions", "process", "extensionElements", "zeebe:taskDefinition"]) == {"unknown-element"}
