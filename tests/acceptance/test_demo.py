"""`presales demo`: one client through all seven stages, as a newcomer runs it."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

# the outputs of the procedure's seven stages
OUTPUTS = {
    "client_profile",
    "potential_report",
    "needs_report",
    "prelim_plan",
    "plan_list",
    "plan_book",
    "plan_confirm",
    "quote",
    "quote_confirm",
    "risk_notice",
    "signed_papers",
    "client_file",
    "comm_log",
    "followup_plan",
    "approval_form",
    "confirm_letter",
    "process_archive",
}


def run_demo(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "service", "demo", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def home():
    """Where the demonstration puts what is temporary, so that its processes are told from those of others."""
    with tempfile.TemporaryDirectory(prefix="presales-demo-test-") as folder:
        Path(folder).chmod(0o755)  # as root the database runs as another user, who must be able to enter
        yield folder


@pytest.fixture(scope="module")
def demo(home, tmp_path_factory):
    out = tmp_path_factory.mktemp("demo") / "papers"
    return run_demo("--out", str(out), TMPDIR=home), out


def test_a_client_goes_from_lead_to_hand_over(demo):
    done, _ = demo
    assert done.returncode == 0, done.stdout + done.stderr
    stages = [line.removeprefix("── ")[:2] for line in done.stdout.splitlines() if line.startswith("── ")]
    assert stages == ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S4", "S5", "S6", "S7"]  # S7 returned it once
    assert "逐級審核方案 → RETURN" in done.stdout
    assert "逐級審批 → RETURN" in done.stdout
    assert "handed_over" in done.stdout


def test_the_account_names_the_rules_that_fired(demo):
    done, _ = demo
    # T01 of the domain specification: fit 50, intent 38, 88 points, tier A
    (score,) = [line for line in done.stdout.splitlines() if "D01 潛力總分" in line]
    assert "88" in score
    assert any("D02" in line and '"A"' in line for line in done.stdout.splitlines())


def test_every_output_is_written_as_a_pdf_with_its_hash(demo):
    _, out = demo
    papers = json.loads((out / "papers.json").read_text("utf-8"))
    assert {paper["type"] for paper in papers} == OUTPUTS
    for paper in papers:
        content = (out / paper["fileName"]).read_bytes()
        assert content.startswith(b"%PDF-")
        assert hashlib.sha256(content).hexdigest() == paper["sha256"]


@pytest.mark.usefixtures("demo")
def test_nothing_is_left_running(home):
    left = [
        process.info["cmdline"]
        for process in psutil.process_iter(["cmdline"])
        if any(home in argument for argument in process.info["cmdline"] or ())
    ]
    assert left == []


def test_an_unknown_scenario_is_one_readable_line(tmp_path):
    done = run_demo("--scenario", "T99", "--out", str(tmp_path))
    assert done.returncode != 0
    assert done.stderr.splitlines() == ["presales: Expected a scenario out of T01, but it is 'T99'."]
