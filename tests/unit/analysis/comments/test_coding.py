"""One comment is read as an analyst would read it."""

from __future__ import annotations

import time

import pytest

from analysis.comments.codebook import Stance
from analysis.comments.codebook_loading import load_codebook
from analysis.comments.coding import Coded, code_comment
from analysis.comments.sentiment import Sentiment

CODEBOOK = load_codebook("tower-hamlets-consultation")


def read(text: str) -> Coded:
    return code_comment(text, CODEBOOK)


def said(text: str) -> dict[str, str]:
    """Each code with the first letters of its stances."""
    return {one.code: " ".join(one.stances) for one in read(text).codes}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("police", {"police_presence": "ask"}, id="a help alone is wanted"),
        pytest.param("litter", {"fly_tipping_litter": "problem"}, id="a trouble is a problem"),
        pytest.param("no police here", {"police_presence": "problem"}, id="lack"),
        pytest.param("more police please", {"police_presence": "ask"}, id="wish"),
        pytest.param(
            "No police here. We need some.", {"police_presence": "problem ask"}, id="lack and wish"
        ),
        pytest.param(
            "The police patrols are excellent", {"police_presence": "protective"}, id="praise"
        ),
        pytest.param(
            "Good lighting but no cameras",
            {"lighting": "protective", "cctv": "problem"},
            id="but sets apart",
        ),
        pytest.param("Stop the dealing", {"drugs_dealing": "problem"}, id="wanting it to stop"),
        pytest.param("Arrest the dealers", {"drugs_dealing": "ask"}, id="a named remedy"),
        pytest.param(
            "The graffiti has been reduced", {"vandalism_graffiti": "protective"}, id="less of it"
        ),
        pytest.param(
            "A shop was robbed",
            {"robbery_theft": "problem", "business_crime": "problem"},
            id="two codes",
        ),
        pytest.param(
            "shoplifting",
            {"robbery_theft": "problem", "business_crime": "problem"},
            id="shoplifting is both",
        ),
        pytest.param("arson", {"fire": "problem"}, id="fire is its own"),
        pytest.param(
            "The dealing was stopped by police", {"drugs_dealing": "protective"}, id="stopped by"
        ),
        pytest.param(
            "The police stopped the dealing",
            {"police_presence": "protective", "drugs_dealing": "protective"},
            id="police stopped it",
        ),
    ],
)
def test_a_theme_takes_the_stance_of_the_words_around(text: str, expected: dict[str, str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CCTV", {"cctv": "ask"}),
        ("cctv", {"cctv": "ask"}),
        ("CCTV!", {"cctv": "ask"}),
        ("NOS", {"nitrous_oxide": "problem"}),
        ("NOS canisters", {"nitrous_oxide": "problem"}),
        ("NOS canisters round Chrisp Street", {"nitrous_oxide": "problem"}),
        ("Nos everywhere", {"nitrous_oxide": "problem"}),
        ("e-bikes", {"speeding_nuisance_vehicles": "problem"}),
    ],
)
def test_a_word_of_the_codebook_is_neither_foreign_nor_without_content(
    text: str, expected: dict[str, str]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no violence", {"positive_safe": "protective"}),
        ("never any litter", {"positive_safe": "protective"}),
        ("graffiti is not a problem", {"positive_safe": "protective"}),
        ("no litter, loads of graffiti", {"vandalism_graffiti": "problem"}),
        ("no more dealing", {"drugs_dealing": "problem"}),
        ("no one stops the dealing", {"drugs_dealing": "problem"}),
        ("never felt unsafe", {"positive_safe": "protective"}),
        ("I used to feel safe", {"unsafe_unspecified": "problem"}),
        ("I want to feel safe", {"other": "ask"}),
    ],
)
def test_what_is_denied_is_not_coded(text: str, expected: dict[str, str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "nothing",
        "N/A",
        "n/a.",
        "\U0001f600",
        "...",
        "idk",
        "[phone]",
        "asdfgh",
        "No, thanks",
        "I'm afraid I have nothing to add",
    ],
)
def test_a_comment_without_content_is_counted_as_such(text: str) -> None:
    coded = read(text)
    assert [(one.code, one.stances) for one in coded.codes] == [("no_content", ())]
    assert (coded.sentiment, coded.score) == (Sentiment.NONE, None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("রাস্তায় অনেক আবর্জনা", "bn"),
        ("الشارع مظلم", "ar"),
        ("waxaan u baahanahay boolis badan", "so"),
        ("La sera ho paura a tornare a casa", "it"),
        ("Todo bien, gracias", "es"),
        ("Nos da miedo la noche", "es"),
        ("Nos sentimos inseguros", "es"),
        ("Polis yok", "tr"),
        ("Il y a trop de bruit dans la rue", "fr"),
        ("Jest za ciemno na ulicy", "pl"),
        ("raite rasta ondhokar kunu bati nai", "bn"),
        ("blorp wug dax fep", "und"),
    ],
)
def test_a_comment_in_another_language_is_counted_and_kept(text: str, language: str) -> None:
    coded = read(text)
    assert [(one.code, one.stances) for one in coded.codes] == [("untranslated", ())]
    assert coded.language == language


@pytest.mark.parametrize(
    "text", ["Grazie! More police please", "jobs for the youts", "lights", "Chrisp Street bins"]
)
def test_english_with_foreign_words_slips_or_names_is_coded(text: str) -> None:
    assert read(text).language == "en"
    assert set(said(text)) != {"untranslated"}


