"""Four of five right answers pass (DOMAIN 6.2)."""

import json
import tomllib
from pathlib import Path

import pytest

from handlers.comprehension import score_comprehension

BUNDLE = Path(__file__).parents[3] / "bpmn"
RIGHT = {"c1": "A", "c2": "B", "c3": "C", "c4": "B", "c5": "A"}


def score(context, case, answers):
    return score_comprehension({"case": case, "comprehension": {"answers": answers}}, context)["comprehension"]


@pytest.mark.parametrize(
    ("different", "correct", "passed"),
    [({}, 5, True), ({"c1": "B"}, 4, True), ({"c1": "B", "c4": "A"}, 3, False), (dict.fromkeys(RIGHT, "Z"), 0, False)],
)
def test_four_of_five_pass(context, case, different, correct, passed):
    scored = score(context, case, RIGHT | different)
    assert (scored["correct_answers"], scored["passed"]) == (correct, passed)
    assert scored["wrong"] == sorted(different)


def test_a_question_left_open_is_wrong(context, case):
    scored = score(context, case, {key: value for key, value in RIGHT.items() if key != "c5"})
    assert (scored["correct_answers"], scored["wrong"]) == (4, ["c5"])


def test_the_form_asks_what_is_scored():
    """Questions and options stand in the form for staff and in the parameters for the score: they say the same."""
    parameters = tomllib.loads((BUNDLE / "jurisdictions/CN/parameters.toml").read_text("utf-8"))
    form = json.loads((BUNDLE / "forms/comprehension.form").read_text("utf-8"))
    [group] = [each for each in form["components"] if each["type"] == "group"]
    shown = [
        (
            field["key"],
            field["label"],
            field["properties"]["name:en"],
            [
                (each["value"], each["label"], field["properties"][f"name:en:{each['value']}"])
                for each in field["values"]
            ],
        )
        for field in group["components"]
    ]
    assert shown == [
        (
            f"comprehension.answers.{each['code']}",
            each["text"],
            each["text_en"],
            [(option["code"], option["text"], option["text_en"]) for option in each["options"]],
        )
        for each in parameters["comprehension"][-1]["question"]
    ]
