"""The readable account of a demonstration: stage, role, person, task, rules that fired, papers with their hash."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from service.demo.drive import Driver, Step
from service.demo.reasons import Reasons
from service.demo.scenario import Scenario, load_scenario
from service.demo.server import DemoFailed, Server, running_server
from service.identity import roles
from service.presales.papers.archive_verification import verify_archive

Say = Callable[[str], None]


def run_demo(names: Sequence[str], out: Path, say: Say) -> None:
    """Carry out scenarios on a service of its own, tell them line by line, write their papers to `out`.

    The papers of several go to a folder each. Raises DemoFailed and ScenarioIncomplete. Leaves nothing running and
    nothing but the papers."""
    scenarios = [load_scenario(name) for name in names]
    say("starting a service of its own …")
    with running_server([person for scenario in scenarios for person in scenario.people]) as server:
        for scenario in scenarios:
            folder = out / scenario.id if len(scenarios) > 1 else out
            _run(scenario, server, folder, say)


def _run(scenario: Scenario, server: Server, out: Path, say: Say) -> None:
    say(f"\n{scenario.id}  {scenario.title}")
    say("◇ 決策與規則（* 預設值，由公司設定）  ▤ 文件  ✎ 簽署  ▧ 失效  ✓ 仍然有效")
    driver = Driver(scenario, server)
    reasons = Reasons(driver.decision_table)
    for number, step in enumerate(driver.run()):
        if number == 0:
            say(f"\n── {step.stage}")
        _tell(step, reasons, say)
        if step.next_stage:
            say(f"\n── {step.next_stage}")
            _tell_outcome(step, reasons, say, next_stage=True)
    end = driver.case()["end"]
    say(f"\n個案 {driver.case()['caseNo']} 結束：{end}")
    _write_papers(driver, out, say)
    if end != scenario.expected_end:
        raise DemoFailed(f"Expected the case to end as {scenario.expected_end}, but it ended as {end}.")


def _tell(step: Step, reasons: Reasons, say: Say) -> None:
    role = roles.PROCEDURE[step.person.role]
    again = f"（第 {step.visit} 次）" if step.visit > 1 else ""
    say(f"  {role} {step.person.name} [{step.person.user}]  {step.task}{again}{_decided(step.answer)}")
    _tell_outcome(step, reasons, say, next_stage=False)
    for each in step.signed:
        say(f"      ✎ {each['number']}  {each['signer']} 簽署（{each['capacity']}，{each['method']}）")
    for paper in step.ended:
        voided = "，其上簽署失效" if paper["documentId"] in step.voided else ""
        say(f"      ▧ {paper['number']}  {paper['title']}  因 {paper['supersededBy']} 失效{voided}")
    if step.ended and step.standing:
        say(f"      ✓ 簽署仍然有效，不必重簽：{'、'.join(step.standing)}")


def _tell_outcome(step: Step, reasons: Reasons, say: Say, *, next_stage: bool) -> None:
    for decision in step.decisions_of(next_stage=next_stage):
        for line in reasons.told(decision):
            say(f"      {line}")
    for paper in step.papers_of(next_stage=next_stage):
        kind = paper["fileName"].rpartition(".")[2].upper()
        say(f"      ▤ {paper['number']}  {paper['title']}  {kind}  sha256 {paper['sha256'][:16]}…")


def _decided(answer: Mapping[str, Any]) -> str:
    for topic in answer.values():
        if isinstance(topic, Mapping) and "decision" in topic:
            said = next((topic[name] for name in ("comment", "wishes", "reason") if topic.get(name)), None)
            return f" → {topic['decision']}" + (f"：{said}" if said else "")
    return ""


def _write_papers(driver: Driver, out: Path, say: Say) -> None:
    out.mkdir(parents=True, exist_ok=True)
    papers = driver.papers()
    for paper in papers:
        (out / paper["fileName"]).write_bytes(driver.paper(paper["documentId"]))
    (out / "papers.json").write_bytes(msgspec.json.format(msgspec.json.encode(papers)))
    say(f"{len(papers)} papers in {out}")
    _write_archive(driver, out, say)


def _write_archive(driver: Driver, out: Path, say: Say) -> None:
    """Take the archive and check it as anybody would: from the file alone."""
    file = out / f"{driver.case()['caseNo']}.zip"
    file.write_bytes(driver.archive())
    found = verify_archive(file)
    if not found.is_good:
        raise DemoFailed(f"Expected an archive that verifies, but {found.findings[0].message}")
    say(f"presales verify {file}: {found.files} files, {found.signatures} signatures, good")
