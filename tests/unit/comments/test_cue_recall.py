"""What the cue lists catch may not get worse unseen.

The figures of the sets held out are published (docs/safeguarding.md). They are measured only:
nobody who changes a list reads their comments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from surveys.safeguarding import find_cues, find_listed_cues
from tests.comments import cue_recall
from tests.comments.corpora import Disclosure
from tests.comments.cue_recall import (
    DEV,
    HELD_OUT,
    LANGUAGES,
    NAMED,
    SETS,
    Caught,
    Comments,
    find_false_alarms,
    list_recall_rows,
    measure_caught,
    measure_speed,
    render_alarm_row,
)

PAGE = (Path(__file__).parents[3] / "docs" / "safeguarding.md").read_text(encoding="utf-8")

LEAST = {
    ("dev", "en"): 1.0,
    ("dev", "bn"): 1.0,
    ("dev", "bn-Latn"): 1.0,
    ("dev", "so"): 1.0,
    ("first fresh", "en"): 0.97,
    ("first fresh", "bn"): 0.95,
    ("first fresh", "so"): 0.95,
    ("more", "en"): 0.67,
    ("more", "bn"): 0.95,
    ("more", "bn-Latn"): 0.94,
    ("more", "so"): 0.95,
    ("own", "en"): 0.97,
    ("held out", "en"): 0.95,
    ("held out", "bn"): 0.95,
    ("held out", "bn-Latn"): 0.95,
    ("held out", "so"): 0.95,
}
"""Share of a set's disclosures in a language that raise a card; the target is 0.95 for each."""

MOST = {"dev": 0.005, "first fresh": 0.02, "more": 0.07, "own": 0.03, "held out": 0.062}
"""Share of a set's ordinary comments that may raise a card; the aim is 0.05."""

LONG_TAKES = 10.0
"""Milliseconds of processor time for cues and redaction of 500 to 600 characters: four times what
they take, twice what they take where every processor is busy."""

PUBLISHED = [one for one in SETS if one.split == HELD_OUT]
LEAST_NOTICED = 0.95
"""Share of the disclosures of each set held out that raise a card by phrase or weight, in each
language: the target."""


@pytest.mark.parametrize(
    ("name", "language"), [pytest.param(*key, id=" ".join(key)) for key in LEAST]
)
def test_disclosures_raise_a_card_as_often_as_before(name: str, language: str) -> None:
    disclosures = [one for one in NAMED[name].load_disclosures() if one.language == language]
    caught = measure_caught(disclosures, find_listed_cues)
    assert caught.share >= LEAST[name, language]
    assert caught.right >= LEAST[name, language] - 0.1


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_and_weights_notice_disclosures_that_nobody_has_read(language: str) -> None:
    for comments in PUBLISHED:
        told = [one for one in comments.load_disclosures() if one.language == language]
        assert measure_caught(told).share >= LEAST_NOTICED


def test_few_ordinary_comments_that_nobody_has_read_raise_a_card() -> None:
    texts = [text for comments in PUBLISHED for text in comments.load_ordinary()]
    assert len(find_false_alarms(texts)) / len(texts) <= 0.16


@pytest.mark.parametrize("name", MOST)
def test_few_ordinary_comments_raise_a_card(name: str) -> None:
    texts = NAMED[name].load_ordinary()
    assert len(find_false_alarms(texts, find_listed_cues)) / len(texts) <= MOST[name]


def test_a_long_ordinary_comment_takes_little_time() -> None:
    texts = [text for text in NAMED["more"].load_ordinary() if 500 <= len(text) <= 600]
    assert texts
    middle, _ = measure_speed(texts, repeats=1)
    assert middle < LONG_TAKES


@pytest.mark.parametrize("comments", PUBLISHED, ids=lambda one: one.name)
def test_the_figures_that_are_published_are_those_measured(comments: Comments) -> None:
    alone, whole = PAGE.split("### The phrases alone")[1].split("### Phrases and weights")
    for section, find in ((alone, find_listed_cues), (whole, find_cues)):
        rows = [*list_recall_rows(comments, find), render_alarm_row(comments, find)]
        assert [row for row in rows if row not in section] == []


def test_the_page_tells_of_every_set_and_has_rows_of_all_that_are_held_out() -> None:
    begun = {line.split("|")[1].strip() for line in PAGE.splitlines() if line.startswith("| ")}
    assert {f"`{name}`" for name in NAMED} <= begun
    assert {one.name for one in PUBLISHED} <= begun


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_disclosure_for_development_of_the_first_author_raises_a_card_that_fits(
    language: str,
) -> None:
    disclosures = NAMED["dev"].load_disclosures()
    caught = measure_caught(
        [one for one in disclosures if one.language == language], find_listed_cues
    )
    assert (caught.missed, caught.other) == ((), ())


def test_a_disclosure_is_missed_without_a_card_and_other_with_another() -> None:
    found = {"one": (), "two": ("hate",), "three": ("weapons",), "four": ("danger",)}
    one, two, three, four = (
        Disclosure("D1", "dev", "en", "danger", ("hate",), text, "") for text in found
    )
    caught = measure_caught([one, two, three, four], found.__getitem__)
    assert caught.missed == (one,)
    assert caught.other == ((three, ("weapons",)),)
    assert (caught.share, caught.right) == (0.75, 0.5)


def test_rows_are_counts_with_their_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Comments("made up", "", DEV)
    told = [Disclosure(f"D{n}", DEV, "so", "danger", (), text, "") for n, text in enumerate("abc")]
    monkeypatch.setattr(Comments, "load_disclosures", lambda self: told)
    monkeypatch.setattr(Comments, "load_ordinary", lambda self: ["a", "c", "d", "e"])
    found = {"a": ("danger",), "b": ("hate",)}

    def find(text: str) -> tuple[str, ...]:
        return found.get(text, ())

    assert list_recall_rows(made, find) == ["| made up | Somali | 3 | 2 (66.7 %) | 1 (33.3 %) |"]
    assert render_alarm_row(made, find) == "| made up | 4 | 1 (25.0 %) |"


@pytest.fixture
def nothing_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report of lists that find nothing: no set held out is measured by a test of its form."""
    nobody = measure_caught([], lambda text: ())

    def catch_none(disclosures: Sequence[Disclosure], find: object = None) -> Caught:
        return replace(nobody, disclosures=tuple(disclosures), missed=tuple(disclosures))

    monkeypatch.setattr(cue_recall, "measure_caught", catch_none)
    monkeypatch.setattr(cue_recall, "find_false_alarms", lambda texts, find=None: [])
    monkeypatch.setattr(cue_recall, "measure_speed", lambda texts: (1.0, 2.0))


@pytest.mark.usefixtures("nothing_found")
def test_the_report_counts_every_set_and_shows_no_text_held_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cue_recall.report()
    printed = capsys.readouterr().out
    for comments in SETS:
        shown = [repr(one.text) in printed for one in comments.load_disclosures()]
        assert set(shown) == {comments.split == DEV}, comments.name
        assert f"{comments.name}: disclosures" in printed
    assert "one disclosure, cues and redaction: median 1.00 ms" in printed
    assert "long ones too, cues and redaction: median 1.00 ms, 99th percentile 2.00 ms" in printed


@pytest.mark.usefixtures("nothing_found")
def test_the_report_measures_only_the_sets_that_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cue_recall.report(["own"])
    printed = capsys.readouterr().out
    assert "own: disclosures" in printed
    assert not any(f"{one.name}: disclosures" in printed for one in SETS if one.name != "own")
