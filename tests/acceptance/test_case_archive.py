"""The archive of a case, running and ended, and its verification offline, whatever is done to it."""

import hashlib
import io
import json
import zipfile

import pytest
import typer
from typer.testing import CliRunner

from service.cli.verify import verify
from tests.acceptance.issuing import issuing_server, signed_case


@pytest.fixture(scope="module")
def server(module_database_url, tmp_path_factory):
    yield from issuing_server(module_database_url, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def case(http, deploy):
    return signed_case(http, deploy)


def run(file, *options):
    application = typer.Typer()
    application.command()(verify)
    return CliRunner().invoke(application, [str(file), *options])


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
