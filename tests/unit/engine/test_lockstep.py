"""340 random processes in lock step with the reference, each straight, reloaded after every step (into specs built
afresh) and reloaded after every token. The bench run does 10 000: tests/benchmarks/engine_lockstep.py."""

import pytest

from tests.engine_reference.lockstep import WAYS, run_blocks, run_graph


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_blocks(first: int):
    for seed in range(first, first + 20):
        for way in WAYS:
            run_blocks(seed, way)


@pytest.mark.parametrize("mix", ["inclusive", "errors", "compensation"])
@pytest.mark.parametrize("first", range(1000, 1040, 20))
def test_blocks_with_much_of_one_kind(first: int, mix: str):
    for seed in range(first, first + 20):
        for way in WAYS:
            run_blocks(seed, way, mix)


@pytest.mark.parametrize("first", range(0, 100, 25))
def test_graphs(first: int):
    for seed in range(first, first + 25):
        for way in WAYS:
            run_graph(seed, way)
