"""A matcher for patterns with back-references, which no linear-time engine can have.

It tries alternatives one after the other and counts each step, so that it stops at the run's limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.feel.regex.charset import holds
from service.feel.regex.syntax import (
    Anchor,
    Back,
    Chars,
    Choice,
    Group,
    PatternError,
    Regex,
    Repeat,
    Sequence,
)

if TYPE_CHECKING:
    from service.feel.run import Run

#: an operation and its operand
Instruction = tuple[str, Any]
#: start and end of each group, -1 where it has not matched
Spans = list[int]

MAX_PROGRAM = 20_000


class Backtracker:
    """A pattern as a program for a small machine: split, jump, save, compare."""

    def __init__(self, tree: Regex, groups: int, flags: str) -> None:
        self._slots = 2 * (groups + 1)
        self._any_case = "i" in flags
        self._lines = "m" in flags
        self._program: list[Instruction] = []
        self._loops = 0
        self._emit(tree)
        self._add("match", None)

    # -- compiling ------------------------------------------------------------------------------

    def _add(self, operation: str, operand: Any) -> int:
        if len(self._program) >= MAX_PROGRAM:
            raise PatternError("Expected fewer repetitions in the pattern.")
        self._program.append((operation, operand))
        return len(self._program) - 1

    def _emit(self, tree: Regex) -> None:
        if isinstance(tree, Chars):
            self._add("chars", tree.ranges)
        elif isinstance(tree, Anchor):
            self._add(tree.kind, None)
        elif isinstance(tree, Back):
            self._add("back", tree.number)
        elif isinstance(tree, Sequence):
            for part in tree.parts:
                self._emit(part)
        elif isinstance(tree, Group):
            self._emit_group(tree)
        elif isinstance(tree, Choice):
            self._emit_choice(tree)
        else:
            self._emit_repeat(tree)

    def _emit_group(self, group: Group) -> None:
        if group.number is None:
            self._emit(group.body)
            return
        self._add("save", 2 * group.number)
        self._emit(group.body)
        self._add("save", 2 * group.number + 1)

    def _emit_choice(self, choice: Choice) -> None:
        jumps: list[int] = []
        for branch in choice.branches[:-1]:
            split = self._add("split", None)
            self._emit(branch)
            jumps.append(self._add("jump", None))
            self._program[split] = ("split", (split + 1, len(self._program)))
        self._emit(choice.branches[-1])
        for jump in jumps:
            self._program[jump] = ("jump", len(self._program))

    def _emit_repeat(self, repeat: Repeat) -> None:
        for _ in range(repeat.least):
            self._emit(repeat.body)
        if repeat.most is None:
            self._emit_loop(repeat)
            return
        splits: list[int] = []
        for _ in range(repeat.most - repeat.least):
            splits.append(self._add("split", None))
            self._emit(repeat.body)
        for split in splits:
            self._program[split] = self._split(split + 1, len(self._program), greedy=repeat.greedy)

    def _emit_loop(self, repeat: Repeat) -> None:
        """A turn that matches nothing ends the loop, or it would never end."""
        loop = self._slots + self._loops
        self._loops += 1
        split = self._add("split", None)
        self._add("save", loop)
        self._emit(repeat.body)
        self._add("moved", loop)
        self._add("jump", split)
        self._program[split] = self._split(split + 1, len(self._program), greedy=repeat.greedy)

    @staticmethod
    def _split(into: int, past: int, *, greedy: bool) -> Instruction:
        return "split", (into, past) if greedy else (past, into)

    # -- matching -------------------------------------------------------------------------------

    def search(self, text: str, start: int, run: Run) -> Spans | None:
        """The first match from a position on."""
        for at in range(start, len(text) + 1):
            spans = self._match(text, at, run)
            if spans is not None:
                return spans
        return None

    def _match(self, text: str, start: int, run: Run) -> Spans | None:
        state = [-1] * (self._slots + self._loops)
        state[0] = start
        pending = [(0, start, state)]
        while pending:
            counter, at, state = pending.pop()
            end = self._thread(counter, at, state, text, pending, run)
            if end is not None:
                state[1] = end
                return state[: self._slots]
        return None

    def _thread(
        self, counter: int, at: int, state: Spans, text: str, pending: list[tuple[int, int, Spans]], run: Run
    ) -> int | None:
        """Run one alternative until it fails (None) or matches (its end); leaves others to do later."""
        while True:
            run.spend()
            operation, operand = self._program[counter]
            counter += 1
            if operation == "match":
                return at
            if operation == "jump":
                counter = operand
            elif operation == "split":
                counter, other = operand
                pending.append((other, at, state[:]))
            elif operation == "save":
                state[operand] = at
            else:
                step = self._step(operation, operand, at, state, text)
                if step is None:
                    return None
                at += step

    def _step(self, operation: str, operand: Any, at: int, state: Spans, text: str) -> int | None:
        """How many characters an operation goes forward; None where it does not match."""
        if operation == "chars":
            return 1 if at < len(text) and holds(operand, ord(text[at])) else None
        if operation == "back":
            wanted = text[state[2 * operand] : state[2 * operand + 1]] if state[2 * operand + 1] >= 0 else ""
            found = text[at : at + len(wanted)]
            same = found == wanted or (self._any_case and found.lower() == wanted.lower())
            return len(wanted) if same else None
        if operation == "moved":
            return 0 if at > state[operand] else None
        return 0 if self._anchored(operation, at, text) else None

    def _anchored(self, anchor: str, at: int, text: str) -> bool:
        if anchor == "^":
            return at == 0 or (self._lines and text[at - 1] == "\n")
        if anchor == "$":
            return at == len(text) or (self._lines and text[at] == "\n")
        inside = at > 0 and _is_word(text[at - 1])
        return (inside != (at < len(text) and _is_word(text[at]))) == (anchor == "b")


def _is_word(char: str) -> bool:
    return char == "_" or (char.isascii() and char.isalnum())
