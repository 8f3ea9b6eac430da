"""The table in bpmn/README.md: the procedure's steps, and what carries each out. Run this to write the table."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handlers import REGISTRY
from handlers.documents.papers import PAPERS
from service import diagrams
from service.diagrams.model import Model, Node
from service.identity import roles

ROOT = Path(__file__).parents[3]
README = ROOT / "bpmn" / "README.md"
BEGIN, END = "<!-- procedure: begin -->", "<!-- procedure: end -->"
DECISION = re.compile(r'=case\.jurisdiction \+ "_(.+)"')
HEAD = ("階段", "步驟", "負責角色", "審核", "產出", "圖上元素", "表單、決策表或處理器", "文件", "測試")


@dataclass(frozen=True)
class Procedure:
    """What the table is made from."""

    stages: list[Mapping[str, Any]]
    #: of all diagrams, by id
    nodes: Mapping[str, Node]

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The cells of each row. Raises KeyError where a step names what the diagrams do not have."""
        for stage in self.stages:
            for step in stage["step"]:
                yield self._row(stage, step)

    def _row(self, stage: Mapping[str, Any], step: Mapping[str, Any]) -> tuple[str, ...]:
        nodes = self.nodes
        done_by = [nodes[element] for element in step["elements"]]
        review = nodes[step.get("review", stage["review"])]
        issued = [nodes[f"issue_{paper}"] for paper in step["papers"]]
        return (
            stage["title"],
            step["title"],
            _listed(roles.PROCEDURE[str(node.lane)] for node in done_by),
            f"{roles.PROCEDURE[str(review.lane)]} `{review.id}`",
            _listed(PAPERS[paper].title for paper in step["papers"]),
            _listed(f"`{node.id}`" for node in (*done_by, *issued)),
            _listed(_carried_out(node) for node in (*done_by, *issued)),
            _listed(f"{PAPERS[paper].code} `{paper}`" for paper in step["papers"]),
            f"`{step['test']}`",
        )


def read() -> Procedure:
    """The procedure with the bundled diagrams."""
    paths = (path for path in (ROOT / "bpmn").rglob("*") if path.suffix in (".bpmn", ".dmn", ".form"))
    model: Model = diagrams.read({path.relative_to(ROOT / "bpmn").as_posix(): path.read_bytes() for path in paths})[0]
    stages = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["stage"]
    return Procedure(stages, {key: node for process in model.processes for key, node in process.nodes().items()})


def table(procedure: Procedure) -> str:
    """The table as Markdown."""
    rows = [HEAD, ("---",) * len(HEAD), *procedure.rows()]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def shown(test: str) -> bool:
    """Whether there is a test of this name, such as test_sheet::test_all_well, in some folder."""
    module, name = test.split("::")
    trees = [ast.parse(file.read_text("utf-8")) for file in (ROOT / "tests").glob(f"*/**/{module}.py")]
    return any(isinstance(node, ast.FunctionDef) and node.name == name for tree in trees for node in tree.body)


def _carried_out(node: Node) -> str:
    if node.user_task is not None and node.user_task.form is not None:
        return f"表單 `{node.user_task.form.form_id}`"
    if node.called_decision is not None:
        return f"決策表 `{DECISION.fullmatch(node.called_decision.decision_id)[1]}`"
    if node.called_element is not None:
        return f"流程 `{node.called_element.process_id}`"
    job_type = node.job.type if node.job is not None else ""
    handler = REGISTRY.get(job_type)
    if handler is None:
        raise KeyError(job_type)
    return f"處理器 `{handler.function.__module__}.{handler.function.__name__}`"


def _listed(items: Iterator[str]) -> str:
    return "<br>".join(dict.fromkeys(items))


def main() -> None:
    """Write the table into bpmn/README.md."""
    before, rest = README.read_text("utf-8").split(BEGIN)
    after = rest.split(END)[1]
    README.write_text(f"{before}{BEGIN}\n{table(read())}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
