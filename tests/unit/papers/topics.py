"""A case with everything that papers read: computed by the handlers where they compute it, else as its forms say it."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from handlers import REGISTRY
from handlers.ports import HandlerContext
from service.presales.catalogue.files import read_catalogues
from service.presales.parameters import ParameterFiles
from tests.client_t01 import APPLICANT, CASE

JURISDICTIONS = Path(__file__).parents[3] / "bpmn" / "jurisdictions"
CATALOGUE = JURISDICTIONS / "CN" / "catalogue.toml"
PARAMETERS = ParameterFiles(JURISDICTIONS)
PRODUCTS = {
    listed.entry.product_class: listed.entry.content() | {"version": 1}
    for catalogue in read_catalogues({"catalogue.toml": CATALOGUE.read_bytes()})
    for listed in catalogue.products
}
#: what is data and not ours: personal, typed in by people, or the insurer's name
FACTS = {
    "case": CASE,
    "applicant": APPLICANT,
    "contact": {
        "method": "VISIT",
        "contacted_on": "2026-11-20",
        "privacy_consent": True,
        "privacy_notice_version": "2026-1",
    },
    "first_needs": {
        "need_types": ["PROTECTION", "EDUCATION"],
        "preference": "希望在房貸期間保障家人生活",
        "need_clarity": "SPECIFIC",
        "awareness": 3,
        "urgency_months": 2,
        "annual_budget": 20_800,
    },
    "completeness": {"gate": "WARN", "missing": ["EMAIL", "OCCUPATION"]},
    "potential": {
        "score": 88,
        "fit": 50,
        "intent": 38,
        "negative": 0,
        "tier": "A",
        "treatment": "重點客戶：資深銷售人員跟進",
        "first_contact_hours": 2,
        "outcome": "QUALIFIED",
    },
    "screening": {"do_not_contact": False, "fraud_or_aml_hit": False, "data_doubtful": False, "open_complaint": False},
    "screening_sampling": {"review_required": True, "reason": "SAMPLE"},
    "screening_review": {"decision": "CONFIRM", "reason": "資料已核對"},
    "needs": {
        "marital_status": "MARRIED",
        "dependants": [
            {"relation": "CHILD", "birth_date": "2015-05-01"},
            {"relation": "SPOUSE", "birth_date": "1990-02-03"},
        ],
        "annual_expenses": 150_000,
        "cash_assets": 150_000,
        "property_assets": 3_000_000,
        "securities_assets": 50_000,
        "mortgage_debt": 900_000,
        "other_debt": 0,
        "education_cost": 600_000,
        "goals": ["PROTECTION", "EDUCATION"],
        "existing_cover": [
            {"insurer": "某人壽", "product_type": "TERM", "sum_insured": 100_000, "annual_premium": 300}
        ],
        "preferred_classes": ["TERM", "PAR"],
        "annual_budget": 20_000,
        "remarks": "配偶亦有收入",
        "pets": "DOG",
    },
    "risk_answers": {
        "answers": dict(zip((f"q{each}" for each in range(1, 13)), "DCDCCDCBDCCC", strict=True)),
        "answered_in_person": True,
        "seconds": 180,
    },
    "vulnerability": {
        "vulnerable": True,
        "grounds": ["BEREAVED"],
        "measures": ["THINKING_TIME", "CALL_BACK"],
        "thinking_days": 2,
    },
    "need_priorities": [
        {"order": 1, "need": "TERM_LIFE", "reason": "有受撫養人或負債，身故保障有缺口"},
        {"order": 2, "need": "EDUCATION", "reason": None},
    ],
    "plan_need": {"met": True, "need": "TERM_LIFE", "reason": "方案滿足身故保障需求"},
    "plan_outline": {
        "items": [
            {
                "need_type": "PROTECTION",
                "product_class": "TERM",
                "sum_insured": 1_000_000,
                "premium_min": 1000,
                "premium_max": 2000,
                "reason": "房貸與子女教育期間的身故保障",
            },
            {"need_type": "EDUCATION", "product_class": "ENDOWMENT", "sum_insured": 200_000, "reason": "教育金"},
        ],
        "not_covered": "意外醫療與重大疾病，建議另行評估",
        "remarks": "",
    },
    "plan": {
        "product_code": "DEMO-TERM",
        "product_class": "TERM",
        "product_name": "示範定期壽險",
        "purpose": "FAMILY",
        "sum_insured": 1_000_000,
        "term_years": 20,
        "pay_years": 20,
        "pay_mode": "ANNUAL",
        "smoker": "NEVER",
        "riders": [{"code": "ACCIDENT_DEATH", "sum_insured": 500_000}, {"code": "WAIVER"}],
        "alternatives": [{"name": "精簡方案", "sum_insured": 500_000, "term_years": 20, "pay_years": 10}],
        "reason": "以房貸期間為準，保障家人生活",
    },
    "suitability": {
        "match": {
            "result": "MATCH",
            "product_level": 2,
            "max_level": 3,
            "reason": "D08：純保障產品不適用風險承受等級比對，改查需求與繳費能力",
            "allowed": "不受風險承受等級限制",
        },
        "affordability": {
            "result": "WARN",
            "findings": [
                {"rule": "D09", "result": "WARN", "message": "各保險公司年保費合計佔家庭年收入 21.3%，超過 20%"}
            ],
        },
        "stop": {"advised": True, "grounds": ["NEED_NOT_MET"], "waivable": True},
        "action": "PROCEED",
    },
    "stop_decision": {"decision": "INSIST", "advised_on": "2026-11-22", "statement": "本人已了解風險"},
    "underwriting": {
        "outcome": "RATED",
        "table_percent": 150,
        "flat_extra_per_mille": 2,
        "exclusions": ["左膝舊傷"],
        "substandard": True,
    },
    "plan_review_route": {"level": "L2", "roles": ["senior_presales_lead", "product_expert"]},
    "plan_reviews": [{"role": "senior_presales_lead", "decision": "APPROVE", "comment": "保額與缺口相符"}],
    "plan_confirmation": {
        "decision": "ACCEPT",
        "explained_items": ["COVER", "EXCLUSIONS", "SURRENDER"],
        "confirmed_on": "2026-11-22",
        "wishes": "希望按年繳費",
    },
    "quotation_terms": {
        "pay_mode": "MONTHLY",
        "pay_channel": "BANK_TRANSFER",
        "funds_source": "SALARY",
        "discounts": ["FAMILY"],
    },
    "discount_authority": {"result": "OK", "reason": "D17：折扣在授權與備案範圍內"},
    "quotation_validity": {"valid_until": "2026-12-23", "rule": "D25：報價日起 30 日"},
    "quotation_confirmation": {
        "decision": "ACCEPT",
        "questions": "何時扣款？",
        "payer_is_applicant": True,
        "confirmed_on": "2026-11-23",
    },
    "clause_explanation": {
        "explained_items": ["COVER", "EXCLUSIONS", "WAITING", "CLAIMS", "SURRENDER", "COOLING_OFF", "DISCLOSURE_DUTY"],
        "certificate_shown": True,
        "client_understood": True,
        "explained_on": "2026-11-23",
        "questions": "猶豫期從何時起算？",
    },
    "recording_mode": {"mode": "DUAL", "reason": "D20：所在地區要求一年期以上人身險雙錄"},
    "application": {
        "decision": "SIGN",
        "id_type": "CN_ID",
        "id_no": "310101198803150011",
        "id_valid_until": "2036-01-01",
        "nationality": "CN",
        "address": "上海市浦東新區示範路 1 號",
        "relation_to_insured": "SELF",
        "beneficiaries": [
            {"name": "陳太太", "relation": "SPOUSE", "order": 1, "share": 60},
            {"name": "陳小明", "relation": "CHILD", "order": 1, "share": 40},
        ],
        "height_cm": 175,
        "weight_kg": 70,
        "hospital_two_years": False,
        "serious_illness": False,
        "past_decline": False,
        "payer_account_holder": "陳志明",
        "pep": False,
        "met_in_person": True,
        "observations": "客戶表達清楚，無人代答",
    },
    "due_diligence": {"level": "STANDARD", "reasons": ["D27：高風險職業"], "aml_risk": "LOW"},
    "communication": {
        "entries": [
            {
                "on": "2026-11-23",
                "method": "PHONE",
                "topic": "條款",
                "question": "自殺條款的期間？",
                "answer": "兩年內不給付",
            }
        ]
    },
    "comprehension": {"correct_answers": 5, "passed": True},
    "file_completeness": {"mandatory": ["needs_report", "quote"], "missing": [], "complete": True, "return_to": None},
    "file_checklist": {"present": ["needs_report", "quote"], "remarks": "齊全"},
    "followup": {"tasks": [{"task": "ISSUE", "owner": "陳小美", "due": "2026-12-01", "remark": "電子保單"}]},
    "approval_route": {"level": "L2", "roles": ["presales_lead", "compliance_officer"]},
    "approvals": [
        {"role": "presales_lead", "decision": "APPROVE", "comment": "同意上報"},
        {"role": "compliance_officer", "decision": "APPROVE", "comment": "文件齊全"},
    ],
    "exposure": {
        "cases": ["PS-20261101-000007"],
        "life_sum_insured": 700_000,
        "annual_premium": 2500,
        "single_premium": 0,
        "window_days": 90,
    },
    "underwriting_decision": {
        "outcome": "RATED",
        "table_percent": 150,
        "flat_extra_per_mille": 2,
        "valid_until": "2027-01-15",
    },
    "submission": {"application_no": "A20261123001", "submitted_on": "2026-11-23"},
    "payment": {"result": "SETTLED", "amount": Decimal("150.33"), "settled_on": "2026-11-23"},
    "closing": {"outcome": "WITHDRAWN", "stage": "S4", "reason_code": "PRICE", "reason": "預算有限"},
    "retention": {"minimum_years": None, "maximum_months": 24, "counted_from": "CASE_CLOSED", "rule": "D28"},
    "loops": {"L2": 1, "L4": 1},
}
QUESTIONS = [
    {
        "path": "needs.pets",
        "labels": {"zh-Hant": "寵物", "en": "Pets"},
        "options": {"DOG": {"zh-Hant": "養狗", "en": "Dog"}},
    }
]
#: the first approval was returned, so that the last two count
HISTORY = {
    "timeline": [
        {"type": "user_task_completed", "elementId": "approve_case", "actor": actor, "at": f"2026-11-22T0{hour}:30:00Z"}
        for hour, actor in enumerate(("lena", "lee", "cora"), 1)
    ],
    "decisions": [
        {
            "decisionDefinitionId": "CN_potential_intent",
            "inputs": [{"name": "需求表達", "value": "SPECIFIC"}, {"name": "打算幾個月內投保", "value": 2}],
            "matchedRules": [{"ruleIndex": 3, "outputs": {"points": 10}}, {"ruleIndex": 6, "outputs": {"points": 8}}],
        }
    ],
}
DRAWN_NAMES = {"需求表達": "Need", "打算幾個月內投保": "Wants cover within months"}
#: in the order of the path, so that each rests on those before it
PAPERS = [
    "client_profile",
    "potential_report",
    "needs_report",
    "prelim_plan",
    "plan_list",
    "plan_book",
    "stop_advice",
    "suitability_report",
    "plan_confirm",
    "quote",
    "quote_confirm",
    "risk_notice",
    "risk_ack",
    "purchase_notice",
    "exclusion_ack",
    "application",
    "payment_authorisation",
    "agent_report",
    "comm_log",
    "client_file",
    "followup_plan",
    "approval_form",
    "confirm_letter",
    "closing_letter",
]


def context_of(**others):
    """What a handler is run in: the bundled parameters, a fixed moment, an address for the QR code."""
    return HandlerContext(
        job_key=4711,
        process_instance_key=1,
        element_id="element",
        headers={},
        now=datetime(2026, 11, 22, 20, 0, tzinfo=UTC),  # 23 November in Shanghai
        parameters=PARAMETERS,
        records={
            "questions": QUESTIONS,
            "case_history": HISTORY,
            "drawn_names": DRAWN_NAMES,
            "exposure": {"window_days": 90, "cases": [{"case_no": "PS-20261101-000007"}]},
        },
        public_url="https://verify.example.com",
        **others,
    )


def case_of(product_class="TERM", language="zh-Hant"):
    """The facts of a case that buys a product of this class, with what the handlers compute of them."""
    variables = FACTS | {"case": CASE | {"language": language}, "product": PRODUCTS[product_class]}
    offered = [rider for rider in FACTS["plan"]["riders"] if rider["code"] in PRODUCTS[product_class]["riders"]]
    variables["plan"] = FACTS["plan"] | {
        "product_class": product_class,
        "product_code": PRODUCTS[product_class]["code"],
        "product_name": None,
        "riders": offered,
    }
    if product_class in {"ILP", "ANNUITY"}:  # neither rated nor discounted by the tariff
        variables |= {"underwriting": None, "quotation_terms": FACTS["quotation_terms"] | {"discounts": None}}
    if product_class == "ILP":
        variables["plan"] |= {"planned_premium": 50_000, "alternatives": None}
    for job in ("needs.calculate", "risk.assess", "plan.illustrate", "premium.calculate"):
        variables |= REGISTRY.get(f"presales.{job}")(variables, context_of())
    variables["risk_profile"] = variables["risk_score"] | {
        "client_class": "C3",
        "valid_until": "2027-11-22",
        "overrides": ["D06：收入變動超過 30%"],
    }
    return variables


def issue_all(variables, kinds=PAPERS):
    """Every paper in order: its file by type. Each finds those before it among the documents of the case."""
    context, issued = context_of(), {}
    for kind in kinds:
        issued[kind] = REGISTRY.get(f"presales.document.{kind}")(variables | {"documents": dict(issued)}, context)[
            "document"
        ]
    return {document.metadata["type"]: document.content for document in context.documents}
