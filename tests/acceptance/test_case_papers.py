"""Papers that supersede each other, signatures on them, and what whoever holds a paper may ask."""

import hashlib
import json

import pypdfium2
import pytest

from service.api.routes import verification
from tests.acceptance.issuing import issuing_server, signed_case


@pytest.fixture(scope="module")
def server(module_database_url, tmp_path_factory):
    yield from issuing_server(module_database_url, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def case(http, deploy):
    return signed_case(http, deploy)


def test_what_says_the_same_is_not_issued_again_and_what_rests_on_the_old_is_superseded(case):
    states = {name: (paper["state"], paper["supersededBy"]) for name, paper in case.papers().items()}
    profile, report = f"F01-{case.number}-v2", f"F02-{case.number}-v2"
    assert states == {
        "F01-v1": ("SUPERSEDED", profile),
        "F02-v1": ("SUPERSEDED", profile),
        "F01-v2": ("CURRENT", None),
        "F02-v2": ("CURRENT", None),
    }
    assert case.papers()["F02-v2"]["madeFrom"] == {"client_profile": profile}
    assert report == case.papers()["F02-v2"]["number"]


def test_signatures_tell_who_signed_what_and_which_are_void(case):
    found = case.get("/signatures").json()["items"]
    assert [
        (each["number"][:3], each["number"][-2:], each["signer"], each["state"], each["voidReason"]) for each in found
    ] == [
        ("F01", "v1", "陳志明", "VOID", "SUPERSEDED"),
        ("F02", "v1", "陳小美", "VOID", "SUPERSEDED"),
        ("F01", "v2", "陳志明", "VALID", None),
    ]
    papers = case.papers()
    assert found[1]["sha256"] == papers["F02-v1"]["sha256"]
    assert found[1]["earlier"] == [{"type": "client_profile", "sha256": papers["F01-v1"]["sha256"]}]


def test_a_refused_signing_tells_why_and_records_nothing(http, case):
    wanted = {"filter": {"scopeKey": case.key, "name": "signing_problem"}}
    [problem] = http.post("/v2/variables/search", json=wanted).json()["items"]
    assert json.loads(problem["value"]) is None  # the next signing settled it
    refused = http.post(
        "/v2/jobs/search", json={"filter": {"type": "presales.signature.record", "state": "ERROR_THROWN"}}
    )
    [job] = refused.json()["items"]
    assert job["errorCode"] == "SIGNATURE_REFUSED"
    assert "銷售人員不得代簽" in job["errorMessage"]


def test_the_timeline_tells_of_superseding_and_signing(case):
    told = [(each["type"], each["details"].get("number")) for each in case.get("/timeline").json()["items"]]
    assert ("document_superseded", f"F02-{case.number}-v1") in told
    assert ("signature_voided", f"F01-{case.number}-v1") in told
    assert ("signature_recorded", f"F01-{case.number}-v2") in told


def test_a_superseded_paper_is_served_as_it_was_with_headers_that_say_so(case):
    paper = case.papers()["F01-v1"]
    answer = case.get(f"/documents/{paper['documentId']}")
    assert hashlib.sha256(answer.content).hexdigest() == paper["sha256"]
    assert answer.headers["x-document-state"] == "SUPERSEDED"
    assert answer.headers["x-superseded-by"] == f"F01-{case.number}-v2"
    assert answer.headers["x-superseded-at"] == paper["supersededAt"]
    assert "x-superseded-by" not in case.get(f"/documents/{case.papers()['F01-v2']['documentId']}").headers


def test_a_marked_copy_is_stamped_on_every_page_and_claims_nothing(case):
    papers = case.papers()
    copy = case.get(f"/documents/{papers['F01-v1']['documentId']}", params={"marked": True})
    assert "SUPERSEDED.pdf" in copy.headers["content-disposition"]
    assert b"pdfaid" not in copy.content
    for page in pypdfium2.PdfDocument(copy.content):
        text = page.get_textpage().get_text_range()
        assert "SUPERSEDED" in text
        assert f"F01-{case.number}-v2" in text
    current = case.get(f"/documents/{papers['F01-v2']['documentId']}", params={"marked": True})
    assert hashlib.sha256(current.content).hexdigest() == papers["F01-v2"]["sha256"]


def test_a_paper_of_a_case_is_not_deleted(http, case):
    answer = http.delete(f"/v2/documents/{case.papers()['F01-v1']['documentId']}")
    assert (answer.status_code, answer.json()["title"]) == (409, "INVALID_STATE")


def standing(http, paper, **params):
    return http.get(f"/verify/{paper['number']}", params={"hash": paper["contentSha256"][:16]} | params)


def test_whoever_holds_a_paper_may_ask_whether_it_is_good(http, case):
    papers = case.papers()
    valid, old = standing(http, papers["F01-v2"]).json(), standing(http, papers["F01-v1"]).json()
    assert (valid["result"], valid["title"], valid["sha256"]) == (
        "VALID",
        "客戶初步資料檔案",
        papers["F01-v2"]["sha256"],
    )
    assert (old["result"], old["supersededBy"]) == ("SUPERSEDED", f"F01-{case.number}-v2")
    assert "陳" not in json.dumps(valid | old, ensure_ascii=False).replace("客戶", "")


def test_without_its_hash_nothing_is_told_of_a_paper(http, case):
    paper = case.papers()["F01-v2"]
    unknown = {
        "number": paper["number"],
        "result": "UNKNOWN",
        "title": None,
        "issuedAt": None,
        "sha256": None,
        "supersededBy": None,
        "supersededAt": None,
    }
    for digest in ("", "0" * 16, paper["contentSha256"][:15], "%" * 16):
        assert standing(http, paper, hash=digest).json() == unknown
    assert http.get("/verify/F01-PS-20000101-000001-v1").json()["result"] == "UNKNOWN"
    assert http.get("/verify/' OR 1=1").json()["result"] == "UNKNOWN"


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-TW", "已被新版本取代"), ("zh-CN,en;q=0.5", "已被新版本取代"), ("en-GB", "Superseded by")],
)
def test_people_get_a_page_in_their_language(http, case, language, said):
    paper = case.papers()["F01-v1"]
    headers = {"Accept": "text/html,*/*", "Accept-Language": language}
    answer = http.get(f"/verify/{paper['number']}", params={"hash": paper["contentSha256"][:16]}, headers=headers)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
    assert said in answer.text
    assert http.get("/verify/<script>", headers=headers).text.count("<script") == 0


def test_many_who_ask_at_once_are_told_to_come_back(http, case):
    paper = case.papers()["F01-v2"]
    with verification.AT_ONCE, verification.AT_ONCE:
        busy = standing(http, paper)
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "1")
    assert standing(http, paper).status_code == 200


def test_the_address_is_on_the_paper(case):
    paper = case.papers()["F01-v2"]
    assert len(paper["contentSha256"]) == 64
    pdf = pypdfium2.PdfDocument(case.get(f"/documents/{paper['documentId']}").content)
    assert paper["contentSha256"][:16] in pdf[0].get_textpage().get_text_range()
