"""A seller whom a lead assigns has the grade of the register."""

import pytest

from handlers.sellers import look_up_seller
from service.handler_runner import JobRun
from service.identity.actor import Actor
from service.presales.records import readers

TYPED = {"user": "bea", "name": "李大方", "certificate_no": "0001", "grade": 1}
REGISTER = {"bea": Actor("bea", frozenset(), "李大方", None, "0002", 3), "ben": Actor("ben", frozenset())}


@pytest.fixture
def looked_up(context):
    def look_up(seller, register=REGISTER.get):
        job = JobRun(1, "presales.seller.look_up", 1, "look_up_seller", {}, {"seller": seller}, context.now)
        read = readers(context.parameters, register)["seller"]
        context.records = {"seller": read(None, job)}
        return look_up_seller({"seller": seller}, context)["seller"]

    return look_up


def test_grade_and_certificate_are_those_of_the_register(looked_up):
    assert looked_up(TYPED) == TYPED | {"grade": 3, "certificate_no": "0002"}


@pytest.mark.parametrize("user", ["ben", "nobody"])
def test_who_has_no_grade_there_has_none(looked_up, user):
    assert looked_up(TYPED | {"user": user})["grade"] is None


def test_without_a_register_the_form_is_believed(looked_up):
    assert looked_up(TYPED, register=None) == TYPED
