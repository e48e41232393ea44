"""What every test shares: a clean environment, the command, and the examples built once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
COMMAND = Path(sys.executable).with_name("kg")


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of the command returned and printed."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> Iterator[None]:
    """No setting of the machine's user reaches a test; help is always as wide."""
    patch = pytest.MonkeyPatch()
    for name in list(os.environ):
        if name.startswith("DEMARCHE_"):
            patch.delenv(name)
    patch.setenv("COLUMNS", "100")
    patch.setenv("NO_COLOR", "1")
    yield
    patch.undo()


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run the command in this process."""
    from kg.cli import main

    def run(*words: str | Path) -> Done:
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return run


def process(*words: str | Path, **options: object) -> subprocess.Popen[bytes]:
    """Start the command in a process of its own, which hears Ctrl-C even where the tests run in the background."""
    options.setdefault("preexec_fn", lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    command = [str(COMMAND), *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which ``kg build`` has built the examples."""
    out = tmp_path_factory.mktemp("built") / "exports"
    done = subprocess.run([COMMAND, "build", "--out", out], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that holds the ontology and the reference data and no article; copy it before you write to it."""
    from kg import pipeline
    from kg.graph.store import Store

    path = tmp_path_factory.mktemp("furnished") / "store"
    with Store(path) as store:
        pipeline.furnish(store)
        store.quads.flush()
    return path
