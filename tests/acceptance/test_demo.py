"""`presales demo`: clients through the stages, as a newcomer runs it; what is told, where each ends."""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from handlers.documents.papers import PAPERS


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


def lines(told, *marks):
    return [line.strip() for line in told.splitlines() if line.strip().startswith(marks)]


def papers(told, mark):
    """Codes of the papers on the lines with a mark, such as F14."""
    return [line.split()[1].split("-PS-")[0] for line in lines(told, mark)]


def test_a_client_goes_from_lead_to_hand_over(demo):
    done, _ = demo
    assert done.returncode == 0, done.stdout + done.stderr
    stages = [line.removeprefix("── ")[:2] for line in lines(done.stdout, "── ")]
    assert stages == ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S4", "S5", "S6", "S7"]  # S7 returned it once
    assert "逐級審核方案 → RETURN" in done.stdout  # L2
    assert "向客戶說明報價 → NEGOTIATE" in done.stdout  # L3
    assert "逐級審批 → RETURN" in done.stdout  # L4
    assert "結束：handed_over" in done.stdout
    assert done.stdout.rstrip().endswith("good")  # the archive of the case, verified


def test_what_states_the_price_is_void_after_the_return_and_nothing_else(demo):
    """T27 of the domain specification: the approval returns a signed case to S4."""
    told = demo[0].stdout.split("逐級審批 → RETURN")[1]
    void = [line.split()[1].split("-PS-")[0] for line in lines(told, "▧") if "其上簽署失效" in line]
    assert void == ["F09", "F14", "F14A", "F15"]
    assert papers(told, "✎") == void
    standing = lines(told, "✓")[0]
    assert [code for code in ("F07", "F09", "F11", "F12", "F13", "F14") if f"{code}-PS" in standing] == [
        "F07",
        "F11",
        "F12",
        "F13",
    ]
    assert "說明條款與風險" not in told  # what it rests on is as it was
    assert "F17" in papers(told, "▤")  # the first renewal follows the new payment mode


def test_the_account_names_the_rules_that_fired_and_what_they_looked_at(demo):
    told = demo[0].stdout
    # T01 of the domain specification: fit 50, intent 38, 88 points, tier A
    assert "◇ D01 潛力總分 = 88" in told
    tier = told[told.index("◇ D02 線索分級") :].splitlines()
    assert tier[0] == "◇ D02 線索分級（潛力總分 88，硬性排除 false）"
    assert tier[1].strip().startswith('規則 1 → tier "A"')
    assert "｜D02" in tier[1]


def test_every_paper_is_written_with_its_hash(demo):
    written = json.loads((demo[1] / "papers.json").read_text("utf-8"))
    with_a_stop = {"stop_advice", "closing_letter"}
    assert {paper["type"] for paper in written} == set(PAPERS) - with_a_stop
    for paper in written:
        content = (demo[1] / paper["fileName"]).read_bytes()
        assert content.startswith(b"%PDF-" if paper["fileName"].endswith(".pdf") else b"{")
        assert hashlib.sha256(content).hexdigest() == paper["sha256"]


@pytest.fixture(scope="module")
def others(home, tmp_path_factory):
    """What is told of the other scenarios, on one service, by id."""
    own = [str(Path(__file__).with_name(f"{name}.toml")) for name in ("every_return", "declared_health")]
    names = ("T02", "T03", "T06", "T19", "T28", *own)
    wanted = [f"--scenario={name}" for name in names]
    done = run_demo(*wanted, "--out", str(tmp_path_factory.mktemp("others")), TMPDIR=home)
    assert done.returncode == 0, done.stdout + done.stderr
    told = re.split(r"^(T\d\d|RETURNS|HEALTH)  .*$", done.stdout, flags=re.MULTILINE)
    return dict(zip(told[1::2], told[2::2], strict=True))


@pytest.mark.parametrize(
    ("scenario", "end", "said"),
    [
        ("T02", "nurture", ["◇ D01 潛力總分 = 19", 'tier "D"', "CL-PS"]),
        ("T03", "disqualified", ['tier "X"', "CL-PS"]),
        ("T06", "unsuitable", ["D08：產品為 P3，C2 客戶只能購買 P1–P2", "建議客戶終止投保 → END", "F22-PS", "CL-PS"]),
        ("T19", "handed_over", ["馮主管 [lee]  逐級審批 → APPROVE", "孫合規 [cora]  逐級審批（第 2 次） → APPROVE"]),
        (
            "T28",
            "withdrawn",
            ['escalate_to "senior_presales_lead"', "周資深 [sam]  決定重新設計或結案 → CLOSE", "CL-PS"],
        ),
    ],
)
def test_each_scenario_ends_where_it_should(others, scenario, end, said):
    assert f"結束：{end}" in others[scenario]
    assert [each for each in said if each not in others[scenario]] == []
    assert others[scenario].rstrip().endswith("good")


def test_t19_asks_for_two_levels_by_sum_and_by_flag(others):
    assert "AFFORDABILITY_CONFIRM" in others["T19"]
    assert [line.split()[1][:3] for line in lines(others["T19"], "✎")][:2] == ["F21", "F07"]  # D09 CONFIRM is signed


def test_every_return_leaves_standing_what_it_does_not_touch(others):
    told = others["RETURNS"]
    stages = [line.removeprefix("── ")[:2] for line in lines(told, "── ")]
    assert " ".join(stages) == (
        "S1 S2 S3 S4 "  # too dear: L3b
        "S3 S4 S5 S6 "  # not understood: L6
        "S5 S6 S7 "  # approval: L4
        "S2 S3 S4 S5 S6 S7 "  # counter-offer: L7
        "S4 S5 S6 S7"
    )
    assert "結束：handed_over" in told
    # S2 and S3 run again, but say nothing new: no paper is issued, and what is signed on them stands
    returned = told.split("逐級審批 → RETURN")[1]
    assert papers(returned.split("── S4")[0], "▤") == []
    assert not {"F07", "F11", "F12", "F13"} & set(papers(returned, "✎"))


def test_what_the_application_tells_is_assessed_before_it_is_signed_and_only_once(others):
    """D06 and D11: a lost job goes to S2, health answers to the underwriter; the same answers do not go back again."""
    told = others["HEALTH"]
    stages = [line.removeprefix("── ")[:2] for line in lines(told, "── ")]
    assert " ".join(stages) == (
        "S1 S2 S3 S4 S5 "  # the job is lost: D06
        "S2 S3 S4 S5 "  # an illness is told: D11
        "S3 S4 S5 S6 S7"
    )
    declared, settled = told.split("填寫投保單（第 3 次）")
    assert "F14" not in papers(declared, "▤")
    assert "D06：失業" in declared.split("填寫投保單（第 2 次）")[0]
    assert "衛核保 [uma]  記錄轉介結果" in declared.split("填寫投保單（第 2 次）")[1]
    assert '結論 "RATED"，死亡率百分比 150' in declared
    assert "記錄轉介結果" not in settled
    assert "結束：handed_over" in settled


def test_scenarios_are_listed_with_their_ends():
    listed = run_demo("--list").stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["T01", "T02", "T03", "T06", "T19", "T28"]
    assert listed[0].endswith("→ handed_over")


@pytest.mark.usefixtures("demo", "others")
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
    assert done.stderr.splitlines() == [
        "presales: Expected a scenario out of T01, T02, T03, T06, T19, T28, or a TOML file, but it is 'T99'."
    ]
