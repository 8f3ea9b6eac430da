"""Messages to clients that a handler had sent, noted with its job's result: staff are told, and the case tells it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from service.persistence import rows
from service.states import ElementType, NoticeKind

if TYPE_CHECKING:
    from handlers.ports import SentMessage
    from service.commands.instance_work import InstanceWork
    from service.engine import ActiveElement


def store_job_messages(work: "InstanceWork", instance_key: int, sent: Sequence["SentMessage"]) -> None:
    """Make a notice of each message; of one that was sent before there is none again. Nothing personal is noted."""
    notices = []
    open_elements = work.instance.active_elements() if sent else []
    for each in sent:
        message, key = each.message, work.facts.new_key()
        notices.append(
            {
                "key": key,
                "kind": NoticeKind.CLIENT_REMINDED,
                "subject": f"message/{message.key}",
                "root_process_instance_key": work.facts.root_key,
                "stage": _stage(open_elements),
                "element_id": work.row.get("element_id"),
                "level": message.nth,
                "roles": _awaiting(open_elements),
                "users": (message.owner,),
                "due_at": message.expires_at,
                "created_at": work.context.now,
            }
        )
        named = {"wait": message.wait, "nth": message.nth, "channel": each.channel}
        work.audit("client_reminded", "notice", key, instance_key, **named)
    work.batch.rows(rows.NEW_NOTICE, notices)


def _stage(open_elements: Sequence["ActiveElement"]) -> str | None:
    """The stage that the case is in, if it is in one."""
    stages = (each.node.properties.get("stage") for each in open_elements if not each.around)
    return next((stage for stage in stages if stage is not None), None)


def _awaiting(open_elements: Sequence["ActiveElement"]) -> list[str]:
    """The roles of the lanes in which somebody outside is awaited."""
    lanes = {
        each.node.lane
        for each in open_elements
        if each.node.type is ElementType.USER_TASK and "awaits" in each.node.properties
    }
    return sorted(lane for lane in lanes if lane is not None)
