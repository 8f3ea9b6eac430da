"""D01 and D02: vectors T01 to T03 of the domain specification, and the bounds of the tiers."""

from itertools import product

import pytest

T01 = {
    "age": 38,
    "applicant": {
        "household_income": 260_000,
        "net_assets": 900_000,
        "dependants": 2,
        "has_mortgage": True,
        "existing_sum_insured": 0,
        "refused": [],
    },
    "first_needs": {
        "need_clarity": "SPECIFIC",
        "urgency_months": 2,
        "annual_budget": 20_800,  # 8 % of the household's income
        "engagement": "ASKED_QUOTE",
    },
    "screening": {
        "do_not_contact": False,
        "fraud_or_aml_hit": False,
        "data_doubtful": False,
        "open_complaint": False,
    },
}
T02 = {
    **T01,
    "age": 22,
    "applicant": {
        "household_income": 50_000,
        "net_assets": -10_000,
        "dependants": 0,
        "has_mortgage": False,
        "existing_sum_insured": 300_000,  # 0.6 of ten times the income
        "refused": [],
    },
    "first_needs": {
        "need_clarity": "VAGUE",
        "urgency_months": 7,
        "annual_budget": None,
        "engagement": "FIRST_CONTACT",
    },
}


def test_t01_a_father_who_asked_for_a_quote_scores_88_and_is_tier_a(decide):
    result = decide("potential_assessment", **T01)
    assert result == {
        "score": 88,
        "fit": 50,
        "intent": 38,
        "negative": 0,
        "tier": "A",
        "treatment": result["treatment"],
        "first_contact_hours": 2,
        "outcome": "QUALIFIED",
        "review_required": False,
    }


def test_t02_a_young_client_with_a_vague_need_scores_19_and_is_nurtured(decide):
    result = decide("potential_assessment", **T02)
    assert (result["fit"], result["intent"], result["score"]) == (11, 8, 19)
    assert (result["tier"], result["outcome"]) == ("D", "NURTURE")


@pytest.mark.parametrize("mark", ["do_not_contact", "fraud_or_aml_hit"])
def test_t03_a_hard_negative_disqualifies_whatever_the_score(decide, mark):
    result = decide("potential_assessment", **{**T01, "screening": {**T01["screening"], mark: True}})
    assert (result["negative"], result["score"]) == (-100, -12)
    assert (result["tier"], result["outcome"]) == ("X", "DISQUALIFIED")


def test_each_refused_answer_costs_five_points(decide):
    refused = {**T01["applicant"], "refused": ["occupation", "assets"]}
    assert decide("potential_assessment", **{**T01, "applicant": refused})["negative"] == -10


def test_doubtful_data_and_an_open_complaint_add_up(decide):
    screening = {**T01["screening"], "data_doubtful": True, "open_complaint": True}
    result = decide("potential_assessment", **{**T01, "screening": screening})
    assert (result["negative"], result["score"], result["tier"]) == (-25, 63, "B")


def test_a_client_of_whom_only_the_age_is_known_gets_a_result(decide):
    nothing = {"applicant": {}, "first_needs": {}, "screening": {}}
    result = decide("potential_assessment", age=40, **nothing)
    assert result["tier"] == "D"


@pytest.mark.parametrize(
    ("age", "points"),
    [(17, 1), (18, 3), (24, 3), (25, 8), (34, 8), (35, 10), (44, 10), (45, 8), (54, 8), (55, 5), (64, 5), (65, 1)],
)
def test_points_of_age_at_the_bounds_of_the_bands(decide, age, points):
    """Of the applicant nothing else is known: an unknown factor gives no points."""
    assert decide("potential_fit", age=age, applicant={}) == points


#: factors of D01 with a value and its points for each band
FACTORS = {
    "age": ((17, 1), (20, 3), (60, 5), (50, 8), (40, 10)),
    "household_income": ((50_000, 2), (100_000, 6), (200_000, 12), (500_000, 16), (2_000_000, 18)),
    "net_assets": ((-1, 0), (100_000, 3), (500_000, 6), (2_000_000, 9), (9_000_000, 10)),
    "dependants": ((0, 2), (1, 6), (2, 8)),
    "need_clarity": (("NONE", 0), ("VAGUE", 4), ("SPECIFIC", 10)),
    "urgency_months": ((7, 2), (4, 5), (2, 8), (0, 10)),
    "engagement": (("FIRST_CONTACT", 2), ("ANSWERED", 5), ("ASKED_QUOTE", 12)),
}


def facts_worth(score: int) -> dict[str, object]:
    """Some client whose points add up to the score; so well insured already that the gap gives none."""
    choice = next(each for each in product(*FACTORS.values()) if sum(points for _, points in each) == score)
    facts = dict(zip(FACTORS, (value for value, _ in choice), strict=True))
    return {
        "age": facts["age"],
        "applicant": {**facts, "existing_sum_insured": 10**12},
        "first_needs": facts,
        "screening": T01["screening"],
    }


@pytest.mark.parametrize(
    ("score", "tier", "review"),
    [
        (75, "A", False),
        (74, "B", False),
        (55, "B", False),
        (54, "C", False),
        (40, "C", False),
        (39, "D", True),
        (35, "D", True),
        (34, "D", False),
    ],
)
def test_bounds_of_the_tiers_and_of_the_sampled_review(decide, score, tier, review):
    result = decide("potential_assessment", **facts_worth(score))
    assert (result["score"], result["tier"], result["review_required"]) == (score, tier, review)


@pytest.mark.parametrize(
    ("tier", "score", "draw", "reason"),
    [
        ("D", 34, 50, None),
        ("D", 35, 50, "BORDERLINE"),
        ("D", 39, 99, "BORDERLINE"),
        ("D", 34, 9, "SAMPLE"),
        ("A", 88, 0, "SAMPLE"),
        ("A", 88, 9, "SAMPLE"),
        ("A", 88, 10, None),
        ("C", 40, 10, None),
    ],
)
def test_a_lead_looks_at_every_near_miss_and_a_tenth_of_the_rest(decide, tier, score, draw, reason):
    sampled = decide("review_sampling", stage="S1", tier=tier, score=score, draw=draw)
    assert sampled == {"review_required": reason is not None, "reason": reason}
