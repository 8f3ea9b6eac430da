"""Joins, several flows, loops: what lock step with the reference found, and what is easily got wrong."""

from service.changes import ElementEntered, FlowTaken
from service.engine import Limits
from tests.engine_reference.drawing import Sheet, Store, inner, line, loop, timer


def test_several_flows_out_of_a_task_and_into_one(start):
    sheet = Sheet()
    sheet.start(), sheet.end(), sheet.user("a"), sheet.user("b"), sheet.user("c")
    sheet.chain("start", "a", "b", "c", "end"), sheet.flow("a", "c")
    case = start(sheet).do("a")
    assert case.waits() == ["b", "c"]
    assert case.do("b").waits() == ["c", "c"]
    assert case.do("c").do("c").instance.finished


def test_a_surplus_arrival_stays_for_the_next_round(start):
    sheet = Sheet()
    sheet.start(), sheet.gateway("j", "parallel"), sheet.user("z")
    for task in ("a", "a2", "b", "b2"):
        sheet.user(task), sheet.flow("start", task)
    sheet.gateway("ma", "exclusive"), sheet.gateway("mb", "exclusive")
    sheet.chain("a", "ma", "j", "z"), sheet.chain("a2", "ma"), sheet.chain("b", "mb", "j"), sheet.chain("b2", "mb")
    case = start(sheet).do("a").do("a2")
    assert case.do("b").waits() == ["b2", "z"]
    assert case.do("b2").waits() == ["z", "z"]


def test_an_inclusive_join_waits_for_what_can_still_come(start):
    sheet = Sheet()
    sheet.start(), sheet.gateway("f", "inclusive"), sheet.gateway("j", "inclusive"), sheet.user("z")
    for task in ("a", "b", "c"):
        sheet.user(task), sheet.flow("f", task, f"=n < {ord(task) - 96}"), sheet.flow(task, "j")
    sheet.flow("start", "f"), sheet.flow("j", "z")
    case = start(sheet, n=1)  # b and c
    assert case.do("b").waits() == ["c"]
    assert case.do("c").waits() == ["z"]


def test_a_boundary_event_that_has_not_happened_holds_no_inclusive_join(start):
    """Found by the random processes: the armed event was taken for a token that can only come another way."""
    sheet = Sheet()
    sheet.start(), sheet.user("a"), sheet.user("z"), sheet.gateway("j", "inclusive"), sheet.gateway("m", "exclusive")
    sheet.boundary("b", "a", timer("PT1H"), interrupting=False)
    sheet.chain("start", "m", "a", "j", "z"), sheet.flow("b", "j"), sheet.flow("start", "m")
    case = start(sheet)
    assert case.waits() == ["a", "a", "b", "b"]
    assert case.do("a").waits() == ["a", "b", "z"]


def test_a_loop_round_a_parallel_block_joins_each_round(start):
    sheet = Sheet()
    sheet.start(), sheet.end(), sheet.user("a"), sheet.user("b"), sheet.gateway("m", "exclusive")
    sheet.gateway("f", "parallel"), sheet.gateway("j", "parallel"), sheet.gateway("g", "exclusive", default="out")
    sheet.chain("start", "m", "f", "a", "j", "g"), sheet.chain("f", "b", "j")
    sheet.flow("g", "m", "=n < 3", flow_id="again"), sheet.flow("g", "end", flow_id="out")
    case = start(sheet, n=0)
    for number in (1, 2, 3):
        assert case.do("b").waits() == ["a"]
        case.do("a", n=number)
    assert case.instance.finished
    assert len([change for change in case.of(FlowTaken) if change.flow_id == "again"]) == 2


def test_long_chains_and_any_id():
    sheet = Sheet()
    names = ["Start", "End", "Root", "p.EndJoin", *(f"t{number}" for number in range(1000))]
    for name in names:
        sheet.script(name, "=1", "x")
    case = Store(line(*names, sheet=sheet).process(), limits=Limits(steps=5000)).start()
    assert case.instance.finished


def test_an_empty_collection_completes_at_once(start):
    for sequential in (True, False):
        sheet = Sheet()
        repeated = loop("=[]", sequential=sequential, output_collection="all", output_element="=r")
        sheet.user("a", multi_instance=repeated)
        assert start(line("a", "z", sheet=sheet)).root == {"all": []}


def test_nested_multi_instances(start):
    box = Sheet()
    box.start("s2"), box.end("e2")
    box.user("u", multi_instance=loop("=x", input_element="y", output_collection="r", output_element="=got"))
    box.chain("s2", "u", "e2")
    sheet = Sheet()
    sheet.sub("box", box, multi_instance=loop("=xs", input_element="x", output_collection="all", output_element="=r"))
    case = start(line("box", "z", sheet=sheet), xs=[[1, 2], [3]])
    for key in list(case.open):
        case.instance.complete(key, {"got": case.instance.variables(key)["y"] * 10})
        case.settle()
    assert case.root == {"xs": [[1, 2], [3]], "all": [[10, 20], [30]]}


def test_a_thousand_items_that_need_nobody_take_no_square(start):
    sheet = Sheet()
    box = Sheet()
    box.start("s2"), box.end("e2"), box.script("s", "=1", "r"), box.chain("s2", "s", "e2")
    sheet.sub("box", box, multi_instance=loop("=for i in 1..100 return i", input_element="i"))
    case = start(line("box", "z", sheet=sheet))
    entered = [change for change in case.of(ElementEntered) if change.element_id == "s"]
    assert (case.waits(), len(entered)) == (["z"], 100)


def test_a_sub_process_inside_another(start):
    middle = Sheet()
    middle.start("s2"), middle.end("e2"), middle.sub("deep", inner("u")), middle.chain("s2", "deep", "e2")
    sheet = Sheet()
    sheet.sub("middle", middle)
    assert start(line("middle", sheet=sheet)).do("u").instance.finished
