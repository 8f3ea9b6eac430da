"""S3 through the front door, alone: loops to their limits and beyond, stops that nobody passes, waits, referrals."""

import pytest

from tests.acceptance.casework import bundled_files
from tests.acceptance.stage_variables import PLAN, before_design
from tests.acceptance.stagework import StageWork

MONDAY = "2026-11-23T10:00"
ACCEPT = {"decision": "ACCEPT", "explained_items": ["COVER", "EXCLUSIONS"], "confirmed_on": "2026-11-23"}


@pytest.fixture(scope="module")
def work(server, http, client, deploy, catalogue):  # noqa: ARG001 - the catalogue must be loaded
    wanted = ("s3_", "document_signing", "decisions", "forms")
    deploy({name: content for name, content in bundled_files().items() if any(part in name for part in wanted)})
    yield StageWork(server, http)
    client.reset_clock()


@pytest.fixture
def design(work):
    """Starts S3 on a Monday and submits a plan; `plan` changes what it says, the rest what came before."""

    def start(plan=None, **before):
        work.go(MONDAY)
        stage = work.start("solution_design", before_design(**before))
        return stage.do("design_plan", "dora", plan=PLAN | (plan or {}))

    return start


def sign(stage, who="陳志明"):
    return stage.do("sign_envelope", "carl", signing={"decision": "SIGN", "method": "HANDWRITTEN", "signed_by": who})


def approve(stage):
    return stage.do("review_plan", "sam", plan_review={"decision": "APPROVE"})


def test_a_plan_that_fits_is_reviewed_explained_and_signed(design):
    stage = design()
    approve(stage).do("explain_plan", plan_confirmation=ACCEPT)
    sign(stage)
    assert stage.end() == "plan_confirmed"
    assert stage.own("plan")["product_class"] == "TERM"
    assert [each["decision"] for each in stage.own("plan_reviews")] == ["APPROVE"]
    assert set(stage.own("documents")) == {"plan_list", "plan_book", "suitability_report", "plan_confirm"}
