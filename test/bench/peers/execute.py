"""Executes one graph again and again: execute.py deep|wide COUNT BUDGET_SECONDS FOLDER.

deep asks for the last node, wide for all; the result is a dictionary.
"""

import sys

from graph_shapes import expected, module_of
from hamilton import base, driver
from rounds import report, timed_rounds, with_deep_stack

shape, count, budget_seconds, folder = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
module = module_of(folder, count, shape)
built = driver.Builder().with_modules(module).with_adapters(base.DefaultAdapter()).build()
outputs = [f"n{count - 1}"] if shape == "deep" else [f"n{i}" for i in range(count)]


def execute() -> dict[str, int]:
    return built.execute(outputs, inputs={"x": 1})


def main() -> None:
    times = timed_rounds(execute, budget_seconds)
    values = execute()
    report(times, len(values) == len(outputs) and values[outputs[-1]] == expected(count, shape))


with_deep_stack(count, main)
