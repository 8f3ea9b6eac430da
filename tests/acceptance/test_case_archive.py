"""Papers that supersede each other, signatures, the archive and its verification, and what holders of papers see."""

import hashlib
import io
import json
import time
import zipfile

import pypdfium2
import pytest
import typer
from typer.testing import CliRunner

from service.api.routes import verification
from service.cli.verify import verify
from service.main import create_service
from service.settings import Settings
from tests.acceptance.issuing import PRESALES, TOPICS
from tests.acceptance.serving import free_port, serve
from tests.acceptance.test_cases import OPENING


@pytest.fixture(scope="module")
def server(module_database_url, tmp_path_factory):
    settings = Settings(
        database_url=module_database_url,
        port=free_port(),
        threads=8,
        data_dir=tmp_path_factory.mktemp("data"),
        public_url="https://insurer.example",
    )
    yield from serve(create_service(settings))


class Case:
    """A case whose papers are issued on request."""

    def __init__(self, http):
        self.http = http
        opened = http.post("/presales/cases", json=OPENING).json()
        self.key, self.number = opened["caseKey"], opened["caseNo"]

    def get(self, path="", **options):
        answer = self.http.get(f"/presales/cases/{self.number}{path}", **options)
        assert answer.status_code == 200, answer.text
        return answer

    def do(self, verb, **variables):
        """Complete the task that asks what to do, and wait until it asks again."""
        task = self._task()
        body = {"variables": {**TOPICS, "verb": verb, **variables}}
        assert self.http.post(f"/v2/user-tasks/{task}/completion", json=body).status_code == 204
        if verb != "end":
            self._task()

    def _task(self):
        for _ in range(400):
            found = self.get().json()
            assert not found["hasIncident"], self.http.post("/v2/incidents/search", json={}).text
            if found["nextTasks"]:
                return found["nextTasks"][0]["key"]
            time.sleep(0.02)
        raise AssertionError(found["waitingFor"])

    def sign(self, name, **more):
        self.do("sign", signing={"decision": "SIGN", "method": "E_SIGNATURE", "signed_by": name}, **more)

    def papers(self):
        return {
            paper["number"].removesuffix(f"-{self.number}-v{paper['version']}") + f"-v{paper['version']}": paper
            for paper in self.get("/documents").json()["items"]
        }

    def archive(self, tmp_path):
        file = tmp_path / "case.zip"
        file.write_bytes(self.get("/archive").content)
        return file


@pytest.fixture(scope="module")
def case(http, deploy):
    """Profile and report issued and signed; the profile issued again with other data, and signed again."""
    deploy(presales=PRESALES)
    case = Case(http)
    case.do("client_profile", applicant={"name": "陳志明"})
    case.do("potential_report")
    case.do("client_profile")
    case.sign("陳志明")
    case.sign("陳小美")
    case.do("client_profile", applicant={"name": "陳志明", "occupation": "教師"})
    case.sign("陳小美", signing_scope=["client_profile"])  # refused: it is the client's paper
    case.do("potential_report", applicant={"name": "陳志明", "occupation": "教師"})
    case.sign("陳志明")
    return case


def run(file, *options):
    application = typer.Typer()
    application.command()(verify)
    return CliRunner().invoke(application, [str(file), *options])


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


