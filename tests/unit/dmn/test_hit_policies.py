"""Every hit policy with no, one and several matching rules (DMN 1.5, section 8.2.8 to 8.2.11)."""

from decimal import Decimal

import pytest

RULES = [
    [">= 10", '"low"', "1"],
    [">= 20", '"high"', "3"],
    [">= 30", '"middle"', "2"],
]
VALUES = ['"high", "middle", "low"', "3, 2, 1"]


def _one(build, policy, **options):
    return build.table(["x"], ["level"], [rule[:2] for rule in RULES], policy=policy, values=VALUES[:1], **options)


def _two(build, policy, **options):
    return build.table(["x"], ["level", "weight"], RULES, policy=policy, values=VALUES, **options)


@pytest.mark.parametrize(
    ("policy", "x", "expected"),
    [
        ("UNIQUE", 5, None),
        ("UNIQUE", 15, "low"),
        ("ANY", 5, None),
        ("ANY", 15, "low"),
        ("FIRST", 5, None),
        ("FIRST", 35, "low"),
        ("PRIORITY", 5, None),
        ("PRIORITY", 15, "low"),
        ("PRIORITY", 35, "high"),
        ("RULE ORDER", 5, None),
        ("RULE ORDER", 15, ["low"]),
        ("RULE ORDER", 35, ["low", "high", "middle"]),
        ("OUTPUT ORDER", 5, None),
        ("OUTPUT ORDER", 35, ["high", "middle", "low"]),
        ("COLLECT", 5, None),
        ("COLLECT", 25, ["low", "high"]),
    ],
)
def test_single_output(build, decide, policy, x, expected):
    assert decide(_one(build, policy), x=x).result == expected


def test_letters_are_hit_policies_too(build, decide):
    assert decide(_one(build, "R"), x=25).result == ["low", "high"]
    assert decide(_one(build, "F"), x=25).result == "low"


def test_several_outputs_make_a_context(build, decide):
    assert decide(_two(build, "UNIQUE"), x=15).result == {"level": "low", "weight": Decimal(1)}
    assert decide(_two(build, "COLLECT"), x=25).result == [
        {"level": "low", "weight": Decimal(1)},
        {"level": "high", "weight": Decimal(3)},
    ]


def test_priority_of_several_outputs_goes_from_left_to_right(build, decide):
    rules = [["-", '"a"', "1"], ["-", '"b"', "1"], ["-", '"a"', "2"]]
    table = build.table(["x"], ["kind", "rank"], rules, policy="OUTPUT ORDER", values=['"b", "a"', "2, 1"])
    assert [(each["kind"], each["rank"]) for each in decide(table, x=1).result] == [
        ("b", Decimal(1)),
        ("a", Decimal(2)),
        ("a", Decimal(1)),
    ]


def test_a_column_without_output_values_does_not_order(build, decide):
    rules = [["-", "2"], ["-", "1"]]
    table = build.table(["x"], ["rank"], rules, policy="OUTPUT ORDER")
    assert decide(table, x=1).result == [Decimal(2), Decimal(1)]


def test_output_values_are_read_as_feel(build, decide):
    rules = [["-", '"a"'], ["-", '"b, c"']]
    table = build.table(["x"], ["text"], rules, policy="PRIORITY", values=['"b, c", "a"'])
    assert decide(table, x=1).result == "b, c"


def test_priorities_come_from_the_allowed_values_of_the_type(build):
    levels = (
        '<itemDefinition name="tLevel"><typeRef>string</typeRef><allowedValues><text>"high", "low"</text>'
        "</allowedValues></itemDefinition>"
    )
    table = build.table(["x"], ["level"], [["-", '"low"'], ["-", '"high"']], policy="PRIORITY")
    table = table.replace('<output id="out1" name="level">', '<output id="out1" name="level" typeRef="tLevel">')
    model = build.read(levels + build.input_data("x") + build.decision("D", table, requires=["input:x"]))
    assert model.evaluate("D", {"x": 1}).result == "high"


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [("SUM", Decimal(6)), ("MIN", Decimal(1)), ("MAX", Decimal(3)), ("COUNT", Decimal(3))],
)
def test_collect_aggregates(build, decide, aggregation, expected):
    rules = [["-", "1"], ["-", "3"], ["-", "2"], ["> 100", "50"]]
    table = build.table(["x"], ["n"], rules, policy="COLLECT", attributes=f'aggregation="{aggregation}"')
    assert decide(table, x=1).result == expected
    assert decide(table.replace(">-<", ">false<"), x="other").result is None


def test_count_counts_equal_outputs_twice(build, decide):
    table = build.table(["x"], ["n"], [["-", "1"], ["-", "1"]], policy="C#")
    assert decide(table, x=1).result == Decimal(2)


def test_aggregation_of_several_outputs_is_reported(build):
    table = build.table(["x"], ["a", "b"], [["-", "1", "2"]], policy="COLLECT", attributes='aggregation="SUM"')
    model = build.read(build.input_data("x") + build.decision("D", table, requires=["input:x"]))
    assert [each.rule for each in model.problems] == ["aggregation-outputs"]
    assert model.evaluate("D", {"x": 1}).result is None


def test_default_output_when_nothing_matches(build, decide):
    assert decide(_one(build, "UNIQUE", defaults=['"none"']), x=5).result == "none"
    assert decide(_one(build, "COLLECT", defaults=['"none"']), x=5).result == "none"
    assert decide(_two(build, "FIRST", defaults=['"none"', "0"]), x=5).result == {"level": "none", "weight": Decimal(0)}
    assert decide(_two(build, "FIRST", defaults=['"none"', ""]), x=5).result == {"level": "none"}


def test_overlapping_rules_of_unique_are_a_failure_that_names_them(build, decide):
    evaluation = decide(_one(build, "UNIQUE"), x=35)
    assert evaluation.result is None
    assert evaluation.failure is not None
    assert evaluation.failure.element_id == "table"
    assert "rules 1, 2, 3" in evaluation.failure.message
    assert [rule.id for rule in evaluation.decisions[-1].matched_rules] == ["rule1", "rule2", "rule3"]


def test_any_wants_equal_outputs(build, decide):
    equal = build.table(["x"], ["n"], [["-", "1"], ["> 0", "1.0"]], policy="ANY")
    assert decide(equal, x=1).result == Decimal(1)
    different = decide(build.table(["x"], ["n"], [["-", "1"], ["> 0", "2"]], policy="ANY"), x=1)
    assert different.result is None
    assert different.failure is not None
    assert "rules 1 and 2" in different.failure.message


def test_an_unknown_hit_policy_is_reported(build):
    model = build.read(build.decision("D", build.table(["1"], ["n"], [["-", "1"]], policy="LAST")))
    assert [(each.rule, each.element_id) for each in model.problems] == [("hit-policy", "table")]


def test_orientation_does_not_matter(build, decide):
    for orientation in ("Rule-as-Row", "Rule-as-Column", "CrossTable"):
        table = _one(build, "FIRST", attributes=f'preferredOrientation="{orientation}"')
        assert decide(table, x=35).result == "low"
