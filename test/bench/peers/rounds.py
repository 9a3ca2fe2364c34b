"""Times a call, and reports."""

import json
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

MOST_ROUNDS = 31


def timed_rounds(call: Callable[[], object], budget_seconds: float) -> list[float]:
    """Milliseconds of each round: one call to warm up, then as many as the budget allows, at least one.

    A call that takes more than half of the budget is not repeated: it is the figure.
    """
    first = timed(call)
    if first > budget_seconds * 1000 / 2:
        return [first]
    times: list[float] = []
    while not times or (sum(times) < budget_seconds * 1000 and len(times) < MOST_ROUNDS):
        times.append(timed(call))
    return times


def timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def report(times: list[float], is_right: bool) -> None:
    print(json.dumps({"ms": times, "isRight": is_right}))


def with_deep_stack(count: int, work: Callable[[], None]) -> None:
    """Runs `work` where calls may nest a few times deeper than `count`: the default limit ends at 1,000."""
    sys.setrecursionlimit(max(1_000, 20 * count))
    threading.stack_size(512 * 1024 * 1024)
    with ThreadPoolExecutor(1) as thread:
        thread.submit(work).result()
