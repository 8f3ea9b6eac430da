"""D18 and D26: level of the final approval, and how often a case may go back."""

import pytest

NOTHING = {
    "client_type": "INDIVIDUAL",
    "life_sum_insured": None,
    "property_sum_insured": None,
    "annual_premium": None,
    "single_premium": None,
    "discount_percent": 0,
    "flags": [],
}


@pytest.fixture
def level(decide):
    return lambda **difference: decide("approval_level", **{**NOTHING, **difference})


def test_t19_two_million_with_a_confirmed_burden_is_l2(level):
    flags = ["AFFORDABILITY_CONFIRM"]
    assert level(life_sum_insured=2_000_000, annual_premium=40_000, flags=flags) == "L2"
    assert level(life_sum_insured=2_000_000, annual_premium=40_000) == "L2"
    assert level(annual_premium=40_000, flags=flags) == "L2"


def test_t20_sixty_million_of_property_is_l3(level):
    assert level(client_type="ENTERPRISE", property_sum_insured=60_000_000, annual_premium=120_000) == "L3"


@pytest.mark.parametrize(
    ("criterion", "limits"),
    [
        ("life_sum_insured", (1_000_000, 3_000_000, 10_000_000)),
        ("property_sum_insured", (10_000_000, 50_000_000, 300_000_000)),
        ("annual_premium", (50_000, 300_000, 3_000_000)),
        ("single_premium", (300_000, 1_000_000, 5_000_000)),
        ("discount_percent", (3, 5, 10)),
    ],
)
def test_an_amount_at_its_limit_stays_on_the_level(level, criterion, limits):
    assert [level(**{criterion: limit}) for limit in limits] == ["L1", "L2", "L3"]
    assert [level(**{criterion: limit + 1}) for limit in limits] == ["L2", "L3", "L4"]


def test_enterprises_have_wider_limits_for_discounts(level):
    levels = [level(client_type="ENTERPRISE", discount_percent=each) for each in (10, 11, 15, 16, 25, 26)]
    assert levels == ["L1", "L2", "L2", "L3", "L3", "L4"]


@pytest.mark.parametrize(
    ("flag", "expected"),
    [
        ("VULNERABLE", "L2"),
        ("SUBSTANDARD", "L2"),
        ("BORROWED_FUNDS", "L2"),
        ("AFFORDABILITY_CONFIRM", "L2"),
        ("ADVICE_INSISTED", "L2"),
        ("MISMATCH_WAIVED", "L3"),
        ("AML_HIGH", "L3"),
        ("PEP", "L3"),
        ("SANCTION_DOUBT", "L4"),
        ("REPUTATION", "L4"),
    ],
)
def test_one_flag_among_others_raises_the_level(level, flag, expected):
    assert level(flags=["SOMETHING_ELSE", flag]) == expected


def test_each_level_adds_an_approver(decide):
    sums = (1_000_000, 2_000_000, 5_000_000, 20_000_000)
    routes = [decide("approval_route", **{**NOTHING, "life_sum_insured": each}) for each in sums]
    assert [route["level"] for route in routes] == ["L1", "L2", "L3", "L4"]
    roles = ["presales_lead", "compliance_officer", "branch_manager", "hq_committee"]
    assert [route["roles"] for route in routes] == [roles[: count + 1] for count in range(4)]


def test_t28_the_fourth_other_plan_goes_to_the_senior_presales_lead(decide):
    assert decide("loop_limit", loop_id="L1", times=3)["action"] == "CONTINUE"
    assert decide("loop_limit", loop_id="L1", times=4) == {"action": "ESCALATE", "escalate_to": "senior_presales_lead"}


@pytest.mark.parametrize(
    ("loop", "limit", "action", "escalate_to"),
    [
        ("L1", 3, "ESCALATE", "senior_presales_lead"),
        ("L2", 2, "ESCALATE", "product_expert"),
        ("L3", 3, "CLOSE", None),
        ("L3B", 2, "ESCALATE", "senior_presales_lead"),
        ("L4", 2, "ESCALATE", "branch_manager"),
        ("L5", 2, "ESCALATE", "branch_manager"),
        ("L6", 2, "CLOSE", None),
        ("L7", 2, "CLOSE", None),
        ("L8", 3, "CLOSE", None),
        ("S2R", 2, "ESCALATE", "senior_presales_lead"),
        ("W1", 1, "CLOSE", None),
        ("PAYMENT", 3, "CLOSE", None),
    ],
)
def test_a_loop_goes_on_to_its_limit_and_no_further(decide, loop, limit, action, escalate_to):
    for times in range(1, limit + 1):
        assert decide("loop_limit", loop_id=loop, times=times) == {"action": "CONTINUE", "escalate_to": None}
    assert decide("loop_limit", loop_id=loop, times=limit + 1) == {"action": action, "escalate_to": escalate_to}
