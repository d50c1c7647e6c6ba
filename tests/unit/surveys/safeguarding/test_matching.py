"""Phrases as an author writes them, looked for in texts."""

from __future__ import annotations

import pytest

from surveys.safeguarding.cue_list import CueList
from surveys.safeguarding.cues import Cue
from surveys.safeguarding.phrases import PhraseError, parse_phrase
from surveys.safeguarding.reading import read_words

LISTS = {"partner": frozenset({"husband", "ex*"}), "me": frozenset({"me", "us"})}


def make(phrase: str, *, never: str = "") -> CueList:
    nevers = (parse_phrase(never, LISTS),) if never else ()
    return CueList("en", "draft", {}, {}, nevers, {Cue.DANGER: (parse_phrase(phrase, LISTS),)})


def stands(phrase: str, text: str, *, never: str = "") -> bool:
    return bool(make(phrase, never=never).find(read_words(text)))


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        pytest.param("hit me", "he hit me", True, id="in order"),
        pytest.param("hit me", "me hit", False, id="not in order"),
        pytest.param("hit me", "hit by me", False, id="nothing between"),
        pytest.param("hit/hurt <me>", "it hurt us", True, id="alternatives and a list"),
        pytest.param("strangl* me", "strangling me", True, id="any ending"),
        pytest.param("strangl* me", "estrangled me", False, id="a beginning is a beginning"),
        pytest.param("hit ... me", "hit so so so me", True, id="three between"),
        pytest.param("hit ... me", "hit so so so so me", False, id="four between"),
        pytest.param("hit ...5 me", "hit so so so so so me", True, id="five between"),
        pytest.param("hit ... me", "he hit. Me too", False, id="not across sentences"),
        pytest.param("send the/a? police", "send police", True, id="missing"),
        pytest.param("send the/a? police", "send the police", True, id="not missing"),
        pytest.param("send ... the? police", "send now police", True, id="gap before it stays"),
        pytest.param("| help |", "Late again. Help!", True, id="a sentence of its own"),
        pytest.param("| help |", "help the bees", False, id="not a sentence of its own"),
        pytest.param("<partner> + knife", "a knife, my husband", True, id="any order"),
        pytest.param("<partner> + knife", "my exes. A knife", False, id="in one sentence"),
        pytest.param("husband + knife", "husband " + "so " * 14 + "knife", False, id="far"),
        pytest.param("husband + knife", "husband " + "so " * 13 + "knife", True, id="near"),
        pytest.param("one + two + three", "three so one so two", True, id="three parts"),
        pytest.param("one + two + three", "three so one", False, id="a part is missing"),
        pytest.param("hit me", "", False, id="nothing written"),
    ],
)
def test_a_phrase_stands_where_its_words_stand(phrase: str, text: str, expected: bool) -> None:
    assert stands(phrase, text) is expected


@pytest.mark.parametrize(
    ("never", "text", "expected"),
    [
        pytest.param("rape alarm*", "free rape alarms", False, id="passed over"),
        pytest.param("rape alarm*", "rape alarms are late, it was rape", True, id="only there"),
        pytest.param("rape ... alarm*", "rape so so alarms", False, id="with a gap"),
        pytest.param("the? rape alarm*", "rape alarms", False, id="with a missing word"),
        pytest.param("alarm* + rape", "alarms of rape", False, id="in any order"),
        pytest.param("rape + zoo", "it was rape", True, id="a part of it is missing"),
        pytest.param("| no ... way |", "no rape way", True, id="inside a whole sentence"),
        pytest.param("| no ... rape |", "no rape", False, id="all of a text"),
    ],
)
def test_what_only_sounds_like_a_cue_is_passed_over(never: str, text: str, expected: bool) -> None:
    assert stands("rape", text, never=never) is expected


def test_a_sentence_ends_where_it_did_when_its_last_word_is_passed_over() -> None:
    assert stands("hit ... me", "hit by alarms me", never="alarms")
    assert not stands("hit ... me", "hit by alarms. Me too", never="alarms |")


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        pytest.param("pushes/hit/kicks me", "kicks me", True, id="any word of a set"),
        pytest.param("hit/kicks me", "kicks. He hit me", True, id="several words of a set"),
        pytest.param("hurt*/hu* me", "hut me", True, id="the shorter of two beginnings"),
        pytest.param("hurt*/hung* me", "hunt me", False, id="beginnings that begin alike"),
        pytest.param("hit me", "hiiiit me", True, id="a letter held down"),
        pytest.param("hit me", "h1t me", True, id="a digit for a letter"),
    ],
)
def test_a_word_stands_for_every_word_that_it_is(phrase: str, text: str, expected: bool) -> None:
    assert stands(phrase, text) is expected


def test_spellings_are_one_in_every_form_of_a_word() -> None:
    phrases = tuple(parse_phrase(line, LISTS) for line in ("mara", "boyfrend"))
    folded = CueList("bn", "draft", {"aa": "a", "ie": "e"}, {}, (), {Cue.DANGER: phrases})
    for text in ("mara", "maaraa", "so maraa so", "m4raa", "boyfriend", "bofyriend"):
        assert folded.find(read_words(text)) == {Cue.DANGER}, text


def test_every_cue_of_a_text_is_found() -> None:
    cues = {Cue.DANGER: "hit me", Cue.WEAPONS: "knife", Cue.HATE: "hit us"}
    phrases = {cue: (parse_phrase(line, LISTS),) for cue, line in cues.items()}
    found = CueList("en", "draft", {}, {}, (), phrases).find(read_words("hit me, a knife"))
    assert found == {Cue.DANGER, Cue.WEAPONS}


def test_a_slip_counts_only_where_the_word_is_in_no_list() -> None:
    assert stands("boyfriend hit", "boyfreind hit")
    assert not stands("boyfriend hit", "boyfriends hit")


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [
        pytest.param("hit <him>", "there is no list '<him>' above", id="list"),
        pytest.param("... hit", "a gap stands without a word before it", id="gap first"),
        pytest.param("hit ...", "a gap stands at its end", id="gap last"),
        pytest.param("hit ... ... me", "a gap stands without a word before it", id="two gaps"),
        pytest.param("hit ...0 me", "a gap of no words", id="empty gap"),
        pytest.param("the?", "no word of it is needed", id="nothing needed"),
        pytest.param("hit me! now", "'me!' cannot be read", id="sign"),
        pytest.param("hit/ me", "'' cannot be read", id="empty alternative"),
        pytest.param("h* me", "'h*' takes in too many words", id="short beginning"),
    ],
)
def test_what_is_no_phrase_is_refused_with_what_to_do(phrase: str, problem: str) -> None:
    with pytest.raises(PhraseError) as refused:
        parse_phrase(phrase, LISTS)
    assert refused.value.problem == problem
    assert refused.value.remedy.endswith(".")
