"""10 000 random processes in lock step with the reference interpreter, each in all ways of storing; progress on stderr.

Not about time: the bar is that there is no difference. Fewer processes: LOCKSTEP_PROCESSES=500."""

import json
import os
import sys
import time
from collections.abc import Iterator
from multiprocessing import get_context
from typing import Any

from tests.engine_reference.lockstep import WAYS, run_blocks, run_graph

PROCESSES = int(os.environ.get("LOCKSTEP_PROCESSES", "10000"))
FIRST_SEED = 100_000
MIXES = ("", "", "inclusive", "errors", "compensation", "graph", "graph")
SECONDS_BETWEEN_REPORTS = 10


def run() -> list[dict[str, Any]]:
    """Rows: differences (hard bar 0), processes, actions."""
    actions, differences, began, reported = 0, [], time.monotonic(), time.monotonic()
    with get_context("spawn").Pool(int(os.environ.get("LOCKSTEP_WORKERS", "0")) or None) as pool:
        for done, (count, found) in enumerate(pool.imap_unordered(_in_all_ways, _seeds(), chunksize=8), 1):
            actions += count
            differences += found
            if time.monotonic() - reported > SECONDS_BETWEEN_REPORTS or done == PROCESSES:
                reported = time.monotonic()
                rest = (reported - began) / done * (PROCESSES - done)
                _say(f"lock step: {done} of {PROCESSES} processes, {len(differences)} differences, {rest:.0f} s to go")
    for found in differences[:20]:
        _say(found)
    return [
        {"name": name, "value": value, "unit": "", "hard_bar": bar, "goal": bar}
        for name, value, bar in (
            ("differences between engine and reference", len(differences), 0),
            ("random processes, each in three ways of storing", PROCESSES, None),
            ("actions", actions, None),
        )
    ]


def _seeds() -> Iterator[tuple[int, str]]:
    for number in range(PROCESSES):
        yield FIRST_SEED + number, MIXES[number % len(MIXES)]


def _in_all_ways(drawn: tuple[int, str]) -> tuple[int, list[str]]:
    seed, mix = drawn
    actions, found = 0, []
    for way in WAYS:
        try:
            actions += run_graph(seed, way) if mix == "graph" else run_blocks(seed, way, mix)
        except Exception as error:  # noqa: BLE001 - any failure is a difference, and the run goes on
            found.append(f"seed {seed}, mix '{mix}', stored '{way}': {type(error).__name__} {str(error)[:300]}")
    return actions, found


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
