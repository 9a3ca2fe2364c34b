"""Runs a parallel block again and again: blocks.py block[-threads|-processes] COUNT BUDGET_SECONDS FOLDER."""

import sys

import block_graph
from executors import executor_of
from hamilton import base, driver
from hamilton.execution.executors import SynchronousLocalTaskExecutor
from rounds import report, timed_rounds


def main() -> None:
    place, count, budget_seconds = sys.argv[1].removeprefix("block-"), int(sys.argv[2]), float(sys.argv[3])
    built = (
        driver.Builder()
        .with_modules(block_graph)
        .with_adapters(base.DefaultAdapter())
        .enable_dynamic_execution(allow_experimental_mode=True)
        .with_local_executor(SynchronousLocalTaskExecutor())
        .with_remote_executor(executor_of(place))
        .build()
    )

    def execute() -> int:
        return built.execute(["total"], inputs={"count": count})["total"]

    times = timed_rounds(execute, budget_seconds)
    report(times, execute() == 3 * count * (count + 1) // 2)


# a process that is spawned imports this file
if __name__ == "__main__":
    main()
