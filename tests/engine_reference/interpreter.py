"""Reference interpreter of token semantics: BPMN 2.0 chapter 13 and Camunda 8's rules for variables, on the model's
graph. Small, slow, made for comparison. After every action it runs until only waits remain.

Where BPMN leaves an order open the reference takes the natural one: what became ready first goes first."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from service.diagrams.model import Node, Process
from service.states import ElementType as Type
from tests.engine_reference.catching import catcher
from tests.engine_reference.choosing import chosen_flows
from tests.engine_reference.compensating import relieved, remember, to_compensate
from tests.engine_reference.frames import Act, Armed, Bag, Box
from tests.engine_reference.reaching import may_fire

JOINS = (Type.PARALLEL_GATEWAY, Type.INCLUSIVE_GATEWAY)


class Interpreter:
    """One instance. `acts` and `armed` say what waits, `log` which elements were completed."""

    def __init__(self, processes: Mapping[str, Process], process_id: str, variables: Mapping[str, Any]) -> None:
        self.processes = processes
        self.log: list[str] = []
        self.flows: list[str] = []
        self._serial = 0
        self._queue: deque[Callable[[], None]] = deque()
        self.boxes: list[Box] = []
        self.root = self._open(processes[process_id].scope, Bag(None, variables), None)
        self.run()

    @property
    def finished(self) -> bool:
        return not self.root.alive

    # --- what waits ----------------------------------------------------------------------------------------

    def waits(self) -> list[Act | Armed]:
        found: list[Act | Armed] = []
        for box in self.boxes:
            found += box.armed
            for act in box.acts:
                found += act.armed
                for one in (act, *act.items):
                    if one.wait:
                        found.append(one)
        return found

    # --- actions --------------------------------------------------------------------------------------------

    def complete(self, act: Act, values: Mapping[str, Any]) -> None:
        act.wait = None
        self._deliver(act, values)
        self._later(lambda: self._finish(act), act)
        self.run()

    def throw(self, act: Act, code: str, values: Mapping[str, Any]) -> None:
        found = catcher(act, act.box, "error", code)
        if found is None:
            raise AssertionError("not caught")
        self._fire(found, values)
        self.run()

    def is_caught(self, act: Act, code: str) -> bool:
        return catcher(act, act.box, "error", code) is not None

    def fire(self, armed: Armed, values: Mapping[str, Any]) -> None:
        self._fire(armed, values)
        self.run()

    # --- running ----------------------------------------------------------------------------------------------

    def _later(self, move: Callable[[], None], of: Act | Box) -> None:
        self._queue.append(lambda: move() if of.alive else None)

    def run(self) -> None:
        while True:
            while self._queue:
                self._queue.popleft()()
            if not self._join_inclusively() and not self._end_a_box():
                return

    def _end_a_box(self) -> bool:
        over = [box for box in self.boxes if box.begun and not box.acts and not box.parked]
        if not over:
            return False
        box = min(over, key=lambda box: box.serial)
        owner = box.owner
        if owner is not None and box.called:
            called = owner.node.called_element
            assert called
            if owner.node.outputs or called.propagate_all_child_variables:
                self._deliver(owner, box.bag)
        elif owner is not None and owner.node.type is Type.SUB_PROCESS:
            owner.inside = [*box.done]
        self._close(box)
        if owner is not None:
            self._later(lambda: self._finish(owner), owner)
        return True

    def _join_inclusively(self) -> bool:
        for box in self.boxes:
            for gateway in dict.fromkeys(gateway for gateway, _ in box.parked):
                node = box.scope.nodes[gateway]
                if node.type is Type.INCLUSIVE_GATEWAY and may_fire(box, node):
                    self._join(box, node)
                    return True
        return False

    def _arrive(self, box: Box, flow_id: str) -> None:
        self.flows.append(flow_id)
        node = box.scope.nodes[box.scope.flows[flow_id].target]
        if node.type not in JOINS or len(node.incoming) == 1:
            self._later(self._entering(box, node), box)
            return
        box.parked.append((node.id, flow_id))
        if all((node.id, flow) in box.parked for flow in node.incoming):
            self._join(box, node)

    def _join(self, box: Box, node: Node) -> None:
        for flow in node.incoming:
            if (node.id, flow) in box.parked:
                box.parked.remove((node.id, flow))
        self._later(self._entering(box, node), box)

    def _entering(self, box: Box, node: Node) -> Callable[[], None]:
        act = self._act(node, box, box.bag)
        box.acts.append(act)
        return lambda: self._enter(act) if act.alive else None

    def _act(self, node: Node, box: Box, around: Bag) -> Act:
        self._serial += 1
        return Act(self._serial, node, box, Bag(around))

    def _arm(self, node: Node, box: Box, host: Act | None, sub_process: Node | None = None) -> Armed:
        self._serial += 1
        return Armed(node, box, host, sub_process, self._serial)

    # --- entering -----------------------------------------------------------------------------------------------

    def _enter(self, act: Act) -> None:
        node, loop = act.node, act.node.multi_instance
        is_body = loop is not None and act.body is None
        if not is_body:
            act.bag.update(act.bag.mapped(node.inputs))
        if act.body is None:
            events = [
                n for n in act.box.scope.nodes.values() if n.attached_to == node.id and not n.compensation_handler
            ]
            act.armed = [self._arm(event, act.box, act) for event in events]
        if is_body:
            self._begin_items(act)
        elif node.scope is not None:
            act.inner = self._open(node.scope, act.bag, act)
        elif node.called_element is not None:
            given = act.bag.seen() if node.called_element.propagate_all_parent_variables else dict(act.bag)
            process = self.processes[node.called_element.process_id]
            act.inner = self._open(process.scope, Bag(None, given), act, called=True)
        else:
            self._behave(act)

    def _behave(self, act: Act) -> None:
        node = act.node
        thrown = node.event.kind if node.event else None
        if node.type is Type.EVENT_BASED_GATEWAY:
            targets = [act.box.scope.nodes[act.box.scope.flows[flow].target] for flow in node.outgoing]
            act.armed = [self._arm(target, act.box, act) for target in targets]
        elif node.type is Type.USER_TASK:
            act.wait = "user"
        elif node.job is not None:
            act.wait = "job"
        elif node.type in (Type.RECEIVE_TASK, Type.INTERMEDIATE_CATCH_EVENT):
            act.wait = thrown
        elif node.type is Type.END_EVENT and thrown == "error" and not self._caught(act):
            act.wait = "incident"
        elif thrown == "compensation":
            self._compensate(act)
        else:
            if node.script is not None:
                self._deliver(act, {node.script.result_variable: act.bag.evaluate(node.script.expression)})
            self._finish(act)

    def _compensate(self, act: Act) -> None:
        for boundary, node in to_compensate(act):
            self.log.append(boundary.id)
            handler = self._act(node, act.box, act.box.bag)
            handler.thrower = act
            act.box.acts.append(handler)
            self._later(lambda handler=handler: self._enter(handler), handler)  # type: ignore[misc] # bound now
        if not any(other.thrower is act for other in act.box.acts):
            self._finish(act)

    def _caught(self, act: Act) -> bool:
        return act.node.event is not None and catcher(act, act.box, "error", act.node.event.name) is not None

    def _open(self, scope: Any, bag: Bag, owner: Act | None, *, called: bool = False) -> Box:
        serial = 0 if owner is None else owner.serial
        if called:
            self._serial += 1
            serial = self._serial
        box = Box(serial, scope, bag, owner, called=called)
        self.boxes.append(box)

        def begin() -> None:
            box.begun = True
            for node in scope.nodes.values():
                if node.type is Type.EVENT_SUB_PROCESS:
                    start = next(n for n in node.scope.nodes.values() if n.type is Type.START_EVENT)
                    box.armed.append(self._arm(start, box, None, node))
            for node in scope.nodes.values():
                if node.type is Type.START_EVENT:
                    self._later(self._entering(box, node), box)

        self._later(begin, box)
        return box

    # --- multi-instance --------------------------------------------------------------------------------------------

    def _begin_items(self, body: Act) -> None:
        loop = body.node.multi_instance
        assert loop
        values = body.bag.evaluate(loop.input_collection)
        if loop.output_collection:
            body.bag[loop.output_collection] = [None] * len(values)
        for _ in range(min(1, len(values)) if loop.sequential else len(values)):
            self._begin_item(body)
        if not values:
            self._finish(body)

    def _begin_item(self, body: Act) -> None:
        loop = body.node.multi_instance
        assert loop
        item = self._act(body.node, body.box, body.bag)
        item.index, item.body = body.begun, body
        item.bag["loopCounter"] = body.begun + 1
        if loop.output_element:
            item.bag[loop.output_element.removeprefix("=")] = None
        if loop.input_element:
            item.bag[loop.input_element] = body.bag.evaluate(loop.input_collection)[body.begun]
        body.begun += 1
        body.items.append(item)
        self._later(lambda: self._enter(item), item)

    def _item_done(self, item: Act) -> None:
        body = item.body
        assert body
        loop = body.node.multi_instance
        assert loop
        size = len(body.bag.evaluate(loop.input_collection))
        if loop.output_collection and loop.output_element:
            results = list(body.bag[loop.output_collection])  # others may hold the list as it was
            results[item.index or 0] = item.bag.evaluate(loop.output_element)
            body.bag[loop.output_collection] = results
        body.done += 1
        body.items.remove(item)
        counts = {
            "numberOfInstances": size,
            "numberOfActiveInstances": len(body.items),
            "numberOfCompletedInstances": body.done,
        }
        if body.done == size or (loop.completion_condition and item.bag.evaluate(loop.completion_condition, counts)):
            for other in list(body.items):
                self._kill(other)
            self._later(lambda: self._finish(body), body)
        elif loop.sequential:
            self._later(lambda: self._begin_item(body), body)

    # --- leaving ---------------------------------------------------------------------------------------------------

    def _deliver(self, act: Act, values: Mapping[str, Any]) -> None:
        if act.node.outputs:
            act.bag.update(values)
        else:
            act.bag.put(values)

    def _finish(self, act: Act) -> None:
        node, box = act.node, act.box
        is_body = node.multi_instance is not None and act.body is None
        if is_body:
            loop = node.multi_instance
            if loop and loop.output_collection and act.bag.up is not None:
                act.bag.up.put({loop.output_collection: list(act.bag[loop.output_collection])})
        elif node.outputs:
            around = act.bag if act.body is not None else act.bag.up
            assert around is not None
            around.put(act.bag.mapped(node.outputs))
        chosen = [] if act.body is not None else chosen_flows(act)
        if chosen is None:
            act.wait = "incident"
            return
        self.log.append(node.id)
        act.alive = False
        act.armed = []
        remember(act)
        if act.body is not None:
            self._item_done(act)
            return
        box.acts.remove(act)
        if (thrower := relieved(act)) is not None:
            self._later(lambda: self._finish(thrower), thrower)
        if self._interrupted_by(act):
            return
        for flow in chosen:
            self._arrive(box, flow)

    def _interrupted_by(self, act: Act) -> bool:
        thrown = act.node.event.kind if act.node.event and act.node.type is Type.END_EVENT else None
        if thrown == "terminate":
            self._clear(act.box)
        elif thrown == "error" and act.node.event:
            found = catcher(act, act.box, "error", act.node.event.name)
            assert found
            self._fire(found, {})
        return thrown in ("terminate", "error")

    # --- events ----------------------------------------------------------------------------------------------------

    def _fire(self, armed: Armed, values: Mapping[str, Any]) -> None:
        box, node, host = armed.box, armed.node, armed.host
        once = node.event is not None and node.event.kind == "timer" and node.event.timer != "cycle"
        if host is not None and host.node.type is Type.EVENT_BASED_GATEWAY:
            self._win(armed, host, values)
            return
        if host is not None:
            host.armed.remove(armed)
            if node.interrupting:
                self._kill(host)
            elif not once:
                host.armed.append(self._arm(node, box, host))
            act = self._act(node, box, box.bag)
            box.acts.append(act)
            if not (node.event and node.event.kind == "error" and not node.outputs):
                self._deliver(act, values)
            self._later(lambda: self._finish(act), act)
            return
        box.armed.remove(armed)
        if node.interrupting:
            self._clear(box)
        elif not once:
            box.armed.append(self._arm(node, box, None, armed.sub_process))
        self._start_event_sub_process(armed, values)

    def _win(self, armed: Armed, gateway: Act, values: Mapping[str, Any]) -> None:
        """The first of the events behind an event-based gateway."""
        box = armed.box
        self.log.append(gateway.node.id)
        self.flows += [flow for flow in gateway.node.outgoing if box.scope.flows[flow].target == armed.node.id]
        self._kill(gateway)
        act = self._act(armed.node, box, box.bag)
        box.acts.append(act)
        self._deliver(act, values)
        self._later(lambda: self._finish(act), act)

    def _start_event_sub_process(self, armed: Armed, values: Mapping[str, Any]) -> None:
        sub_process, box = armed.sub_process, armed.box
        assert sub_process
        act = self._act(sub_process, box, box.bag)
        box.acts.append(act)

        def begin() -> None:
            self._enter(act)
            inner = act.inner
            assert inner

            def deliver() -> None:
                start = next(one for one in inner.acts if one.node is armed.node)
                self._deliver(start, values)

            # right after the inner box has begun, before its start event is entered
            self._queue.append(lambda: deliver() if inner.alive and values else None)

        self._later(begin, act)

    # --- ending ------------------------------------------------------------------------------------------------------

    def _kill(self, act: Act) -> None:
        act.alive = False
        act.armed = []
        act.wait = None
        for item in list(act.items):
            self._kill(item)
        if act.inner is not None and act.inner.alive:
            self._close(act.inner)
        if act.body is not None:
            act.body.items = [item for item in act.body.items if item is not act]
        elif act in act.box.acts:
            act.box.acts.remove(act)

    def _clear(self, box: Box) -> None:
        for act in list(box.acts):
            self._kill(act)
        box.armed = []
        box.parked = []

    def _close(self, box: Box) -> None:
        self._clear(box)
        box.alive = False
        self.boxes.remove(box)
