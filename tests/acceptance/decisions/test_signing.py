"""D20 and D21: what is recorded, and in which order who signs."""

import pytest

AGENT = {
    "channel": "AGENT",
    "age": 40,
    "product_class": "WHOLE",
    "product_line": "LIFE",
    "term_years": None,
    "region": "Shanghai",
}
OTHERS = ("AGENT", "BROKER", "DIRECT")


@pytest.mark.parametrize(
    ("change", "mode"),
    [
        ({}, "NONE"),
        ({"age": 59}, "NONE"),
        ({"age": 60}, "DUAL"),
        ({"age": 60, "term_years": 1}, "NONE"),
        ({"age": 60, "term_years": 2}, "DUAL"),
        ({"age": 60, "product_line": "PROPERTY"}, "NONE"),
        ({"product_class": "ILP"}, "DUAL"),
        ({"region": "Yunnan", "term_years": 1}, "NONE"),
        ({"region": "Yunnan", "term_years": 2}, "DUAL"),
        ({"region": None}, "NONE"),
        ({"channel": "BANCA"}, "DUAL"),
        ({"channel": "BANCA", "term_years": 1}, "NONE"),
        ({"channel": "TELE"}, "FULL_AUDIO"),
        ({"channel": "TELE", "product_line": "PROPERTY"}, "FULL_AUDIO"),
        ({"channel": "TELE", "age": 70, "product_class": "ILP"}, "FULL_AUDIO"),
        ({"channel": "ONLINE", "age": 70}, "PAGE_TRACE"),
    ],
)
def test_d20_what_is_recorded(decide, change, mode):
    result = decide("recording_mode", **(AGENT | change))
    assert result["mode"] == mode
    assert result["reason"].startswith("D20")


def test_t21_an_applicant_of_62_with_whole_life_is_recorded(decide):
    assert decide("recording_mode", **(AGENT | {"age": 62}))["mode"] == "DUAL"


def test_t22_yunnan_records_every_life_insurance_of_more_than_a_year(decide):
    assert decide("recording_mode", **(AGENT | {"region": "Yunnan"}))["mode"] == "DUAL"


@pytest.mark.parametrize("channel", OTHERS)
def test_d20_the_old_and_investment_linked_products_are_recorded_on_every_other_channel(decide, channel):
    assert decide("recording_mode", **(AGENT | {"channel": channel, "age": 60}))["mode"] == "DUAL"
    assert decide("recording_mode", **(AGENT | {"channel": channel, "product_class": "ILP"}))["mode"] == "DUAL"


PLAIN = {"new_type": False, "insured_is_applicant": True, "confirm": False, "advised": False}
ORDER = [
    (1, "client_profile"),
    (2, "needs_report"),
    (4, "plan_confirm"),
    (5, "quote_confirm"),
    (6, "purchase_notice"),
    (7, "exclusion_ack"),
    (8, "risk_ack"),
    (9, "application"),
    (10, "payment_authorisation"),
    (11, "agent_report"),
]


def order(decide, **change):
    return decide("signature_order", **(PLAIN | change))


def test_d21_the_order_of_the_papers_and_who_signs(decide):
    signed = order(decide)
    assert [(each["step"], each["type"]) for each in signed] == ORDER
    assert {each["type"]: each["capacities"] for each in signed if each["capacities"] != ["APPLICANT"]} == {
        "client_profile": [],  # consent and questionnaire are given, not signed
        "needs_report": [],
        "agent_report": ["SELLER"],
    }
    assert not any(each["hand_copied"] for each in signed)


def test_d21_of_new_types_a_sentence_is_copied_by_hand(decide):
    signed = order(decide, new_type=True)
    assert [(each["step"], each["type"]) for each in signed] == ORDER
    assert [each["type"] for each in signed if each["hand_copied"]] == ["risk_ack"]


def test_d21_the_insured_signs_after_the_applicant(decide):
    [application] = [each for each in order(decide, insured_is_applicant=False) if each["type"] == "application"]
    assert application["capacities"] == ["APPLICANT", "INSURED"]


@pytest.mark.parametrize(
    ("change", "first"),
    [
        ({"confirm": True}, ["suitability_report"]),
        ({"advised": True}, ["stop_advice"]),
        ({"confirm": True, "advised": True}, ["stop_advice", "suitability_report"]),
    ],
)
def test_d21_what_the_client_insists_on_is_signed_before_the_plan(decide, change, first):
    signed = [(each["step"], each["type"]) for each in order(decide, **change)]
    assert signed == [*ORDER[:2], *((3, each) for each in first), *ORDER[2:]]
