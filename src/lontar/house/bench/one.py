"""One measure in a process of its own: `python -m lontar.house.bench.one NAME FILES FAMILIES`, figures as JSON."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from lontar.house.bench.figures import Figure


def main(name: str, files: Path, families: int) -> list[Figure]:
    """The figures of one measure. Imported only here, so that no measure carries another's memory."""
    from lontar.house.bench import files as of_files
    from lontar.house.bench import starting

    measures: dict[str, Callable[[Path, int], list[Figure]]] = {
        "example": of_files.example,
        "reading": of_files.reading,
        "workbook": of_files.workbook,
        "start": starting.start,
    }
    return measures[name](files, families)


if __name__ == "__main__":
    found = main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps([asdict(one) for one in found]))
