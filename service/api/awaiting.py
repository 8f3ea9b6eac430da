"""Waits for the end of a process instance that was just started."""

import asyncio
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from service import exact_json
from service.api.answers import JsonAnswer
from service.api.edge import Edge
from service.api.wakeups import woken
from service.errors import DeadlineExceeded, InvalidState
from service.persistence.channels import INSTANCE_ENDED
from service.queries import process_instances
from service.states import InstanceState

#: seconds that a request waits if it does not say
_DEFAULT_WAIT = 10.0


async def completion(edge: Edge, started: Response, names: list[str], milliseconds: int) -> Response:
    """The answer of a start with the variables that the instance ended with; all, or those named.

    Raises DeadlineExceeded if it has not ended in time (it goes on), InvalidState if it was cancelled."""
    if started.status_code != HTTPStatus.OK:
        return started
    answer = exact_json.decode(bytes(started.body))
    key = int(answer["processInstanceKey"])
    loop = asyncio.get_running_loop()
    until = loop.time() + (milliseconds / 1000 if milliseconds else _DEFAULT_WAIT)
    async with edge.service.wakeups.waiting(INSTANCE_ENDED, str(key)) as event:
        while (outcome := await run_in_threadpool(edge.read, process_instances.outcome, key, names)) is None:
            if (left := until - loop.time()) <= 0:
                raise DeadlineExceeded(
                    f"Expected process instance '{key}' to complete within the request's timeout, but it goes on. "
                    "Search it by its key."
                )
            await woken(event, left)
    state, variables = outcome
    if state != InstanceState.COMPLETED:
        raise InvalidState(f"Expected process instance '{key}' to complete, but it was terminated.")
    return JsonAnswer({**answer, "variables": variables})
