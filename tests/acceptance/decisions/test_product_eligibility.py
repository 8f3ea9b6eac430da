"""D04 and D07b through the deployed table: who may be offered which product, by whom, and what would be allowed."""

from pathlib import Path

import pytest

from service import exact_json
from service.presales.catalogue.files import read_catalogues

PACK = Path(__file__).parents[3] / "bpmn" / "jurisdictions" / "CN"
[CATALOGUE] = read_catalogues({"catalogue.toml": (PACK / "catalogue.toml").read_bytes()})
PRODUCTS = {each.entry.code: exact_json.decode(exact_json.encode(each.entry.content())) for each in CATALOGUE.products}
TERM, ANNUITY, ILP = PRODUCTS["DEMO-TERM"], PRODUCTS["DEMO-ANNUITY"], PRODUCTS["DEMO-ILP"]
#: the demonstration product as a variant with a high share of equity: P5
HIGH_EQUITY = ILP | {"risk_level": 5}
#: nothing stands against it
GOOD = {
    "product": TERM,
    "case": {"channel": "AGENT", "region": "上海", "jurisdiction": "CN"},
    "on": "2026-11-23",
    "age": 38,
    "age_at_end": 58,
    "occupation_class": 1,
    "relation_to_insured": "SELF",
    "insured_consents": True,
    "sum_insured": 1_000_000,
    "seller_grade": 4,
    "nationality": "CN",
    "sanctions_hit": False,
}
CHILD = {"age": 9, "age_at_end": 29, "relation_to_insured": "PARENT", "product": TERM | {"min_age": 0}}


@pytest.fixture(scope="module")
def eligibility(decide):
    return lambda change: decide("product_eligibility", **(GOOD | change))


def test_nothing_stands_against_it(eligibility):
    assert eligibility({}) == {"findings": [], "eligible": True, "seller_sufficient": True}


def test_t04_a_friend_without_consent_is_refused(eligibility):
    found = eligibility({"relation_to_insured": "OTHER", "insured_consents": False})
    assert (found["eligible"], found["seller_sufficient"]) == (False, True)
    [finding] = found["findings"]
    assert finding["rule"] == "D04b"
    assert "第三十一條" in finding["message"]
    assert eligibility({"relation_to_insured": "OTHER", "insured_consents": True})["eligible"] is True


def test_t05_the_death_cover_of_a_child_of_nine_ends_at_200_000(eligibility):
    [finding] = eligibility(CHILD | {"sum_insured": 250_000})["findings"]
    assert finding["rule"] == "D04f"
    assert "200000" in finding["allowed"]
    assert eligibility(CHILD | {"sum_insured": 200_000})["eligible"] is True


def test_t07_a_p5_product_needs_a_seller_of_grade_1(eligibility):
    found = eligibility({"product": HIGH_EQUITY, "age_at_end": None, "seller_grade": 2})
    assert (found["eligible"], found["seller_sufficient"]) == (False, False)
    [finding] = found["findings"]
    assert finding["rule"] == "D04e"
    assert "1 級" in finding["allowed"]
    assert eligibility({"product": HIGH_EQUITY, "age_at_end": None, "seller_grade": 1})["eligible"] is True


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        # a) on sale, channel, region
        ({"on": "2025-09-01"}, []),
        ({"on": "2025-08-31"}, ["D04a"]),
        ({"product": TERM | {"on_sale_to": "2026-11-23"}}, []),
        ({"product": TERM | {"on_sale_to": "2026-11-22"}}, ["D04a"]),
        ({"case": GOOD["case"] | {"channel": "TELE"}}, ["D04a"]),
        ({"product": TERM | {"channels": []}, "case": GOOD["case"] | {"channel": "TELE"}}, []),
        ({"product": TERM | {"regions": ["北京"]}}, ["D04a"]),
        ({"product": TERM | {"regions": ["北京", "上海"]}}, []),
        ({"product": TERM | {"regions": ["北京"]}, "case": {"channel": "AGENT", "region": None}}, ["D04a"]),
        # b) insurable interest
        ({"relation_to_insured": "SPOUSE", "insured_consents": False}, []),
        ({"relation_to_insured": "DEPENDANT", "insured_consents": False}, []),
        ({"relation_to_insured": "EMPLOYER", "insured_consents": False}, []),
        ({"relation_to_insured": None, "insured_consents": None}, ["D04b"]),
        # c) age
        ({"age": 18, "age_at_end": 38}, []),
        ({"product": TERM | {"min_age": 20}, "age": 19, "age_at_end": 39}, ["D04c"]),
        ({"age": 60, "age_at_end": 80}, []),
        ({"age": 61, "age_at_end": 80}, ["D04c"]),
        ({"age": 60, "age_at_end": 81}, ["D04c"]),
        ({"age": None, "age_at_end": None}, ["D04c"]),
        # d) occupation
        ({"occupation_class": 4}, []),
        ({"occupation_class": 5}, ["D04d"]),
        ({"occupation_class": None}, ["D04d"]),
        ({"product": ANNUITY, "occupation_class": 6}, []),
        # e) grade of the seller: 4 to P2, 3 to P3, 2 to P4, 1 to P5
        ({"product": TERM | {"risk_level": 1}, "seller_grade": 4}, []),
        ({"product": TERM | {"risk_level": 3}, "seller_grade": 4}, ["D04e"]),
        ({"product": TERM | {"risk_level": 3}, "seller_grade": 3}, []),
        ({"product": ILP, "seller_grade": 3}, ["D04e"]),
        ({"product": ILP, "seller_grade": 2}, []),
        ({"product": HIGH_EQUITY, "seller_grade": None}, ["D04e"]),
        # f) death cover of minors
        (CHILD | {"sum_insured": 200_000.01}, ["D04f"]),
        (CHILD | {"age": 10, "sum_insured": 500_000}, []),
        (CHILD | {"age": 17, "sum_insured": 500_000.01}, ["D04f"]),
        (CHILD | {"age": 18, "sum_insured": 5_000_000}, []),
        (CHILD | {"sum_insured": 100_000, "relation_to_insured": "SPOUSE"}, ["D04f"]),
        (CHILD | {"product": ANNUITY | {"min_age": 0}, "sum_insured": 900_000, "relation_to_insured": "SPOUSE"}, []),
        # g) nationality, h) sanctions
        ({"nationality": "KP"}, ["D04g"]),
        ({"nationality": None}, []),
        ({"sanctions_hit": True}, ["D04h"]),
        # all of it is told at once, and without a product nothing is eligible
        ({"occupation_class": 5, "seller_grade": None, "sanctions_hit": True}, ["D04d", "D04e", "D04h"]),
        ({"product": None}, ["D04a", "D04a", "D04a"]),
    ],
)
def test_each_rule_at_its_boundary(eligibility, change, rules):
    found = eligibility(change)
    assert [each["rule"] for each in found["findings"]] == rules
    assert found["eligible"] is (not rules)
    assert found["seller_sufficient"] is ("D04e" not in rules)
    if change.get("product", TERM) is not None:
        assert all(each["message"].startswith(each["rule"]) and each["allowed"] for each in found["findings"])
