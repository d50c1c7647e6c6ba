"""What each step of the launch wizard shows, and where one can go from it."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping

from analysis.trend import Mark, render_trend
from bot.desk.errands import Errand, Rows
from bot.desk.tokens import StaffToken
from bot.fieldwork import write_date
from bot.office.cards import AUDIENCES
from bot.office.launching import check_invites
from bot.office.preparing import (
    EVERY,
    OWN_ITEMS,
    expect_answers,
    guard_round,
    list_readiness,
    plan_answers,
)
from surveys.checklist import Item, render_checklist
from surveys.errors import RoundError
from surveys.rounds import Round, RoundState, london_date
from surveys.store.broadcasts import count_recipients
from surveys.store.codes import count_codes_within

STEP_COUNT = 7
_PROPOSED = (200, 400, 1000)
"""Numbers of answers that a button offers, as examples."""

Buttons = list[list[tuple[str, StaffToken]]]


async def show_step(
    errand: Errand, round_: Round, step: int, *, expected: int = 0, invite: bool = False
) -> None:
    """Show a step of the wizard.

    Args:
        errand: The errand.
        round_: The round as it is now.
        step: Which, from 2; the first one is choosing the round.
        expected: For the sample planner, how many answers to plan with; 0 for the proposal.
        invite: For the last step, whether people on the contact list are to be told.

    Raises:
        RoundError: When the round was launched already.
    """
    _check_draft(round_)
    if step == 4:
        text, rows = await _show_sample(errand, round_, expected)
    elif step == 7:
        text, rows = await _show_last(errand, round_, invite=invite)
    else:
        text, rows = await _STEPS.get(step, _show_preview)(errand, round_)
    place = errand.words("launch-place", step=str(step), of=str(STEP_COUNT), name=round_.name)
    errand.say(f"{place}\n\n{text}", rows)


def _check_draft(round_: Round) -> None:
    if round_.state is not RoundState.DRAFT:
        raise RoundError(
            "round.launched",
            f"round {round_.name!r}",
            f"it is {round_.state} and was launched before; nothing was done twice",
            "See /rounds for what can be done with it.",
        )


async def _show_preview(errand: Errand, round_: Round) -> tuple[str, Rows]:
    seen = round_.checklist.get("preview", "")
    key = "launch-preview-again" if seen else "launch-preview"
    rows: Buttons = [[(errand.words("launch-do-preview"), _to("launch-preview", round_))]]
    return errand.words(key, seen=seen), _walk(errand, round_, 2, rows, onward=bool(seen))


async def _show_trend(errand: Errand, round_: Round) -> tuple[str, Rows]:
    report = await guard_round(errand.office, round_)
    missing = report.unexplained(round_.breaks)
    broken = [one for one in report.measures if one.mark is Mark.BREAK]
    rows: Buttons = [
        [(errand.words("launch-do-break", measure=one.measure), _to("launch-break", round_, n))]
        for n, one in enumerate(broken)
        if one.measure in missing
    ]
    if len(rows) > 1:
        every = errand.words("launch-do-break-all", count=len(rows))
        rows.insert(0, [(every, _to("launch-break", round_, EVERY))])
    text = errand.words("launch-trend", report=render_trend(report, round_.breaks))
    if missing:
        text += "\n\n" + errand.words("launch-trend-missing")
    onward = not (missing and round_.is_real)
    return text, _walk(errand, round_, 3, rows, onward=onward)


async def _show_sample(errand: Errand, round_: Round, expected: int) -> tuple[str, Rows]:
    """The sample planner; a number can be typed as long as it is shown."""
    proposed = await expect_answers(errand.office, round_)
    lines = await plan_answers(errand.office, round_, expected or proposed)
    numbers = sorted({*_PROPOSED, proposed} - {expected or proposed})
    buttons = [(f"{n:,}", _to("launch-answers", round_, n)) for n in numbers]
    errand.ask("launch-answers", round=round_.id)
    text = errand.words("launch-sample", lines="\n".join(f"- {line}" for line in lines))
    return text, _walk(errand, round_, 4, [buttons])


async def _show_checklist(errand: Errand, round_: Round) -> tuple[str, Rows]:
    items = await list_readiness(errand.office, round_)
    missing = [one for one in items if not one.satisfied]
    rows: Buttons = [
        [(errand.words("launch-do-check", label=one.label), _to("launch-check", round_, _key(one)))]
        for one in missing
        if _is_recordable(one)
    ]
    text = "\n".join(render_checklist(items))
    if not round_.is_real:
        note = errand.words("launch-check-free")
    else:
        note = errand.words("launch-check-missing" if missing else "launch-check-complete")
    onward = not (missing and round_.is_real)
    return f"{text}\n\n{note}", _walk(errand, round_, 5, rows, onward=onward)


async def _show_audience(errand: Errand, round_: Round) -> tuple[str, Rows]:
    """Who can take part, how many would be told, and whether they are."""
    connection = errand.office.connection
    people = await count_recipients(connection, round_.id, "invitation")
    codes = sum(one.issued for one in await count_codes_within(connection, round_.id))
    rows: Buttons = []
    if _can_tell(round_):
        label = errand.words("launch-do-tell", people=people)
        rows.append([(label, _to("launch-ready", round_, "yes"))])
    rows.append([(errand.words("launch-do-tell-nobody"), _to("launch-ready", round_, "no"))])
    key = "launch-audience" if _can_tell(round_) else "launch-audience-nobody"
    audience = AUDIENCES[round_.audience]
    text = errand.words(key, audience=audience, people=people, codes=codes)
    return text, _walk(errand, round_, 6, rows, onward=False)


async def _show_last(errand: Errand, round_: Round, *, invite: bool) -> tuple[str, Rows]:
    people = await count_recipients(errand.office.connection, round_.id, "invitation")
    now = round_.opens_on <= london_date(errand.now)
    text = errand.words(
        "launch-last",
        when="now" if now else "later",
        opens=write_date(round_.opens_on),
        closes=write_date(round_.closes_on),
        told="yes" if invite else "no",
        people=people if invite else 0,
    )
    if invite and errand.settings.second_approval:
        text += "\n\n" + errand.words("launch-last-approval")
    token = _to("launch-yes", round_, "yes" if invite else "no", _digest(round_))
    rows = [[(errand.words("launch-do-yes"), token)]]
    return text, _walk(errand, round_, 7, rows, onward=False)


def check_seen(round_: Round, seen: str) -> None:
    """Check that a draft is what was shown when it was to be confirmed.

    Raises:
        RoundError: When somebody changed it meanwhile.
    """
    if round_.state is RoundState.DRAFT and seen != _digest(round_):
        raise RoundError(
            "round.seen-otherwise",
            f"round {round_.name!r}",
            "it is not what the last step showed, and nothing was launched",
            "Send /launch and go through the steps again.",
        )


def _digest(round_: Round) -> str:
    """What a draft is, in eight letters and digits."""
    return hashlib.sha256(repr(round_).encode()).hexdigest()[:8]


def _walk(
    errand: Errand, round_: Round, step: int, rows: Buttons, *, onward: bool = True
) -> Buttons:
    """The buttons of a step with those that lead back and on."""
    back = StaffToken("launch-choose") if step == 2 else _to("launch-step", round_, step - 1)
    walk = [(errand.words("launch-back"), back)]
    if onward:
        walk.append((errand.words("launch-next"), _to("launch-step", round_, step + 1)))
    return [*rows, walk]


def _to(tap: str, round_: Round, *more: object) -> StaffToken:
    return StaffToken(tap, (str(round_.id), *map(str, more)))


def _key(item: Item) -> str:
    """The name of a line as a button can carry it."""
    return item.name.replace(":", ".")


def _is_recordable(item: Item) -> bool:
    """Whether words of an officer are what is missing."""
    signature = item.name.startswith("language:") and not item.what
    return item.name in {*OWN_ITEMS, "decision"} or signature


def _can_tell(round_: Round) -> bool:
    try:
        check_invites(round_)
    except RoundError:
        return False
    return True


_STEPS: Mapping[int, Callable[[Errand, Round], Awaitable[tuple[str, Rows]]]] = {
    2: _show_preview,
    3: _show_trend,
    5: _show_checklist,
    6: _show_audience,
}
