import io
import json
import logging
import sys

import pytest
import structlog

from service import logs


@pytest.fixture
def lines(monkeypatch):
    output = io.StringIO()
    monkeypatch.setattr(sys, "stderr", output)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.configure("INFO", "json")
    yield lambda: [json.loads(line) for line in output.getvalue().splitlines()]
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers[:], root.level = handlers, level


def test_a_line_carries_what_it_belongs_to(lines):
    bound = {"request_id": "r-1", "trace_id": "t-1", "process_instance_key": "7", "actor": "lin"}
    with structlog.contextvars.bound_contextvars(**bound):
        structlog.get_logger("service.test").info("completed", job_type="quote")
    [line] = lines()
    assert line.items() >= {**bound, "event": "completed", "job_type": "quote", "level": "info"}.items()
    assert line["timestamp"].endswith("Z")


def test_a_field_that_nobody_allowed_is_withheld(lines):
    structlog.get_logger("service.test").info("completed", variables={"name": "陳大文"}, premium="12000")
    [line] = lines()
    assert line["variables"] == line["premium"] == "withheld"


def test_an_exception_is_told_by_type_and_place_not_by_its_message(lines):
    try:
        int("陳大文")
    except ValueError:
        structlog.get_logger("service.test").exception("handler_failed")
        logging.getLogger("library").exception("failed")
    for line in lines():
        assert line["exception"]["type"] == "builtins.ValueError"
        assert "test_logs.py" in line["exception"]["at"][-1]
        assert "陳大文" not in json.dumps(line, ensure_ascii=False)


def test_lines_of_libraries_have_the_same_form(lines):
    logging.getLogger("some.library").warning("low on %s", "ink")
    [line] = lines()
    assert (line["event"], line["logger"], line["level"]) == ("low on ink", "some.library", "warning")


def test_lesser_severities_are_left_out(lines):
    structlog.get_logger("service.test").debug("detail")
    assert lines() == []
