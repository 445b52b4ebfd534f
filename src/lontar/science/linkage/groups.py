"""Records of one person as groups; a group holds no two records that are plainly of two people."""

from typing import Final

import polars as pl

APART_BITS: Final = -10.0
"""Odds of one in a thousand: two records this far apart do not stand in one group, whatever links them."""


def groups(links: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """`record_id` and `cluster_id`, the smallest id in the group, for each record that has a link.

    `links` has `left_id`, `right_id`, `weight`; `apart` has `left_id`, `right_id`, pairs that must not meet.
    Links are taken heaviest first. One that would bring a pair of `apart` into one group is passed over, so that
    a chain of likenesses (a brother, his twin, the twin's namesake) never makes one person of three.
    """
    barred: dict[object, set[object]] = {}
    for left, right in apart.select("left_id", "right_id").iter_rows():
        barred.setdefault(left, set()).add(right)
        barred.setdefault(right, set()).add(left)
    group: dict[object, object] = {}
    members: dict[object, list[object]] = {}
    ordered = links.sort(["weight", "left_id", "right_id"], descending=[True, False, False])
    for left, right in ordered.select("left_id", "right_id").iter_rows():
        for record in (left, right):
            if record not in group:
                group[record] = record
                members[record] = [record]
        a, b = group[left], group[right]
        if a == b or _barred(members[a], members[b], barred):
            continue
        small, large = (a, b) if len(members[a]) < len(members[b]) else (b, a)
        for record in members[small]:
            group[record] = large
        members[large] += members.pop(small)
    smallest = {record: min(of) for of in members.values() for record in of}  # type: ignore[type-var]  # ids of one kind
    dtype = links.schema["left_id"]
    return pl.DataFrame(
        {"record_id": list(smallest), "cluster_id": list(smallest.values())},
        schema={"record_id": dtype, "cluster_id": dtype},
    ).sort("cluster_id", "record_id")


def _barred(one: list[object], other: list[object], barred: dict[object, set[object]]) -> bool:
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    all_many = set(many)
    return any(not all_many.isdisjoint(barred[record]) for record in few if record in barred)


def unseen(clusters: pl.DataFrame, compared: pl.DataFrame) -> pl.DataFrame:
    """Pairs within a group of three or more that were never compared, as `left_id`, `right_id`."""
    big = clusters.filter(pl.len().over("cluster_id") > 2)
    within = big.join(big, on="cluster_id", suffix="_right").filter(pl.col("record_id") < pl.col("record_id_right"))
    within = within.select(left_id="record_id", right_id="record_id_right")
    return within.join(compared.select("left_id", "right_id"), on=["left_id", "right_id"], how="anti")
