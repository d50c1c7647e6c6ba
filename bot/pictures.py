"""Messages that are drawn, or read from the store, at the moment of sending."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from bot.exported import LONGEST_CAPTION, Exports
from bot.fieldwork import Fieldwork
from bot.keyboards import Button, Keyboard, as_markup
from bot.office.cards import list_marks
from bot.office.reach import find_posters
from bot.outgoing import Outgoing, Show
from bot.poster import Poster, list_links, render_posters
from bot.publications import choose_language, find_findings, find_latest, find_latest_round
from bot.scenes import Rendered
from bot.screens import LONGEST_MESSAGE, staff_rows
from bot.settings import Settings
from bot.telling import tell_sample
from bot.tokens import Token
from bot.turnout import STEP, Turnout, read_turnout
from bot.wording import FALLBACK, Wording, load_wording
from surveys.errors import CanvassError, RoundError
from surveys.keyring import KeyRing
from surveys.messages import BroadcastKind, Topic
from surveys.rounds import Round
from surveys.store.engine import Store
from surveys.store.publications import find_publication_within
from surveys.store.questionnaires import get_questionnaire
from surveys.store.rounds import find_rounds
from surveys.store.subscriptions import Subscription, find_subscriptions

MOST_LOOKS = 4


@dataclass(frozen=True, slots=True)
class Studio:
    """What making a message draws on.

    Attributes:
        store: The database.
        ring: Keys.
        settings: Settings.
        fieldwork: Rounds in the field and who asks.
        exports: Results that are being sent as charts and files.
        looks: What was counted for messages that belong together, by their look.
    """

    store: Store
    ring: KeyRing
    settings: Settings
    fieldwork: Fieldwork
    exports: Exports
    looks: dict[str, Turnout] = field(default_factory=dict)

    def makers(self) -> Mapping[Show, Callable[[Outgoing], Awaitable[Rendered | None]]]:
        """What is made here, by screen."""
        return {Show.UPDATES: self.make_updates, Show.PICTURE: self.make_picture}

    async def make_picture(self, message: Outgoing) -> Rendered | None:
        """A picture or document of the kind that the message names; else why there is none."""
        try:
            return await MAKERS[str(message.details["kind"])](self, message)
        except CanvassError as error:
            if message.details["kind"] not in FOR_STAFF:
                raise
            return Rendered(load_wording(FALLBACK)("staff-refused", reason=str(error)), None)

    async def find_round(self, message: Outgoing) -> Round:
        """The round that a message is about.

        Raises:
            RoundError: When it was deleted meanwhile.
        """
        found = {str(one.id): one for one in await find_rounds(self.store)}
        if round_ := found.get(str(message.details["round"])):
            return round_
        raise RoundError("round.unknown", "this message", "its round is gone", "Send /rounds.")

    async def look(self, message: Outgoing) -> Turnout:
        """Who has taken part; messages of one look say the same, and it is counted once."""
        look = str(message.details["look"])
        if look not in self.looks:
            round_ = await self.find_round(message)
            counted = await read_turnout(self.settings, self.store, self.ring, round_)
            while len(self.looks) >= MOST_LOOKS:
                del self.looks[next(iter(self.looks))]
            self.looks[look] = counted
        return self.looks[look]

    async def make_updates(self, message: Outgoing) -> Rendered:
        """What a chat is told of, with a button to leave each."""
        keys, wording = self.fieldwork.contact_keys, load_wording(message.language)
        found = await find_subscriptions(self.store, keys.person(message.chat)) if keys else []
        rounds = {one.id: one for one in await find_rounds(self.store)}
        titles = {one.id: await self._title(rounds, one, wording) for one in found}
        text = wording("updates-none")
        if found:
            lines = [wording(f"updates-{one.topic}", title=titles[one.id]) for one in found]
            text = wording("updates", list="\n".join(lines))
        notes = [wording(key, **variables) for key, variables in message.notes]
        keyboard: Keyboard = tuple(
            (Button(wording(f"leave-{one.topic}", title=titles[one.id]), _leave(one)),)
            for one in found
        )
        markup = as_markup(keyboard) if keyboard else None
        return Rendered("\n\n".join([*notes, text]), markup)

    async def _title(self, rounds: Mapping[int, Round], one: Subscription, wording: Wording) -> str:
        """What the chat's owner knows a round by, also when it is long closed."""
        round_ = rounds.get(one.round_id)
        if one.topic is Topic.ROUNDS or round_ is None:
            return ""
        if round_.title:
            return round_.title
        titles = (await get_questionnaire(self.store, round_.questionnaire_hash)).title
        return titles.get(wording.language) or next(iter(titles.values()))


def _leave(one: Subscription) -> Token:
    return Token("t", value=f"-{one.topic}/{one.round_id}")


async def _make_progress(studio: Studio, message: Outgoing) -> Rendered:
    """Who has taken part, in words; a phone shows one message of it, the terminal everything."""
    turnout = await studio.look(message)
    wording = load_wording(message.language)
    lines = [*filter(None, [turnout.marks, turnout.title]), "", *turnout.lines]
    if turnout.representation is not None:
        lines += ["", wording("progress-steps", step=STEP)]
    text = "\n".join(lines)
    if len(text) > LONGEST_MESSAGE:
        more = wording("progress-more", name=turnout.title.partition(":")[0])
        text = "\n".join([text[: LONGEST_MESSAGE - len(more) - 1].rpartition("\n")[0], more])
    keyboard = staff_rows(message)
    return Rendered(text, as_markup(keyboard) if keyboard else None)


