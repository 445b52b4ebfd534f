"""Programs of others that a measure is held against, each in an environment of its own beside the bench's data."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def answer_of(package: str, folder: Path, program: str, *arguments: str, given: str = "") -> dict[str, Any] | None:
    """What this program says as JSON, with the package installed for it; None, and a word, where it cannot be had."""
    python = folder / "bin/python"
    if not (folder / "installed").exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        steps = ([sys.executable, "-m", "venv", str(folder)], [str(python), "-m", "pip", "install", "-q", package])
        for step in steps:
            if subprocess.run(step, stdout=sys.stderr, check=False).returncode:
                print(f"{package} could not be installed here; its row is left out.", file=sys.stderr)
                return None
        (folder / "installed").touch()
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    asked = subprocess.run(
        [str(python), "-c", program, *arguments],
        input=given,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(asked.stdout)
    return told
