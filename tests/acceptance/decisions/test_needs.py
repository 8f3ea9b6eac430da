"""D05 and D24: the order in which needs are served, and who needs more care."""

import pytest


def method(name, need, lacking):
    return {"id": name, "need": need, "amount": lacking}


ALL = ["MEDICAL", "CRITICAL_ILLNESS", "TERM_LIFE", "PROPERTY", "EDUCATION", "RETIREMENT", "WEALTH"]
METHODS = {
    "NA8": (2_000_000, 2_000_000),
    "NA7": (800_000, 800_000),
    "NA5": (300_000, 300_000),
    "NA6": (2_000_000, 900_000),
}
SITUATION = {
    "needs": {
        "dependants": [{"relation": "CHILD", "birth_date": "2018-05-01"}],
        "mortgage_debt": 800_000,
        "other_debt": 0,
        "property_assets": 2_000_000,
        "goals": ["PROTECTION", "LEGACY"],
    },
    "needs_analysis": {
        "dime_need": 1_500_000,
        "existing_sum_insured": 500_000,
        "gap": 1_500_000,
        "methods": [method(name, *each) for name, each in METHODS.items()],
    },
    "applicant": {"annual_income": 200_000, "dependants": 2, "has_mortgage": True},
}


@pytest.fixture
def rank(decide):
    def ranked(**change):
        inputs = {topic: content | change.get(topic, {}) for topic, content in SITUATION.items()}
        found = decide("need_priorities", **inputs)
        assert [each["order"] for each in found] == list(range(1, len(found) + 1))
        assert all(each["reason"] for each in found)
        return [each["need"] for each in found]

    return ranked


def with_method(name, need, lacking):
    kept = [method(*each) for each in ((known, *METHODS[known]) for known in METHODS) if each[0] != name]
    return {"methods": [*kept, method(name, need, lacking)]}


def test_d05_protection_comes_before_saving_and_saving_before_wealth(rank):
    assert rank() == ALL


@pytest.mark.parametrize(
    ("change", "without"),
    [
        ({"applicant": {"annual_income": 0}}, "CRITICAL_ILLNESS"),
        ({"needs": {"dependants": [], "mortgage_debt": 0}, "applicant": {"dependants": 0}}, "TERM_LIFE"),
        ({"needs": {"property_assets": 0}, "applicant": {"has_mortgage": False}}, "PROPERTY"),
        ({"needs": {"goals": ["PROTECTION"]}}, "WEALTH"),
        ({"needs_analysis": with_method("NA8", 2_000_000, 200_000)}, "MEDICAL"),
        ({"needs_analysis": with_method("NA7", 800_000, 80_000)}, "CRITICAL_ILLNESS"),
        ({"needs_analysis": with_method("NA5", 300_000, 30_000)}, "EDUCATION"),
        ({"needs_analysis": with_method("NA6", 2_000_000, 200_000)}, "RETIREMENT"),
        ({"needs_analysis": {"dime_need": 200_000, "existing_sum_insured": 1_800_000, "gap": 200_000}}, "TERM_LIFE"),
    ],
)
def test_d05_who_is_not_concerned_or_lacks_at_most_a_tenth_is_spared(rank, change, without):
    assert rank(**change) == [need for need in ALL if need != without]


def test_d05_a_debt_alone_calls_for_term_life(rank):
    owing = {"needs": {"dependants": [], "mortgage_debt": 0, "other_debt": 1}, "applicant": {"dependants": 0}}
    assert "TERM_LIFE" in rank(**owing)


def test_d05_what_could_not_be_calculated_is_still_basic_protection(rank):
    bare = {"needs_analysis": {"methods": []}}
    assert rank(**bare) == ["MEDICAL", "CRITICAL_ILLNESS", "TERM_LIFE", "PROPERTY", "WEALTH"]


@pytest.mark.parametrize(
    ("age", "flags", "grounds"),
    [
        (59, [], []),
        (60, [], ["AGE_60"]),
        (64, [], ["AGE_60"]),
        (65, [], ["AGE_60", "AGE_65"]),
        (30, ["DISABILITY"], ["DISABILITY"]),
        (30, ["LOW_LITERACY"], ["LOW_LITERACY"]),
        (30, ["BEREAVED"], ["BEREAVED"]),
        (70, ["BEREAVED", "DISABILITY"], ["AGE_60", "AGE_65", "DISABILITY", "BEREAVED"]),
        (None, None, []),
    ],
)
def test_d24_whoever_is_vulnerable_gets_every_measure_and_two_days_to_think(decide, age, flags, grounds):
    found = decide("vulnerability", age=age, flags=flags)
    assert found == {
        "vulnerable": bool(grounds),
        "grounds": grounds,
        "measures": ["COMPANION", "THINKING_TIME", "LARGE_PRINT", "CALL_BACK"] if grounds else [],
        "thinking_days": 2 if grounds else 0,
    }
