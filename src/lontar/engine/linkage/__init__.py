"""One person once: pairs of records that may be one person, why, and in which band; duckdb and splink load on use."""

from lontar.engine.linkage.crowds import crowd_findings, passed_over
from lontar.engine.linkage.finding import (
    Found,
    Reason,
    Why,
    clusters,
    explain,
    find,
    find_and_group,
    find_new,
    find_one,
)  # fmt: skip
from lontar.engine.linkage.model import Model, assumed, read_model, saved_model
from lontar.engine.linkage.training import train
from lontar.science.linkage.levels import FIELDS

__all__ = [
    "FIELDS", "Found", "Model", "Reason", "Why", "assumed", "clusters", "crowd_findings", "explain", "find", "find_and_group",
    "find_new", "find_one", "passed_over", "read_model", "saved_model", "train",
]  # fmt: skip
