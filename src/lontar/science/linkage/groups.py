"""Records of one person as groups; a group holds no two records that are plainly of two people."""

from typing import Final

import polars as pl

APART_BITS: Final = -10.0
"""Odds of one in a thousand: two records this far apart are not outvoted."""
CAP_BITS: Final = 20.0
"""However sure a pair is, it counts for no more than this: two of three that say no are heard."""
_PASSES: Final = 3


def groups(links: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    """`record_id` and `cluster_id`, the smallest id in the group, for each record that has a link.

    Both have `left_id`, `right_id`, `weight`; `weights` are all pairs that were compared, for and against. Links are
    taken heaviest first, and two groups are joined if all pairs between them say one person, in sum or by most of
    them. So an odd copy finds its way in, and a chain of likenesses (a brother, his twin, the twin's namesake) does
    not make one person of three.
    """
    ordered = links.sort(["weight", "left_id", "right_id"], descending=[True, False, False])
    linked = pl.concat([ordered.get_column("left_id"), ordered.get_column("right_id")]).unique()
    within = weights.filter(pl.col("left_id").is_in(linked.implode()) & pl.col("right_id").is_in(linked.implode()))
    between: dict[object, dict[object, float]] = {record: {} for record in linked}
    for left, right, weight in within.select("left_id", "right_id", "weight").iter_rows():
        between[left][right] = between[right][left] = min(max(weight, -CAP_BITS), CAP_BITS)
    group: dict[object, object] = {record: record for record in linked}
    members: dict[object, list[object]] = {record: [record] for record in linked}
    waiting = ordered.select("left_id", "right_id").rows()
    for _ in range(_PASSES):
        before, left_over = len(members), []
        for left, right in waiting:
            a, b = group[left], group[right]
            if a == b:
                continue
            if _apart(members[a], members[b], between):
                left_over.append((left, right))
                continue
            small, large = (a, b) if len(members[a]) < len(members[b]) else (b, a)
            for record in members[small]:
                group[record] = large
            members[large] += members.pop(small)
        waiting = left_over
        if len(members) == before:
            break
    smallest = {record: min(of) for of in members.values() for record in of if len(of) > 1}  # type: ignore[type-var]  # ids of one kind
    dtype = links.schema["left_id"]
    return pl.DataFrame(
        {"record_id": list(smallest), "cluster_id": list(smallest.values())},
        schema={"record_id": dtype, "cluster_id": dtype},
    ).sort("cluster_id", "record_id")


def _apart(one: list[object], other: list[object], between: dict[object, dict[object, float]]) -> bool:
    """Whether the pairs between two groups say two people: in sum, and not outvoted where none is plainly apart."""
    weights = [between[a].get(b, 0.0) for a in one for b in other]
    most = 2 * sum(weight > 0 for weight in weights) > len(weights)
    return sum(weights) <= 0 and not (most and min(weights) > APART_BITS)


def unseen(clusters: pl.DataFrame, compared: pl.DataFrame) -> pl.DataFrame:
    """Pairs within a group of three or more that were never compared, as `left_id`, `right_id`."""
    big = clusters.filter(pl.len().over("cluster_id") > 2)
    within = big.join(big, on="cluster_id", suffix="_right").filter(pl.col("record_id") < pl.col("record_id_right"))
    within = within.select(left_id="record_id", right_id="record_id_right")
    return within.join(compared.select("left_id", "right_id"), on=["left_id", "right_id"], how="anti")
