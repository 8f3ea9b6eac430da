"""Random processes of nested blocks. Only user actions change what conditions read, so no order of tokens within a
step can make a difference that BPMN leaves open."""

import itertools
import random
from typing import TYPE_CHECKING, Any

from service.diagrams.model import EventDefinition, Process
from service.states import ElementType
from tests.engine_reference.drawing import Sheet, compensation, error, loop, mappings, message, timer

if TYPE_CHECKING:
    from collections.abc import Callable

READ = ("d0", "d1", "d2")
COUNTED = ("c0", "c1", "c2")
CODES = ("E1", "E2", None)
KINDS = (
    "xor",
    "par",
    "par",
    "incl",
    "loop",
    "sub",
    "sub",
    "call",
    "mi",
    "mi",
    "bnd",
    "bnd",
    "bnd",
    "term",
    "err",
    "split",
    "cond",
    "evgw",
    "evgw",
)
MIXES = {
    "": KINDS,
    "inclusive": ("xor", "par", "loop", "incl", "incl", "incl", "incl", "cond", "cond", "bnd", "term"),
    "compensation": (
        "undo",
        "undo",
        "undo",
        "sub",
        "sub",
        "mi",
        "mi",
        "call",
        "par",
        "xor",
        "loop",
        "bnd",
        "term",
        "err",
    ),
    "errors": ("sub", "sub", "mi", "bnd", "bnd", "bnd", "bnd", "err", "err", "err", "par", "call"),
}

Ends = tuple[str, str]


