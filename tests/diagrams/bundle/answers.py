"""What people and jobs answer when all goes well: client T01 of the domain specification, term life."""

CASE = {
    "case_no": "PS-20261123-000001",
    "product_line": "LIFE",
    "client_type": "INDIVIDUAL",
    "channel": "AGENT",
    "jurisdiction": "CN",
    "currency": "CNY",
    "language": "zh-Hant",
    "region": "上海",
    "opened_on": "2026-11-23",
    "owner": {"user": "amy", "name": "陳小美", "certificate_no": "A-1"},
    "company": {"name": "示範人壽保險股份有限公司"},
}
APPLICANT = {
    "name": "王小明",
    "sex": "M",
    "birth_date": "1988-05-01",
    "phone": "+8613800138000",
    "email": "wang@example.com",
    "occupation": "工程師",
    "occupation_class": 1,
    "annual_income": 200_000,
    "household_income": 260_000,
    "net_assets": 900_000,
    "dependants": 2,
    "has_mortgage": True,
    "existing_sum_insured": 0,
    "refused": [],
}
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
PLAN = {
    "product_class": "TERM",
    "product_name": "示範定期壽險",
    "purpose": "FAMILY",
    "sum_insured": 1_000_000,
    "term_years": 20,
    "pay_years": 20,
    "pay_mode": "ANNUAL",
    "smoker": "NEVER",
    "special_clause": False,
    "alternatives": [],
    "reason": "覆蓋房貸與家庭責任",
}
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
    "design_plan": [{"plan": PLAN}],
    "review_plan": [{"plan_review": APPROVE}],
    "arbitrate_plan": [{"plan_arbitration": APPROVE}],
    "explain_plan": [
        {"plan_confirmation": {"decision": "ACCEPT", "explained_items": ["COVER", "EXCLUSIONS"], "confirmed_on": DAY}}
    ],
    "set_quotation_terms": [
        {"quotation_terms": {"pay_mode": "ANNUAL", "pay_channel": "BANK_TRANSFER", "funds_source": "SALARY"}}
    ],
    "verify_quotation": [{"quotation_check": APPROVE}],
    "explain_quotation": [
        {"quotation_confirmation": {"decision": "ACCEPT", "payer_is_applicant": True, "confirmed_on": DAY}}
    ],
    "explain_clauses": [
        {
            "clause_explanation": {
                "explained_items": ["COVER", "EXCLUSIONS", "CLAIMS"],
                "certificate_shown": True,
                "client_understood": True,
                "explained_on": DAY,
            }
        }
    ],
    "take_application": [
        {
            "application": {
                "decision": "SIGN",
                "id_type": "CN_ID",
                "id_no": "310101198805010010",
                "id_valid_until": "2036-05-01",
                "nationality": "CN",
                "address": "上海市黃浦區示範路 1 號",
                "relation_to_insured": "SELF",
                "beneficiaries": [{"name": "王太太", "relation": "SPOUSE", "order": 1, "share": 100}],
                "height_cm": 175,
                "weight_kg": 70,
                "hospital_two_years": False,
                "serious_illness": False,
                "past_decline": False,
                "payer_account_holder": "王小明",
                "signed_by": "王小明",
                "signed_on": DAY,
            }
        }
    ],
    "review_signed_papers": [{"signing_review": APPROVE}],
    "answer_questions": [
        {
            "communication": {
                "entries": [{"on": DAY, "method": "PHONE", "topic": "繳費", "answer": "可用銀行轉賬"}],
                "correct_answers": 5,
                "client_understood": True,
            }
        }
    ],
    "compile_file": [{"file_checklist": {"present": ["client_profile", "quote"], "remarks": ""}}],
    "plan_followup": [{"followup": {"tasks": [{"task": "DELIVERY", "owner": "陳小美", "due": "2026-12-01"}]}}],
    "review_file": [{"file_review": APPROVE}],
    "approve_case": [{"approval": APPROVE}],
    "arbitrate_approval": [{"approval_arbitration": APPROVE}],
    "confirm_with_client": [{"final_confirmation": {"decision": "CONFIRM", "confirmed_on": DAY}}],
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
    "illustrate_plan": [{"illustration": {"annual_premium": 3_550}}],
    "calculate_premium": [{"premium": {"annual_premium": 3_550, "modal_premium": 3_550, "discount_percent": 0}}],
}
