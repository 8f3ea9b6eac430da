"""S5 to S7 driven alone: what the stages before them leave behind, and what people answer when all goes well."""

from datetime import date
from hashlib import sha256
from typing import Any

from handlers.documents.papers import PAPERS
from service import exact_json
from service.presales.catalogue import products
from tests.acceptance.casework import bundled_files
from tests.acceptance.serving import RunningServer
from tests.acceptance.stage_variables import PLAN, TERMS, before_design
from tests.acceptance.stagework import Stage, StageWork
from tests.client_t01 import CASE

TODAY = "2026-11-23"
MONDAY = f"{TODAY}T10:00"
CLIENT, SELLER = "陳志明", "陳小美"
APPROVE = {"decision": "APPROVE"}
EVERYTHING = ["COVER", "EXCLUSIONS", "WAITING", "CLAIMS", "SURRENDER", "COOLING_OFF", "DISCLOSURE_DUTY"]
EXEMPTIONS = ["EX_HOMICIDE", "EX_CRIME", "EX_SUICIDE", "EX_DRUGS", "EX_WAR"]
EXPLAINED = {
    "explained_items": EVERYTHING,
    "exemptions": EXEMPTIONS,
    "certificate_shown": True,
    "client_understood": True,
    "explained_on": TODAY,
}
APPLICATION = {
    "decision": "SIGN",
    "id_type": "CN_ID",
    "id_no": "310101198803150010",
    "id_valid_until": "2036-03-15",
    "nationality": "CN",
    "address": "上海市黃浦區示範路 1 號",
    "relation_to_insured": "SELF",
    "beneficiaries": [{"name": "陳太太", "relation": "SPOUSE", "order": 1, "share": 100}],
    "height_cm": 175,
    "weight_kg": 70,
    "hospital_two_years": False,
    "serious_illness": False,
    "past_decline": False,
    "pep": False,
    "high_risk_country": False,
    "high_risk_occupation": False,
    "payer_account_holder": CLIENT,
    "met_in_person": True,
    "observations": "已核對身份證原件",
}
SUITABLE = {
    "match": {"result": "MATCH", "product_level": 2, "max_level": 3, "reason": "", "allowed": ""},
    "affordability": {"result": "OK", "findings": []},
    "stop": {"advised": False, "grounds": [], "waivable": False},
    "action": "PROCEED",
}
#: D11 before anybody has answered health questions: 38 years, 1 million
SIMPLIFIED = {
    "adequacy": {"result": "UNDER", "ratio": 0.5, "message": ""},
    "triage": {"route": "SIMPLIFIED", "package": None, "financial_questionnaire": False},
    "financial": {"required": False, "reasons": [], "multiple": 5, "limit_multiple": 20, "cap": 4_000_000},
    "reinsurance_kind": "NONE",
    "reinsurance": False,
    "referrals": [],
    "refused": False,
}
UNANSWERED = dict.fromkeys(("hospital_two_years", "serious_illness", "past_decline"), False) | dict.fromkeys(
    ("height_cm", "weight_kg", "health_detail")
)
#: the papers of S1 to S4
CODES = (
    "client_profile",
    "potential_report",
    "needs_report",
    "prelim_plan",
    "plan_list",
    "plan_book",
    "suitability_report",
    "plan_confirm",
    "quote",
    "quote_confirm",
)
RIGHT = {"c1": "A", "c2": "B", "c3": "C", "c4": "B", "c5": "A"}
TALK = {"entries": [{"on": TODAY, "method": "PHONE", "topic": "繳費", "answer": "可用銀行轉賬"}]}


def sign(stage: Stage, who: str = CLIENT, **more: Any) -> Stage:
    """The envelope that is open is signed in the name of `who`."""
    signing = {"decision": "SIGN", "method": "HANDWRITTEN", "signed_by": who, **more}
    return stage.do("sign_envelope", "carl", signing=signing)


def left_behind(work: StageWork, stage: Stage) -> dict[str, Any]:
    """All variables of a stage that has ended, as the sheet would hand them to the next."""
    found = work.search("variables", {"scopeKey": stage.key})
    return {each["name"]: exact_json.decode(each["value"]) for each in found}


