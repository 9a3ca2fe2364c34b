"""The dataflow of ../blocks-example.ts: count items, three trivial nodes for each, one sum."""

from hamilton.htypes import Collect, Parallelizable


def item(count: int) -> Parallelizable[int]:
    yield from range(count)


def a(item: int) -> int:
    return item + 1


def b(a: int) -> int:
    return a * 2


def c(a: int, b: int) -> int:
    return a + b


def total(c: Collect[int]) -> int:
    return sum(c)
