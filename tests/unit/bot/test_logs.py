from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import configure_logs

LIBRARIES = ("httpx", "httpcore", "telegram", "telegram.ext", "apscheduler")


@pytest.fixture(autouse=True)
def _left_as_it_was() -> Iterator[None]:
    levels = {name: logging.getLogger(name).level for name in LIBRARIES}
    yield
    structlog.reset_defaults()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_json_lines_carry_event_level_time_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json")
    structlog.get_logger().info("bot.started", waiting=3)
    told = capsys.readouterr()
    assert told.out == ""
    line = json.loads(told.err)
    assert (line["event"], line["level"], line["waiting"]) == ("bot.started", "info", 3)
    assert line["timestamp"].endswith("Z")


def test_console_lines_are_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("console")
    structlog.get_logger().warning("intake.again", seconds=2)
    told = capsys.readouterr().err
    assert "intake.again" in told
    assert not told.startswith("{")


@pytest.mark.parametrize(("level", "lines"), [(logging.INFO, 0), (logging.DEBUG, 1)])
def test_debug_lines_come_only_where_they_are_asked_for(
    capsys: pytest.CaptureFixture[str], level: int, lines: int
) -> None:
    configure_logs("json", level)
    structlog.get_logger().debug("detail")
    assert len(capsys.readouterr().err.splitlines()) == lines


@pytest.mark.parametrize("name", LIBRARIES)
def test_libraries_that_would_write_the_token_are_silent(name: str) -> None:
    configure_logs("json", logging.DEBUG)
    assert not logging.getLogger(name).isEnabledFor(logging.ERROR)
