"""The dataflow of ../executors-groups-example.ts: rows split by key, five features of each group, all rows back."""

import polars as pl
from hamilton.htypes import Collect, Parallelizable


def group(data: pl.DataFrame) -> Parallelizable[pl.DataFrame]:
    yield from data.partition_by("key")


def roll(group: pl.DataFrame) -> pl.Series:
    return group["x1"].rolling_mean(100)


def zscore(group: pl.DataFrame) -> pl.Series:
    x2 = group["x2"]
    return (x2 - x2.mean()) / x2.std()


def log1p(group: pl.DataFrame) -> pl.Series:
    return group["x3"].log1p()


def rank(group: pl.DataFrame) -> pl.Series:
    return group["x1"].rank("average")


def cumsum(group: pl.DataFrame) -> pl.Series:
    return group["x2"].cum_sum()


def features(
    group: pl.DataFrame, roll: pl.Series, zscore: pl.Series, log1p: pl.Series, rank: pl.Series, cumsum: pl.Series
) -> pl.DataFrame:
    columns = {"roll": roll, "zscore": zscore, "log1p": log1p, "rank": rank, "cumsum": cumsum}
    return pl.DataFrame({"key": group["key"], **columns})


def result(features: Collect[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(features)
