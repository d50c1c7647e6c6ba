"""A visit changes only what its update counts for."""

from __future__ import annotations

import random
from datetime import date

import pytest

from bot.fieldwork import Fieldwork, LiveRound
from bot.outgoing import Show
from bot.respondents import Respondent
from bot.surfaces import note_surfaces
from bot.visits import Visit
from surveys.contacts import load_contacts
from surveys.interview import Action, Input
from surveys.interview.drawing import draw_all
from surveys.loading import load_catalogue
from surveys.partnership import load_partnership
from surveys.privacy import RoundKeys
from surveys.rounds import Round, RoundState
from tests.support.chat import START

POSITION = 10


def live_round(number: int, state: RoundState, closing_position: int | None = None) -> LiveRound:
    questionnaire = load_catalogue("annual-perception")
    days = date(2026, 11, 1), date(2026, 11, 30)
    round_ = Round(
        number, f"round-{number}", "", questionnaire.hash, "", "", state, *days,
        closing_position=closing_position,
    )  # fmt: skip
    return LiveRound(round_, questionnaire, RoundKeys(bytes([number]) * 32))


def visit_with(other: LiveRound) -> tuple[Visit, Respondent, Respondent]:
    """A visit of somebody in the middle of an open round and of another one."""
    open_round = live_round(1, RoundState.OPEN)
    fieldwork = Fieldwork(
        load_partnership("tower-hamlets"),
        load_contacts("tower-hamlets"),
        {1: open_round, 2: other},
    )
    visit = Visit(
        7700900123, POSITION, START, fieldwork, [], random=random.Random(1).randbytes, message=55
    )
    there = visit.begin(other, "en", separate=False)
    here = visit.begin(open_round, "en", separate=False)
    visit.step(there, Input(Action.RESUME))
    visit.step(here, Input(Action.STOP))
    visit.saved.clear()
    return visit, here, there


COUNTS = live_round(2, RoundState.CLOSING, POSITION)
PAST = live_round(2, RoundState.CLOSING, POSITION - 1)


@pytest.mark.parametrize(
    ("other", "changes"), [(COUNTS, True), (PAST, False)], ids=["counts", "past"]
)
def test_attending_one_person_pauses_only_interviews_the_update_counts_for(
    other: LiveRound, changes: bool
) -> None:
    visit, here, there = visit_with(other)
    before = there.interview = there.interview.with_(paused=False)
    visit.attend(here)
    assert (there.interview is not before) == changes
    assert (there.id in visit.saved) == changes


@pytest.mark.parametrize(
    ("other", "changes"), [(COUNTS, True), (PAST, False)], ids=["counts", "past"]
)
def test_where_an_interview_is_shown_is_noted_only_where_the_update_counts(
    other: LiveRound, changes: bool
) -> None:
    visit, _, there = visit_with(other)
    before = [(person, person.interview) for person in visit.respondents]
    visit.show(Show.CURRENT, there)
    note_surfaces(visit, before)
    assert (there.id in visit.saved) == changes
    assert (there.interview.surface == 55) == changes


@pytest.mark.parametrize(
    ("other", "changes"), [(COUNTS, True), (PAST, False)], ids=["counts", "past"]
)
def test_opened_answers_are_closed_only_where_the_update_counts(
    other: LiveRound, changes: bool
) -> None:
    visit, _, there = visit_with(other)
    there.interview = there.interview.with_(submitted=("main",), reopened=True)
    visit.close_reopened()
    assert (there.id in visit.saved) == changes


def test_what_is_drawn_does_not_follow_from_the_tag_on_every_button() -> None:
    """Somebody who read a tag would know which issues its owner was asked about."""
    form = load_catalogue("safety-consultation")
    visit, _, _ = visit_with(COUNTS)
    consulted = LiveRound(live_round(3, RoundState.OPEN).round, form, RoundKeys(bytes([3]) * 32))
    began = [visit.begin(consulted, "en", separate=False).interview for _ in range(12)]
    assert all(one.answers != draw_all(form, one.tag) for one in began)
    assert len({one.answers["drawn_issues"] for one in began}) > 6
    visit.random = lambda count: bytes(count) if count == 4 else random.Random(9).randbytes(count)
    alike = [visit.begin(consulted, "en", separate=False).interview for _ in range(2)]
    visit.random = bytes
    other = visit.begin(consulted, "en", separate=False).interview
    assert {one.tag for one in (*alike, other)} == {"0000"}
    assert alike[0].answers == alike[1].answers != other.answers
