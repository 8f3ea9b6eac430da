"""D07, D08, D09 and D23: what a client may be offered, what the household bears, when to advise against it."""

import pytest

TERM = {"product_class": "TERM", "risk_level": 2, "ordinary": True, "investment_risk": False}
WHOLE = TERM | {"product_class": "WHOLE"}
PAR = {"product_class": "PAR", "risk_level": 3, "ordinary": False, "investment_risk": False}
UL = PAR | {"product_class": "UL"}
ILP = {"product_class": "ILP", "risk_level": 4, "ordinary": False, "investment_risk": True}
HIGH_EQUITY = ILP | {"risk_level": 5}
ACCIDENT = {"product_class": "ACCIDENT", "risk_level": 1, "ordinary": False, "investment_risk": False}
#: a product with investment risk of each level
BY_LEVEL = {
    1: ACCIDENT | {"investment_risk": True},
    2: WHOLE | {"investment_risk": True},
    3: PAR,
    4: ILP,
    5: HIGH_EQUITY,
}
HIGHEST = {"C1_LOWEST": 1, "C1": 1, "C2": 2, "C3": 3, "C4": 4, "C5": 5}
#: nothing to be said against it: 6 % of the household's income
GOOD = {
    "client_class": "C5",
    "product": TERM,
    "age": 38,
    "household_income": 300_000,
    "annual_premium": 18_000,
    "single_premium": None,
    "other_premiums": 0,
    "disposable_income": 150_000,
    "annual_expenses": 150_000,
    "liquid_assets": 500_000,
    "pay_years": 20,
    "need_met": True,
    "same_indemnity_cover": False,
}
#: so rich and young that no other line is crossed
RICH = {"disposable_income": 10_000_000, "liquid_assets": 10_000_000, "pay_years": 1}


@pytest.fixture
def assess(decide):
    return lambda **change: decide("suitability_assessment", **(GOOD | change))


def rules(result):
    return {finding["rule"]: finding["result"] for finding in result["affordability"]["findings"]}


def test_a_sound_plan_proceeds(assess):
    result = assess()
    assert (result["match"]["result"], result["action"]) == ("MATCH", "PROCEED")
    assert result["affordability"] == {"result": "OK", "findings": []}
    assert result["stop"] == {"advised": False, "grounds": [], "waivable": False, "messages": []}


@pytest.mark.parametrize(
    ("product", "level"),
    [(ACCIDENT, 1), (TERM, 2), (WHOLE, 2), (PAR, 3), (UL, 3), (ILP, 4), (HIGH_EQUITY, 5)],
)
def test_d07_level_of_a_product(assess, product, level):
    assert assess(product=product)["match"]["product_level"] == level


@pytest.mark.parametrize(
    ("product", "rated", "level"), [(PAR, 2, 3), (TERM, 3, 3), (ILP, 1, 4), (TERM, 1, 2), (TERM, None, 2)]
)
def test_d07_of_two_ratings_the_higher_counts(assess, product, rated, level):
    assert assess(product=product | {"risk_level": rated})["match"]["product_level"] == level


@pytest.mark.parametrize("nobody_knows", [None, "", "C6", "c5"])
def test_d08_a_class_that_is_none_buys_no_product_with_a_risk(assess, nobody_knows):
    result = assess(client_class=nobody_knows, product=ILP)
    assert (result["stop"]["grounds"], result["stop"]["waivable"], result["action"]) == (
        ["RISK_MISMATCH"],
        False,
        "STOP",
    )
    assert "D08" in result["stop"]["messages"][0]
    assert assess(client_class=nobody_knows)["match"]["result"] == "MATCH"  # pure protection


@pytest.mark.parametrize("level", BY_LEVEL)
@pytest.mark.parametrize("client", HIGHEST)
def test_d08_a_class_buys_up_to_its_level_and_nobody_can_pass_a_mismatch(assess, client, level):
    result = assess(client_class=client, product=BY_LEVEL[level])
    match, fits = result["match"], level <= HIGHEST[client]
    assert (match["result"], match["max_level"]) == ("MATCH" if fits else "MISMATCH", HIGHEST[client])
    assert (result["action"] == "STOP") is not fits
    assert result["stop"]["grounds"] == ([] if fits else ["RISK_MISMATCH"])
    assert result["stop"]["waivable"] is False
    if not fits:
        assert "D08" in match["reason"]
        assert f"P{HIGHEST[client]} " in match["allowed"]


