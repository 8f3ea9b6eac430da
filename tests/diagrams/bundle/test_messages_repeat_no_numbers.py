"""No message repeats a number of its own row: who changes the cell would have to change the text as well."""

import re
from pathlib import Path

import pytest
from lxml import etree

TABLES = sorted((Path(__file__).parents[3] / "bpmn" / "jurisdictions").glob("*/decisions/*.dmn"))
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: codes such as D09, C2, P3 or L1 are no numbers, unless a row gives the level as one
_NUMBER = re.compile(r"(?<![A-Za-z0-9.])\d+(?:\.\d+)?")


def numbers(text):
    return {float(each) for each in _NUMBER.findall(text)}


def repeated(rule):
    """Numbers of the row's cells that stand in its texts, also as percentages."""
    conditions = [entry.findtext("{*}text") or "" for entry in rule.iter("{*}inputEntry")]
    results = [entry.findtext("{*}text") or "" for entry in rule.iter("{*}outputEntry")]
    cells = set().union(*(numbers(_TEXT.sub("", each)) for each in conditions + results))
    said = " ".join(text for each in results for text in _TEXT.findall(each) if _HAN.search(text))
    return numbers(said.replace(",", "")) & (cells | {each * 100 for each in cells})


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.stem)
def test_messages_take_their_numbers_from_cells(file):
    rules = etree.parse(file).iter("{*}rule")
    assert {rule.get("id"): found for rule in rules if (found := repeated(rule))} == {}


def test_a_repeated_number_would_be_seen():
    row = (
        '<rule><inputEntry><text>&gt; 0.4</text></inputEntry><outputEntry><text>"超過 40%"</text></outputEntry></rule>'
    )
    assert repeated(etree.fromstring(row)) == {40.0}
