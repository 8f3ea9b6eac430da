"""D10, D11, D14 and D15: adequacy, examinations, finances, reinsurance, and the terms that referrals lead to."""

from decimal import Decimal

import pytest

SIMPLIFIED, REINSURANCE, EXAM = "SIMPLIFIED", "REINSURANCE", "EXAM"
#: the matrix of D11: by age and total risk sum; "+" asks for the financial questionnaire
MATRIX = {
    (18, 40): ["-", "-", "A", "B", "C+"],
    (41, 50): ["-", "A", "B", "C+", "D+"],
    (51, 55): ["A", "B", "C", "D+", "E+"],
    (56, 60): ["B", "C", "D", "E+", "E+"],
    (61, 65): ["C", "D", "E+", "E+", "RI+"],
    (66, 90): ["D", "E", "E+", "RI+", "RI+"],
}
BANDS = [(1, 500_000), (500_001, 1_000_000), (1_000_001, 2_000_000), (2_000_001, 5_000_000), (5_000_001, 20_000_000)]
CELLS = [(ages, band, cell) for ages, row in MATRIX.items() for band, cell in zip(BANDS, row, strict=True)]
GOOD = {
    "age": 30,
    "sum_insured": 400_000,
    "existing_sum_insured": 0,
    "need": 400_000,
    "annual_income": 1_000_000,
    "clean_questionnaire": True,
    "bmi": 22,
    "occupation_class": 1,
    "draw": 50,
}
QUESTIONNAIRE = ("UNDERWRITER", "underwriter")


@pytest.fixture
def assess(decide):
    return lambda **change: decide("underwriting_assessment", **(GOOD | change))


@pytest.fixture
def terms(decide):
    return lambda *results: decide("underwriting_terms", referral_results=list(results))


def kinds(result):
    return [(referral["kind"], referral["role"]) for referral in result["referrals"]]


@pytest.mark.parametrize(("ages", "band", "cell"), CELLS)
def test_d11_every_cell_of_the_matrix_at_its_four_corners(assess, ages, band, cell):
    for age in ages:
        for total in band:
            triage = assess(age=age, sum_insured=total, need=total)["triage"]
            kind = cell.rstrip("+")
            route = {"-": SIMPLIFIED, "RI": REINSURANCE}.get(kind, EXAM)
            assert triage == {
                "route": route,
                "package": kind if route == EXAM else None,
                "financial_questionnaire": cell.endswith("+"),
            }


def test_t13_a_man_of_45_with_1_8_million_has_package_b(assess):
    result = assess(age=45, sum_insured=1_500_000, existing_sum_insured=300_000, need=1_800_000)
    assert result["triage"]["package"] == "B"
    assert kinds(result) == [("MEDICAL", "underwriter")]
    assert "HBsAg" in result["referrals"][0]["detail"]


@pytest.mark.parametrize(("total", "asked"), [(2_000_000, False), (2_000_001, True)])
def test_d11_a_financial_questionnaire_is_a_referral_of_its_own(assess, total, asked):
    result = assess(age=45, sum_insured=total, need=total)
    assert (QUESTIONNAIRE in kinds(result)) == asked
    assert any("財務問卷" in each["detail"] for each in result["referrals"]) == asked


def test_d11_simplified_needs_no_referral(assess):
    result = assess()
    assert (result["referrals"], result["refused"], result["reinsurance"]) == ([], False, False)


@pytest.mark.parametrize(
    ("change", "full"),
    [
        ({"clean_questionnaire": False}, True),
        ({"clean_questionnaire": None}, True),
        ({"bmi": 17}, False),
        ({"bmi": Decimal("16.9")}, True),
        ({"bmi": 32}, False),
        ({"bmi": Decimal("32.1")}, True),
        ({"bmi": None}, False),
        ({"occupation_class": 4}, False),
        ({"occupation_class": 5}, True),
        ({"age": 17}, True),
    ],
)
def test_d11_whoever_departs_from_the_simple_conditions_is_seen_by_an_underwriter(assess, change, full):
    result = assess(**change)
    assert result["triage"]["route"] == ("FULL" if full else SIMPLIFIED)
    assert kinds(result) == ([("UNDERWRITER", "underwriter")] if full else [])


def test_d11_an_examination_stays_beside_the_underwriter(assess):
    result = assess(age=45, sum_insured=1_800_000, need=1_800_000, clean_questionnaire=False)
    assert (result["triage"]["route"], result["triage"]["package"]) == ("FULL", "B")
    assert kinds(result) == [("MEDICAL", "underwriter"), ("UNDERWRITER", "underwriter")]


@pytest.mark.parametrize(("draw", "route"), [(0, EXAM), (1, EXAM), (2, SIMPLIFIED), (99, SIMPLIFIED)])
def test_d11_two_percent_without_examination_get_package_a(assess, draw, route):
    triage = assess(draw=draw)["triage"]
    assert (triage["route"], triage["package"]) == (route, "A" if route == EXAM else None)


def test_d11_the_lot_adds_nothing_to_an_examination(assess):
    assert assess(age=45, sum_insured=1_800_000, need=1_800_000, draw=0)["triage"]["package"] == "B"


def test_d11_at_61_over_5_million_is_reinsured_if_clean_and_declined_if_not(assess):
    clean = assess(age=61, sum_insured=5_000_001, need=5_000_001)
    assert (kinds(clean), clean["reinsurance"], clean["refused"]) == (
        [("REINSURANCE", "reinsurance_desk"), QUESTIONNAIRE],
        True,
        False,
    )
    refused = assess(age=61, sum_insured=5_000_001, need=5_000_001, clean_questionnaire=False)
    assert (refused["triage"]["route"], refused["refused"], refused["referrals"]) == ("DECLINE", True, [])
    older = assess(age=66, sum_insured=5_000_001, need=5_000_001, clean_questionnaire=False)
    assert (older["triage"]["route"], older["refused"]) == (REINSURANCE, False)


