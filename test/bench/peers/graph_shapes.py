"""The graph shapes of ../graph-shapes.ts, as Python modules.

deep: n0 gives the input x. For i >= 1, n{i} reads the different nodes among n{i-1}, n{i//2}, n{i//3}, in this order.
wide: the same from n{i//2}, n{i//3} only, so its depth is log2 of the count.
The value of n{i} is the sum of what it reads, in 30 bits.
"""

import importlib.util
import os
import sys
from types import ModuleType

MASK = 0x3FFFFFFF


def reads_of(i: int, shape: str) -> list[int]:
    """What n{i} reads."""
    half = [i // 2, i // 3]
    return list(dict.fromkeys([i - 1, *half] if shape == "deep" else half))


def source_of(count: int, shape: str) -> str:
    """The text of a module with `count` functions."""
    lines = ["def n0(x: int) -> int:", "    return x", ""]
    for i in range(1, count):
        names = [f"n{j}" for j in reads_of(i, shape)]
        parameters = ", ".join(f"{name}: int" for name in names)
        lines += [f"def n{i}({parameters}) -> int:", f"    return ({' + '.join(names)}) & {MASK}", ""]
    return "\n".join(lines)


def module_of(folder: str, count: int, shape: str) -> ModuleType:
    """The module with `count` functions, written into `folder` and imported from there."""
    os.makedirs(folder, exist_ok=True)
    name = f"{shape}_{count}"
    file = os.path.join(folder, f"{name}.py")
    with open(file, "w", encoding="utf-8") as out:
        out.write(source_of(count, shape))
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # Hamilton looks a function's module up there
    spec.loader.exec_module(module)
    return module


def expected(count: int, shape: str) -> int:
    """The value of the last node for x = 1."""
    values = [1]
    for i in range(1, count):
        values.append(sum(values[j] for j in reads_of(i, shape)) & MASK)
    return values[-1]
