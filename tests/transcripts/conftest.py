"""``pytest tests/transcripts --update-transcripts`` writes what the bot says now."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-transcripts",
        action="store_true",
        help="rewrite the bot's part of every transcript; read the difference before keeping it",
    )


@pytest.fixture
def updates_transcripts(pytestconfig: pytest.Config) -> bool:
    # The option is unknown where this folder was not named on the command line.
    return bool(pytestconfig.getoption("--update-transcripts", default=False))
