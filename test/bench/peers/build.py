"""Builds one graph again and again: build.py deep|wide COUNT BUDGET_SECONDS FOLDER."""

import sys

from graph_shapes import expected, module_of
from hamilton import base, driver
from rounds import report, timed_rounds, with_deep_stack

shape, count, budget_seconds, folder = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
module = module_of(folder, count, shape)  # importing is not timed


def build() -> driver.Driver:
    return driver.Builder().with_modules(module).with_adapters(base.DefaultAdapter()).build()


def main() -> None:
    times = timed_rounds(build, budget_seconds)
    last = f"n{count - 1}"
    # executing the largest graphs takes long, and is measured elsewhere
    is_right = count > 10_000 or build().execute([last], inputs={"x": 1})[last] == expected(count, shape)
    report(times, is_right)


with_deep_stack(count, main)
