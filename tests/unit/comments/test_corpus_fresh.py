"""The fresh sets are large enough, only held out, and share no comment with any other corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from tests.comments.corpora import load_disclosures, load_ordinary, load_planted, plain
from tests.comments.labelled import load_clean, load_labelled
from tests.unit.comments import test_corpus_disclosures as disclosures
from tests.unit.comments import test_corpus_identifiers as identifiers

PLANTED = load_planted("identifiers_fresh.csv")
DISCLOSURES = load_disclosures("disclosures_fresh.csv")
ORDINARY = load_ordinary("no_disclosure_fresh.csv")


def bare(text: str) -> str:
    """The text without case, signs and spaces; a comment of signs alone as it is."""
    words = "".join(sign for sign in plain(text).casefold() if sign.isalnum())
    return words or text


@pytest.mark.parametrize(
    ("prefix", "ids", "splits", "least"),
    [
        pytest.param(
            prefix, [one.id for one in corpus], {one.split for one in corpus}, least, id=name
        )
        for name, prefix, corpus, least in (
            ("identifiers", "FI", PLANTED, 280),
            ("disclosures", "FD", DISCLOSURES, 200),
            ("no disclosure", "FN", ORDINARY, 250),
        )
    ],
)
def test_a_fresh_set_is_large_enough_in_order_and_all_held_out(
    prefix: str, ids: Sequence[str], splits: set[str], least: int
) -> None:
    assert len(ids) >= least
    assert ids == [f"{prefix}{n:03}" for n in range(1, len(ids) + 1)]
    assert splits == {"held_out"}


def test_every_kind_of_identifier_stands_at_least_twenty_five_times() -> None:
    kinds = Counter(plant.kind for one in PLANTED for plant in one.plants)

    assert kinds.total() >= 300
    assert {kind: kinds[kind] for kind in identifiers.KINDS if kinds[kind] < 25} == {}


@pytest.mark.parametrize("cue", disclosures.CUES)
def test_every_cue_is_disclosed_in_english_at_least_twenty_times(cue: str) -> None:
    assert sum(one.cue == cue and one.language == "en" for one in DISCLOSURES) >= 20


def test_no_comment_stands_twice_or_in_another_corpus() -> None:
    planted = load_planted(), load_planted("identifiers_more.csv")
    cleaned = load_clean(), load_clean("clean_more.csv")
    others = [bare(one.text) for corpus in planted for one in corpus]
    others += [bare(one.text) for corpus in cleaned for one in corpus]
    others += [bare(one.text) for one in load_disclosures()]
    others += [bare(one.text) for one in load_ordinary()]
    others += [bare(one.text) for one in load_labelled()]
    fresh = [bare(one.text) for one in PLANTED] + [bare(one.text) for one in DISCLOSURES]
    fresh += [bare(one.text) for one in ORDINARY]

    assert [text for text, times in Counter(fresh).items() if times > 1] == []
    assert set(fresh) & set(others) == set()
