"""D17 and D25: who may grant which discount, and how long a quotation holds."""

import pytest

ORDINARY = {
    "client_type": "INDIVIDUAL",
    "product_line": "LIFE",
    "ordinary": True,
    "tariff_percent": 0,
    "discretionary_percent": 0,
    "filed_max_percent": 15,
}
PARTICIPATING = ORDINARY | {"ordinary": False}
ENTERPRISE = PARTICIPATING | {"client_type": "ENTERPRISE", "filed_max_percent": 50}
APPROVERS = {"OK": {None}, "STOP": {None}, "APPROVAL": {"presales_lead", "branch_manager", "hq_committee"}}


@pytest.fixture
def discount(decide):
    def granted(terms, percent, **change):
        result = decide("discount_authority", **(terms | {"discretionary_percent": percent} | change))
        assert result["role"] in APPROVERS[result["result"]]
        assert result["reason"].startswith("D17：")
        return result

    return granted


@pytest.mark.parametrize("percent", [1, 0.01, 3, 10, 100])
def test_t18_a_discretionary_discount_on_individual_ordinary_life_stops_for_every_role(discount, percent):
    result = discount(ORDINARY, percent, tariff_percent=4)
    assert (result["result"], result["role"], result["allowed_percent"]) == ("STOP", None, 0)
    assert "4%" in result["reason"]


def test_d17_what_the_filed_tariff_grants_is_allowed_to_ordinary_life(discount):
    assert discount(ORDINARY, 0, tariff_percent=9)["result"] == "OK"
    assert discount(ORDINARY, None, tariff_percent=9)["result"] == "OK"


@pytest.mark.parametrize(
    ("percent", "result", "role"),
    [
        (0, "OK", None),
        (0.1, "APPROVAL", "presales_lead"),
        (3, "APPROVAL", "presales_lead"),
        (3.1, "APPROVAL", "branch_manager"),
        (5, "APPROVAL", "branch_manager"),
        (5.1, "APPROVAL", "hq_committee"),
        (10, "APPROVAL", "hq_committee"),
        (10.1, "STOP", None),
        (-1, "STOP", None),
    ],
)
def test_d17_bands_of_individuals(discount, percent, result, role):
    found = discount(PARTICIPATING, percent)
    assert (found["result"], found["role"], found["allowed_percent"]) == (result, role, 10)


@pytest.mark.parametrize(
    ("percent", "result", "role"),
    [
        (5, "OK", None),
        (5.1, "APPROVAL", "presales_lead"),
        (10, "APPROVAL", "presales_lead"),
        (10.1, "APPROVAL", "branch_manager"),
        (20, "APPROVAL", "branch_manager"),
        (20.1, "APPROVAL", "hq_committee"),
        (30, "APPROVAL", "hq_committee"),
        (30.1, "STOP", None),
    ],
)
def test_d17_bands_of_enterprises(discount, percent, result, role):
    found = discount(ENTERPRISE, percent)
    assert (found["result"], found["role"]) == (result, role)


def test_t17_twelve_percent_for_an_enterprise_is_the_branch_managers(discount):
    found = discount(ENTERPRISE, 12)
    assert (found["result"], found["role"]) == ("APPROVAL", "branch_manager")


@pytest.mark.parametrize(
    ("tariff", "percent", "result", "allowed"),
    [(3, 2, "APPROVAL", 2), (3, 2.1, "STOP", 2), (5, 0, "OK", 0), (5, 0.1, "STOP", 0), (6, 0, "STOP", 0)],
)
def test_d17_the_filed_range_is_a_wall_for_every_role(discount, tariff, percent, result, allowed):
    found = discount(PARTICIPATING, percent, tariff_percent=tariff, filed_max_percent=5)
    assert (found["result"], found["allowed_percent"]) == (result, allowed)
    if result == "STOP":
        assert "備案範圍 5%" in found["reason"]
        assert f"最多 {allowed}%" in found["reason"]


def test_d17_without_a_filed_range_there_is_no_discount(discount):
    assert discount(PARTICIPATING, 0, filed_max_percent=None)["result"] == "OK"
    assert discount(PARTICIPATING, 1, filed_max_percent=None)["result"] == "STOP"


@pytest.mark.parametrize(("terms", "cap"), [(PARTICIPATING, 15), (ENTERPRISE, 35)])
def test_d17_all_discounts_together_end_at_the_companys_cap(discount, terms, cap):
    wide = {"filed_max_percent": 100, "tariff_percent": cap - 8}
    assert discount(terms, 8, **wide)["result"] == "APPROVAL"
    over = discount(terms, 8.1, **wide)
    assert (over["result"], over["allowed_percent"]) == ("STOP", 8)


QUOTED = {
    "product_line": "LIFE",
    "client_type": "INDIVIDUAL",
    "quote_date": "2026-11-22",
    "next_age_change_on": None,
    "on_sale_to": None,
    "rates_change_on": None,
}


@pytest.mark.parametrize(
    ("change", "valid_until", "rule"),
    [
        ({}, "2026-12-22", "30 日"),
        ({"next_age_change_on": "2026-12-05"}, "2026-12-04", "保險年齡"),
        ({"next_age_change_on": "2026-12-23"}, "2026-12-22", "30 日"),
        ({"next_age_change_on": "2026-12-22"}, "2026-12-21", "保險年齡"),
        ({"on_sale_to": "2026-12-01"}, "2026-12-01", "停售"),
        ({"on_sale_to": "2026-12-31"}, "2026-12-22", "30 日"),
        ({"rates_change_on": "2026-12-01"}, "2026-11-30", "費率"),
        ({"next_age_change_on": "2026-12-05", "on_sale_to": "2026-12-03"}, "2026-12-03", "停售"),
        ({"product_line": "HEALTH", "next_age_change_on": "2026-12-05"}, "2026-12-22", "30 日"),
        ({"product_line": "PROPERTY"}, "2026-12-22", "30 日"),
        ({"product_line": "PROPERTY", "client_type": "ENTERPRISE"}, "2027-01-06", "45 日"),
        ({"client_type": "ENTERPRISE", "next_age_change_on": "2026-12-05"}, "2027-01-21", "60 日"),
    ],
)
def test_t25_and_d25_the_earliest_end_counts_and_is_told(decide, change, valid_until, rule):
    result = decide("quotation_validity", **(QUOTED | change))
    assert result["valid_until"] == valid_until
    assert rule in result["rule"]
