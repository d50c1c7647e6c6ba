"""The weights that ship are counted from the comments for development, and from nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveys.loading import list_catalogue, load_catalogue
from surveys.safeguarding import Cue, find_cues
from surveys.safeguarding.weighing import load_weights
from tests.comments import weighing
from tests.comments.cue_recall import HELD_OUT, SETS
from tests.comments.weighing import (
    Written,
    choose_least,
    fit,
    hash_texts,
    load_written,
    render,
    weigh_strangers,
)

HARM = ("he hit me again", "she hits him at home", "he follows me home", "they hit my son")
PLAIN = ("more lights please", "mend the lights", "more bins at home", "the bins are full. again")
MADE_UP = tuple(
    Written(f"author {number % 2}", text, harm)
    for texts, harm in ((HARM, True), (PLAIN, False))
    for number, text in enumerate(texts)
)


def test_the_weights_were_counted_from_the_comments_as_they_are() -> None:
    hint = "count them again: python -m tests.comments weights"
    assert load_weights().texts == hash_texts(load_written()), hint


def test_no_comment_that_is_held_out_is_counted() -> None:
    written = {one.text for one in load_written()}
    held_out = [one for one in SETS if one.split == HELD_OUT]
    texts = [text for one in held_out for text in one.load_ordinary()]
    texts += [told.text for one in held_out for told in one.load_disclosures()]
    # A few short ones were written by several authors: docs/safeguarding.md tells of them.
    assert sum(text in written for text in texts) <= 4


def test_words_of_harm_weigh_more_than_others() -> None:
    weights = fit(MADE_UP)
    assert weights.pieces["hit"] > 0 > weights.pieces["lights"]
    assert weights.weigh(["", "he", "hit", ""]) > weights.weigh(["", "more", "lights", ""])


def test_the_same_comments_give_the_same_weights_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = fit(MADE_UP, least=0.25)
    path = tmp_path / "weights.csv"
    path.write_text(render(weights), encoding="utf-8")
    assert load_weights(path) == weights
    assert render(fit(MADE_UP, least=0.25)) == render(weights)
    words = {piece for piece in weights.pieces if " " not in piece and "~" not in piece}
    assert {"he", "home", "the"} <= words
    monkeypatch.setattr(weighing, "PIECES", 3)
    fewer = fit(MADE_UP).pieces.keys()
    # Words are all kept: which are known decides how a text is read.
    assert words < fewer
    assert len(fewer) == len(words) + 3


def test_every_comment_is_weighed_without_those_of_its_author() -> None:
    weighed = weigh_strangers(MADE_UP)
    assert sorted(one.text for one, _ in weighed) == sorted(one.text for one in MADE_UP)
    others = fit([one for one in MADE_UP if one.author != "author 0"])
    told = {one.text: total for one, total in weighed}
    assert told["he hit me again"] == others.weigh(["", "he", "hit", "me", "again", ""])


def test_as_many_ordinary_comments_as_may_reach_the_least_sum() -> None:
    weighed = [(Written("a", str(number), False), float(number)) for number in range(101)]
    assert choose_least([*weighed, (Written("a", "harm", True), 1000.0)]) == 88.0


def test_another_rule_is_noticed_as_other_comments_are(monkeypatch: pytest.MonkeyPatch) -> None:
    before = hash_texts(MADE_UP)
    assert hash_texts(MADE_UP[:-1]) != before
    monkeypatch.setattr(weighing, "COST", 7.0)
    assert hash_texts(MADE_UP) != before


def test_no_answer_that_can_be_chosen_is_taken_for_harm_by_its_weight() -> None:
    questions = [one for name in list_catalogue() for one in load_catalogue(name).questions]
    labels = {option.label["en"] for one in questions for option in one.options}
    assert labels
    assert [label for label in sorted(labels) if find_cues(label) == (Cue.UNCLEAR,)] == []
