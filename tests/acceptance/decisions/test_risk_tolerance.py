"""D06 risk tolerance: class by points, what lowers it, gaining classes; section 10 of the domain specification."""

import pytest

OPTION = {2: "A", 4: "B", 6: "C", 8: "D", 10: "E"}
BEST = [10] * 12
CAREFUL = [2, 4, 4, 4, 4, 6, 4, 4, 6, 4, 4, 4]  # 50 points


def but(points, **changes):
    given = dict(zip((f"q{number}" for number in range(1, 13)), points, strict=True)) | changes
    return list(given.values())


@pytest.fixture
def classify(decide):
    def classified(points, age=40, **last):
        return decide(
            "risk_tolerance",
            score=sum(points),
            answers={f"q{number}": OPTION[each] for number, each in enumerate(points, 1)},
            age=age,
            assessed_on="2026-11-23",
            **({"previous_class": None, "hours_since_previous": None} | last),
        )

    return classified


@pytest.mark.parametrize(
    ("points", "client_class"),
    [
        ([6] * 12, "C3"),
        (BEST, "C5"),
        ([2, 4, 6, 8, 10, 2, 4, 6, 6, 6, 6, 6], "C3"),
        ([2, 4, 6, 8, 10, 2, 4, 6, 6, 6, 2, 6], "C1_LOWEST"),
        (CAREFUL, "C1"),
        (but(CAREFUL, q9=8), "C2"),
        (but([6] * 12, q1=10, q2=10), "C3"),
        (but([6] * 12, q1=10, q2=10, q3=8), "C4"),
        (but([8] * 12, q1=6), "C4"),
        ([8] * 12, "C5"),
    ],
)
def test_points_bands_and_the_client_who_bears_no_loss(classify, points, client_class):
    assert classify(points)["client_class"] == client_class


@pytest.mark.parametrize(
    ("points", "age", "client_class", "reasons"),
    [
        (BEST, 71, "C3", 1),
        (BEST, 70, "C5", 0),
        (but(BEST, q3=2, q6=4), 40, "C2", 1),
        (but(BEST, q3=2, q6=6), 40, "C5", 0),
        (but(BEST, q3=2, q6=2), 80, "C2", 2),
        (but(BEST, q3=2, q6=2, q11=2), 80, "C1_LOWEST", 3),
        (but(BEST, q9=6), None, "C5", 0),
    ],
)
def test_the_lowest_ceiling_holds_and_each_is_told(classify, points, age, client_class, reasons):
    classified = classify(points, age)
    assert (classified["client_class"], len(classified["overrides"])) == (client_class, reasons)


def test_it_holds_for_a_year(classify):
    assert classify(BEST)["valid_until"] == "2027-11-23"


@pytest.mark.parametrize(
    ("previous", "hours", "refused"), [("C1", 1, True), ("C1", 24, False), ("C2", 1, False), (None, None, False)]
)
def test_two_classes_better_only_after_24_hours(classify, previous, hours, refused):
    classified = classify([6] * 12, previous_class=previous, hours_since_previous=hours)
    assert (classified["refused"] is not None) is refused


CALM = {
    "assessed_on": "2025-11-23",
    "on": "2026-11-23",
    "income_change_percent": 0,
    "job_lost": False,
    "age": 40,
    "age_when_assessed": 39,
}


@pytest.mark.parametrize(
    ("change", "required"),
    [
        ({}, False),
        ({"on": "2026-11-24"}, True),
        ({"income_change_percent": 30}, False),
        ({"income_change_percent": 31}, True),
        ({"income_change_percent": -31}, True),
        ({"job_lost": True}, True),
        ({"age_when_assessed": 64, "age": 65}, True),
        ({"age_when_assessed": 65, "age": 66}, False),
    ],
)
def test_it_is_asked_again_after_a_year_on_change_of_income_loss_of_job_and_at_65(decide, change, required):
    result = decide("risk_reassessment", **(CALM | change))
    assert (result["required"], len(result["reasons"])) == (required, int(required))
