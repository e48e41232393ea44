"""The docs tell what the code does: commands, options, questions, exports, limits, links, examples.

Run as a program it writes the commands' help into ``docs/commands.md`` and the package's tree into ``README.md``.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import textwrap
from pathlib import Path

import pytest
import typer
from conftest import COMMAND, ROOT

from kg.cli.app import app
from kg.errors import DemarcheError
from kg.limits import DEFAULTS

COMMANDS_PAGE = ROOT / "docs/commands.md"
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "queries").glob("*.md"),
        *(ROOT / "examples").glob("*.md"),
    ]
)
GROUP = typer.main.get_command(app)
COMMANDS = sorted(GROUP.commands)  # type: ignore[attr-defined]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def help_of(name: str) -> str:
    environment = {**os.environ, "COLUMNS": "100"}
    environment.pop("DEMARCHE_STORE", None)
    done = subprocess.run([COMMAND, name, "--help"], capture_output=True, text=True, check=True, env=environment)
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def section(name: str) -> str:
    """Return what ``docs/commands.md`` says of a command."""
    found = re.search(rf"^## kg {name}\n(.*?)(?=^## |\Z)", text(COMMANDS_PAGE), re.MULTILINE | re.DOTALL)
    assert found, f"docs/commands.md has no section '## kg {name}'"
    return found[1]


def parameters(name: str) -> list[typer.core._TyperParameter]:
    return GROUP.commands[name].params  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_help(name: str) -> None:
    assert GROUP.commands[name].help  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_parameter_has_help(name: str) -> None:
    assert [p.name for p in parameters(name) if not getattr(p, "help", None)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_stands_in_the_docs(name: str) -> None:
    said = section(name)
    assert f"```text\n{help_of(name)}\n```" in said, "run .venv/bin/python tests/test_docs.py"


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_an_example(name: str) -> None:
    assert re.search(rf"^```sh\nkg {name}\b", section(name), re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_stands_in_the_docs(name: str) -> None:
    said = section(name)
    missing = [o for p in parameters(name) for o in p.opts if o.startswith("-") and not p.hidden and o not in said]  # type: ignore[attr-defined]
    assert missing == []


def test_docs_tell_of_no_command_that_is_not() -> None:
    assert sorted(re.findall(r"^## kg (\w+)", text(COMMANDS_PAGE), re.MULTILINE)) == COMMANDS
    named = set(re.findall(r"^kg (\w+)", text(ROOT / "README.md"), re.MULTILINE))
    assert named <= set(COMMANDS)


def test_readme_shows_every_command() -> None:
    assert [name for name in COMMANDS if f"\nkg {name}" not in text(ROOT / "README.md")] == []


@pytest.mark.parametrize("path", sorted((ROOT / "queries").glob("*.rq")), ids=lambda p: p.stem)
def test_question_stands_in_the_docs(path: Path) -> None:
    pages = [page for page in (COMMANDS_PAGE, ROOT / "queries/README.md") if page.exists()]
    assert any(f"`{path.stem}`" in text(page) for page in pages)


def test_every_export_format_stands_in_the_docs() -> None:
    from kg.exporting import FORMATS

    assert [name for name in FORMATS if f"`{name}`" not in section("export")] == []


@pytest.mark.parametrize("name", sorted(DEFAULTS))
def test_limit_stands_in_the_readme(name: str) -> None:
    assert re.search(rf"\| `{name}` \| {DEFAULTS[name]:,} \|", text(ROOT / "README.md"))


def test_every_setting_that_the_code_reads_stands_in_the_readme() -> None:
    code = "".join(text(path) for path in (ROOT / "kg").rglob("*.py"))
    names = set(re.findall(r"\bDEMARCHE_[A-Z_]+\b", code))
    assert sorted(name for name in names if f"`{name}`" not in text(ROOT / "README.md")) == []


def test_every_exit_code_stands_in_the_readme() -> None:
    kinds: list[type[DemarcheError]] = [DemarcheError, *DemarcheError.__subclasses__()]
    codes = {0, 130, *(kind.exit_code for kind in kinds)}
    assert [code for code in sorted(codes) if f"| {code} |" not in text(ROOT / "README.md")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text(page))
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (page.parent / target).exists()] == []


def tree_of_readme() -> str:
    found = re.search(r"^kg/\n(.*?)^```", text(ROOT / "README.md"), re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def tree_of_package(like: str) -> str:
    """Return the package as a tree: every folder with its modules, in the order of ``like`` and new ones behind."""
    order = re.findall(r"[a-z_]+", like)
    lines = []
    folders = [
        "",
        "reference",
        "text",
        "reading",
        "linking",
        "graph",
        "analysis",
        "exporting",
        "corpus",
        "pipeline",
        "cli",
    ]
    for folder in folders:
        place = ROOT / "kg" / folder
        found = {p.stem for p in place.rglob("*.py")} if folder else {p.stem for p in place.glob("*.py")}
        names = sorted(found - {"__init__"}, key=lambda n: (order.index(n) if n in order else len(order), n))
        if folder and names:
            head = f"  {folder + '/':13}"
            lines += textwrap.wrap(" ".join(names), 104, initial_indent=head, subsequent_indent=" " * 15)
        elif names:
            lines.append("  " + " ".join(names))
    return "".join(line + "\n" for line in lines)


def test_readme_tree_is_the_tree() -> None:
    """Every folder and module of the package stands in the README's tree, and nothing else does."""
    assert tree_of_readme() == tree_of_package(tree_of_readme()), "run .venv/bin/python tests/test_docs.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_examples_of_python_run(page: Path) -> None:
    failed, _ = doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_python_in_the_docs_is_python(page: Path) -> None:
    for block in re.findall(r"^```python\n(.*?)^```", text(page), re.MULTILINE | re.DOTALL):
        if not block.startswith(">>>"):
            compile(block, str(page), "exec")


def test_changelog_keeps_its_form() -> None:
    lines = text(ROOT / "CHANGELOG.md").splitlines()
    assert "## [Unreleased]" in lines
    kinds = {line.removeprefix("### ") for line in lines if line.startswith("### ")}
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


if __name__ == "__main__":
    page = text(COMMANDS_PAGE)
    for each in COMMANDS:
        block = f"```text\n{help_of(each)}\n```"
        page = re.sub(rf"(^## kg {each}\n.*?)^```text\n.*?^```", lambda m, b=block: m[1] + b, page, flags=re.M | re.S)  # type: ignore[misc]
    COMMANDS_PAGE.write_text(page, encoding="utf-8")
    readme = text(ROOT / "README.md")
    new = readme.replace(tree_of_readme(), tree_of_package(tree_of_readme()))
    (ROOT / "README.md").write_text(new, encoding="utf-8")
