"""The dataflow of ../executors-groups-example.ts: rows split by key, five features, a row for each group."""

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


def summary(features: pl.DataFrame) -> pl.DataFrame:
    made = pl.col("roll", "zscore", "log1p", "rank", "cumsum")
    return features.select(
        pl.col("key").first(),
        made.mean().name.suffix("_mean"),
        made.std().name.suffix("_std"),
        made.min().name.suffix("_min"),
        made.max().name.suffix("_max"),
    )


def result(summary: Collect[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(summary)
