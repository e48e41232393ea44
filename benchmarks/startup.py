"""How long the command takes to answer and to build one article, beside Python's own start in the same run.

usage: python benchmarks/startup.py [RUNS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KG = str(Path(sys.executable).with_name("kg"))
ARTICLE = str(ROOT / "examples/security-guarantees.txt")


def seconds(command: list[str], runs: int) -> float:
    """Return the median wall time of a command."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> int:
    """Print one row a command."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "kg --help": [KG, "--help"],
            "python -c 'import spacy'": [sys.executable, "-c", "import spacy"],
            "kg build, one article, new store": [
                "sh",
                "-c",
                f"rm -rf {folder}/o; {KG} build {ARTICLE} --out {folder}/o",
            ],
            "kg build, again": [KG, "build", ARTICLE, "--out", f"{folder}/o"],
        }
        base = 0.0
        print("| command | seconds | of Python's start |")
        print("| --- | ---: | ---: |")
        for name, command in commands.items():
            found = seconds(command, runs)
            base = base or found
            print(f"| `{name}` | {found:.2f} | {found / base:.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