@pytest.mark.parametrize(
    ("total", "result"),
    [
        (599_999, "UNDER"),
        (600_000, "OK"),
        (1_200_000, "OK"),
        (1_200_001, "ABOVE"),
        (2_000_000, "ABOVE"),
        (2_000_001, "OVER"),
    ],
)
def test_d10_bands_of_cover_against_need(assess, total, result):
    found = assess(sum_insured=total - 100_000, existing_sum_insured=100_000, need=1_000_000)
    assert found["adequacy"]["result"] == result
    assert found["financial"]["required"] is (result == "OVER")
    assert "D10" in found["adequacy"]["message"]


@pytest.mark.parametrize("need", [None, 0, -5])
def test_d10_without_a_need_every_sum_is_over(assess, need):
    result = assess(need=need)
    assert (result["adequacy"]["result"], result["adequacy"]["ratio"], result["financial"]["cap"]) == ("OVER", None, 0)


@pytest.mark.parametrize(
    ("ages", "multiple"), [((18, 40), 30), ((41, 50), 20), ((51, 60), 15), ((61, 69), 10)], ids=["30", "20", "15", "10"]
)
def test_d14_multiples_of_income_by_age(assess, ages, multiple):
    for age in ages:
        at = assess(age=age, sum_insured=multiple * 100_000, need=multiple * 100_000, annual_income=100_000)[
            "financial"
        ]
        assert (at["required"], at["limit_multiple"], at["cap"]) == (False, multiple, multiple * 100_000)
        over = assess(age=age, sum_insured=multiple * 100_000 + 1, need=10_000_000, annual_income=100_000)["financial"]
        assert (over["required"], over["cap"]) == (True, multiple * 100_000)


def test_t14_at_55_seventeen_and_a_half_incomes_ask_for_documents(assess):
    result = assess(age=55, sum_insured=3_000_000, existing_sum_insured=500_000, need=3_500_000, annual_income=200_000)
    financial = result["financial"]
    assert (financial["required"], financial["multiple"], financial["limit_multiple"]) == (True, 17.5, 15)
    assert "17.5 倍" in financial["reasons"][0]
    # 15 × 200 000 less the 500 000 in force
    assert financial["cap"] == 2_500_000


def test_d14_at_70_and_without_income_documents_are_always_asked_for(assess):
    assert assess(age=70, sum_insured=1, need=1)["financial"]["required"] is True
    for income in (None, 0):
        assert assess(annual_income=income)["financial"] | {"reasons": []} == {
            "required": True,
            "reasons": [],
            "multiple": None,
            "limit_multiple": 30,
            "cap": 0,
        }


def test_d14_the_cap_is_the_lower_of_income_and_need(assess):
    # twice the need of 300 000, less the 100 000 in force
    result = assess(sum_insured=900_000, existing_sum_insured=100_000, need=300_000)
    assert (result["financial"]["required"], result["financial"]["cap"]) == (True, 500_000)


@pytest.mark.parametrize(
    ("total", "kind"),
    [(2_000_000, "NONE"), (2_000_001, "TREATY"), (8_000_000, "TREATY"), (8_000_001, "FACULTATIVE")],
)
def test_d15_retention_treaty_and_facultative(assess, total, kind):
    result = assess(sum_insured=total, need=total)
    facultative = kind == "FACULTATIVE"
    assert (result["reinsurance_kind"], result["reinsurance"]) == (kind, facultative)
    assert (("REINSURANCE", "reinsurance_desk") in kinds(result)) is facultative


def test_t16_nine_million_go_to_a_reinsurer(assess, decide):
    result = assess(sum_insured=9_000_000, need=9_000_000)
    assert result["reinsurance"] is True
    assert decide("wait_limits", wait="W4")["expiry_days"] == 7


def test_without_referrals_the_terms_are_standard(terms, decide):
    standard = {
        "outcome": "STANDARD",
        "table_percent": 100,
        "flat_extra_per_mille": 0,
        "flat_extra_years": None,
        "exclusions": [],
        "facultative": False,
        "substandard": False,
    }
    assert terms() == standard
    assert decide("underwriting_terms", referral_results=None) == standard
    assert terms({"outcome": "STANDARD"}) == standard


def test_of_several_opinions_the_strictest_counts_and_exclusions_add_up(terms):
    result = terms(
        {"outcome": "RATED", "table_percent": 150, "flat_extra_per_mille": 2, "flat_extra_years": 5, "exclusion": ""},
        {"outcome": "EXCLUSION", "exclusion": "背部疾患"},
        {"outcome": "RATED", "table_percent": 125, "flat_extra_per_mille": None, "exclusion": "潛水"},
    )
    assert (result["outcome"], result["table_percent"], result["flat_extra_per_mille"]) == ("EXCLUSION", 150, 2)
    assert (result["flat_extra_years"], result["exclusions"], result["substandard"]) == (5, ["背部疾患", "潛水"], True)


@pytest.mark.parametrize("outcome", ["POSTPONE", "DECLINE"])
def test_one_postponement_or_refusal_decides(terms, outcome):
    assert terms({"outcome": "STANDARD"}, {"outcome": outcome}, {"outcome": "RATED"})["outcome"] == outcome


@pytest.mark.parametrize(("percent", "facultative"), [(300, False), (325, True)])
def test_d15_rated_over_300_percent_is_facultative(terms, percent, facultative):
    result = terms({"outcome": "RATED", "table_percent": percent})
    assert (result["substandard"], result["facultative"]) == (True, facultative)
