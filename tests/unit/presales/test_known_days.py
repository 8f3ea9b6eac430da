"""Calendars whose holidays are not known for long enough are told."""

from datetime import date
from pathlib import Path

import pytest

from service.presales.parameters import ParameterFiles
from service.presales.stages.known_days import check_calendars

BUNDLED = Path(__file__).parents[3] / "bpmn" / "jurisdictions"


def rules(folder, today):
    return [(each.rule, each.severity) for each in check_calendars(ParameterFiles(folder), today)]


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 11, 23), date(2027, 11, 1)])
def test_as_long_as_holidays_are_known_nothing_is_told(today):
    assert rules(BUNDLED, today) == []


@pytest.mark.parametrize("today", [date(2025, 12, 31), date(2027, 11, 30), date(2028, 2, 1)])
def test_before_and_after_that_it_is(today):
    assert rules(BUNDLED, today) == [("calendar-ends", "warning")]


@pytest.mark.parametrize(
    ("written", "rule"),
    [("", "calendar-missing"), ("[[calendar]]\neffective_from = 2020-01-01\n", "calendar-invalid")],
)
def test_a_calendar_that_is_none_is_an_error(tmp_path, written, rule):
    (tmp_path / "XX").mkdir()
    (tmp_path / "XX" / "parameters.toml").write_text(written)
    assert rules(tmp_path, date(2026, 1, 1)) == [(rule, "error")]
