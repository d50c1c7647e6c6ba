"""What raises a card, in the lists that ship, on sentences written for this file."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from surveys.safeguarding import Cue, find_cues, find_listed_cues, noticing
from surveys.safeguarding.reading import read_words

CASES = {
    "danger": [
        "he is at my door with a hammer and wont go",
        "my dad has collapsed hes not breathing",
        "they poured petrol through our letterbox",
        "a car keeps following me and i'm on my own",
        "Cant talk. he is here. send police",
        "help",
        "someone has been trying the handle of my back door",
        "they told him he won't live to see the weekend",
        "a woman was shoved onto the tracks in front of me",
        "he has turned the gas on and shut us in",
        "my mum has had a fall and can't get up",
    ],
    "sexual_violence": [
        "was raped by someone i know",
        "he rubbed himself against me on the tube",
        "a stranger grabbed my bum outside the station",
        "my landlord said i can stay if i sleep with him",
        "my ex is sharing pictures of me naked",
        "I woke up in a flat I didn't know with no clothes on",
        "he felt my breasts when nobody was looking",
        "there is a video of me that I never agreed to",
    ],
    "domestic_abuse": [
        "My husband doesn't let me learn english or go out alone",
        "I left him in March but he still finds me",
        "my grandson takes my pension and shouts at me",
        "i wear long sleeves so no one sees what he does",
        "they are taking me to pakistan this summer to get married and i dont want to",
        "My grandson twisted my arm for money",
        "he told the hospital I walked into a cupboard",
    ],
    "self_harm": [
        "everyone would be better off if i wasnt here",
        "My son talks about ending it",
        "ive got enough tablets to do it",
        "don't want to wake up any more",
        "kms",
        "I've written my letters",
        "he is on the wrong side of the railings",
        "I really don't trust myself on the balcony",
        "I've lost the will to carry on",
    ],
    "child_at_risk": [
        "mum leaves us by ourselves for days",
        "a man online wants to meet my daughter",
        "there is a little girl begging alone outside the station every night",
        "the imam beats the children with a cable",
        "There's a kid sleeping on the stairs again",
        "a toddler wanders round our landing in a nappy at midnight",
    ],
    "exploitation": [
        "dealers have moved in with an old man in our block",
        "came here for job but they took my documents",
        "they got my nephew running packages to the seaside",
        "my girlfriend is forced to have sex with his friends",
        "there are strangers in my uncle's flat and he's frightened",
        "they said they'll hurt his sister if he stops selling",
        "my neighbour isn't in charge of his own flat any more",
    ],
    "weapons": [
        "my brother keeps a machete under his bed",
        "i found a gun in the bin store",
        "a man pulled out a knife on my son",
        "i dont leave home without my shank",
        "a knife fell out of his waistband on the bus",
    ],
    "hate": [
        "got spat at for wearing a kippah",
        "I get abuse because I'm in a wheelchair",
        "someone drew a swastika on our front door",
        "some man told us to speak english or go home",
        "she was told 'we don't serve your sort'",
        "two of us got spat at for holding hands",
    ],
}


@pytest.mark.parametrize(
    ("cue", "text"), [(cue, text) for cue, texts in CASES.items() for text in texts]
)
def test_a_disclosure_raises_its_card(cue: str, text: str) -> None:
    assert cue in find_cues(text)


@pytest.mark.parametrize(
    "text",
    [
        "knife crime is a problem here",
        "Too many young people are carrying knives",
        "After the stabbing last month everyone is nervous",
        "domestic abuse victims should be rehoused",
        "more help for people with suicidal thoughts",
        "free rape alarms and more police",
        "sexual harassment on the tube should be taken seriously",
        "We need to tackle county lines and modern slavery",
        "Hate crime should be taken seriously",
        "Hate crime should be taken seriously and people should know where to report it.",
        "The street drinkers need help, not moving on.",
        "a lad was stabbed by the market last year, it was in the paper",
        "my mum tripped on the kerb and hurt her knee",
        "someone grabbed my phone and rode off",
        "my husband hits the roof when the bins are late",
        "I live alone, I'm seventy-nine, and I've no complaints",
        "boys smoke weed on our stairs all night",
        "I told him where to go, he laughed",
        "I feel unsafe walking home at night",
        "girls get catcalled and men stare",
        "I am black and never had a problem",
        "I'm dying for a youth club, the waiting is killing me",
        "I don't want to live here any more",
        "I can't cope with the noise",
        "burglars broke into two flats, my bike was stolen",
        "my husband likes the new benches",
        "he was a good officer and listened to me",
        "someone set fire to the bins at halloween",
        "রাস্তায় আলো নেই, রাতে ভয় লাগে",
        "waxaan u baahanahay nalal badan",
        "rastat bati nai",
        "",
        "🙂",
    ],
)
def test_an_opinion_or_a_figure_of_speech_raises_none(text: str) -> None:
    assert find_listed_cues(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I WAS RAPED!!!", id="capitals"),
        pytest.param("i was r*ped", id="masked"),
        pytest.param("i was raaaaped", id="key held down"),
        pytest.param("i was ra\u200bped", id="zero-width space"),
        pytest.param("\u202ei was raped\u202c", id="right to left"),
        pytest.param("i was r a p e d", id="letters apart"),
        pytest.param("ｉ ｗａｓ ｒａｐｅｄ", id="full width"),
        pytest.param("i wos rapped me no i was raiped", id="slips"),
        pytest.param(
            "Good survey. " * 60 + "I was raped. " + "More lights. " * 60, id="in a long text"
        ),
        pytest.param("আমাকে ধর্ষণ করেছে", id="Bengali into an English survey"),
        pytest.param("nin baa i kufsaday", id="Somali into an English survey"),
    ],
)
def test_however_it_is_typed_it_is_noticed(text: str) -> None:
    assert "sexual_violence" in find_cues(text)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        pytest.param("he hits\nme", "domestic_abuse", id="broken inside a sentence"),
        pytest.param("more lamps\nhelp me\nthanks", "danger", id="a line of its own"),
    ],
)
def test_a_broken_line_hides_nothing(text: str, cue: str) -> None:
    assert cue in find_cues(text)


def test_shouting_about_a_headscarf_is_hate_alone() -> None:
    told = "Somebody shouted at my neighbour because of her headscarf. That is not acceptable."
    assert find_listed_cues(told) == ("hate",)


def test_an_empty_line_ends_a_sentence() -> None:
    assert find_listed_cues("he hits\n\nme and my friends like the park") == ()


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill all of you council people, I know where you live",
        "I will burn down the town hall",
        "I know where all you people live",
        "ill burn your office down",
        "we are going to bomb the station",
        "I'll kill you all",
        "i want to hurt people",
        "I might hurt someone",
    ],
)
def test_who_threatens_others_is_noticed_as_a_danger_to_them(text: str) -> None:
    assert "danger" in find_cues(text)


@pytest.mark.parametrize(
    "text",
    [
        "I could kill for a decent bus",
        "I think ebikes will kill someone",
        "We want to kill the rat problem",
        "I will burn more money on taxis",
        "I know where the dealers live",
        "I want to shoot a film about people here",
        "More CCTV? I don't see the point",
        "The officer helped me",
        "the council should help me with my housing",
    ],
)
def test_what_only_sounds_like_a_threat_or_despair_raises_none(text: str) -> None:
    assert find_listed_cues(text) == ()


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("help me please", "danger"),
        ("I can't cope with my kids I might hurt them", "child_at_risk"),
        ("im so lonely and i dont see the point", "self_harm"),
    ],
)
def test_what_a_first_reader_found_missing_is_noticed(text: str, cue: str) -> None:
    assert cue in find_cues(text)


def test_cues_come_most_urgent_first_and_once() -> None:
    text = "he hit me with a knife. they called me a paki. send police now! he hit me"
    found = find_cues(text)
    assert found[0] == "danger"
    assert list(found) == [cue.value for cue in Cue if cue in found]
    assert {"danger", "domestic_abuse", "weapons", "hate"} <= set(found)


@pytest.mark.parametrize(
    "piece",
    [
        "he hit me and my son with a knife ",
        ". a",
        "he\nhit ",
        "\n \t",
        "my ",
        "a",
        "আমাকে মারে ",
        "! ",
        "\u200b",
        "*@$",
    ],
)
def test_ten_thousand_characters_take_no_time_to_notice(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    find_cues("")  # the lists are read
    start = time.perf_counter()
    find_cues(text)
    assert time.perf_counter() - start < 1  # some 0.02 s here; far more where time is not linear


def test_a_text_is_weighed_with_its_lines_as_they_were_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weighed: list[Sequence[str]] = []

    class Scales:
        def sounds_like_harm(self, words: Sequence[str]) -> bool:
            weighed.append(words)
            return True

    monkeypatch.setattr(noticing, "load_weights", Scales)
    assert find_cues("the lamps\nare out") == ("unclear",)
    assert weighed == [read_words("the lamps\nare out")]


def test_what_no_list_knows_but_weighs_like_harm_is_unclear() -> None:
    text = "he took my key and now i only go out when he says"
    assert find_listed_cues(text) == ()
    assert find_cues(text) == ("unclear",)


def test_what_a_list_knows_is_not_unclear_as_well() -> None:
    text = "he took my key and now i only go out when he says, he hits me"
    assert find_cues(text) == find_listed_cues(text)
    assert "unclear" not in find_cues(text)


@pytest.mark.parametrize("text", ["", "👍", "More bins please", "The lights are out by the canal"])
def test_an_ordinary_comment_is_not_unclear(text: str) -> None:
    assert find_cues(text) == ()
