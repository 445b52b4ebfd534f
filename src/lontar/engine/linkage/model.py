"""The saved model: one JSON file with Splink's settings, the shares among kin, and the thresholds of the bands."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from lontar.engine.linkage.comparisons import comparisons
from lontar.science.linkage.levels import FIELDS, LEVELS
from lontar.science.linkage.stories import Shares
from lontar.science.trouble import Refusal

SAVED: Final = Path(__file__).with_name("model.json")
FORMAT: Final = 2
LOOK, SAME = -3.0, 3.0


@dataclass(frozen=True, slots=True)
class Model:
    """How often each level of agreement is met in each story, and from which weight on a pair is in which band."""

    shares: Shares
    look: float = LOOK
    same: float = SAME
    trained_on: str = ""

    def settings(self) -> dict[str, Any]:
        """The model as Splink 5 takes it; pairs come registered, so its own blocking rule is never used."""
        two = {f: {code: (s[0], s[1]) for code, s in levels.items()} for f, levels in self.shares.items()}
        return {
            "link_type": "dedupe_only",
            "unique_id_column_name": "row",
            "sql_dialect": "duckdb",
            "probability_two_random_records_match": 0.5,
            "retain_matching_columns": True,
            "retain_intermediate_calculation_columns": True,
            "blocking_rules_to_generate_predictions": [{"blocking_rule": "l.nik = r.nik", "sql_dialect": "duckdb"}],
            "comparisons": comparisons(two),
        }

    def as_json(self) -> str:
        kin = {f: {code: s[2] for code, s in levels.items()} for f, levels in self.shares.items()}
        document = {
            "format": FORMAT,
            "trained_on": self.trained_on,
            "bands": {"look": self.look, "same": self.same},
            "kin": kin,
            "splink": self.settings(),
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def assumed() -> Model:
    """The model before anything was counted."""
    return Model({
        field: {level.code: (level.same, level.stranger, level.kin) for level in levels}
        for field, levels in LEVELS.items()
    }, trained_on="assumed shares, nothing counted")  # fmt: skip


def read_model(path: Path) -> Model:
    """A model that was saved; refuses what is none, or one of other levels than this version compares."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        kin, settings = document["kin"], document["splink"]
        shares: Shares = {}
        for comparison in settings["comparisons"]:
            field = comparison["output_column_name"]
            shares[field] = {
                level["label_for_charts"]: (
                    float(level["m_probability"]), float(level["u_probability"]),
                    float(kin[field][level["label_for_charts"]]),
                )
                for level in comparison["comparison_levels"] if not level.get("is_null_level")
            }  # fmt: skip
        found = Model(shares, document["bands"]["look"], document["bands"]["same"], document["trained_on"])
    except OSError as error:
        raise Refusal(f"{path} tidak dapat dibaca: {error.strerror}.", field="model") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(f"{path} bukan model pencarian data ganda.", field="model") from error
    known = {field: [level.code for level in LEVELS[field]] for field in FIELDS}
    if document["format"] != FORMAT or {field: list(levels) for field, levels in shares.items()} != known:
        raise Refusal(f"{path} dibuat untuk versi lain.", advice="Latih lagi dengan --train.", field="model")
    if any(not 0 < share < 1 for levels in shares.values() for three in levels.values() for share in three):
        raise Refusal(f"{path} rusak: ada peluang di luar 0 sampai 1.", field="model")
    return found


@cache
def saved_model() -> Model:
    """The model of the repository, trained on the example city."""
    return read_model(SAVED)
