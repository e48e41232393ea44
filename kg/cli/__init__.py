"""The command ``kg``: data on stdout, messages on stderr, one line for each error, documented exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Parameters:
        arguments: the words after ``kg``; those of the process when ``None``.
    """
    try:
        from kg.cli.app import run  # inside, so that Ctrl-C during the imports ends as quietly as later

        return run(arguments)
    except KeyboardInterrupt:
        sys.stderr.write("kg: interrupted\n")
        return 130
