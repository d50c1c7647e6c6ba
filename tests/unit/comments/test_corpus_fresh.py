"""The sets of other authors are large enough, and what was fresh shares no comment with the first.

Those with disclosures and ordinary comments that were fresh once are for development now; the
identifiers are still held out, and so are the second and the third set of disclosures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pytest

from tests.comments.corpora import (
    Disclosure,
    load_disclosures,
    load_ordinary,
    load_planted,
    plain,
)
from tests.comments.labelled import load_clean, load_labelled
from tests.unit.comments import test_corpus_disclosures as disclosures
from tests.unit.comments import test_corpus_identifiers as identifiers

PLANTED = load_planted("identifiers_fresh.csv")
DISCLOSURES = load_disclosures("disclosures_fresh.csv")
ORDINARY = load_ordinary("no_disclosure_fresh.csv")
MORE = load_disclosures("disclosures_more.csv"), load_ordinary("no_disclosure_more.csv")
OWN = load_disclosures("disclosures_own.csv"), load_ordinary("no_disclosure_own.csv")
SECOND = load_disclosures("disclosures_second.csv"), load_ordinary("no_disclosure_second.csv")
THIRD = load_disclosures("disclosures_third.csv"), load_ordinary("no_disclosure_third.csv")


def bare(text: str) -> str:
    """The text without case, signs and spaces; a comment of signs alone as it is."""
    words = "".join(sign for sign in plain(text).casefold() if sign.isalnum())
    return words or text


@pytest.mark.parametrize(
    ("prefix", "split", "ids", "splits", "least"),
    [
        pytest.param(
            prefix, split, [one.id for one in corpus], {one.split for one in corpus}, least, id=name
        )
        for name, prefix, split, corpus, least in (
            ("identifiers", "FI", "held_out", PLANTED, 280),
            ("disclosures", "FD", "dev", DISCLOSURES, 200),
            ("no disclosure", "FN", "dev", ORDINARY, 250),
            ("disclosures of more authors", "MD", "dev", MORE[0], 2600),
            ("no disclosure of more authors", "MN", "dev", MORE[1], 3800),
            ("own disclosures", "OD", "dev", OWN[0], 500),
            ("own no disclosure", "ON", "dev", OWN[1], 300),
            ("second disclosures", "SD", "held_out", SECOND[0], 300),
            ("second no disclosure", "SN", "held_out", SECOND[1], 300),
            ("third disclosures", "TD", "held_out", THIRD[0], 300),
            ("third no disclosure", "TN", "held_out", THIRD[1], 300),
        )
    ],
)
def test_a_set_is_large_enough_with_ids_of_its_own_and_one_split(
    prefix: str, split: str, ids: Sequence[str], splits: set[str], least: int
) -> None:
    assert len(ids) >= least
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(rf"{prefix}\d{{3,4}}", one) for one in ids)
    assert splits == {split}


def test_every_kind_of_identifier_stands_at_least_twenty_five_times() -> None:
    kinds = Counter(plant.kind for one in PLANTED for plant in one.plants)

    assert kinds.total() >= 300
    assert {kind: kinds[kind] for kind in identifiers.KINDS if kinds[kind] < 25} == {}


@pytest.mark.parametrize("cue", disclosures.CUES)
@pytest.mark.parametrize(
    ("corpus", "least"),
    [
        pytest.param(DISCLOSURES, 20, id="fresh"),
        pytest.param(MORE[0], 140, id="more"),
        pytest.param(OWN[0], 35, id="own"),
        pytest.param(SECOND[0], 30, id="second"),
        pytest.param(THIRD[0], 30, id="third"),
    ],
)
def test_every_cue_is_disclosed_in_english_often_enough(
    corpus: Sequence[Disclosure], least: int, cue: str
) -> None:
    assert sum(one.cue == cue and one.language == "en" for one in corpus) >= least


def test_what_tunes_the_lists_shares_no_disclosure_with_what_measures_them() -> None:
    tuned = {bare(one.text) for corpus in (DISCLOSURES, MORE[0], OWN[0]) for one in corpus}
    measured = [one for one in load_disclosures() if one.split == "held_out"]
    held = {bare(one.text) for one in (*measured, *SECOND[0])}
    assert tuned & held == set()


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
