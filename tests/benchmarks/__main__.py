"""`make bench`: runs every `*_bench.py` beside this file and prints all rows as one JSON document.

A benchmark is a module with `run()`, which answers rows of name, value, unit, hard_bar and goal (None: there is
none). Values are better when smaller, unless the row says `"better": "larger"`. Exits with 1 if a hard bar is missed;
names of files as arguments run only those."""

import importlib.util
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Row = dict[str, Any]


def rows_of(path: Path) -> list[Row]:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"Expected a benchmark in {path}, but it cannot be imported.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return [judged({"benchmark": path.stem, **row}) for row in module.run()]


def judged(row: Row) -> Row:
    """The row, with whether it meets its bar and its goal (None: there is none)."""
    larger = row.get("better") == "larger"

    def meets(limit: float | None) -> bool | None:
        if limit is None:
            return None
        return bool(row["value"] >= limit if larger else row["value"] <= limit)

    return {**row, "meets_hard_bar": meets(row.get("hard_bar")), "meets_goal": meets(row.get("goal"))}


def main(names: list[str]) -> int:
    rows: list[Row] = []
    for path in sorted(HERE.glob("*_bench.py")):
        if names and path.stem not in names and path.name not in names:
            continue
        started = time.perf_counter()
        sys.stderr.write(f"{path.stem} … ")
        sys.stderr.flush()
        rows += rows_of(path)
        sys.stderr.write(f"{time.perf_counter() - started:.0f} s\n")
    machine = {"processors": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
    sys.stdout.write(json.dumps({"machine": machine, "rows": rows}, indent=2, ensure_ascii=False, default=float) + "\n")
    missed = [row for row in rows if row["meets_hard_bar"] is False]
    for row in missed:
        sys.stderr.write(f"below its hard bar: {row['name']}: {row['value']} {row['unit']}, bar {row['hard_bar']}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.path[:0] = [str(HERE), str(HERE.parents[1])]  # benchmarks share what stands beside them and the tests' drivers
    sys.exit(main(sys.argv[1:]))