@pytest.mark.parametrize("detail", ["[name]", "[officer]", "[address]", "[vehicle]"])
def test_a_detail_taken_out_is_never_a_theme(detail: str) -> None:
    assert said(f"{detail} was here again yesterday") == {"other": "problem"}


@pytest.mark.parametrize(
    ("slip", "code"),
    [
        ("harrassment", "street_harassment"),
        ("grafitti", "vandalism_graffiti"),
        ("burgulary", "robbery_theft"),
        ("anti-socail behavior", "asb_general"),
    ],
)
def test_slips_are_read_as_the_words_that_are_meant(slip: str, code: str) -> None:
    assert set(said(slip)) == {code}


@pytest.mark.parametrize("word", ["splitting", "sealing", "tapping", "spelling", "soothing"])
def test_a_word_of_its_own_is_no_slip_of_another(word: str) -> None:
    assert said(f"{word} took all day") == {"other": "problem"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("burglary after burglary in the flats", {"robbery_theft", "housing_estates"}),
        ("the flats are big", {"other"}),
    ],
)
def test_a_trouble_in_the_flats_is_one_of_homes_and_the_flats_alone_are_not(
    text: str, codes: set[str]
) -> None:
    assert set(said(text)) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("mopeds everywhere", {"speeding_nuisance_vehicles"}, id="weak, alone"),
        pytest.param("a moped rider snatched my bag", {"robbery_theft"}, id="weak, beside another"),
        pytest.param("drugs all round here", {"drugs_unspecified"}, id="general, alone"),
        pytest.param("drugs. The dealers never stop", {"drugs_dealing"}, id="general gives way"),
    ],
)
def test_a_cue_that_says_little_counts_where_nothing_says_more(text: str, codes: set[str]) -> None:
    assert set(said(text)) == codes


def test_stances_stand_in_one_order_and_codes_in_that_of_the_codebook() -> None:
    coded = read("Litter and no lights, we need lights")
    order = [CODEBOOK.codes.index(one.code) for one in coded.codes]
    assert order == sorted(order)
    assert coded.codes[0].stances == (Stance.PROBLEM, Stance.ASK)


def test_the_same_comment_is_always_read_alike() -> None:
    text = "My area doesn't feel very safe \u2013 no police, drugs and noise"
    assert read(text) == code_comment(text, load_codebook("tower-hamlets-consultation"))


@pytest.mark.parametrize(
    "piece",
    ["no police ", "traffic light ", "a, ", "need ", "youth nothing to do ", "(", "d\u2019"],
)
def test_a_very_long_comment_is_read_in_time_in_step_with_its_length(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    read("ready")
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[officer] was rude", {"fairness_stop_search": "problem"}),
        ("[officer] was rude to my son", {"fairness_stop_search": "problem"}),
        ("[officer] was helpful", {"police_presence": "protective"}),
    ],
)
def test_what_is_said_of_an_officer_keeps_its_theme_without_the_name(
    text: str, expected: dict[str, str]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize("text", ["call me on [phone]", "Please ring me on [phone], or [email]."])
def test_how_to_reach_somebody_and_nothing_more_has_no_content(text: str) -> None:
    assert said(text) == {"no_content": ""}


@pytest.mark.parametrize("text", ["no number to call", "call me about the rent"])
def test_a_call_for_something_has_content(text: str) -> None:
    assert set(said(text)) != {"no_content"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("They deal behind the car park", {"drugs_dealing"}),
        ("The car [vehicle] deals here every night", {"drugs_dealing"}),
        ("Ring [phone], I show you where they deal", {"drugs_dealing"}),
        ("The council deals with it well", {"other"}),
        ("Rents and shops closing are the bigger worry for me.", {"other"}),
        ("I go to the gym every day and it is great", {"other"}),
        ("balloons left on the grass after birthday parties", {"other"}),
        ("Lovely to wake up to needles", {"drugs_use"}),
        ("Weed everywhere, stinks", {"drugs_use"}),
        ("The council is rubbish", {"other"}),
        ("Labour party leaflets everywhere", {"other"}),
        ("Light a candle", {"other"}),
        ("kids light fires in the park", {"fire"}),
        ("Nice dark pub on the corner", {"other"}),
        ("Antisemitic stickers on lampposts", {"hate_cohesion", "vandalism_graffiti"}),
        ("The fire in the bins was scary", {"fire"}),
        ("There was a fire in the bin store", {"fire", "housing_estates"}),
        ("Fire doors are wedged open", {"fire"}),
        ("Crack pipes on the stairs", {"drugs_use", "housing_estates"}),
        ("There is a crack in the window", {"other"}),
        ("Dogs foul the pavement", {"fly_tipping_litter"}),
        ("Foul language on the bus", {"other"}),
        ("Lovely neighbourhood if you enjoy being mugged", {"robbery_theft"}),
        ("Lovely area if you like parks", {"positive_safe"}),
        ("Oh great, another camera", {"cctv"}),
    ],
)
def test_words_are_taken_for_what_they_mean_here(text: str, codes: set[str]) -> None:
    assert set(said(text)) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("There are needles behind the garages", {"drugs_use"}),
        ("The cameras in our block have not worked since spring", {"cctv"}),
        ("Drug dealing in our block", {"drugs_dealing", "housing_estates"}),
        ("People smoke cannabis on our stairs", {"drugs_use", "housing_estates"}),
    ],
)
def test_a_part_of_homes_is_a_theme_where_the_trouble_is_in_it(text: str, codes: set[str]) -> None:
    assert set(said(text)) == codes