def test_the_archive_holds_everything_with_its_hash(case, tmp_path):
    with zipfile.ZipFile(case.archive(tmp_path)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert {each["path"] for each in manifest["files"]} | {
            "manifest.json",
            "manifest.sha256",
            "manifest.seal.json",
        } == set(archive.namelist())
        for each in manifest["files"]:
            content = archive.read(each["path"])
            assert (hashlib.sha256(content).hexdigest(), len(content)) == (each["sha256"], each["size"])
        process_file = json.loads(archive.read("process-file.json"))
        stored = [each for each in archive.infolist() if each.filename.endswith(".pdf")]
    assert manifest["caseNo"] == case.number
    assert {each.compress_type for each in stored} == {zipfile.ZIP_STORED}
    assert sorted(each.filename.split("/")[0] for each in stored) == ["papers", "papers", "superseded", "superseded"]
    assert [each["number"] for each in process_file["documents"]] == [p["number"] for p in case.papers().values()]
    assert len(process_file["signatures"]) == 3
    assert {"process_instance_started", "user_task_completed"} <= {each["type"] for each in process_file["timeline"]}


def test_taking_an_archive_is_noted(case, tmp_path):
    case.archive(tmp_path)
    assert "case_archived" in [each["type"] for each in case.get("/timeline").json()["items"]]


def test_a_good_archive_verifies(case, tmp_path):
    file = case.archive(tmp_path)
    result = run(file)
    assert result.exit_code == 0, result.output
    assert f"case {case.number}" in result.output
    assert "6 files, 3 signatures: good" in result.output
    found = json.loads(run(file, "--json").output)
    assert (found["good"], found["files"], found["signatures"], found["findings"]) == (True, 6, 3, [])


def test_the_keys_that_one_trusts_can_be_named(http, case, tmp_path):
    file = case.archive(tmp_path)
    key = http.get("/verify").json()["keyId"]
    assert run(file, "--key", "0" * 64, "--key", key).exit_code == 0
    refused = run(file, "--key", "0" * 64)
    assert refused.exit_code == 1
    assert f"SEAL: {key}" in refused.output


def test_a_paper_of_a_case_is_not_deleted(http, case):
    answer = http.delete(f"/v2/documents/{case.papers()['F01-v1']['documentId']}")
    assert (answer.status_code, answer.json()["title"]) == (409, "INVALID_STATE")


def test_files_that_others_added_are_in_the_archive_under_safe_names(http, case, tmp_path):
    metadata = json.dumps({"processInstanceKey": case.key, "fileName": "../../身份證 副本.png"})
    stored = http.post("/v2/documents", files={"file": ("a.png", b"picture")}, data={"metadata": metadata}).json()
    file = case.archive(tmp_path)
    with zipfile.ZipFile(file) as archive:
        [name] = [each for each in archive.namelist() if each.startswith("attachments/")]
        assert name == f"attachments/{stored['documentId']}-_.._身份證_副本.png"
        assert archive.read(name) == b"picture"
    assert run(file).exit_code == 0
    http.delete(f"/v2/documents/{stored['documentId']}")


def rewritten(file, change):
    """The archive with its entries changed: `change` takes and gives name → content."""
    with zipfile.ZipFile(file) as archive:
        entries = change({name: archive.read(name) for name in archive.namelist()})
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file


def without(name):
    return lambda entries: {path: content for path, content in entries.items() if name not in path}


def with_manifest(change):
    """A forger who mends the manifest and its hash, and has no key."""

    def forge(entries):
        manifest = json.loads(entries["manifest.json"])
        change(entries, manifest)
        entries["manifest.json"] = json.dumps(manifest).encode()
        digest = hashlib.sha256(entries["manifest.json"]).hexdigest()
        return entries | {"manifest.sha256": f"{digest}  manifest.json\n".encode()}

    return forge


def altered_paper(entries):
    [name] = [path for path in entries if path.startswith("papers/F01")]
    return entries | {name: entries[name] + b"\n"}


def relisted_paper(entries, manifest):
    entries |= altered_paper(entries)
    for each in manifest["files"]:
        content = entries[each["path"]]
        each |= {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def rewritten_process_file(change):
    def alter(entries, manifest):
        process_file = json.loads(entries["process-file.json"])
        change(process_file)
        content = json.dumps(process_file).encode()
        entries["process-file.json"] = content
        [listed] = [each for each in manifest["files"] if each["path"] == "process-file.json"]
        listed |= {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}

    return with_manifest(alter)


def other_signer(process_file):
    process_file["signatures"][0]["signer"] = "王大明"


def no_first_signature(process_file):
    del process_file["signatures"][0]


def revived(process_file):
    process_file["signatures"][0] |= {"state": "VALID", "voidReason": None}


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (without("papers/F01"), {"MISSING"}),
        (without("superseded/F02"), {"MISSING"}),
        (lambda entries: entries | {"papers/other.pdf": b"x"}, {"EXTRA"}),
        (altered_paper, {"ALTERED"}),
        (lambda entries: entries | {"manifest.json": entries["manifest.json"] + b" "}, {"MANIFEST", "SEAL"}),
        (without("manifest.sha256"), {"MISSING"}),
        (without("manifest.seal.json"), {"MISSING"}),
        (without("manifest.json"), {"MISSING"}),
        (with_manifest(relisted_paper), {"SEAL", "ALTERED"}),
        (rewritten_process_file(other_signer), {"SEAL", "SIGNATURE"}),
        (rewritten_process_file(no_first_signature), {"SEAL", "CHAIN"}),
        (rewritten_process_file(revived), {"SEAL", "SIGNATURE"}),
        (rewritten_process_file(lambda told: told.pop("decisions")), {"SEAL", "PROCESS_FILE"}),
        (with_manifest(lambda _, manifest: manifest.pop("files")), {"SEAL", "MANIFEST"}),
    ],
)
def test_whatever_is_done_to_an_archive_shows(case, tmp_path, change, kinds):
    result = run(rewritten(case.archive(tmp_path), change), "--json")
    assert result.exit_code == 1
    assert {each["kind"] for each in json.loads(result.output)["findings"]} == kinds


def test_what_is_no_archive_is_told_so(tmp_path):
    file = tmp_path / "no.zip"
    file.write_bytes(b"nothing")
    result = run(file)
    assert result.exit_code == 1
    assert "UNREADABLE" in result.output


def test_a_damaged_byte_shows(case, tmp_path):
    content = bytearray(case.archive(tmp_path).read_bytes())
    content[content.index(b"%PDF") + 500] ^= 1
    with zipfile.ZipFile(io.BytesIO(bytes(content))):
        (tmp_path / "case.zip").write_bytes(bytes(content))
    assert "ALTERED" in run(tmp_path / "case.zip").output


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


def test_a_closing_letter_voids_what_was_signed_and_the_archive_of_an_ended_case_still_verifies(case, tmp_path):
    case.do("closing_letter", closing={"outcome": "WITHDRAWN", "stage": "S5", "reason_code": "PRICE", "reason": None})
    case.do("end")
    papers = case.papers()
    assert papers["F01-v2"]["state"] == "VOID"
    assert papers["F02-v2"]["state"] == "CURRENT"  # nobody had signed it
    assert case.get("/signatures").json()["items"][2]["voidReason"] == "CASE_CLOSED"
    file = case.archive(tmp_path)
    with zipfile.ZipFile(file) as archive:
        assert any(name.startswith("void/F01") for name in archive.namelist())
        assert json.loads(archive.read("manifest.json"))["caseState"] == "COMPLETED"
    assert run(file).exit_code == 0