def test_t06_a_c2_client_and_a_participating_product_stop_with_what_is_allowed(assess):
    result = assess(client_class="C2", product=PAR)
    assert (result["match"]["result"], result["match"]["max_level"], result["action"]) == ("MISMATCH", 2, "STOP")
    assert "P1–P2" in result["match"]["allowed"]


def test_t07_a_c5_client_matches_p5_but_a_seller_of_grade_2_may_not_sell_it(assess, decide):
    assert assess(client_class="C5", product=HIGH_EQUITY)["match"]["result"] == "MATCH"
    seller = decide(
        "product_eligibility",
        product=HIGH_EQUITY | {"code": "X", "product_line": "LIFE", "channels": [], "regions": []},
        case={"channel": "AGENT", "region": "Shanghai", "jurisdiction": "CN"},
        on="2026-11-23",
        age=38,
        age_at_end=None,
        occupation_class=1,
        relation_to_insured="SELF",
        insured_consents=True,
        sum_insured=100_000,
        seller_grade=2,
        nationality="CN",
        sanctions_hit=False,
    )
    assert (seller["eligible"], seller["seller_sufficient"]) == (False, False)


@pytest.mark.parametrize("product", [TERM, WHOLE])
@pytest.mark.parametrize("client", ["C1", "C2", "C5", None])
def test_pure_protection_is_not_held_against_the_risk_class(assess, product, client):
    assert assess(client_class=client, product=product)["match"]["result"] == "MATCH"


def test_the_lowest_class_buys_p1_only_even_pure_protection(assess):
    result = assess(client_class="C1_LOWEST", product=TERM)
    assert (result["match"]["result"], result["action"]) == ("MISMATCH", "STOP")
    assert assess(client_class="C1_LOWEST", product=ACCIDENT)["match"]["result"] == "MATCH"


@pytest.mark.parametrize("product", [PAR, UL, ILP, HIGH_EQUITY])
def test_without_a_risk_class_nothing_with_investment_risk_is_sold(assess, product):
    result = assess(client_class=None, product=product)
    assert (result["match"]["result"], result["match"]["max_level"], result["action"]) == ("MISMATCH", 0, "STOP")


def test_t08_participating_regular_43_percent_is_to_be_confirmed(assess):
    result = assess(product=PAR, annual_premium=130_000)
    assert (result["affordability"]["result"], result["action"]) == ("CONFIRM", "CONFIRM")
    assert rules(result)["D09-2"] == "CONFIRM"


def test_t09_ordinary_regular_43_percent_is_a_warning(assess):
    result = assess(annual_premium=130_000)
    assert (result["affordability"]["result"], result["action"]) == ("WARN", "PROCEED")
    assert "D09-4" not in rules(result)


def test_t10_participating_single_4_33_times_is_to_be_confirmed(assess):
    result = assess(product=PAR, annual_premium=0, single_premium=1_300_000, liquid_assets=2_000_000)
    assert (result["affordability"]["result"], rules(result)) == ("CONFIRM", {"D09-1": "CONFIRM"})
    assert "4.33" in result["affordability"]["findings"][0]["message"]


@pytest.mark.parametrize(
    ("product", "premium", "line", "rule"),
    [
        *((product, "single_premium", 1_200_000, "D09-1") for product in (PAR, UL, ILP)),
        *((product, "annual_premium", 120_000, "D09-2") for product in (PAR, UL, ILP)),
        *((product, "single_premium", 1_800_000, "D09-3") for product in (TERM, WHOLE)),
        *((product, "annual_premium", 210_000, "D09-4") for product in (TERM, WHOLE)),
    ],
)
def test_d09_lines_of_4_times_40_percent_6_times_70_percent(assess, product, premium, line, rule):
    assert rule not in rules(assess(product=product, **RICH, **{premium: line}))
    beyond = assess(product=product, **RICH, **{premium: line + 1})
    assert (rules(beyond)[rule], beyond["affordability"]["result"]) == ("CONFIRM", "CONFIRM")


