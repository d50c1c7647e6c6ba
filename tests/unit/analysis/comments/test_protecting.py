"""What a reader works out of what is told, and what is withheld because of it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from analysis.comments.codebook import OTHER, UNTRANSLATED
from analysis.comments.protecting import WROTE, Telling, find_known, find_rest, protect
from analysis.comments.told import People, Told, ToldTheme, tell

NEARLY_ALL = People(Told.NEARLY_ALL)


def make_telling(wrote: int, each: int, themes: Mapping[str, People]) -> Telling:
    told = {code: ToldTheme(code, code, people, None, {}) for code, people in themes.items()}
    return Telling(tell(wrote), told, each)


def find_withheld(telling: Telling) -> bool:
    protected = protect(telling)
    told = {one.people.told for one in protected.themes.values()}
    assert (Told.WITHHELD in told) == (told == {protected.wrote.told} == {Told.WITHHELD})
    return Told.WITHHELD in told


def test_what_is_told_as_ten_is_ten_at_least() -> None:
    known = find_known(make_telling(10, 2, {"a": tell(10), "b": tell(3)}))
    assert known.at(("a", None)) == (10, 12)
    assert known.at(WROTE) == (10, 12)


@pytest.mark.parametrize(
    ("wrote", "other", "untranslated"),
    [(22, 10, 10), (42, 10, 30), (202, 10, 190), (21, 10, 11)],
)
def test_where_everybody_wrote_once_what_is_left_for_themes_is_known(
    wrote: int, other: int, untranslated: int
) -> None:
    themes = {"a": tell(2), "b": tell(0), OTHER: tell(other), UNTRANSLATED: tell(untranslated)}
    known = find_known(make_telling(wrote, 1, themes))
    for code in "ab":
        least, most = known.at((code, None))
        assert least == 0
        assert most < 5
    assert find_withheld(make_telling(wrote, 1, themes))
    assert not find_withheld(make_telling(wrote, 2, themes))


def test_where_enough_are_left_for_themes_all_is_told() -> None:
    themes = {"a": tell(30), "b": tell(3), OTHER: tell(30), UNTRANSLATED: tell(20)}
    assert not find_withheld(make_telling(75, 1, themes))


def test_where_analysts_gave_other_beside_themes_nothing_is_learned_from_it() -> None:
    # 40 wrote once and 70 are counted: comments have more than one kind of code
    themes = {"a": tell(30), "b": tell(3), OTHER: tell(30), UNTRANSLATED: tell(10)}
    telling = make_telling(40, 1, themes)
    assert find_known(telling).at(("b", None)) == (0, 9)
    assert not find_withheld(telling)


def test_of_people_who_wrote_twice_nearly_all_are_not_of_both_kinds() -> None:
    # at most nine lack each, and one of the two who speaks of a: 18 say that all nine do
    themes = {"a": tell(18), OTHER: NEARLY_ALL, UNTRANSLATED: NEARLY_ALL}
    assert find_withheld(make_telling(60, 2, themes))


def test_how_few_do_not_speak_of_it_is_what_is_left_of_all() -> None:
    known = find_known(make_telling(40, 2, {"a": NEARLY_ALL, "b": tell(20)}))
    assert find_rest(known, "a") == (0, 9)


def test_of_who_is_quoted_nothing_is_left_to_be_known() -> None:
    telling = make_telling(40, 1, {"a": tell(25), "b": tell(7)})
    known = find_known(telling, {WROTE: 3, ("b", None): 3})
    assert known.at(WROTE)[1] <= 42 - 3
    assert known.at(("b", None))[1] == 6
