"""Camunda 8's rules for variables: ZEEBE.md section 2, sentence by sentence."""

from typing import Any

import pytest

from service.diagrams.model import VariableMapping
from service.engine.expressions import Failure
from service.engine.mappings import Mappings
from service.engine.views import View
from tests.engine_reference.drawing import Sheet, inner, line, loop, mappings


def test_results_go_to_the_root_or_where_the_name_exists(start):
    sheet = Sheet()
    sheet.sub("box", inner("a"), inputs=mappings(("=1", "own")))
    case = start(line("box", "z", sheet=sheet), n=1)
    case.do("a", n=2, own=5, new=3)
    assert case.root == {"n": 2, "new": 3}


def test_a_result_named_like_a_mapped_input_dies_with_the_element(start):
    sheet = Sheet()
    sheet.user("a", inputs=mappings(("=x", "x")))
    case = start(line("a", "z", sheet=sheet), x=1).do("a", x=2)
    assert case.root == {"x": 1}


def test_with_an_output_mapping_only_its_target_leaves(start):
    sheet = Sheet()
    sheet.user("a", inputs=mappings(("=x", "x")), outputs=mappings(("=x", "x")))
    case = start(line("a", "z", sheet=sheet), x=1).do("a", x=2, dropped=9)
    assert case.root == {"x": 2}


def test_later_mappings_see_earlier_targets(start):
    sheet = Sheet()
    sheet.user("a", outputs=mappings(("=r + 1", "one"), ("=one + 1", "two"), (None, "none")))
    case = start(line("a", "z", sheet=sheet)).do("a", r=1)
    assert case.root == {"one": 2, "two": 3, "none": None}


def test_input_targets_build_a_fresh_object_that_covers_an_outer_one(start):
    sheet = Sheet()
    sheet.user("a", inputs=mappings(("=1", "o.x"), ("=2", "o.y")))
    case = start(line("a", sheet=sheet), o={"z": 0})
    assert case.instance.variables(case.key("a"))["o"] == {"x": 1, "y": 2}
    assert case.root == {"o": {"z": 0}}


def test_output_targets_write_only_the_leaf(start):
    sheet = Sheet()
    sheet.user("a", outputs=mappings(("=9", "o.y"), ("=8", "o.deep.er")))
    case = start(line("a", "z", sheet=sheet), o={"x": 1, "y": 2}).do("a")
    assert case.root == {"o": {"x": 1, "y": 9, "deep": {"er": 8}}}


def test_static_sources_are_texts(start):
    sheet = Sheet()
    sheet.user("a", inputs=mappings(("plain text", "said")))
    case = start(line("a", sheet=sheet))
    assert case.instance.variables(case.key("a")) == {"said": "plain text"}


def test_missing_variables_are_null_and_null_creates_variables(start):
    sheet = Sheet()
    sheet.script("s", "=missing", "x")
    assert start(line("s", "z", sheet=sheet)).root == {"x": None}


def test_a_result_variable_may_be_a_path(start):
    sheet = Sheet()
    sheet.script("s", "=1 + 1", "o.sum")
    assert start(line("s", "z", sheet=sheet), o={"k": 1}).root == {"o": {"k": 1, "sum": 2}}


def test_temporal_results_become_texts(start):
    sheet = Sheet()
    sheet.script("s", '=date("2026-03-01")', "day")
    assert start(line("s", "z", sheet=sheet)).root == {"day": "2026-03-01"}


def test_set_variables_merges_unless_local(start):
    sheet = Sheet()
    sheet.sub("box", inner("a"))
    case = start(line("box", sheet=sheet), foo=1)
    key = case.key("a")
    case.instance.set_variables(key, {"foo": 5})
    case.keep()
    assert case.root == {"foo": 5}
    case.instance.set_variables(key, {"foo": 6}, local=True)
    case.keep()
    assert (case.root, case.rows[key]) == ({"foo": 5}, {"foo": 6})


@pytest.mark.parametrize(
    ("flags", "outputs", "expected"),
    [
        ({}, (), {"n": 7, "a": 1}),
        ({"propagate_all_child_variables": False}, (), {"n": 7}),
        ({"propagate_all_child_variables": False}, (("=a", "r"),), {"n": 7, "r": 1}),
        ({}, (("=a", "r"),), {"n": 7, "r": 1}),
    ],
)
def test_what_a_called_process_gives_back(start, flags: dict[str, bool], outputs: Any, expected: dict[str, Any]):
    sheet = Sheet()
    sheet.call("call", "q", details={"outputs": mappings(*outputs)}, **flags)
    case = start(line("call", "z", sheet=sheet), line("inside").process("q"), n=7)
    assert case.instance.variables(case.key("inside")) == {"n": 7}
    assert case.do("inside", a=1).root == expected


def test_a_called_process_without_propagation_gets_only_mapped_inputs(start):
    sheet = Sheet()
    details = {"inputs": mappings(("=n + 1", "m"))}
    sheet.call("call", "q", propagate_all_parent_variables=False, details=details)
    case = start(line("call", sheet=sheet), line("inside").process("q"), n=7)
    assert case.instance.variables(case.key("inside")) == {"m": 8}


def test_items_of_a_multi_instance_have_locals_and_collect_by_index(start):
    sheet = Sheet()
    repeated = loop("=xs", input_element="x", output_collection="all", output_element="=r")
    sheet.user("a", multi_instance=repeated)
    case = start(line("a", "z", sheet=sheet), xs=[10, 20])
    first, second = case.key("a", 0), case.key("a", 1)
    seen = case.instance.variables(first)
    assert (seen["x"], seen["loopCounter"], seen["r"], seen["all"]) == (10, 1, None, [None, None])
    case.instance.complete(second, {})
    case.settle()
    case.instance.complete(first, {"r": 1})
    case.settle()
    assert case.root == {"xs": [10, 20], "all": [1, None]}


def test_outputs_of_an_item_stay_in_the_item_for_the_output_element(start):
    sheet = Sheet()
    repeated = loop("=xs", input_element="x", output_collection="all", output_element="=twice")
    sheet.user("a", multi_instance=repeated, outputs=mappings(("=got * 2", "twice")))
    case = start(line("a", "z", sheet=sheet), xs=[1]).do("a", got=4)
    assert case.root == {"xs": [1], "all": [8]}


def test_values_are_shared_between_scopes_and_never_changed_in_place(start):
    sheet = Sheet()
    repeated = loop("=xs", input_element="x", output_collection="xs", output_element="=x", sequential=True)
    sheet.user("a", multi_instance=repeated, outputs=mappings(("=9", "x.deep")))
    xs = [{"deep": 1}, {"deep": 2}]
    case = start(line("a", "z", sheet=sheet), xs=xs).do("a")
    assert xs == [{"deep": 1}, {"deep": 2}]
    assert case.instance.variables(case.key("a"))["x"] is None  # the output collection covers the input


def test_mappings_apply_nothing_if_one_fails():
    pairs = (VariableMapping("=1", "a"), VariableMapping("=assert(false, false)", "b"))
    with pytest.raises(Failure) as failed:
        Mappings(pairs).inputs(View({}))
    assert failed.value.type == "IO_MAPPING_ERROR"
