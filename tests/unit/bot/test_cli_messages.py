"""`canvass round remind`, `messages` and `actions`: what they take, and what they print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bot.reminding
import bot.settings
from bot.cli import app
from bot.settings import Settings
from tests.support.chat import make_settings

Calls = list[tuple[str, tuple[object, ...]]]


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """What was asked for behind the command line."""
    noted: Calls = []

    async def show(_: Settings, *given: object, **options: object) -> Sequence[str]:
        noted.append(("show", (*given, *sorted(options.items()))))
        return ["first line", "second line"]

    async def control(_: Settings, *given: object) -> str:
        noted.append(("control", given))
        return "done"

    monkeypatch.setattr(bot.settings, "load_settings", lambda: make_settings(tmp_path))
    for name in ("remind", "show_messages", "tell_actions"):
        monkeypatch.setattr(bot.reminding, name, show)
    monkeypatch.setattr(bot.reminding, "control", control)
    return noted


def run(*words: str) -> tuple[int, str]:
    told = CliRunner().invoke(app, ["round", *words])
    return told.exit_code, told.output


@pytest.mark.parametrize("word", ["pause", "resume", "stop"])
def test_messages_are_controlled_by_number_and_then_shown(calls: Calls, word: str) -> None:
    code, told = run("messages", "autumn", f"--{word}", "3")
    assert (code, told) == (0, "done\nfirst line\nsecond line\n")
    assert calls == [("control", ("autumn", 3, word)), ("show", ("autumn",))]


def test_without_a_number_they_are_only_shown(calls: Calls) -> None:
    assert run("messages", "autumn")[0] == 0
    assert calls == [("show", ("autumn",))]


@pytest.mark.parametrize(
    "words",
    [
        ("messages", "autumn", "--pause", "1", "--stop", "1"),
        ("messages", "autumn", "--pause", "one"),
        ("messages",),
        ("actions", "autumn", "--send", "--correct"),
        ("remind",),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(calls: Calls, words: tuple[str, ...]) -> None:
    assert run(*words)[0] == 2
    assert calls == []


def test_a_reminder_is_asked_for_by_the_name_of_the_round(calls: Calls) -> None:
    assert run("remind", "autumn") == (0, "first line\nsecond line\n")
    assert calls == [("show", ("autumn",))]


def test_what_was_done_is_given_by_language(calls: Calls) -> None:
    assert run("actions", "autumn", "--say", "en=Lights", "--send")[0] == 0
    assert calls == [("show", ("autumn", ["en=Lights"], ("correct", False), ("send", True)))]
