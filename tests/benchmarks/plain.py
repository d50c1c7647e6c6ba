"""The same survey as an ordinary python-telegram-bot program, to compare with.

Handlers, answers in `user_data`, each tap acknowledged and its message edited; nothing is sealed,
paced or kept for a retry. With a database it writes each answer and the place in the survey, and
commits, as most such programs do.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import aiosqlite
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackContext, CallbackQueryHandler, CommandHandler

from bot.wording import load_wording
from surveys.loading import load_catalogue
from surveys.partnership import load_partnership
from surveys.questionnaire import Area, Kind, Option, Question
from tests.benchmarks.respondents import SUBMIT, TOKEN, Respondents

Context = CallbackContext[Any, Any, Any, Any]
LANGUAGE = "en"
LONGEST_LABEL = 34
TABLES = """
CREATE TABLE answers (
    chat INTEGER, question TEXT, code TEXT, PRIMARY KEY (chat, question)
) WITHOUT ROWID;
CREATE TABLE places (chat INTEGER PRIMARY KEY, place TEXT);
"""


class PlainBot:
    """The survey's handlers.

    Args:
        database: Where answers are kept as well; None keeps them in memory only.
    """

    def __init__(self, database: aiosqlite.Connection | None) -> None:
        self._database = database
        questionnaire = load_catalogue("annual-perception")
        self._questions = [q for q in questionnaire.questions if q.part == "main"]
        self._start = _start_text(questionnaire.title[LANGUAGE])
        self._offer = (questionnaire.parts[1].offer or questionnaire.title)[LANGUAGE]
        self.submitted = 0

    async def on_start(self, update: Update, context: Context) -> None:
        assert update.message is not None
        self._answers_of(context).clear()
        rows = [("I agree to take part", "g"), ("Not now", "z"), ("Language and display", "o")]
        await update.message.reply_text(self._start, reply_markup=_keyboard(rows))

    async def on_tap(self, update: Update, context: Context) -> None:
        query = update.callback_query
        assert query is not None
        assert query.data is not None
        await query.answer()
        action, _, rest = query.data.partition(".")
        if action == "g":
            await self._ask_next(update, context, -1)
        elif action == "c":
            index, _, code = rest.partition(".")
            await self._on_choice(update, context, int(index), code)
        elif action == "u":
            await self._on_submit(update)

    def _answers_of(self, context: Context) -> dict[str, str]:
        assert context.user_data is not None
        answers: dict[str, str] = context.user_data.setdefault("answers", {})
        return answers

    async def _on_choice(self, update: Update, context: Context, index: int, code: str) -> None:
        question = self._questions[index]
        answers = self._answers_of(context)
        area = question.area(code)
        answers[question.name] = code
        await self._save(update, question.name, code)
        if question.kind is Kind.PLACE and area is not None:
            await self._show(update, index, area)
        else:
            await self._ask_next(update, context, index)

    async def _on_submit(self, update: Update) -> None:
        query = update.callback_query
        assert query is not None
        assert update.effective_chat is not None
        await self._save(update, "submitted", "yes")
        self.submitted += 1
        await query.edit_message_text("Thank you. Your answers are saved. " * 6)
        rows = [("Yes, go on", "a"), ("No, thank you", "n")]
        await update.effective_chat.send_message(self._offer, reply_markup=_keyboard(rows))

    async def _ask_next(self, update: Update, context: Context, index: int) -> None:
        answers = self._answers_of(context)
        following = range(index + 1, len(self._questions))
        index = next((at for at in following if self._is_asked(at, answers)), -1)
        if index < 0:
            await self._review(update, answers)
        else:
            await self._show(update, index, answers.get("ethnic_group"))

    def _is_asked(self, index: int, answers: dict[str, str]) -> bool:
        match self._questions[index].name:
            case "age_band":
                return answers["age"] == "18_over"
            case "ethnic_detail":
                return answers["ethnic_group"] != "prefer_not_to_say"
            case _:
                return True

    async def _show(self, update: Update, index: int, narrowed: Area | str | None) -> None:
        question = self._questions[index]
        choices = _choices(question, narrowed)
        lines = [f"Question {index + 1} of {len(self._questions)}"]
        lead_in = [question.lead_in[LANGUAGE]] if question.lead_in else []
        lines.append("\n".join([*lead_in, question.text[LANGUAGE]]))
        lines.extend(text[LANGUAGE] for text in (question.hint, question.why) if text)
        labels = [f"{number}. {label}" for number, (label, _) in enumerate(choices, start=1)]
        if any(len(label) > LONGEST_LABEL for label, _ in choices):
            lines.insert(2, "\n".join(labels))
        rows = [
            (label, f"c.{index}.{code}") for label, (_, code) in zip(labels, choices, strict=True)
        ]
        ways_out = [("Back", f"b.{index}"), ("Skip", f"s.{index}"), ("Stop", f"x.{index}")]
        await self._edit(update, "\n\n".join(lines), _keyboard(rows, ways_out))

    async def _review(self, update: Update, answers: dict[str, str]) -> None:
        lines = []
        for number, question in enumerate((q for q in self._questions if q.name in answers), 1):
            option = question.option(answers[question.name])
            title = question.short[LANGUAGE] if question.short else question.name
            lines.append(f"{number}. {title}: {option.label[LANGUAGE] if option else ''}")
        text = "\n".join(["Please check your answers\n", *lines, "\nNothing counts until you tap."])
        rows = [(SUBMIT, "u"), ("Change an answer", "m"), ("Stop", "x")]
        await self._edit(update, text, _keyboard(rows))

    async def _edit(self, update: Update, text: str, keyboard: InlineKeyboardMarkup) -> None:
        assert update.callback_query is not None
        await update.callback_query.edit_message_text(text, reply_markup=keyboard)

    async def _save(self, update: Update, name: str, code: str) -> None:
        if self._database is None:
            return
        assert update.effective_chat is not None
        chat = update.effective_chat.id
        await self._database.execute(
            "INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (chat, name, code)
        )
        await self._database.execute("INSERT OR REPLACE INTO places VALUES (?, ?)", (chat, name))
        await self._database.commit()


def _start_text(title: str) -> str:
    """The first screen, in the words of the bot that it is compared with."""
    partnership = load_partnership("tower-hamlets")
    names = ("name", "members", "plan", "website")
    about = {name: getattr(partnership, name) for name in names}
    return load_wording(LANGUAGE)(
        "start", title=title, decision="none", until="31 March 2027", **about
    )


def _choices(question: Question, narrowed: Area | str | None) -> list[tuple[str, str]]:
    offered: list[Option | Area | Any] = [
        option
        for option in question.options
        if not option.relevant or f"'{narrowed}'" in option.relevant
    ]
    if question.kind is Kind.PLACE:
        offered = list(narrowed.wards if isinstance(narrowed, Area) else question.areas)
    choices = [(choice.label[LANGUAGE], choice.code) for choice in offered]
    if question.kind is Kind.PLACE:
        choices.append(("Not sure", "not_sure"))
        if not isinstance(narrowed, Area):
            choices.append(("Prefer not to say", "prefer_not_to_say"))
    return choices


def _keyboard(
    rows: list[tuple[str, str]], last: list[tuple[str, str]] | None = None
) -> InlineKeyboardMarkup:
    keyboard = [[InlineKeyboardButton(label, callback_data=data)] for label, data in rows]
    if last:
        keyboard.append([InlineKeyboardButton(label, callback_data=data) for label, data in last])
    return InlineKeyboardMarkup(keyboard)


async def open_database(folder: Path) -> aiosqlite.Connection:
    """A database as durable as the one that it is compared with."""
    database = await aiosqlite.connect(folder / "plain.db")
    await database.execute("PRAGMA journal_mode=WAL")
    await database.execute("PRAGMA synchronous=FULL")
    await database.executescript(TABLES)
    return database


async def run_plain(respondents: Respondents, folder: Path, *, with_database: bool) -> int:
    """Let everybody answer; returns how many submitted."""
    database = await open_database(folder) if with_database else None
    bot = PlainBot(database)
    builder = Application.builder().token(TOKEN).request(respondents)
    application = builder.get_updates_request(respondents).build()
    application.add_handler(CommandHandler("start", bot.on_start))
    application.add_handler(CallbackQueryHandler(bot.on_tap))
    assert application.updater is not None
    async with application:
        await application.updater.start_polling()
        await application.start()
        respondents.begin()
        await respondents.finished.wait()
        await asyncio.sleep(0)
        await application.updater.stop()
        await application.stop()
    if database is not None:
        await database.close()
    return bot.submitted
