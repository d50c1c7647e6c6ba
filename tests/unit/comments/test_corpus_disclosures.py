"""The written disclosures, and the comments that are none, are what they say."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.comments.corpora import Disclosure, load_disclosures, load_ordinary

CUES = (
    "danger",
    "sexual_violence",
    "domestic_abuse",
    "self_harm",
    "child_at_risk",
    "exploitation",
    "weapons",
    "hate",
)
DRAFT = "draft, not checked by a speaker"
DISCLOSURES = load_disclosures()
ORDINARY = load_ordinary()
FRESH = load_disclosures("disclosures_fresh.csv")
MORE = load_disclosures("disclosures_more.csv")
SECOND = load_disclosures("disclosures_second.csv")
THIRD = load_disclosures("disclosures_third.csv")
in_each_file = pytest.mark.parametrize(
    "disclosures",
    [DISCLOSURES, FRESH, MORE, load_disclosures("disclosures_own.csv"), SECOND, THIRD],
    ids=["first", "fresh", "more", "own", "second", "third"],
)


def test_ids_are_unique_and_in_order() -> None:
    assert [one.id for one in DISCLOSURES] == [f"D{n:03}" for n in range(1, len(DISCLOSURES) + 1)]
    assert [one.id for one in ORDINARY] == [f"N{n:03}" for n in range(1, len(ORDINARY) + 1)]


def test_there_are_enough_of_both_and_two_in_five_are_for_development() -> None:
    assert len(DISCLOSURES) >= 240
    assert len(ORDINARY) >= 300
    for corpus in (DISCLOSURES, ORDINARY):
        splits = Counter(one.split for one in corpus)
        assert set(splits) == {"dev", "held_out"}
        assert splits["dev"] / len(corpus) == pytest.approx(0.4, abs=0.02)


def test_no_comment_stands_twice_or_in_both_files() -> None:
    texts = [one.text.casefold() for one in DISCLOSURES]
    texts += [one.text.casefold() for one in ORDINARY]

    assert len(set(texts)) == len(texts)
    assert all(text.strip() == text != "" for text in texts)


@pytest.mark.parametrize("cue", CUES)
def test_every_cue_is_disclosed_in_english_at_least_eighteen_times(cue: str) -> None:
    assert sum(one.cue == cue and one.language == "en" for one in DISCLOSURES) >= 18


@pytest.mark.parametrize(
    ("disclosures", "language", "least"),
    [
        pytest.param(DISCLOSURES, "bn", 20, id="Bengali"),
        pytest.param(DISCLOSURES, "bn-Latn", 10, id="romanised Bengali"),
        pytest.param(DISCLOSURES, "so", 20, id="Somali"),
        pytest.param(FRESH, "bn", 20, id="fresh Bengali"),
        pytest.param(FRESH, "so", 20, id="fresh Somali"),
        pytest.param(MORE, "bn", 70, id="more Bengali"),
        pytest.param(MORE, "bn-Latn", 70, id="more romanised Bengali"),
        pytest.param(MORE, "so", 70, id="more Somali"),
        pytest.param(SECOND, "bn", 24, id="second Bengali"),
        pytest.param(SECOND, "bn-Latn", 24, id="second romanised Bengali"),
        pytest.param(SECOND, "so", 24, id="second Somali"),
        pytest.param(THIRD, "bn", 24, id="third Bengali"),
        pytest.param(THIRD, "bn-Latn", 24, id="third romanised Bengali"),
        pytest.param(THIRD, "so", 24, id="third Somali"),
    ],
)
def test_the_other_languages_have_every_cue_and_say_they_are_drafts(
    disclosures: tuple[Disclosure, ...], language: str, least: int
) -> None:
    drafts = [one for one in disclosures if one.language == language]

    assert len(drafts) >= least
    assert {one.cue for one in drafts} == set(CUES)
    assert {one.note for one in drafts} == {DRAFT}


@in_each_file
def test_cues_are_the_known_ones_and_none_stands_beside_itself(
    disclosures: tuple[Disclosure, ...],
) -> None:
    assert {one.language for one in disclosures} <= {"en", "bn", "bn-Latn", "so"}
    for one in disclosures:
        assert {one.cue, *one.also} <= set(CUES), one.id
        assert one.cue not in one.also, one.id


def test_the_safety_inputs_of_the_domain_reference_are_here() -> None:
    expected = {
        "my ex follows me home and has hurt me": "domestic_abuse",
        "I don't want to be here any more": "self_harm",
        "someone is breaking in right now": "danger",
        "they make boys carry drugs": "exploitation",
    }

    assert {one.text: one.cue for one in DISCLOSURES if one.text in expected} == expected
