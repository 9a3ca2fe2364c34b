"""The rows of ../executors-groups-data.ts."""

import numpy as np
import polars as pl

U32 = np.uint32


def group_rows(rows: int) -> pl.DataFrame:
    columns = {f"x{seed}": hash_of(rows, seed) / 2.0**32 * 100 for seed in (1, 2, 3)}
    return pl.DataFrame({"key": (hash_of(rows, 0) & U32(63)).astype(np.int32), **columns})


def hash_of(rows: int, seed: int) -> np.ndarray:
    value = np.arange(rows, dtype=U32) * U32(0x9E3779B1) + U32(seed * 0x7F4A7C15 & 0xFFFFFFFF)
    value ^= value >> U32(16)
    value *= U32(0x85EBCA6B)
    value ^= value >> U32(13)
    value *= U32(0xC2B2AE35)
    return value ^ (value >> U32(16))