async def _make_representation(studio: Studio, message: Outgoing) -> Rendered | None:
    """The picture of who is missing, over the same in words where that fits under it."""
    turnout = await studio.look(message)
    if turnout.representation is None:
        return None
    from analysis.charts import draw_representation  # noqa: PLC0415  # numpy, and needed seldom
    from analysis.representation import describe_representation  # noqa: PLC0415  # numpy, and needed seldom

    draw = partial(draw_representation, title=turnout.title, mark=turnout.marks)
    picture = await asyncio.to_thread(draw, turnout.representation, message.language)
    words = describe_representation(turnout.representation)
    if len(words) > LONGEST_CAPTION:
        words = load_wording(message.language)("progress-words-follow")
    return Rendered(words, None, photo=picture)


async def _make_representation_words(studio: Studio, message: Outgoing) -> Rendered | None:
    """The words of that picture, where they do not fit under it."""
    representation = (await studio.look(message)).representation
    from analysis.representation import describe_representation  # noqa: PLC0415  # numpy, and needed seldom

    words = describe_representation(representation) if representation else ""
    return Rendered(words[:LONGEST_MESSAGE], None) if len(words) > LONGEST_CAPTION else None


async def _make_poster(studio: Studio, message: Outgoing) -> Rendered:
    """The poster of one venue, or of all: a PDF, with the links in words."""
    posters = await _find_posters(studio, message)
    venues = [poster.venue for poster in posters if poster.venue]
    content = await asyncio.to_thread(render_posters, posters)
    ending = (
        _as_file_name(venues[0].name, venues[0].code) if len(posters) == len(venues) == 1 else ""
    )
    round_ = await studio.find_round(message)
    name = "-".join(filter(None, ["poster", round_.name, ending]))
    lines = [f"{one.venue.name if one.venue else round_.name}: {one.link}" for one in posters]
    text = "\n".join(lines)
    if len(text) > LONGEST_CAPTION:
        text = load_wording(message.language)("poster-many", count=len(posters))
    return Rendered(text, None, document=(f"{name}.pdf", content))


async def _make_links(studio: Studio, message: Outgoing) -> Rendered:
    """The links of all venues as CSV."""
    posters = await _find_posters(studio, message)
    name = f"links-{(await studio.find_round(message)).name}.csv"
    return Rendered("", None, document=(name, list_links(posters).encode()))


async def _make_findings(studio: Studio, message: Outgoing) -> Rendered:
    """What people would get in one language, before it is published."""
    round_ = await studio.find_round(message)
    questionnaire = await get_questionnaire(studio.store, round_.questionnaire_hash)
    findings = await asyncio.to_thread(find_findings, studio.settings, round_, questionnaire)
    shown = await asyncio.to_thread(findings.draw, str(message.details["shown"]))
    return Rendered(shown.text, None, photo=shown.picture)


async def _make_published(studio: Studio, message: Outgoing) -> Rendered:
    """The latest published results, for anybody."""
    latest = await find_latest(studio.store)
    if latest is None:
        return Rendered(load_wording(message.language)("results-none"), None)
    shown = latest.get_message(message.language)
    return Rendered(shown.text, None, photo=shown.picture)


async def _make_actions(studio: Studio, message: Outgoing) -> Rendered | None:
    """What was done about the latest published results, once that is written."""
    round_ = await find_latest_round(studio.store)
    if round_ is None or not round_.actions:
        return None
    text = load_wording(message.language)(
        "results-actions", text=choose_language(round_.actions, message.language)
    )
    return Rendered("\n".join([*list_marks(round_), text]), None)


async def _make_told(studio: Studio, message: Outgoing) -> Rendered:
    """A message to many as people get it, for staff; its buttons do nothing here."""
    actions = json.loads(str(message.details["actions"]))
    round_ = replace(await studio.find_round(message), actions=actions)
    async with studio.store.read() as connection:
        published = await find_publication_within(connection, round_.id)
    kind, language = BroadcastKind(str(message.details["about"])), str(message.details["shown"])
    asked = await get_questionnaire(studio.store, round_.questionnaire_hash)
    return tell_sample(round_, kind, language, published, asked.minutes)


async def _make_chart(studio: Studio, message: Outgoing) -> Rendered:
    """A chart of a closed round."""
    return await studio.exports.make_chart(await studio.find_round(message), message)


async def _make_workbook(studio: Studio, message: Outgoing) -> Rendered:
    """The workbook of a closed round."""
    return await studio.exports.make_workbook(await studio.find_round(message), message)


async def _make_report(studio: Studio, message: Outgoing) -> Rendered:
    """The report of a closed round."""
    return await studio.exports.make_report(await studio.find_round(message), message)


async def _find_posters(studio: Studio, message: Outgoing) -> list[Poster]:
    round_, venue = await studio.find_round(message), str(message.details["venue"])
    return await find_posters(studio.store, round_, studio.fieldwork.partnership, venue)


def _as_file_name(name: str, code: str) -> str:
    """A venue's name as part of a file's name; its code where no letter of it can be."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or code


Maker = Callable[[Studio, Outgoing], Awaitable[Rendered | None]]

MAKERS: dict[str, Maker] = {
    "progress": _make_progress,
    "representation": _make_representation,
    "representation-words": _make_representation_words,
    "poster": _make_poster,
    "links": _make_links,
    "findings": _make_findings,
    "export-chart": _make_chart,
    "export-workbook": _make_workbook,
    "export-report": _make_report,
    "told": _make_told,
    "published": _make_published,
    "actions": _make_actions,
}
"""Makers of pictures and documents, by kind."""

FOR_STAFF = frozenset(MAKERS) - {"published", "actions"}
"""Kinds that only staff get, who are told why there is nothing."""
