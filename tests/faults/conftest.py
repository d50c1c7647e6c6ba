"""An installation with a round in each state, for tests of commands."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import now_utc
from bot.rounds import close_for_good, import_answers, new_round, open_for_answers
from bot.settings import Settings
from surveys.loading import load_questionnaire
from surveys.rounds import Audience, london_date
from tests.faults.command_line import Call, make_caller
from tests.faults.paper import BARE_ROW, ROW, write_answers, write_mapping, write_survey
from tests.faults.processes import make_settings
from tests.support.chat import MASTER

DRAFT, OPEN, CLOSED = "a-draft", "in-the-field", "long-closed"


async def _install(folder: Path) -> None:
    settings = make_settings(folder, secret_key=MASTER)
    file, plan = write_survey(folder)
    mapping, answers = write_mapping(folder), write_answers(folder, ROW, BARE_ROW)
    today = london_date(now_utc())
    for name in (DRAFT, OPEN, CLOSED):
        await new_round(
            settings,
            name,
            load_questionnaire(file),
            plan.name,
            title="",
            opens_on=today,
            closes_on=today + timedelta(days=20),
            # one that chats can answer, though nobody real; the others are imported
            audience=Audience.OPEN if name == OPEN else Audience.IMPORTED,
            synthetic=name == OPEN,
        )
    for name in (OPEN, CLOSED):
        await open_for_answers(settings, name)
        await import_answers(settings, answers, mapping, name)
    await close_for_good(settings, CLOSED, lambda _: None)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installation as it was made."""
    folder = tmp_path_factory.mktemp("installed")
    with contextlib.chdir(folder):
        asyncio.run(_install(folder))
    return folder


@pytest.fixture
def folder(installed: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test."""
    copy = tmp_path / "installation"
    shutil.copytree(installed, copy)
    return copy


@pytest.fixture
def settings(folder: Path) -> Settings:
    """The settings of the copy."""
    return make_settings(folder, secret_key=MASTER)


@pytest.fixture
def canvass(
    settings: Settings,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Call:
    """``canvass`` on the copy."""
    return make_caller(settings, folder, monkeypatch, capsys)
