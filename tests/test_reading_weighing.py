"""Weights are loaded from their tables, and a table that is none is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import DataInvalid
from kg.reading import weighing


def test_a_row_without_a_number_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.tsv").write_text("# odd\nfeature\tweight\nnear\theavy\n", encoding="utf-8")
    monkeypatch.setattr(weighing, "FOLDER", tmp_path)
    with pytest.raises(DataInvalid, match=r"odd\.tsv:3"):
        weighing.weights("odd")


def test_a_missing_table_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing, "FOLDER", tmp_path)
    with pytest.raises(DataInvalid, match=r"gone\.tsv"):
        weighing.weights("gone")
