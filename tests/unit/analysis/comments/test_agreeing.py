"""What a round's analysts and the program agree in: codes, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.comments.agreeing import compare_readings, compare_to_tell, tell_agreement
from analysis.comments.codebook import Stance
from analysis.comments.records import Coding, Correction
from tests.support.consultation import Wrote, code_round

LIT: Wrote = ("Better street lighting please", "", "yes")
SEEN = Stance.PROBLEM, Stance.ASK


def read(coding: Coding, *, wrong: int = 0, blind: int = 0, of: int = 1000) -> Coding:
    """The first `of` comments read: some coded a problem too, some of them blind."""
    given = {
        said.number: Correction(
            number=said.number,
            checked=True,
            blind=at < blind,
            codes={"lighting": SEEN if at < wrong else (Stance.ASK,)},
        )
        for at, said in enumerate(coding.drafted.comments)
        if at < of
    }
    return replace(coding, corrections=given)


def code(folder: Path, people: int) -> Coding:
    return code_round(folder, [LIT] * people)


def test_a_corrected_stance_is_a_difference_though_the_codes_are_the_same(tmp_path: Path) -> None:
    coding = code(tmp_path, 4)
    same, other = compare_readings(read(coding)), compare_readings(read(coding, wrong=1))
    assert (same.same_stances, same.stances.kappa.value) == (1.0, 1.0)
    assert other.codes == same.codes
    assert other.same_stances == 0.75
    assert (other.stances.both, other.stances.extra, other.stances.missed) == (4, 0, 1)
    assert other.stances.kappa.value is not None
    assert other.stances.kappa.value < 0.9


def test_comments_that_say_nothing_of_anything_are_no_agreement_on_stances(tmp_path: Path) -> None:
    coding = code_round(tmp_path, [("রাস্তায় আলো দরকার", "", "yes"), ("nothing", "", "")])
    given = {
        one.number: Correction(number=one.number, checked=True) for one in coding.drafted.comments
    }
    compared = compare_readings(replace(coding, corrections=given))
    assert compared.codes.overall.both == 2
    assert (compared.stances.both, compared.same_stances) == (0, None)


@pytest.mark.parametrize(
    ("blind", "compared"),
    [(29, 40), (30, 30)],
    ids=["too few blind, so all", "blind ones where they are enough"],
)
def test_what_is_told_goes_by_comments_coded_blind_where_they_are_enough(
    tmp_path: Path, blind: int, compared: int
) -> None:
    found = compare_to_tell(read(code(tmp_path, 40), blind=blind))
    assert found is not None
    assert found.read == compared
    told = tell_agreement(found)
    assert told is not None
    assert told.blind is (blind == compared)


def test_where_nobody_read_anything_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert compare_to_tell(code(tmp_path, 3)) is None
    assert tell_agreement(None) is None


@pytest.mark.parametrize(
    ("comments", "same"), [(29, None), (30, 0.9), (99, 1.0), (100, 0.98)], ids=str
)
def test_agreement_is_told_rounded_and_not_on_few_comments(
    tmp_path: Path, comments: int, same: float | None
) -> None:
    told = tell_agreement(compare_to_tell(read(code(tmp_path, 100), wrong=2, of=comments)))
    assert (told.same_stances if told else None) == same
    assert told is None or (told.codes.precision, told.codes.kappa) == (1.0, 1.0)
