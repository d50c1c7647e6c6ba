"""What left of comments is kept, and the next release tells no more together with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.comments.codebook import Stance
from analysis.comments.quotes import ReleasedQuotes, release_quotes
from analysis.comments.records import Coding, Correction
from analysis.comments.releasing import ReleasedThemes, release_themes, render_said
from analysis.comments.room import MOST_OF_FEW
from analysis.comments.store import comments_folder
from analysis.comments.themes import count_themes
from bot.said import draft_said
from bot.settings import Settings
from surveys.errors import RoundError
from tests.support.consultation import NAME, code_round

CAMERAS = tuple((f"More CCTV in area {number} please", "", "yes") for number in range(8))
OTHERS = tuple(
    (text.format(number), "", "yes")
    for number in range(30)
    for text in ("More street lights in area {} please", "Graffiti on the walls of area {}")
)
ANOTHER = {"youth_provision": (Stance.ASK,)}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def coding(tmp_path: Path) -> Coding:
    """A round in which eight people speak of cameras, of whom four are quoted."""
    coding = code_round(tmp_path, (*CAMERAS, *OTHERS))
    return approve(coding, find_cameras(coding)[:MOST_OF_FEW])


def find_cameras(coding: Coding) -> list[int]:
    return [said.number for said in coding.drafted.comments if "cctv" in said.codes]


def approve(coding: Coding, numbers: list[int]) -> Coding:
    texts = {said.number: said.text for said in coding.drafted.comments}
    approved = {one: Correction(number=one, checked=True, quote=texts[one]) for one in numbers}
    return replace(coding, corrections={**coding.corrections, **approved})


def release(coding: Coding) -> tuple[ReleasedThemes, ReleasedQuotes]:
    themes = release_themes(count_themes(coding))
    return themes, release_quotes(coding, themes)


def leave(settings: Settings, themes: ReleasedThemes, quotes: ReleasedQuotes) -> None:
    with draft_said(settings, themes, quotes, None).drafts as drafts:
        drafts.keep()


def recode(coding: Coding) -> Coding:
    """The quotes of cameras coded as something else of which few people speak."""
    recoded = {
        number: one.model_copy(update={"codes": ANOTHER})
        for number, one in coding.corrections.items()
    }
    return replace(coding, corrections=recoded)


def test_recoding_what_left_makes_no_room_for_more_quotes(
    settings: Settings, coding: Coding
) -> None:
    first = release(coding)
    leave(settings, *first)
    more = approve(recode(coding), find_cameras(coding)[MOST_OF_FEW:])
    second = release(more)
    assert first[0] == second[0]
    assert sum(map(len, second[1].by_theme.values())) == len(CAMERAS)
    with pytest.raises(RoundError, match="under another theme or with other codes") as refused:
        leave(settings, *second)
    assert refused.value.code == "comments.quote-recoded"


@pytest.mark.parametrize(
    "changes",
    [
        {"by_theme": {"cctv": ("a",)}},
        {"by_theme": {"lighting": ("a", "b"), "cctv": ()}, "codes": {"a": ("cctv (ask)",)}},
        {"by_theme": {"lighting": ("a", "b")}, "codes": {"b": ("lighting (ask)",)}},
    ],
    ids=["another theme", "other codes", "codes that another quote takes over"],
)
def test_a_quote_that_left_keeps_its_theme_and_codes(
    settings: Settings, coding: Coding, changes: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> None:
    themes, quotes = release(coding)
    quotes = replace(quotes, by_theme={"lighting": ("a",)}, codes={"a": ("lighting (ask)",)})
    leave(settings, themes, quotes)
    with pytest.raises(RoundError) as refused:
        leave(settings, themes, replace(quotes, **changes))  # type: ignore[arg-type]  # by name
    assert refused.value.code == "comments.quote-recoded"
    leave(settings, themes, quotes)


def test_the_same_words_of_somebody_else_may_have_other_codes(
    settings: Settings, coding: Coding
) -> None:
    themes, quotes = release(coding)
    for codes in (("lighting (ask)",), ("cctv (ask)", "lighting (ask)")):
        leave(settings, themes, replace(quotes, by_theme={"cctv": ("a",)}, codes={"a": codes}))


def test_a_quote_may_be_taken_back_whatever_it_is_coded_then(
    settings: Settings, coding: Coding
) -> None:
    first = release(coding)
    leave(settings, *first)
    without = replace(coding, corrections={})
    second = release(without)
    leave(settings, first[0], second[1])


def test_the_codes_of_quotes_are_kept_and_not_published(settings: Settings, coding: Coding) -> None:
    themes, quotes = release(coding)
    leave(settings, themes, quotes)
    [kept] = (comments_folder(settings.data_dir, NAME) / "said").iterdir()
    said = json.loads(kept.read_bytes())
    published = json.loads(render_said(themes, quotes.by_theme))
    assert said == published | {"codes": {text: list(one) for text, one in quotes.codes.items()}}
    assert len(said["codes"]) == MOST_OF_FEW
    assert "codes" not in published