@pytest.mark.parametrize(
    ("premiums", "warned"),
    [((18_000, 42_000), False), ((18_000, 42_001), True), ((18_000, 72_000), True), ((18_000, 72_001), True)],
)
def test_d09_all_premiums_over_20_and_30_percent_are_warned_of(assess, premiums, warned):
    own, others = premiums
    result = assess(annual_premium=own, other_premiums=others, **RICH)
    assert ("D09-6" in rules(result), result["affordability"]["result"]) == (warned, "WARN" if warned else "OK")
    financial = [each for each in result["affordability"]["findings"] if "財務核保" in each["message"]]
    assert len(financial) == (others == 72_001)


@pytest.mark.parametrize(("age", "pay_years", "result"), [(50, 20, "OK"), (50, 21, "CONFIRM"), (71, 1, "CONFIRM")])
def test_d09_age_and_years_of_payment_over_70_are_confirmed(assess, age, pay_years, result):
    assert assess(age=age, pay_years=pay_years)["affordability"]["result"] == result


@pytest.mark.parametrize(("assets", "result"), [(37_500, "OK"), (37_499, "WARN")])
def test_d09_less_than_three_months_in_reserve_is_warned_of(assess, assets, result):
    # all that is free goes into the premium; three months of 150 000 a year are 37 500
    found = assess(annual_premium=18_000, disposable_income=18_000, liquid_assets=assets)
    assert found["affordability"]["result"] == result


@pytest.mark.parametrize(("premium", "result"), [(50_000, "OK"), (50_001, "STOP")])
def test_d09_more_than_the_disposable_income_stops_for_every_role(assess, premium, result):
    found = assess(annual_premium=premium, disposable_income=50_000)
    assert found["affordability"]["result"] == result
    stopped = result == "STOP"
    assert (found["action"] == "STOP") is stopped
    assert found["stop"]["grounds"] == (["CANNOT_AFFORD"] if stopped else [])
    assert found["stop"]["waivable"] is False


def test_d09_nothing_left_to_spend_or_no_income_known(assess):
    assert assess(disposable_income=-1)["affordability"]["result"] == "STOP"
    for income in (None, 0):
        assert rules(assess(household_income=income))["D09-0"] == "CONFIRM"


def test_d09_the_double_ten_guide_only_informs(assess):
    result = assess(annual_premium=30_001, **RICH)
    assert (result["affordability"]["result"], rules(result)) == ("OK", {"D09-9": "OK"})
    assert rules(assess(annual_premium=30_000, **RICH)) == {}


def test_d09_the_gravest_finding_counts_and_all_are_told(assess):
    result = assess(product=PAR, annual_premium=130_000, disposable_income=120_000, age=60)
    assert set(rules(result).values()) == {"STOP", "CONFIRM", "WARN"}
    assert result["affordability"]["result"] == "STOP"
    assert all(finding["message"] for finding in result["affordability"]["findings"])


def test_t24_a_second_cover_of_the_same_kind_is_advised_against_and_goes_to_l2_if_insisted_on(assess, decide):
    result = assess(same_indemnity_cover=True)
    assert (result["action"], result["stop"]["grounds"], result["stop"]["waivable"]) == (
        "ADVISE",
        ["OVERINSURED"],
        True,
    )
    plan = {
        "product_class": "TERM",
        "client_type": "INDIVIDUAL",
        "life_sum_insured": 100_000,
        "property_sum_insured": None,
        "special_clause": False,
        "manuscript_wording": False,
        "reinsurance": False,
        "exclusion": False,
    }
    assert decide("plan_review_route", **plan, advice_insisted=True)["level"] == "L2"
    assert decide("plan_review_route", **plan, advice_insisted=False)["level"] == "L1"


def test_d23_a_need_not_met_may_be_insisted_on_but_not_together_with_a_mismatch(assess):
    result = assess(need_met=False)
    assert (result["action"], result["stop"]["grounds"], result["stop"]["waivable"]) == (
        "ADVISE",
        ["NEED_NOT_MET"],
        True,
    )
    both = assess(need_met=False, client_class="C2", product=PAR)
    assert (both["action"], both["stop"]["waivable"]) == ("STOP", False)
    assert both["stop"]["grounds"] == ["RISK_MISMATCH", "NEED_NOT_MET"]
    assert len(both["stop"]["messages"]) == 2
