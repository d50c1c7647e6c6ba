"""A consultation's results with its comments and places: gathered, and put on record as they leave.

What may leave is in `consultation`; here it is done from the terminal, with the audit trail.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from bot.auditing import note
from bot.consultation import OUTLINES, Consultation, find_consultation
from bot.files import Drafts
from bot.leaving import EXPORT, check_kept
from bot.measuring import Measured
from bot.quoting import find_left, note_said
from bot.settings import Settings
from surveys.errors import RoundError
from surveys.rounds import Round

Asking = Callable[[str, bool], None]
"""Told a round's name before what is new of its comments leaves, and whether some left before;
raises where it may not."""


async def gather(
    settings: Settings, measured: Measured, round_: Round | None, outlines: str = OUTLINES
) -> Consultation:
    """Everything that may be said of a consultation.

    Args:
        settings: Where everything is.
        measured: Its released results.
        round_: The round as the database has it; None where there is none.
        outlines: Name or file of the ward outlines.

    Raises:
        CanvassError: A file of the round or of its comments cannot be had.
    """
    actions = {} if round_ is None else round_.actions
    return await asyncio.to_thread(find_consultation, settings, measured, actions, outlines)


async def let_all_leave(
    settings: Settings,
    consultation: Consultation,
    kind: str,
    drafts: Drafts,
    asking: Asking,
    also_noted: Sequence[tuple[str, str]] = (),
) -> None:
    """Put files in their places once it is recorded that results, places and comments leave.

    Args:
        settings: Where everything is.
        consultation: What the files are made of.
        kind: As what they leave.
        drafts: The files.
        asking: Asks whether analysts have finished, before themes leave for the first time.
        also_noted: Further lines of the trail, by what was done, with what came of it.

    Raises:
        CanvassError: When they cannot be written or that cannot be recorded; no file is changed.
    """
    consulted = consultation.consulted
    # before it is recorded that results leave, which do not where comments may not
    left = await find_left(settings, consulted.results.round)
    said = consultation.draft_said(settings, left)
    if said and said.new:
        asking(consulted.results.round, said.added)
    with drafts:
        first = partial(check_kept, measured=consultation.measured)
        also = partial(consultation.record, kind)
        await note(settings, EXPORT, consulted.results.round, kind, first=first, also=also)
        if consulted.themes is not None and consulted.quotes is not None:
            await note_said(settings, consulted.themes, consulted.quotes, kind)
        for action, after in also_noted:
            await note(settings, action, consulted.results.round, after)
        drafts.keep()


def refuse_unasked(name: str, added: bool) -> None:  # as `Asking` has it
    """See that what is new of comments leaves only where somebody says that it is final.

    Raises:
        RoundError: Always: nobody can be asked.
    """
    raise RoundError(
        "comments.not-said-final",
        f"round {name!r}",
        "its themes left before, and quotes changed since then would leave now, and stand after "
        "that: another quote in place of one is refused then"
        if added
        else "its themes and quotes would leave for the first time, and stand after that: a "
        "corrected comment is refused then",
        "Do the same with --yes once analysts have finished.",
    )


def take_as_final(_: str, __: bool) -> None:  # as `Asking` has it
    """Themes leave without a question: somebody has said that they are final."""


def say_uncoded(consultation: Consultation) -> list[str]:
    """That nothing is said of comments because nobody coded them; nothing where all is said."""
    if not consultation.lacks_coding:
        return []
    return ["Its comments are not coded yet, so nothing is said of them: `canvass comments code`."]
