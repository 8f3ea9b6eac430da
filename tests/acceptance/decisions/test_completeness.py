"""D03: which data is missing at the end of the first talk."""

import pytest

CASE = {"channel": "AGENT"}
APPLICANT = {
    "name": "王小明",
    "phone": "+8613800138000",
    "email": "wang@example.com",
    "sex": "M",
    "occupation": "工程師",
    "occupation_class": 1,
    "household_income": 260_000,
    "net_assets": 900_000,
    "existing_sum_insured": 0,
    "refused": [],
}
CONTACT = {"privacy_consent": True}
NEEDS = {"need_types": ["PROTECTION"], "annual_budget": 20_800, "preference": "定期壽險"}


@pytest.fixture
def gate(decide):
    def evaluate(applicant=APPLICANT, contact=CONTACT, first_needs=NEEDS, case=CASE):
        return decide(
            "client_data_completeness", case=case, applicant=applicant, contact=contact, first_needs=first_needs
        )

    return evaluate


def test_full_data_passes(gate):
    assert gate() == {"gate": "COMPLETE", "missing": [], "mandatory_ratio": 1, "optional_ratio": 1}


@pytest.mark.parametrize(
    ("field", "item"),
    [
        ("name", "NAME"),
        ("occupation", "OCCUPATION"),
        ("household_income", "INCOME"),
        ("net_assets", "ASSETS"),
    ],
)
@pytest.mark.parametrize("drop", [False, True], ids=["null", "absent"])
def test_one_missing_mandatory_item_returns_the_form_and_names_it(gate, field, item, drop):
    applicant = {key: value for key, value in APPLICANT.items() if key != field}
    result = gate(applicant=applicant if drop else {**applicant, field: None})
    assert (result["gate"], result["missing"]) == ("RETURN", [item])
    assert float(result["mandatory_ratio"]) == 7 / 8


def test_one_way_to_reach_the_client_is_enough(gate):
    without = {key: value for key, value in APPLICANT.items() if key not in ("phone", "email")}
    assert gate(applicant={**without, "email": "wang@example.com"})["gate"] == "COMPLETE"
    assert gate(applicant={**without, "phone": "+8613800138000"})["gate"] in ("COMPLETE", "WARN")
    assert gate(applicant=without)["missing"] == ["CONTACT"]


def test_missing_consent_need_and_channel_are_named_in_the_order_of_the_table(gate):
    result = gate(contact={"privacy_consent": False}, first_needs={"need_types": []}, case={})
    assert result["missing"] == ["CHANNEL", "NEED_TYPES", "CONSENT"]


@pytest.mark.parametrize(
    ("refused", "field"), [("occupation", "occupation"), ("income", "household_income"), ("assets", "net_assets")]
)
def test_an_answer_refused_counts_as_present(gate, refused, field):
    assert gate(applicant={**APPLICANT, field: None, "refused": [refused]})["gate"] == "COMPLETE"


def test_little_optional_data_warns_but_passes(gate):
    """Three of six optional items are half: below 60 %."""
    result = gate(applicant={**APPLICANT, "sex": None, "email": None, "occupation_class": None})
    assert (result["gate"], float(result["optional_ratio"])) == ("WARN", 0.5)
