"""What the user sees while something takes its time."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """Say on standard error what is being done, and in the end how long it took."""
    started = time.perf_counter()
    sys.stderr.write(f"{doing} … ")
    sys.stderr.flush()
    try:
        yield
    except BaseException:
        sys.stderr.write("failed\n")
        raise
    sys.stderr.write(f"{time.perf_counter() - started:.1f} s\n")
