"""What people and jobs answer in S1 and S2 when all goes well: client T01 of the domain specification."""

from tests.client_t01 import APPLICANT

CONTACT = {
    "method": "VISIT",
    "contacted_on": "2026-11-23",
    "privacy_consent": True,
    "privacy_notice_version": "2026-1",
}
FIRST_NEEDS = {
    "awareness": 3,
    "need_types": ["PROTECTION"],
    "preference": "定期壽險",
    "need_clarity": "SPECIFIC",
    "urgency_months": 2,
    "annual_budget": 20_800,
    "engagement": "ASKED_QUOTE",
}
SCREENING = {"do_not_contact": False, "fraud_or_aml_hit": False, "data_doubtful": False, "open_complaint": False}
APPROVE = {"decision": "APPROVE", "comment": "同意"}
RETURN = {"decision": "RETURN", "comment": "請補充"}
DAY = "2026-11-23"

#: submissions by user task
ANSWERS = {
    "collect_client_data": [{"applicant": APPLICANT, "contact": CONTACT}],
    "capture_first_needs": [{"first_needs": FIRST_NEEDS, "screening": SCREENING}],
    "review_screening": [{"screening_review": {"decision": "CONFIRM", "reason": "同意"}}],
    "interview_needs": [
        {
            "needs": {
                "marital_status": "MARRIED",
                "dependants": [{"relation": "CHILD", "birth_date": "2015-06-01"}],
                "annual_expenses": 150_000,
                "income_years": 10,
                "cash_assets": 200_000,
                "goals": ["PROTECTION", "EDUCATION"],
                "existing_cover": [],
                "preferred_classes": ["TERM"],
                "annual_budget": 20_800,
            }
        }
    ],
    "assess_risk_profile": [
        {"risk_answers": {"answers": {f"q{number}": "C" for number in range(1, 13)}, "answered_in_person": True}}
    ],
    "propose_plan_outline": [
        {
            "plan_outline": {
                "items": [
                    {
                        "need_type": "PROTECTION",
                        "product_class": "TERM",
                        "sum_insured": 1_000_000,
                        "premium_min": 2_000,
                        "premium_max": 5_000,
                        "reason": "家庭支柱身故保障",
                    }
                ],
                "not_covered": "意外失能",
            }
        }
    ],
    "review_needs": [{"needs_review": APPROVE}],
    "confirm_needs": [{"needs_confirmation": {"decision": "CONFIRM", "confirmed_on": DAY}}],
}
#: results by service task; papers are made by the walk
RESULTS = {
    "draw_sample_screening": [{"draw": 10}],
    "calculate_needs": [{"needs_analysis": {"gap": 1_000_000}}],
    "score_risk_profile": [{"risk_score": {"score": 70, "assessed_on": DAY, "answered_in_person": True}}],
    "schedule_needs_wait": [
        {
            "wait": {
                "id": "W0",
                "reminder_1_at": "2026-11-28T09:00:00+08:00",
                "reminder_2_at": "9999-12-31T00:00:00+00:00",
                "expires_at": "2026-12-09T00:00:00+08:00",
            }
        }
    ],
}
