"""A version of a paper ends the one before, what rests on it, and the signatures there; and nothing else."""

import pytest
from sqlalchemy import event

from service.commands.complete_user_task import CompleteUserTask, complete_user_task
from tests.integration.drawn import END, START, process, service_task, user_task

LOOP = process(
    "case",
    START
    + user_task("next")[1]
    + service_task("issue", "test.issue")[1]
    + service_task("sign", "test.sign")[1]
    + END
    + '<bpmn:exclusiveGateway id="which" default="f4" /><bpmn:exclusiveGateway id="join" />',
    """start join
    join next
    next which
    which issue =verb="issue"
    which end
    which sign =verb="sign"
    issue join
    sign join""",
)


class Papers:
    """A case in which papers are issued and signed one after the other."""

    def __init__(self, service):
        self.service = service
        service.deploy(case=LOOP)
        self.key = service.start("case").key

    def do(self, verb, **variables):
        self.service.later(minutes=1)
        task = self.service.rows(
            "SELECT key FROM user_task WHERE state = 'CREATED' AND root_process_instance_key = :k", k=self.key
        )[0].key
        self.service.run(complete_user_task, CompleteUserTask(task, {"verb": verb, **variables}))

    def issue(self, number, voids_signed=False, **basis):
        self.do("issue", number=number, type=number[:-3], basis=basis, voids_signed=voids_signed)

    def sign(self, number):
        self.do("sign", number=number, type=number[:-3], document_id=self.id(number))

    def id(self, number):
        return self.service.scalar("SELECT document_id FROM document WHERE number = :n", n=number)

    def ended(self):
        found = self.service.rows("SELECT number, state, superseded_by FROM document WHERE state <> 'CURRENT'")
        return {row.number: (row.state, row.superseded_by) for row in found}


@pytest.fixture
def papers(service):
    return Papers(service)


@pytest.fixture
def signed(papers):
    papers.issue("plan-v1")
    papers.issue("quote-v1", plan="plan-v1")
    papers.issue("confirm-v1", quote="quote-v1")
    papers.issue("notice-v1", plan="plan-v1")
    for number in ("confirm-v1", "notice-v1"):
        papers.sign(number)
    return papers


def test_a_new_version_ends_the_one_before(papers):
    papers.issue("plan-v1")
    assert papers.ended() == {}
    papers.issue("plan-v2")
    assert papers.ended() == {"plan-v1": ("SUPERSEDED", "plan-v2")}
    papers.issue("plan-v3")
    assert papers.ended() == {"plan-v1": ("SUPERSEDED", "plan-v2"), "plan-v2": ("SUPERSEDED", "plan-v3")}


def test_t30_an_edited_quotation_ends_its_confirmation_and_the_signature_on_it_alone(signed):
    signed.issue("quote-v2", plan="plan-v1")
    assert signed.ended() == {"quote-v1": ("SUPERSEDED", "quote-v2"), "confirm-v1": ("SUPERSEDED", "quote-v2")}
    signatures = signed.service.rows("SELECT number, state, void_reason, voided_at FROM signature ORDER BY key")
    assert [tuple(row) for row in signatures] == [
        ("confirm-v1", "VOID", "SUPERSEDED", signed.service.now),
        ("notice-v1", "VALID", None, None),
    ]


def test_a_new_plan_ends_everything_that_rests_on_it(signed):
    signed.issue("plan-v2")
    assert {number for number, _ in signed.ended().items()} == {"plan-v1", "quote-v1", "confirm-v1", "notice-v1"}
    assert {by for _, by in signed.ended().values()} == {"plan-v2"}


def test_papers_of_other_cases_stay(signed):
    other = Papers(signed.service)
    other.issue("quote-v2")
    assert other.ended() == {}


def test_a_closing_letter_voids_what_was_signed(signed):
    signed.issue("letter-v1", voids_signed=True)
    assert signed.ended() == {"confirm-v1": ("VOID", "letter-v1"), "notice-v1": ("VOID", "letter-v1")}
    assert {row.void_reason for row in signed.service.rows("SELECT * FROM signature")} == {"CASE_CLOSED"}


def test_the_audit_tells_each_of_it(signed):
    signed.issue("quote-v2", plan="plan-v1")
    told = signed.service.rows(
        "SELECT type, details FROM audit_event WHERE entity_type IN ('document', 'signature') ORDER BY key DESC LIMIT 4"
    )
    assert [(row.type, row.details["number"], row.details.get("by")) for row in reversed(told)] == [
        ("document_created", "quote-v2", None),
        ("document_superseded", "quote-v1", "quote-v2"),
        ("document_superseded", "confirm-v1", "quote-v2"),
        ("signature_voided", "confirm-v1", "quote-v2"),
    ]


def test_a_signature_is_stored_with_its_evidence(signed):
    [row, _] = signed.service.rows("SELECT * FROM signature ORDER BY key")
    assert (row.kind, row.number, row.document_id) == ("confirm", "confirm-v1", signed.id("confirm-v1"))
    assert (row.signer, row.capacity, row.method, row.envelope_id) == ("陳志明", "APPLICANT", "E_SIGNATURE", "E-1")
    assert (row.provider, row.evidence, row.earlier) == (
        "test",
        {"sealed": "confirm-v1"},
        [{"type": "quote", "sha256": "00"}],
    )
    assert row.root_process_instance_key == signed.key


def test_superseding_costs_as_many_statements_however_much_hangs_together(papers):
    counts = []
    statements = []
    event.listen(papers.service.database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    for round_ in (1, 2):
        statements.clear()
        papers.issue(f"plan-v{round_}")
        counts.append(len(statements))
        for number in range(5):
            papers.issue(f"on{number}-v{round_}", plan=f"plan-v{round_}")
    assert counts[0] == counts[1]
    assert len(papers.ended()) == 6
