"""Debian's Chromium for tests that must see what a reader sees."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(slots=True)
class Seen:
    """An open page, and what it did: addresses asked for, messages in the console, errors, dialogs."""

    page: Any
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


def executable() -> str:
    """Return Chromium's path; without one the test is skipped, but fails in CI."""
    for name in ("chromium", "chromium-browser"):
        if found := shutil.which(name):
            return found
    reason = "no Chromium is installed: apt-get install chromium"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def browser() -> Iterator[Any]:
    """Start Chromium."""
    from playwright.sync_api import sync_playwright

    path = executable()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@contextmanager
def opened(chromium: Any, file: Path, *, width: int = 1280, height: int = 800) -> Iterator[Seen]:
    """Open a file as a reader does, and record every request, those that are blocked too."""
    context = chromium.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    seen = Seen(page)

    def told(dialog: Any) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.console.append(message.text))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("dialog", told)
    # Requests that the page's own policy forbids never start; the browser tells of them by this event.
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => "
        "console.error('forbidden: ' + event.violatedDirective + ' ' + event.blockedURI))"
    )
    page.goto(file.absolute().as_uri())
    yield seen
    context.close()
