"""The one place where both wings meet: articles in; graph, answers and pictures out."""

from __future__ import annotations

from kg.pipeline.checks import check, check_ontology, check_store
from kg.pipeline.outcomes import Finding, Loaded, Outcome, State, Summary, exit_code, parted
from kg.pipeline.road import (
    ON_DEMAND,
    SAMPLES_NOTE,
    build,
    export_file,
    furnish,
    load,
    readings,
    samples,
    silent,
    understand,
)

__all__ = [
    "ON_DEMAND",
    "SAMPLES_NOTE",
    "Finding",
    "Loaded",
    "Outcome",
    "State",
    "Summary",
    "build",
    "check",
    "check_ontology",
    "check_store",
    "exit_code",
    "export_file",
    "furnish",
    "load",
    "parted",
    "readings",
    "samples",
    "silent",
    "understand",
]
