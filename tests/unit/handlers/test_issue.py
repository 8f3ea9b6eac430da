"""A paper is issued again only if it says something else, or if a paper that it rests on has a newer version."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handlers.documents.content import Text
from handlers.documents.issue import DocumentInputs, issue
from handlers.documents.papers import PAPERS
from handlers.documents.validity import is_current


class Dossier:
    """The papers of a case, each issued with one sentence."""

    def __init__(self, case, context):
        self.case, self.context, self.documents = case, context, {}

    def issue(self, kind, says, **changes):
        inputs = DocumentInputs.model_validate({"case": self.case, "documents": self.documents})
        section = Text(heading="內容", paragraphs=(says,))
        self.documents[kind] = issue(PAPERS[kind], inputs, replace(self.context, **changes), section).document
        return self.documents[kind].number.rpartition("-")[2]


@pytest.fixture
def dossier(case, context):
    return Dossier(case, context)


def test_what_says_the_same_stays_as_it_is_on_a_later_day(dossier):
    first = dossier.issue("quote", "保費 1070"), dossier.documents["quote"]
    again = dossier.issue("quote", "保費 1070", job_key=9, now=datetime(2026, 12, 5, tzinfo=UTC))
    assert (again, dossier.documents["quote"]) == first
    assert len(dossier.context.documents) == 1


def test_what_says_something_else_is_the_next_version(dossier):
    dossier.issue("quote", "保費 1070")
    assert dossier.issue("quote", "保費 1080", now=datetime(2026, 12, 5, tzinfo=UTC)) == "v2"
    newest = dossier.documents["quote"]
    assert (newest.version, str(newest.created_on)) == (2, "2026-12-05")
    assert [each.metadata["number"] for each in dossier.context.documents] == [
        "F08-PS-20261123-000001-v1",
        "F08-PS-20261123-000001-v2",
    ]


def test_a_paper_whose_basis_has_a_newer_version_is_issued_again_even_if_it_says_the_same(dossier):
    dossier.issue("plan_book", "定期")
    dossier.issue("quote", "保費 1070")
    dossier.issue("quote_confirm", "同意")
    dossier.issue("plan_book", "終身")
    assert not is_current("quote_confirm", dossier.documents)  # two papers below it
    assert dossier.issue("quote", "保費 1070") == "v2"
    assert dossier.documents["quote"].basis == {"plan_book": "F06-PS-20261123-000001-v2"}
    assert dossier.issue("quote_confirm", "同意") == "v2"
    assert is_current("quote_confirm", dossier.documents)


def test_a_paper_that_rests_on_another_branch_stays(dossier):
    for kind in ("plan_book", "quote", "exclusion_ack"):
        dossier.issue(kind, "一")
    dossier.issue("quote", "二")
    assert dossier.issue("exclusion_ack", "一") == "v1"


def test_the_address_on_a_paper_names_number_and_content_hash_and_is_no_part_of_what_it_says(dossier):
    dossier.issue("quote", "保費 1070", public_url="https://insurer.example/")
    elsewhere = dossier.issue("quote", "保費 1070", public_url="https://new.example")
    assert elsewhere == "v1"
    assert len(dossier.documents["quote"].content_sha256) == 64


def test_a_new_letterhead_makes_no_new_version(dossier, monkeypatch):
    dossier.issue("quote", "保費 1070")
    parameters = dossier.context.parameters
    texts = parameters.at
    monkeypatch.setattr(parameters, "at", lambda *given: {**texts(*given), "service_phone": "95599"})
    assert dossier.issue("quote", "保費 1070") == "v1"
    assert dossier.issue("quote", "保費 1080") == "v2"
