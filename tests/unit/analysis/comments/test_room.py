"""Quotes leave what is told of few people as wide as it was to be."""

from __future__ import annotations

import pytest

from analysis.comments.codebook import OTHER, UNTRANSLATED, Stance
from analysis.comments.protecting import Telling
from analysis.comments.records import Codes
from analysis.comments.room import MOST_OF_FEW, Room
from analysis.comments.told import People, ToldTheme, tell

PROBLEM = (Stance.PROBLEM,)
A: Codes = {"a": PROBLEM}
B: Codes = {"b": PROBLEM}
C: Codes = {"c": PROBLEM}
ASKED: Codes = {"a": (Stance.ASK,)}
NO_THEME: Codes = {OTHER: PROBLEM}
FOREIGN: Codes = {UNTRANSLATED: ()}
BOTH: Codes = {"a": PROBLEM, "b": PROBLEM}


def make_telling(wrote: int, each: int, themes: dict[str, People]) -> Telling:
    told = {code: ToldTheme(code, code, people, None, {}) for code, people in themes.items()}
    return Telling(tell(wrote), told, each)


def take_all(room: Room, *quotes: Codes) -> int:
    """How many of these are let out before one is not."""
    for number, codes in enumerate(quotes):
        if room.take(codes):
            return number
    return len(quotes)


@pytest.mark.parametrize("each", [1, 2])
def test_a_quote_needs_room_for_each_of_its_codes_and_takes_none_where_one_lacks(each: int) -> None:
    room = Room(
        make_telling(200, each, {"a": tell(3), "b": tell(7), "c": tell(190), "d": tell(190)})
    )
    assert take_all(room, *[B] * 9) == MOST_OF_FEW
    assert room.take(BOTH) == "no more quotes may speak of b, because so few people do"
    assert take_all(room, *[A] * 9) == MOST_OF_FEW
    assert room.take(C) == ""


@pytest.mark.parametrize(("each", "most"), [(1, 26), (2, 40)], ids=["wrote once", "wrote twice"])
def test_where_everybody_wrote_once_quotes_leave_enough_who_may_speak_of_it(
    each: int, most: int
) -> None:
    # 28 to 32 wrote, of whom 23 to 27 speak of a: 1 to 9 of b, and at most 32 less those quoted
    room = Room(make_telling(30, each, {"a": tell(25), "b": tell(7)}))
    assert take_all(room, *[A] * 40) == most


def test_why_a_quote_of_something_else_is_kept_back_is_said() -> None:
    room = Room(make_telling(30, 1, {"a": tell(25), "b": tell(7)}))
    assert take_all(room, *[A] * 26) == 26
    assert room.take(A) == "no more quotes may leave b out, because so few are left who may not"


def test_where_everybody_wrote_once_quotes_of_other_kinds_are_of_nobody_with_a_theme() -> None:
    # 38 to 42 wrote: 22 of what has no theme and 15 in another language leave 5 at most
    room = Room(make_telling(40, 1, {"a": tell(7), OTHER: tell(20), UNTRANSLATED: tell(15)}))
    assert take_all(room, *[NO_THEME] * 22) == 22
    assert take_all(room, *[FOREIGN] * 17) == 15


@pytest.mark.parametrize("each", [1, 2])
def test_what_nearly_all_speak_of_few_quotes_leave_out(each: int) -> None:
    room = Room(make_telling(100, each, {"a": tell(95, 100), "b": tell(30)}))
    assert take_all(room, *[B] * 9) == MOST_OF_FEW
    assert room.take(B) == "no more quotes may leave a out, because so few people do"
    assert room.take(BOTH) == ""


def test_a_stance_of_few_is_quoted_as_rarely() -> None:
    stances = {Stance.PROBLEM: tell(30), Stance.ASK: tell(4)}
    theme = ToldTheme("a", "a", tell(30), None, stances)
    rest = ToldTheme("b", "b", tell(80), None, {})
    room = Room(Telling(tell(100), {"a": theme, "b": rest}, 2))
    assert take_all(room, *[ASKED] * 9) == MOST_OF_FEW
    assert room.take(ASKED).startswith("no more quotes may speak of a (ask)")
    assert room.take(A) == ""
