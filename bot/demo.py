"""`canvass demo`: the whole job on this machine, with synthetic residents and no token.

A sandbox stands in for Telegram. The bot is the real one, `canvass run` in a process of its own,
and it talks to the sandbox over HTTP. Residents tap and type on simulated phones.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from analysis.plan_loading import load_plan
from bot.app import now_utc
from bot.measuring import make_console
from bot.resident import Resident
from bot.rounds import close_for_good, find_questionnaire, new_round, open_for_answers
from bot.sandbox import DEFAULT_TOKEN, Pace, Sandbox
from bot.settings import Settings, load_settings
from bot.showing import show_results
from bot.stopgap import find_plan_to_show
from bot.synthetic import Persona, PersonaMaker
from surveys.errors import ServiceError
from surveys.keyring import new_master_key
from surveys.questionnaire import Questionnaire
from surveys.rounds import Purpose, london_date

ANNUAL = "annual-perception"
ROUND = "demo"
TRY_ROUND = "try-it"
NO_DECISION = "no real decision: this is a demo"
AT_ONCE = 40


async def run_demo(
    residents: int, seed: int, out: Path, *, serve: bool, questionnaire: str = ANNUAL
) -> None:
    """Let residents answer, close the round, write and show what came of it; then serve or end.

    Args:
        residents: How many.
        seed: Seed of who they are and what they answer.
        out: Folder for results; the frozen round is kept in its folder ``data``.
        serve: Whether to serve the sandbox and the bot afterwards until stopped.
        questionnaire: Name of what is asked, in the catalogue, or a file.

    Raises:
        CanvassError: No round can be made of the questionnaire, or something went wrong on the way.
    """
    asked = find_questionnaire(questionnaire)
    console = make_console()
    with tempfile.TemporaryDirectory(prefix="canvass-demo-") as folder:
        async with Sandbox(pace=Pace.unlimited(), token=DEFAULT_TOKEN) as sandbox:
            settings = _settings(sandbox.url, Path(folder), out)
            name = _free_name(out)
            await _open(settings, name, asked)
            async with _running_bot(settings, Path(folder)) as bot:
                maker = PersonaMaker(asked, load_plan(settings.plan), seed)
                personas = [maker.draw() for _ in range(residents)]
                answering = _answer(sandbox, name, asked, personas, console)
                await _while_running(bot, answering, Path(folder))
                await close_for_good(settings, name, lambda step: console.print(f"  {step}"))
                await show_results(settings, name, out, console)
                if serve:
                    await _open(settings, TRY_ROUND, asked)
                    console.print(f"Serving the sandbox at {sandbox.url} until Ctrl-C.")
                    console.print(f"Open round: send /start {TRY_ROUND}. Nothing here is real.")
                    with suppress(asyncio.CancelledError):
                        await asyncio.Event().wait()


def _settings(url: str, folder: Path, out: Path) -> Settings:
    return load_settings(
        _env_file=None,
        telegram_bot_token=DEFAULT_TOKEN,
        telegram_api_url=url,
        database_url=f"sqlite+aiosqlite:///{folder / 'canvass.db'}",
        data_dir=out / "data",
        key_dir=folder / "keys",
        secret_key=new_master_key(),
        secret_key_file=None,
        plan="tower-hamlets-2025",
        partnership="tower-hamlets",
        log_format="json",
        send_rate=0,
        send_rate_per_chat=0,
    )


def _free_name(out: Path) -> str:
    """A name for the round under which nothing is frozen yet; frozen rounds are never replaced."""
    number = 1
    while (out / "data" / f"{ROUND}-{number}").exists():
        number += 1
    return f"{ROUND}-{number}"


async def _open(settings: Settings, name: str, questionnaire: Questionnaire) -> None:
    today = london_date(now_utc())
    plan = find_plan_to_show(questionnaire, settings.plan)
    await new_round(
        settings,
        name,
        questionnaire,
        plan,
        title="",
        opens_on=today,
        closes_on=today.replace(year=today.year + 1, day=min(today.day, 28)),
        synthetic=True,
        decision=NO_DECISION if plan.purpose is Purpose.CONSULTATION else "",
    )
    await open_for_answers(settings, name)


@asynccontextmanager
async def _running_bot(settings: Settings, folder: Path) -> AsyncIterator[Process]:
    """`canvass run` in a process of its own, stopped at the end."""
    with (folder / "bot.log").open("w+b") as log:
        bot = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            env=_environment(settings),
            cwd=folder,  # where no .env lies
            stderr=log,
            stdout=log,
        )
        try:
            yield bot
        finally:
            if bot.returncode is None:
                bot.send_signal(signal.SIGTERM)
                await bot.wait()


async def _while_running(bot: Process, work: Coroutine[None, None, None], folder: Path) -> None:
    """Do the work, and give up at once if the bot ends meanwhile.

    Raises:
        ServiceError: When the bot ended by itself.
    """
    working, ending = asyncio.ensure_future(work), asyncio.ensure_future(bot.wait())
    await asyncio.wait({working, ending}, return_when=asyncio.FIRST_COMPLETED)
    if not working.done():
        working.cancel()
        said = (folder / "bot.log").read_text(encoding="utf-8").strip().splitlines()
        raise ServiceError(
            "demo.bot-ended",
            "canvass run",
            f"the bot ended by itself with status {bot.returncode}",
            f"It said: {said[-1] if said else 'nothing'}",
        )
    ending.cancel()
    await working


def _environment(settings: Settings) -> dict[str, str]:
    """The settings as an environment; nothing of this process's own settings goes along."""
    names = set(Settings.model_fields)
    kept = {name: value for name, value in os.environ.items() if name.lower() not in names}
    secrets = {
        "TELEGRAM_BOT_TOKEN": settings.telegram_bot_token.get_secret_value(),
        "SECRET_KEY": settings.secret_key.get_secret_value(),
    }
    plain = {
        name.upper(): str(getattr(settings, name))
        for name in (
            "telegram_api_url",
            "database_url",
            "data_dir",
            "key_dir",
            "plan",
            "partnership",
            "log_format",
            "send_rate",
            "send_rate_per_chat",
        )
    }
    return {**kept, **plain, **secrets}


async def _answer(
    sandbox: Sandbox,
    name: str,
    questionnaire: Questionnaire,
    personas: Sequence[Persona],
    console: Console,
) -> None:
    """Let all residents answer, some at a time, with a progress bar."""
    places = asyncio.Semaphore(AT_ONCE)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("Synthetic residents answer", total=len(personas))

        async def take_part(number: int, persona: Persona) -> None:
            async with places:
                phone = await sandbox.add_phone(f"Resident {number}")
                await Resident(phone, persona, questionnaire).answer(name)
                progress.advance(task)

        async with asyncio.TaskGroup() as group:
            for number, persona in enumerate(personas, start=1):
                group.create_task(take_part(number, persona))
