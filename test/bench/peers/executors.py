"""Where the Python system runs the items of a block."""

import multiprocessing

from hamilton.execution import executors


def executor_of(place: str) -> executors.TaskExecutor:
    """For 'this-thread', or two 'threads' or 'processes'.

    Processes are spawned: Polars hangs in forked ones.
    """
    if place == "threads":
        return executors.MultiThreadingExecutor(max_tasks=2)
    if place == "processes":
        multiprocessing.set_start_method("spawn")
        return executors.MultiProcessingExecutor(max_tasks=2)
    return executors.SynchronousLocalTaskExecutor()
