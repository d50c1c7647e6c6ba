"""Themes are counted in people and released under the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.comments.codebook import NO_CONTENT, OTHER, UNTRANSLATED, Stance
from analysis.comments.records import Coding, Correction
from analysis.comments.releasing import ReleasedThemes, release_themes, render_said
from analysis.comments.themes import ThemeCount, Themes, count_themes
from analysis.comments.told import People, Read, Told, ToldTheme, tell, tell_read
from tests.support.consultation import Wrote, code_round, find_said, load_themes

ANY = ("", "", "yes")
ODD = (1, 8, 11, 40)
"""Numbers of people who said nothing."""


def make_themes(wrote: int, counts: dict[str, tuple[int, int, int, int]]) -> Themes:
    """Themes with these people, and these who speak of a problem, of help, of a wish."""
    themes = tuple(
        ThemeCount(code, code, people, dict(zip(Stance, stances, strict=True)))
        for code, (people, *stances) in counts.items()
    )
    return Themes("r", True, wrote, 0, 0, themes, "c", "f", "none", 2)


def find(themes: ReleasedThemes | Themes, code: str) -> ToldTheme | ThemeCount:
    [found] = [one for one in themes.themes if one.code == code]
    return found


def count(folder: Path, people: Sequence[Wrote]) -> Themes:
    return count_themes(code_round(folder, people))


class TestCounted:
    def test_people_are_counted_and_not_comments(self, tmp_path: Path) -> None:
        twice = ("Better street lighting please", "The lighting is poor", "yes")
        themes = count(tmp_path, [twice, ("Better street lighting", "", "yes")])
        found = find(themes, "lighting")
        assert found.people == 2
        assert found.stances[Stance.ASK] == 2
        assert found.stances[Stance.PROBLEM] == 1
        assert themes.wrote == 2

    def test_no_content_is_for_who_says_nothing_at_all(self, tmp_path: Path) -> None:
        people = [("Better street lighting please", "nothing", "yes"), ("", "n/a", "")]
        themes = count(tmp_path, people)
        assert (themes.wrote, themes.empty) == (1, 1)
        assert NO_CONTENT not in {one.code for one in themes.themes}

    @pytest.mark.parametrize(("second", "each"), [("", 1), ("The lighting is poor", 2)])
    def test_how_many_comments_somebody_wrote_at_most_is_known(
        self, tmp_path: Path, second: str, each: int
    ) -> None:
        people = [("Better street lighting please", "", "yes"), ("More CCTV please", second, "yes")]
        assert count(tmp_path, people).each == each

    def test_another_language_is_counted_and_in_the_base(self, tmp_path: Path) -> None:
        themes = count(tmp_path, [("রাস্তায় আলো দরকার", "", "yes")])
        assert find(themes, UNTRANSLATED).people == themes.wrote == 1

    def test_every_theme_is_there_also_one_that_nobody_speaks_of(self, tmp_path: Path) -> None:
        themes = count(tmp_path, [("Better street lighting please", "", "yes")])
        assert [one.code for one in themes.themes] == [
            code for code in load_themes().codes if code != NO_CONTENT
        ]

    def test_corrected_codes_are_what_is_counted(self, tmp_path: Path) -> None:
        coding = code_round(tmp_path)
        said = find_said(coding, "street lighting")
        given = Correction.model_validate(
            {"number": said.number, "checked": True, "codes": {"cctv": ["ask"]}}
        )
        before, after = count_themes(coding), count_themes(correct(coding, given))
        assert find(after, "cctv").people == find(before, "cctv").people + 1  # type: ignore[operator]  # a count
        assert (before.read, after.read) == (0, 1)


def correct(coding: Coding, correction: Correction) -> Coding:
    return replace(coding, corrections={correction.number: correction})


class TestTold:
    @pytest.mark.parametrize(
        ("people", "said"),
        [
            (0, "fewer than 10"),
            (9, "fewer than 10"),
            (10, "10"),
            (12, "10"),
            (13, "15"),
            (62, "60"),
        ],
    )
    def test_few_are_few_and_others_to_the_nearest_five(self, people: int, said: str) -> None:
        assert tell(people).say() == said

    @pytest.mark.parametrize(("people", "said"), [(41, "all but fewer than 10"), (40, "40")])
    def test_nearly_all_is_said_so(self, people: int, said: str) -> None:
        assert tell(people, 50).say() == said

    @pytest.mark.parametrize(
        ("read", "wrote", "said"),
        [
            (0, 53, "nobody"),
            (26, 53, "fewer than half"),
            (26, 52, "half or more"),
            (27, 53, "half or more"),
            (53, 53, "everybody"),
        ],
    )
    def test_of_whom_an_analyst_read_comments_is_told_without_a_number(
        self, read: int, wrote: int, said: str
    ) -> None:
        assert tell_read(read, wrote) == said

    def test_how_many_said_nothing_is_not_told(self) -> None:
        # beside the base, 11 who said nothing and 55 read would leave 7 to 9 for what is hidden
        themes = make_themes(42, {"a": (12, 12, 0, 0), "b": (22, 22, 0, 0), "c": (8, 8, 0, 0)})
        said = {render_said(release_themes(replace(themes, empty=one, read=42)), {}) for one in ODD}
        assert len(said) == 1

    def test_a_share_is_made_of_what_is_published(self) -> None:
        for people, wrote in ((23, 98), (24, 101), (27, 102)):
            told = release_themes(make_themes(wrote, {"a": (people, people, 0, 0)}))
            assert find(told, "a").share == 25  # type: ignore[union-attr]  # as it is told

    def test_on_a_small_base_there_is_no_share(self) -> None:
        told = release_themes(make_themes(29, {"a": (15, 15, 0, 0)}))
        assert find(told, "a") == ToldTheme(
            "a",
            "a",
            People(Told.COUNT, 15),
            None,
            dict(zip(Stance, (tell(15), tell(0), tell(0)), strict=True)),
        )

    def test_of_a_theme_of_few_nothing_more_is_told(self) -> None:
        told = find(release_themes(make_themes(100, {"a": (9, 9, 0, 0)} | OTHERS)), "a")
        assert isinstance(told, ToldTheme)
        assert (told.people.told, told.share, told.stances) == (Told.FEW, None, {})

    def test_of_another_language_no_stance_is_told(self) -> None:
        told = find(release_themes(make_themes(100, {UNTRANSLATED: (40, 0, 0, 0)})), UNTRANSLATED)
        assert isinstance(told, ToldTheme)
        assert (told.people.number, told.stances) == (40, {})

    def test_of_what_fits_no_theme_no_stance_is_told(self) -> None:
        counts = {OTHER: (40, 25, 12, 15)} | OTHERS
        told = find(release_themes(make_themes(100, counts)), OTHER)
        assert isinstance(told, ToldTheme)
        assert (told.people.number, told.share, told.stances) == (40, 40, {})

    def test_only_the_gate_makes_them(self) -> None:
        few = People(Told.FEW)
        with pytest.raises(TypeError, match="release_themes"):
            ReleasedThemes("r", True, few, Read.NOBODY, (), "c", object())  # type: ignore[arg-type]  # tried


class TestProtected:
    @pytest.mark.parametrize(
        "counts", [(38, 17, 9, 12), (30, 12, 9, 9)], ids=["one is few", "two are few"]
    )
    def test_where_subtraction_gives_a_stance_all_of_its_theme_go(
        self, counts: tuple[int, int, int, int]
    ) -> None:
        # 40 speak of it, 15 and 10 as told: at least 38 - 17 - 12 = 9 have the hidden stance
        told = find(release_themes(make_themes(200, {"a": counts} | OTHERS)), "a")
        assert isinstance(told, ToldTheme)
        assert told.people.told is Told.COUNT
        assert told.stances == {}

    def test_where_subtraction_gives_a_theme_all_and_the_base_go(self) -> None:
        # at least 78 - 37 - 32 = 9 speak of the hidden one
        counts = {"a": (37, 37, 0, 0), "b": (32, 32, 0, 0), "c": (9, 9, 0, 0)}
        told = release_themes(make_themes(78, counts))
        assert {one.people.told for one in told.themes} == {Told.WITHHELD}
        assert told.wrote.told is Told.WITHHELD
        assert {one.share for one in told.themes} == {None}

    def test_where_all_but_hardly_any_would_be_told_all_and_the_base_go(self) -> None:
        # 12 wrote at most, and all but fewer than 10 are 10 at least: at most 2 do not speak of it
        told = release_themes(make_themes(12, {"a": (11, 11, 0, 0), "b": (9, 9, 0, 0)}))
        assert {one.people.told for one in told.themes} == {Told.WITHHELD}
        assert told.wrote.told is Told.WITHHELD

    def test_where_no_theme_is_told_the_base_goes(self) -> None:
        told = release_themes(make_themes(36, dict.fromkeys("abcd", (9, 9, 0, 0))))
        assert told.wrote.told is Told.WITHHELD


OTHERS = dict.fromkeys("xyz", (60, 60, 0, 0))


def test_what_is_recorded_is_what_is_published(tmp_path: Path) -> None:
    themes = release_themes(count(tmp_path, [("Better street lighting please", "", "yes")]))
    said = render_said(themes, {"lighting": ("Better street lighting please",)})
    assert said == render_said(themes, {"lighting": ("Better street lighting please",)})
    assert b"fewer than 10" in said
    assert b'"wrote": 1' not in said
