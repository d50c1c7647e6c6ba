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

from analysis.board import render_board
from analysis.disclosure import Released
from analysis.plan_loading import load_plan
from analysis.report import render_report
from analysis.results import render_csv, render_json, render_table
from bot.app import now_utc
from bot.exporting import let_leave
from bot.files import Drafts
from bot.measuring import find_frozen, make_console
from bot.outputs import Form, render_outputs
from bot.rounds import close_for_good, new_round, open_for_answers
from bot.sandbox import DEFAULT_TOKEN, ChatView, Pace, Phone, Sandbox
from bot.settings import Settings, load_settings
from bot.synthetic import Persona, PersonaMaker
from bot.wording import FALLBACK, load_wording
from surveys.errors import ServiceError
from surveys.keyring import new_master_key
from surveys.loading import load_catalogue
from surveys.questionnaire import Questionnaire
from surveys.rounds import london_date

ROUND = "demo"
TRY_ROUND = "try-it"
CHARTS = "charts"
AT_ONCE = 40
PATIENCE_SECONDS = 60.0
MOST_STEPS = 80


async def run_demo(residents: int, seed: int, out: Path, *, serve: bool) -> None:
    """Let residents answer, close the round, write and show the measures; then serve or end.

    Args:
        residents: How many.
        seed: Seed of who they are and what they answer.
        out: Folder for results; the frozen round is kept in its folder ``data``.
        serve: Whether to serve the sandbox and the bot afterwards until stopped.
    """
    console = make_console()
    with tempfile.TemporaryDirectory(prefix="canvass-demo-") as folder:
        async with Sandbox(pace=Pace.unlimited(), token=DEFAULT_TOKEN) as sandbox:
            settings = _settings(sandbox.url, Path(folder), out)
            questionnaire = load_catalogue("annual-perception")
            name = _free_name(out)
            await _open(settings, name, questionnaire)
            async with _running_bot(settings, Path(folder)) as bot:
                maker = PersonaMaker(questionnaire, load_plan(settings.plan), seed)
                personas = [maker.draw() for _ in range(residents)]
                answering = _answer(sandbox, name, questionnaire, personas, console)
                await _while_running(bot, answering, Path(folder))
                await close_for_good(settings, name, lambda step: console.print(f"  {step}"))
                await _write_results(settings, name, out, console)
                if serve:
                    await _open(settings, TRY_ROUND, questionnaire)
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
    await new_round(
        settings,
        name,
        questionnaire,
        settings.plan,
        title="",
        opens_on=today,
        closes_on=today.replace(year=today.year + 1, day=min(today.day, 28)),
        synthetic=True,
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


class Resident:
    """A persona with a phone, who reads the chat and answers."""

    def __init__(self, phone: Phone, persona: Persona, questionnaire: Questionnaire) -> None:
        self._phone = phone
        self._persona = persona
        self._questionnaire = questionnaire
        self._words = load_wording(FALLBACK)

    async def answer(self, name: str) -> None:
        """Take part in the round of that name from the first screen to the end."""
        await self._phone.start(name)
        view = await self._phone.wait(timeout_seconds=PATIENCE_SECONDS)
        for _ in range(MOST_STEPS):
            label = self._next_tap(view)
            if label is None:
                return
            if label.isdigit():
                await self._phone.send(label)
            else:
                await self._phone.tap(label, message_id=view.last.message_id)
            view = await self._phone.wait(timeout_seconds=PATIENCE_SECONDS)
            if not view.last.labels:
                # The thank-you that carries the receipt; what can follow comes after it.
                view = await self._phone.wait(timeout_seconds=PATIENCE_SECONDS)

    def _next_tap(self, view: ChatView) -> str | None:
        """What to tap or type next; None at the end."""
        labels = view.last.labels
        offered = [self._words(key) for key in ("agree", "submit") if self._words(key) in labels]
        if offered:
            return offered[0]
        if self._words("offer-yes") in labels:
            return self._words("offer-yes" if self._persona.extra else "offer-no")
        for question in self._questionnaire.questions:
            if question.text[FALLBACK] in view.last.text:
                wanted = self._persona.answers[question.name]
                chosen = [label for label in labels if label.partition(". ")[2] in wanted]
                if chosen and self._persona.types_numbers:
                    return chosen[0].partition(".")[0]
                if chosen:
                    return chosen[0]
                if self._words("skip") in labels:
                    return self._words("skip")
        return None


async def _write_results(settings: Settings, name: str, out: Path, console: Console) -> None:
    """Show the measures, and write everything that is made of them; all of it is marked."""
    measured = await asyncio.to_thread(find_frozen(settings, name).measure)
    released = measured.released
    console.print(render_table(released))
    files = {out / one: made for one, made in (await asyncio.to_thread(_render, released)).items()}
    await let_leave(settings, measured, "demo", Drafts(files))
    console.print("SYNTHETIC results, made from the answers of nobody:")
    for path in files:
        if path.parent == out:
            console.print(f"  {path}", soft_wrap=True)
    charts = sum(path.parent != out for path in files)
    console.print(f"  {out / CHARTS}: {charts} files", soft_wrap=True)


def _render(released: Released) -> dict[str, bytes]:
    """The files of a demo by name; the charts are in a folder of their own."""
    [workbook] = render_outputs(released, Form.XLSX).values()
    charts = render_outputs(released, Form.CHARTS)
    return {
        "measures.json": (render_json(released) + "\n").encode(),
        "measures.csv": render_csv(released).encode(),
        "results.xlsx": workbook,
        "report.html": render_report(released).encode(),
        "board.html": render_board(released).encode(),
        **{f"{CHARTS}/{chart}": picture for chart, picture in charts.items()},
    }