def accepted_quotation(product: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What S3 and S4 leave behind: plan, price, and the papers with the client's signatures."""
    return (
        before_design(
            plan=PLAN | {"product_class": "TERM", "product_name": "示範定期壽險"},
            product=product,
            plan_need={"met": True, "need": "TERM_LIFE", "reason": "有受撫養人與房貸"},
            suitability=SUITABLE,
            looked_up_on=TODAY,
            underwriting_assessment=SIMPLIFIED,
            assessed_health=UNANSWERED,
            underwriting={
                "outcome": "STANDARD",
                "table_percent": 100,
                "flat_extra_per_mille": 0,
                "exclusions": [],
                "substandard": False,
            },
            quotation_terms=TERMS,
            premium={
                "annual_premium": 3550,
                "modal_premium": 3550,
                "rate_per_mille": 3.55,
                "pay_mode": "ANNUAL",
                "discount_percent": 0,
                "discretionary_percent": 0,
                "quote_date": TODAY,
                "next_age_change_on": None,
                "rates_change_on": None,
                "lines": [],
                "modes": [],
                "basis": {},
            },
            documents={kind: issued(kind) for kind in CODES},
            signatures={kind: [signature(kind)] for kind in ("plan_confirm", "quote_confirm")},
        )
        | changes
    )


def issued(kind: str, version: int = 1) -> dict[str, Any]:
    """A paper of an earlier stage, as the case remembers it."""
    content = sha256(f"{kind}-{version}".encode()).hexdigest()
    return {
        "document_id": f"{kind}-{version}",
        "type": kind,
        "number": number(kind, version),
        "version": version,
        "title": PAPERS[kind].title,
        "file_name": f"{kind}.pdf",
        "sha256": content,
        "content_sha256": content,
        "basis": {each: number(each) for each in PAPERS[kind].basis},
        "created_on": TODAY,
    }


def number(kind: str, version: int = 1) -> str:
    return f"{PAPERS[kind].code}-{CASE['case_no']}-v{version}"


def signature(kind: str) -> dict[str, Any]:
    """The client's signature on such a paper."""
    paper = issued(kind)
    return {
        "number": paper["number"],
        "document_id": paper["document_id"],
        "sha256": paper["sha256"],
        "signer": CLIENT,
        "capacity": "APPLICANT",
        "method": "HANDWRITTEN",
        "provider": "local",
        "evidence": {},
        "envelope_id": "E-0",
        "signed_at": f"{TODAY}T09:00:00+08:00",
        "earlier": [],
    }


def signed_papers(work: StageWork, before: dict[str, Any]) -> dict[str, Any]:
    """S5 when all goes well."""
    stage = work.start("risk_disclosure", before)
    stage.do("explain_clauses", "carl", clause_explanation=EXPLAINED).do(
        "take_application", "carl", application=APPLICATION
    )
    sign(sign(stage), SELLER).do("review_signed_papers", "olga", signing_review=APPROVE)
    assert stage.end() == "papers_signed"
    return left_behind(work, stage)


def complete_file(work: StageWork, before: dict[str, Any]) -> dict[str, Any]:
    """S6 when all goes well."""
    stage = work.start("communication_filing", before)
    understand(stage)
    compile_file(stage).do("review_file", "amy", file_review=APPROVE)
    assert stage.end() == "file_complete"
    return left_behind(work, stage)


def understand(stage: Stage, **answers: str) -> Stage:
    """The client's questions are answered, and the client answers ours."""
    stage.do("answer_questions", "amy", communication=TALK)
    return stage.do("check_comprehension", "amy", comprehension={"answers": RIGHT | answers})


def compile_file(stage: Stage) -> Stage:
    """The assistant compiles the file and confirms the follow-up as proposed."""
    stage.do("compile_file", "pat", file_checklist={"present": ["client_profile", "quote"]})
    followup = stage.variable("followup")
    return stage.do("plan_followup", "pat", followup=followup)


def late_files() -> dict[str, bytes]:
    """The diagrams of S5 to S7 with what they refer to."""
    wanted = ("s5_", "s6_", "s7_", "document_signing", "decisions", "forms")
    return {name: content for name, content in bundled_files().items() if any(part in name for part in wanted)}


def product_of(server: RunningServer) -> dict[str, Any]:
    """The catalogue's entry of the plan's product, as `look_up_product` leaves it."""
    with server.service.database.begin() as connection:
        found = products.in_force(connection, PLAN["product_code"], date.fromisoformat(TODAY))
    assert found is not None
    return found


def approve(stage: Stage, *people: str) -> Stage:
    """Each level of the final approval says yes."""
    for person in people or ("lead",):
        stage.do("approve_case", person, approval=APPROVE)
    return stage


def closing(stage: Stage) -> tuple[str, str, str]:
    """How the case ends: outcome, stage, reason code."""
    end = stage.own("closing")
    return end["outcome"], end["stage"], end["reason_code"]
