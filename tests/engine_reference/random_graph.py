"""Random processes without block structure: joins that do not match forks, loops into the middle of anything,
deadlocks. Every loop goes through a user task."""

import random
from typing import Any

from service.diagrams.model import EventDefinition, Process
from tests.engine_reference.drawing import Sheet, timer

READ = ("d0", "d1", "d2")
KINDS = ("user", "user", "user", "script", "exclusive", "parallel", "parallel", "inclusive", "inclusive", "boundary")


class RandomGraph:
    """One process `p` and the variables to start with."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._sheet = Sheet()
        self._names: list[str] = []
        for number in range(self.random.randrange(5, 13)):
            self._names.append(self._node(number, self.random.choice(KINDS)))
        self._ends = [
            self._sheet.end("end"),
            self._sheet.end("stop", EventDefinition("terminate") if self.random.random() < 0.3 else None),
        ]
        self._sheet.start()
        self._sheet.flow("start", self._names[0])
        for position, name in enumerate(self._names):
            self._connect(position, name)
        self.processes: dict[str, Process] = {"p": self._sheet.process("p")}
        self.variables: dict[str, Any] = {**{name: self.random.randrange(4) for name in READ}, "c0": 0}

    def _node(self, number: int, kind: str) -> str:
        name = f"{kind[0]}{number}"
        if kind in ("user", "boundary"):
            self._sheet.user(name)
            if kind == "boundary":
                self._sheet.boundary(f"{name}_b", name, timer("PT1H"), interrupting=self.random.random() < 0.5)
        elif kind == "script":
            self._sheet.script(name, "=c0 + 1", "c0")
        else:
            self._sheet.gateway(name, kind)
        return name

    def _connect(self, position: int, name: str) -> None:
        kind = name[0]
        ways = 1 if kind == "s" else self.random.choice((1, 1, 2) if kind in "ub" else (1, 2, 2, 3))
        targets = self._targets(position, ways)
        for number, target in enumerate(targets):
            conditional = kind in "ei" and number < len(targets) - 1
            flow = self._sheet.flow(name, target, self._condition() if conditional else None)
            if kind in "ei" and not conditional:
                self._sheet._nodes[name]["default"] = flow
        if kind == "b":
            self._sheet.flow(f"{name}_b", self._targets(position, 1)[0])

    def _targets(self, position: int, ways: int) -> list[str]:
        """The next one first, so that all are reached; then others further on, or user tasks further back."""
        onwards = [*self._names[position + 1 :], *self._ends]
        back = [name for name in self._names[: position + 1] if name[0] in "ub"]
        found = [onwards[0]]
        for _ in range(ways - 1):
            others = back if back and self.random.random() < 0.3 else onwards
            found.append(self.random.choice(others))
        self.random.shuffle(found)
        return found

    def _condition(self) -> str:
        return f"={self.random.choice(READ)} {self.random.choice('<>=')} {self.random.randrange(1, 4)}"
