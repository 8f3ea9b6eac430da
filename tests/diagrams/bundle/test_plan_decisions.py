"""D07, D08 and D16: suitability of a product, level of a plan's review."""

import pytest

RANK = {"C1_LOWEST": 1, "C1": 1, "C2": 2, "C3": 3, "C4": 4, "C5": 5}


def suitability(decide, client_class, product_class, *, high_equity=False):
    return decide("suitability", client_class=client_class, product_class=product_class, high_equity=high_equity)


def test_t06_participating_is_above_a_c2_client(decide):
    result = suitability(decide, "C2", "PAR")
    assert (result["result"], result["action"], result["max_level"]) == ("MISMATCH", "STOP", 2)
    assert result["product_level"] == 3


@pytest.mark.parametrize("client", RANK)
@pytest.mark.parametrize(
    ("product", "high_equity", "level"),
    [
        ("WHOLE", False, 2),
        ("ENDOWMENT", False, 2),
        ("ANNUITY", False, 2),
        ("PAR", False, 3),
        ("UL", False, 3),
        ("ILP", False, 4),
        ("ILP", True, 5),
    ],
)
def test_a_client_may_buy_up_to_the_level_of_the_class(decide, client, product, high_equity, level):
    result = suitability(decide, client, product, high_equity=high_equity)
    assert result["product_level"] == level
    assert result["max_level"] == RANK[client]
    fits = level <= RANK[client]
    assert (result["result"], result["action"]) == (("MATCH", "PROCEED") if fits else ("MISMATCH", "STOP"))


@pytest.mark.parametrize("client", ["C1", "C2", "C3", "C4"])
@pytest.mark.parametrize("high_equity", [False, True])
def test_a_mismatch_on_p4_or_p5_can_never_be_waived(decide, client, high_equity):
    if client == "C4" and not high_equity:
        assert suitability(decide, client, "ILP", high_equity=high_equity)["result"] == "MATCH"
        return
    assert suitability(decide, client, "ILP", high_equity=high_equity)["waivable"] is False


@pytest.mark.parametrize(("client", "waivable"), [("C1_LOWEST", False), ("C1", True), ("C2", True)])
def test_a_mismatch_up_to_p3_may_be_waived_except_for_the_lowest_class(decide, client, waivable):
    assert suitability(decide, client, "PAR")["waivable"] is waivable


@pytest.mark.parametrize("client", ["C1", "C5", None])
def test_pure_protection_needs_no_risk_class(decide, client):
    assert suitability(decide, client, "TERM")["action"] == "PROCEED"


def test_the_lowest_class_buys_p1_only_even_pure_protection(decide):
    assert suitability(decide, "C1_LOWEST", "TERM")["action"] == "STOP"


def test_without_a_risk_class_nothing_with_investment_risk_is_suitable(decide):
    result = suitability(decide, None, "WHOLE")
    assert (result["result"], result["max_level"]) == ("MISMATCH", 0)


PLAIN = {
    "product_class": "TERM",
    "client_type": "INDIVIDUAL",
    "life_sum_insured": 1_000_000,
    "property_sum_insured": None,
    "special_clause": False,
    "manuscript_wording": False,
    "reinsurance": False,
}


@pytest.mark.parametrize(
    ("difference", "level"),
    [
        ({}, "L1"),
        ({"life_sum_insured": 3_000_000}, "L1"),
        ({"life_sum_insured": 3_000_001}, "L2"),
        ({"life_sum_insured": 10_000_000}, "L2"),
        ({"life_sum_insured": 10_000_001}, "L3"),
        ({"product_class": "ILP"}, "L2"),
        ({"product_class": "UL"}, "L2"),
        ({"client_type": "ENTERPRISE"}, "L2"),
        ({"special_clause": True}, "L2"),
        ({"special_clause": None}, "L1"),
        ({"property_sum_insured": 20_000_001}, "L2"),
        ({"property_sum_insured": 200_000_001}, "L3"),
        ({"manuscript_wording": True, "special_clause": True}, "L3"),
        ({"reinsurance": True}, "L3"),
    ],
)
def test_the_highest_level_of_all_conditions_counts(decide, difference, level):
    assert decide("plan_review_level", **{**PLAIN, **difference}) == level


def test_each_level_adds_reviewers(decide):
    roles = [decide("plan_review_route", **{**PLAIN, "life_sum_insured": si})["roles"] for si in (1, 4e6, 11e6)]
    assert roles == [
        ["senior_presales_lead"],
        ["product_expert", "senior_presales_lead"],
        ["product_expert", "senior_presales_lead", "branch_manager"],
    ]
