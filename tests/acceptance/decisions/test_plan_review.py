"""D16: level of a plan's review, and who reviews in which order."""

import pytest

PLAIN = {
    "product_class": "TERM",
    "client_type": "INDIVIDUAL",
    "life_sum_insured": 1_000_000,
    "property_sum_insured": None,
    "special_clause": False,
    "manuscript_wording": False,
    "reinsurance": False,
    "exclusion": False,
    "advice_insisted": False,
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
        ({"exclusion": True}, "L2"),
        ({"advice_insisted": True}, "L2"),
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
