"""The table of the procedure in bpmn/README.md is complete, true and up to date."""

import pytest

from tests.diagrams.bundle import procedure

STEPS = [step for stage in procedure.read().stages for step in stage["step"]]


def test_no_cell_is_empty():
    rows = list(procedure.read().rows())
    assert len(rows) == len(STEPS)
    assert all(len(row) == len(procedure.HEAD) and all(cell.strip("` ") for cell in row) for row in rows)


@pytest.mark.parametrize("test", sorted({step["test"] for step in STEPS}))
def test_the_test_that_shows_a_step_exists(test):
    assert procedure.shown(test)


def test_every_stage_is_reviewed_by_a_task_that_its_makers_cannot_take():
    bundled = procedure.read()
    assert all(bundled.nodes[stage["review"]].user_task.review_of for stage in bundled.stages)


def test_the_table_in_the_readme_is_the_one_of_the_diagrams():
    """After a change: python -m tests.diagrams.bundle.procedure"""
    written = procedure.README.read_text("utf-8").split(procedure.BEGIN)[1].split(procedure.END)[0]
    assert written.strip() == procedure.table(procedure.read())
