"""What the cue lists catch may not get worse unseen.

The figures of the held-out comments are those that are published (docs/safeguarding.md). They are
measured only: nobody who changes a list reads those comments.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.comments import cue_recall
from tests.comments.corpora import Disclosure, load_disclosures, load_ordinary
from tests.comments.cue_recall import (
    FRESH_DISCLOSURES,
    FRESH_ORDINARY,
    LANGUAGES,
    find_false_alarms,
    measure_caught,
)

DOCS = Path(__file__).parents[3] / "docs"
DISCLOSURES = load_disclosures()
FRESH = load_disclosures(FRESH_DISCLOSURES)
LEAST = {"en": 0.95, "bn": 0.95, "bn-Latn": 0.95, "so": 0.95}
"""Share of held-out disclosures that raise a card; the target is 0.95 for each language."""


def read_page() -> str:
    """What is published, on one line."""
    return " ".join((DOCS / "safeguarding.md").read_text(encoding="utf-8").split())


def choose(split: str, language: str) -> list[Disclosure]:
    return [one for one in DISCLOSURES if (one.split, one.language) == (split, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_disclosures_held_out_raise_a_card(language: str) -> None:
    caught = measure_caught(choose("held_out", language))
    assert caught.share >= LEAST[language]
    assert caught.right >= 0.85


@pytest.mark.parametrize(
    ("language", "title", "least"),
    [("en", "English", 0.94), ("bn", "Bengali", 0.95), ("so", "Somali", 0.95)],
)
def test_fresh_disclosures_raise_a_card_as_often_as_is_published(
    language: str, title: str, least: float
) -> None:
    caught = measure_caught([one for one in FRESH if one.language == language])
    count = len(caught.disclosures)
    assert caught.share >= least
    cells = (f"{round(share * count)} ({share:.1%})" for share in (caught.share, caught.right))
    row = f"| {title} | {count} | {' | '.join(cells)} |".replace("%", " %")
    assert row in read_page()


@pytest.mark.parametrize("cue", ["danger", "self_harm"])
def test_the_lowest_fresh_figures_by_cue_are_published(cue: str) -> None:
    caught = measure_caught([one for one in FRESH if one.cue == cue])
    count = len(caught.disclosures)
    assert f"`{cue}` {count - len(caught.missed)} of {count}" in read_page()


def test_the_fresh_false_alarms_are_those_published() -> None:
    texts = [one.text for one in load_ordinary(FRESH_ORDINARY)]
    alarms = len(find_false_alarms(texts))
    share = f"{alarms / len(texts):.1%}".replace("%", " %")
    assert f"{alarms} of {len(texts)} fresh ordinary comments ({share})" in read_page()
    assert alarms / len(texts) <= 0.05


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_disclosure_for_development_raises_a_card_that_fits(language: str) -> None:
    caught = measure_caught(choose("dev", language))
    assert (caught.missed, caught.other) == ((), ())


@pytest.mark.parametrize(("split", "most"), [("dev", 0.02), ("held_out", 0.07)])
def test_few_ordinary_comments_raise_a_card(split: str, most: float) -> None:
    texts = [one.text for one in load_ordinary() if one.split == split]
    assert len(find_false_alarms(texts)) / len(texts) <= most


def test_the_figures_that_are_published_are_those_measured() -> None:
    page = read_page()
    caught = {name: measure_caught(choose("held_out", name)) for name in LANGUAGES}
    english = caught["en"]
    carded, fitting = (round(share * 120) for share in (english.share, english.right))
    texts = [one.text for one in load_ordinary() if one.split == "held_out"]
    alarms = len(find_false_alarms(texts))
    assert (
        f"| English | {len(english.disclosures)} | {carded} ({english.share:.1%}) "
        f"| {fitting} ({english.right:.1%}) |".replace("%", " %")
    ) in page
    assert (
        f"{alarms} of {len(texts)} held-out ordinary comments ({alarms / len(texts):.1%}".replace(
            "%", " %"
        )
        in page
    )
    for name, title in (("bn", "Bengali"), ("bn-Latn", "Latin letters"), ("so", "Somali")):
        count = len(caught[name].disclosures)
        right = round(caught[name].right * count)
        assert f"{title} | {count} | {round(caught[name].share * count)} | {right} |" in page


def test_a_disclosure_is_missed_without_a_card_and_other_with_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = {"one": (), "two": ("hate",), "three": ("weapons",), "four": ("danger",)}
    monkeypatch.setattr(cue_recall, "find_cues", lambda text: found[text])
    one, two, three, four = (
        Disclosure("D1", "dev", "en", "danger", ("hate",), text, "") for text in found
    )
    caught = measure_caught([one, two, three, four])
    assert caught.missed == (one,)
    assert caught.other == ((three, ("weapons",)),)
    assert (caught.share, caught.right) == (0.75, 0.5)


def test_the_report_shows_texts_of_no_held_out_comment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cue_recall, "find_cues", lambda text: ())
    monkeypatch.setattr(cue_recall, "measure_speed", lambda texts: (1.0, 2.0))
    cue_recall.report()
    printed = capsys.readouterr().out
    assert all(repr(one.text) in printed for one in DISCLOSURES if one.split == "dev")
    assert not any(repr(one.text) in printed for one in DISCLOSURES if one.split != "dev")
    assert not any(repr(one.text) in printed for one in FRESH)
    assert "held_out: disclosures" in printed
    assert "fresh: disclosures" in printed
    assert "99th percentile 2.00 ms" in printed
