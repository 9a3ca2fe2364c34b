"""Runs the group-by again and again: groups.py full|agg-this-thread|threads|processes ROWS BUDGET_SECONDS FOLDER."""

import importlib
import sys

from executors import executor_of
from groups_data import group_rows
from hamilton import driver
from hamilton.execution.executors import SynchronousLocalTaskExecutor
from rounds import report, timed_rounds


def main() -> None:
    variant, place = sys.argv[1].split("-", 1)
    rows, budget_seconds = int(sys.argv[2]), float(sys.argv[3])
    data = group_rows(rows)
    built = (
        driver.Builder()
        .with_modules(importlib.import_module(f"group_{variant}"))
        .enable_dynamic_execution(allow_experimental_mode=True)
        .with_local_executor(SynchronousLocalTaskExecutor())
        .with_remote_executor(executor_of(place))
        .build()
    )
    heights: list[int] = []

    def execute() -> None:
        heights.append(built.execute(["result"], inputs={"data": data})["result"].height)

    times = timed_rounds(execute, budget_seconds)
    report(times, set(heights) == {rows if variant == "full" else 64})


# a process that is spawned imports this file
if __name__ == "__main__":
    main()
