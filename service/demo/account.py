"""The readable account of a demonstration: stage, role, person, task, rules that fired, papers with their hash."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from service.demo.drive import Driver, Step
from service.demo.scenario import load_scenario
from service.demo.server import DemoFailed, running_server
from service.identity import roles

Say = Callable[[str], None]


def run_demo(scenario_name: str, out: Path, say: Say) -> None:
    """Carry out a scenario on a service of its own, tell it line by line, write the papers to `out`.

    Raises DemoFailed and ScenarioIncomplete. Leaves nothing running and nothing but the papers."""
    scenario = load_scenario(scenario_name)
    say(f"{scenario.id}  {scenario.title}")
    say("starting a service of its own …")
    with running_server(scenario) as server:
        driver, stage = Driver(scenario, server), ""
        for step in driver.run():
            if step.stage != stage:
                stage = step.stage
                say(f"\n── {stage}")
            _tell(step, say)
        _tell_end(driver, say)
        _write_papers(driver, out, say)
        end = driver.case()["end"]
        if end != scenario.expected_end:
            raise DemoFailed(f"Expected the case to end as {scenario.expected_end}, but it ended as {end}.")


def _tell(step: Step, say: Say) -> None:
    role = roles.PROCEDURE[step.person.role]
    again = f"(第 {step.visit} 次)" if step.visit > 1 else ""
    say(f"  {role} {step.person.name} [{step.person.user}]  {step.task}{again}{_decided(step.answer)}")
    for decision in step.decisions:
        _tell_decision(decision, say)
    for paper in step.papers:
        say(f"      ▤ {paper['number']}  {paper['title']}  sha256 {paper['sha256'][:16]}…")


def _tell_decision(decision: Mapping[str, Any], say: Say) -> None:
    name = decision["decisionDefinitionName"]
    for rule in decision["matchedRules"]:
        outputs = ", ".join(f"{each['outputName']}={each['outputValue']}" for each in rule["evaluatedOutputs"])
        say(f"      ◇ {name} 規則 {rule['ruleIndex']}: {outputs}")
    if decision["decisionDefinitionType"] == "LITERAL_EXPRESSION":
        say(f"      ◇ {name} = {decision['result']}")


def _decided(answer: Mapping[str, Any]) -> str:
    for topic in answer.values():
        if isinstance(topic, Mapping) and "decision" in topic:
            comment = topic.get("comment") or topic.get("reason")
            return f" → {topic['decision']}" + (f":{comment}" if comment else "")
    return ""


def _tell_end(driver: Driver, say: Say) -> None:
    case = driver.case()
    say(f"\n個案 {case['caseNo']} 結束:{case['end']}")


def _write_papers(driver: Driver, out: Path, say: Say) -> None:
    out.mkdir(parents=True, exist_ok=True)
    papers = driver.papers()
    for paper in papers:
        (out / paper["fileName"]).write_bytes(driver.paper(paper["documentId"]))
    (out / "papers.json").write_bytes(msgspec.json.format(msgspec.json.encode(papers)))
    say(f"{len(papers)} papers in {out}")
