"""D23, first ground: whether a plan meets a need that is open."""

import pytest


@pytest.mark.parametrize(
    ("purpose", "product_class", "needs", "met"),
    [
        ("FAMILY", "TERM", ["MEDICAL", "TERM_LIFE"], "TERM_LIFE"),
        ("MORTGAGE", "WHOLE", ["TERM_LIFE"], "TERM_LIFE"),
        ("FAMILY", "ANNUITY", ["TERM_LIFE"], None),  # pays nothing on death
        ("FAMILY", "TERM", ["RETIREMENT"], None),
        ("EDUCATION", "ENDOWMENT", ["EDUCATION"], "EDUCATION"),
        ("RETIREMENT", "ANNUITY", ["WEALTH", "RETIREMENT"], "RETIREMENT"),
        ("RETIREMENT", "TERM", ["RETIREMENT"], None),
        ("LEGACY", "PAR", ["WEALTH"], "WEALTH"),
        ("LEGACY", "TERM", ["WEALTH"], None),
        ("LEGACY", "ILP", [], None),
        ("FAMILY", "TERM", None, None),  # no analysis, no need that is known
    ],
)
def test_purpose_and_class_must_serve_a_need_that_is_open(decide, purpose, product_class, needs, met):
    found = decide("plan_need", purpose=purpose, product_class=product_class, needs=needs)
    assert (found["met"], found["need"]) == (met is not None, met)
