"""Who catches an error: BPMN 2.0, 10.5.6."""

from tests.engine_reference.frames import Act, Armed, Box


def catcher(act: Act, box: Box, kind: str, code: str | None) -> Armed | None:
    """From the thrower outwards; within one step outwards an exact code comes before one that catches all."""

    def catching(armed: list[Armed]) -> list[Armed]:
        found = [a for a in armed if a.node.event and a.node.event.kind == kind]
        exact = [a for a in found if a.node.event and a.node.event.name == code]
        return exact or [a for a in found if a.node.event and a.node.event.name is None]

    for host in (act, act.body):
        if host is not None and (found := catching(host.armed)):
            return found[0]
    if found := catching(box.armed):
        return found[0]
    return None if box.owner is None else catcher(box.owner, box.owner.box, kind, code)