class RandomBlocks:
    """Processes `p` and `q` (called by `p`), and the variables to start with."""

    def __init__(self, seed: int, mix: str = "") -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._kinds = MIXES[mix]
        self._many_errors = mix == "errors"
        self._undoable = mix == "compensation"
        self._count = 0
        self._loops: list[str] = []
        self._calls = False
        called = self._process("q", 2)
        loops_of_q, self._loops = self._loops, []
        self._given = [(f"={name}", name) for name in (*READ, "xs")]
        self._given += [("=0", name) for name in (*COUNTED, *loops_of_q)]
        self._calls = True
        main = self._process("p", self.random.choice((2, 3, 3)))
        self.processes: dict[str, Process] = {"p": main, "q": called}
        self.variables: dict[str, Any] = {
            **{name: self.random.randrange(4) for name in READ},
            **dict.fromkeys((*COUNTED, *self._loops), 0),
            "xs": [1, 2, 3][: self.random.randrange(4)],
        }

    # --- names and texts --------------------------------------------------------------------------------------

    def _id(self, kind: str) -> str:
        self._count += 1
        return f"{kind}{self._count}"

    def _condition(self) -> str:
        name, sign = self.random.choice(READ), self.random.choice("<>=")
        return f"={name} {sign} {self.random.randrange(1, 4)}"

    def _event(self) -> EventDefinition:
        return self.random.choice((message(self._id("M")), timer("PT1H")))

    # --- scopes ------------------------------------------------------------------------------------------------

    def _process(self, process_id: str, depth: int) -> Process:
        sheet = self._scope(depth)
        return sheet.process(process_id)

    def _scope(self, depth: int, first: str | None = None) -> Sheet:
        sheet = Sheet()
        start, end = sheet.start(self._id("s")), sheet.end(self._id("e"))
        if self.random.random() < 0.3:
            for _ in range(self.random.choice((1, 1, 2))):
                self._event_sub_process(sheet)
        entry, last = self._sequence(sheet, depth)
        if self._undoable and self.random.random() < 0.3:
            last = self._compensating_end(sheet, last, end)
        if first:
            sheet.user(first)
            sheet.flow(first, entry)
            entry = first
        sheet.flow(start, entry)
        sheet.flow(last, end)
        return sheet

    def _event_sub_process(self, sheet: Sheet) -> None:
        interrupting = self.random.random() < 0.5
        event = self._event()
        if interrupting and self.random.random() < 0.4:
            event = error(self.random.choice(CODES))
        inner = Sheet()
        start, end = self._id("es"), inner.end(self._id("ee"))
        inner.add(start, ElementType.START_EVENT, event=event, interrupting=interrupting)
        if event.kind == "message" and self.random.random() < 0.3:
            inner._nodes[start]["outputs"] = mappings(("=d0", "from_event"))
        entry, last = self._leaves(inner)
        if self._undoable:
            last = self._compensating_end(inner, last, end)
        inner.flow(start, entry)
        inner.flow(last, end)
        sheet.event_sub(self._id("esp"), inner)

    # --- blocks ------------------------------------------------------------------------------------------------

    def _sequence(self, sheet: Sheet, depth: int) -> Ends:
        ends = [self._block(sheet, depth) for _ in range(self.random.choice((1, 2, 2, 3)))]
        for (_, last), (entry, _) in itertools.pairwise(ends):
            sheet.flow(last, entry)
        return ends[0][0], ends[-1][1]

    def _leaves(self, sheet: Sheet) -> Ends:
        ends = [self._leaf(sheet) for _ in range(self.random.choice((1, 1, 2)))]
        sheet.chain(*ends)
        return ends[0], ends[-1]

    def _leaf(self, sheet: Sheet) -> str:
        pick = self.random.random()
        if pick < 0.55:
            return self._task(sheet)
        if pick < 0.85:
            counter = self.random.choice(COUNTED)
            return sheet.script(self._id("script"), f"={counter} + 1", counter)
        return sheet.catch(self._id("catch"), self._event())

    def _task(self, sheet: Sheet, **details: Any) -> str:
        task = self._id("u")
        if self.random.random() < 0.3:
            details["inputs"] = mappings((f"={self.random.choice(READ)} + 1", "loc"))
        if self.random.random() < 0.3:
            details["outputs"] = mappings((f"=[{task}_result, d0]", f"out_{task}"), (f"=out_{task}", "last_out"))
        kinds = (sheet.job,) if self._many_errors else (sheet.user, sheet.user, sheet.job)
        self.random.choice(kinds)(task, **details)
        return self._with_handler(sheet, task)

    def _with_handler(self, sheet: Sheet, activity: str) -> str:
        """Perhaps something that undoes it: a task, the same for each of a list, a sub-process, a script."""
        if not self._undoable or self.random.random() < 0.3:
            return activity
        handler, pick = self._id("undo"), self.random.random()
        if pick < 0.5:
            sheet.user(handler, inputs=mappings((f"={self.random.choice(READ)} + 1", "loc")))
        elif pick < 0.7:
            sheet.user(handler, multi_instance=loop("=xs", sequential=self.random.random() < 0.5, input_element="x"))
        elif pick < 0.85:
            sheet.sub(handler, self._scope(0))
        else:
            counter = self.random.choice(COUNTED)
            sheet.script(handler, f"={counter} + 1", counter)
        sheet.undone_by(activity, handler)
        return activity

    def _block(self, sheet: Sheet, depth: int) -> Ends:
        if depth <= 0 or self.random.random() < 0.2:
            leaf = self._leaf(sheet)
            return leaf, leaf
        kind = self.random.choice(self._kinds)
        if kind == "call" and not self._calls:
            kind = "par"
        make: Callable[[Sheet, int], Ends] = getattr(self, f"_{kind}")
        return make(sheet, depth)

    def _branches(self, sheet: Sheet, depth: int, kind: str, *, conditional: bool) -> Ends:
        split, join = sheet.gateway(self._id("g"), kind), sheet.gateway(self._id("j"), kind)
        for _ in range(self.random.choice((1, 2)) if conditional else self.random.choice((2, 2, 3))):
            entry, last = self._sequence(sheet, depth - 1)
            sheet.flow(split, entry, self._condition() if conditional else None)
            sheet.flow(last, join)
        if conditional:
            entry, last = self._sequence(sheet, depth - 1)
            sheet._nodes[split]["default"] = sheet.flow(split, entry)
            sheet.flow(last, join)
        return split, join

    def _xor(self, sheet: Sheet, depth: int) -> Ends:
        return self._branches(sheet, depth, "exclusive", conditional=True)

    def _par(self, sheet: Sheet, depth: int) -> Ends:
        return self._branches(sheet, depth, "parallel", conditional=False)

    def _incl(self, sheet: Sheet, depth: int) -> Ends:
        return self._branches(sheet, depth, "inclusive", conditional=True)

    def _split(self, sheet: Sheet, depth: int) -> Ends:
        """Several flows out of an activity, joined by a parallel gateway."""
        task, join = self._task(sheet), sheet.gateway(self._id("j"), "parallel")
        for _ in range(2):
            entry, last = self._sequence(sheet, depth - 1)
            sheet.flow(task, entry)
            sheet.flow(last, join)
        return task, join

    def _cond(self, sheet: Sheet, depth: int) -> Ends:
        """Conditional flows out of an activity, and a default, joined by an inclusive gateway."""
        task, join = self._task(sheet), sheet.gateway(self._id("j"), "inclusive")
        for number in range(3):
            entry, last = self._sequence(sheet, depth - 1)
            flow = sheet.flow(task, entry, self._condition() if number else None)
            sheet.flow(last, join)
            if not number:
                sheet._nodes[task]["default"] = flow
        return task, join

    def _evgw(self, sheet: Sheet, _depth: int) -> Ends:
        """An event-based gateway: the first event wins."""
        gateway, merge = sheet.gateway(self._id("eg"), "event_based"), sheet.gateway(self._id("m"), "exclusive")
        for _ in range(self.random.choice((2, 2, 3))):
            event = sheet.catch(self._id("catch"), self._event())
            if self.random.random() < 0.3:
                sheet._nodes[event]["outputs"] = mappings(("=r", "from_event"))
            entry, last = self._leaves(sheet)
            sheet.chain(gateway, event, entry), sheet.flow(last, merge)
        return gateway, merge

    def _loop(self, sheet: Sheet, depth: int) -> Ends:
        counter = self._id("l")
        self._loops.append(counter)
        merge, fork = sheet.gateway(self._id("m"), "exclusive"), sheet.gateway(self._id("g"), "exclusive")
        entry, last = self._sequence(sheet, depth - 1)
        count = sheet.script(self._id("count"), f"={counter} + 1", counter)
        reset = sheet.script(self._id("reset"), "=0", counter)
        sheet.chain(merge, entry)
        sheet.chain(last, count, fork)
        sheet.flow(fork, merge, f"={counter} < {self.random.choice((2, 3))}")
        sheet._nodes[fork]["default"] = sheet.flow(fork, reset)
        return merge, reset

    def _sub(self, sheet: Sheet, depth: int, **details: Any) -> Ends:
        name = self._id("sub")
        if self.random.random() < 0.4:
            details["inputs"] = mappings((f"={self.random.choice(READ)}", "inside"))
        if self.random.random() < 0.3:
            details["outputs"] = mappings(("=inside", f"out_{name}"))
        first = self._id("u") if "multi_instance" in details else None
        sheet.sub(name, self._scope(depth - 1, first), **details)
        return self._with_handler(sheet, name), name

    def _call(self, sheet: Sheet, _depth: int, **details: Any) -> Ends:
        name = self._id("call")
        # counters have several writers at once when calls run side by side: they start afresh inside
        details["inputs"] = mappings(*self._given)
        details["outputs"] = mappings(("=[c0, d1]", f"out_{name}"))
        sheet.call(name, "q", propagate_all_parent_variables=self.random.random() < 0.5, details=details)
        return self._with_handler(sheet, name), name

    def _mi(self, sheet: Sheet, depth: int) -> Ends:
        condition = self.random.choice((None, None, 1, 2))
        output = {"output_collection": self._id("all"), "output_element": "=r"} if self.random.random() < 0.5 else {}
        repeated = loop(
            "=xs",
            sequential=self.random.random() < 0.5,
            input_element="x",
            completion_condition=condition and f"=numberOfCompletedInstances >= {condition}",
            **output,
        )
        pick = self.random.random()
        if pick < 0.4:
            task = self._task(sheet, multi_instance=repeated)
            return task, task
        if pick < 0.85 or not self._calls:
            return self._sub(sheet, depth, multi_instance=repeated)
        return self._call(sheet, depth, multi_instance=repeated)

    def _bnd(self, sheet: Sheet, depth: int) -> Ends:
        pick, merge = self.random.random(), sheet.gateway(self._id("m"), "exclusive")
        if pick < 0.5:
            host = self._task(sheet)
        elif pick < 0.8:
            host, _ = self._sub(sheet, depth)
        else:
            host, _ = self._mi(sheet, depth)
        for _ in range(self.random.choice((1, 2, 3) if self._many_errors else (1, 1, 2))):
            event, interrupting = self._event(), self.random.random() < 0.5
            if self.random.random() < (0.8 if self._many_errors else 0.5):
                event, interrupting = error(self.random.choice(CODES)), True
            boundary = sheet.boundary(self._id("b"), host, event, interrupting=interrupting)
            if self.random.random() < 0.3:
                sheet._nodes[boundary]["outputs"] = mappings(("=r", "from_boundary"))
            entry, last = self._leaves(sheet)
            sheet.flow(boundary, entry)
            sheet.flow(last, merge if interrupting else sheet.end(self._id("be")))
        sheet.flow(host, merge)
        return host, merge

    def _undo(self, sheet: Sheet, depth: int) -> Ends:
        """Something, then a throw event; a task before it, so that nothing else moves at the same time."""
        entry, last = self._sequence(sheet, depth - 1)
        task, throw = sheet.user(self._id("u")), self._id("throw")
        sheet.throw(throw, self._compensation(sheet))
        sheet.chain(last, task, throw)
        return entry, throw

    def _compensating_end(self, sheet: Sheet, last: str, end: str) -> str:
        """The same at the end of a scope; where the flow to the end begins."""
        task = sheet.user(self._id("u"))
        sheet._nodes[end]["event"] = self._compensation(sheet)
        sheet.flow(last, task)
        return task

    def _compensation(self, sheet: Sheet) -> EventDefinition:
        hosts = [node["attached_to"] for node in sheet._nodes.values() if node.get("compensation_handler")]
        named = hosts and self.random.random() < 0.3
        return compensation(self.random.choice(hosts) if named else None)

    def _term(self, sheet: Sheet, _depth: int) -> Ends:
        return self._way_out(sheet, EventDefinition("terminate"))

    def _err(self, sheet: Sheet, _depth: int) -> Ends:
        return self._way_out(sheet, error(self.random.choice(("E1", "E2", "E3"))))

    def _way_out(self, sheet: Sheet, event: EventDefinition) -> Ends:
        split, join = sheet.gateway(self._id("g"), "exclusive"), sheet.gateway(self._id("m"), "exclusive")
        task, end = sheet.user(self._id("u")), sheet.end(self._id("out"), event)
        sheet.flow(split, task, self._condition())
        sheet.flow(task, end)
        sheet._nodes[split]["default"] = sheet.flow(split, join)
        return split, join
