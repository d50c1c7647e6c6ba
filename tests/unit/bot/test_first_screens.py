"""What the first screen tells before anybody agrees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.fieldwork import Fieldwork, LiveRound
from bot.first_screens import start
from bot.outgoing import Outgoing, Show
from bot.scenes import Scene
from surveys.contacts import load_contacts
from surveys.loading import load_catalogue
from surveys.partnership import load_partnership
from surveys.privacy import RoundKeys
from surveys.rounds import Purpose, Round, RoundState
from tests.support.answering import change_round
from tests.support.chat import open_desk
from tests.support.questionnaires import load_consultation
from tests.support.reading import YEARS_BEFORE_GRADE_1, grade


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("the council, the police and others", id="who asks"),
        pytest.param("Tower Hamlets Community Safety Partnership", id="by name"),
        pytest.param("2025-2029 plan", id="for what plan"),
        pytest.param("Taking part is your choice", id="voluntary"),
        pytest.param("five minutes", id="how long"),
        pytest.param("skip questions and stop at any time", id="skip and stop"),
        pytest.param("no name, username or phone number", id="nothing that names you"),
        pytest.param(
            "planned for 30 November 2026, we keep a scrambled code", id="code until a date"
        ),
        pytest.param("change or delete your answers", id="change or delete"),
        pytest.param("The police get totals, never your answers", id="what the police get"),
        pytest.param("Telegram, and anyone who has your phone, can see", id="who can see"),
        pytest.param("Nobody reads it live. In danger call 999", id="danger"),
        pytest.param("Other ways to take part", id="other ways"),
        pytest.param("/privacy", id="privacy"),
    ],
)
async def test_the_first_screen_says_what_people_need_to_know(said: str, tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await chat.say("/start")
        [first] = chat.messages
        assert said in first.text
        assert len(first.text.split()) <= 120


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("what worries people, what would help and where", id="what for"),
        pytest.param("Answers feed into: the safety plan from 2027.", id="which decision"),
        pytest.param("Open from 1 November 2026, planned until 30 November 2026", id="dates"),
        pytest.param("Another way to answer: towerhamlets.gov.uk", id="another way"),
        pytest.param("Taking part is your choice", id="voluntary"),
        pytest.param("It takes six minutes", id="how long its questionnaire takes"),
        pytest.param("no name, username or phone number", id="nothing that names you"),
        pytest.param("They may see words you let us quote, or of someone at risk.", id="police"),
        pytest.param("Nobody reads it live. In danger call 999", id="danger"),
    ],
)
async def test_a_consultation_says_what_it_decides_and_how_long_it_is_open(
    said: str, tmp_path: Path
) -> None:
    async with open_desk(tmp_path, load_consultation(), purpose=Purpose.CONSULTATION) as desk:
        await change_round(desk, decision="the safety plan from 2027.")
        chat = desk.chat()
        await chat.say("/start")
        [first] = chat.messages
        assert said in first.text
        assert len(first.text.split()) <= 120


async def test_a_consultation_names_the_page_with_its_draft_where_there_is_one(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path, load_consultation(), purpose=Purpose.CONSULTATION) as desk:
        chat = desk.chat()
        await chat.say("/start")
        await change_round(desk, checklist={"draft": "https://example.org/draft"})
        other = desk.chat()
        await other.say("/start")
        assert "draft" not in chat.messages[0].text
        assert "The draft or evidence: https://example.org/draft\n" in other.messages[-1].text


PARTNERSHIP = load_partnership("tower-hamlets")
CONSULTED = ("safety-consultation", "digital-walk", "event-poll", "young-people")
DECISION = "the safety plan from 2027"


def read_start(
    name: str, purpose: Purpose = Purpose.CONSULTATION, session: str = "", draft: str = ""
) -> str:
    """The first screen of a questionnaire of the catalogue, in January 2027."""
    questionnaire = load_catalogue(name)
    days = date(2027, 1, 4), date(2027, 3, 28)
    round_ = Round(1, "winter", "", questionnaire.hash, "", "", RoundState.OPEN, *days)
    round_ = replace(round_, purpose=purpose, decision=DECISION, checklist={"draft": draft})
    live = {1: LiveRound(round_, questionnaire, RoundKeys(bytes(32)))}
    fieldwork = Fieldwork(PARTNERSHIP, load_contacts(PARTNERSHIP.contacts), live)
    message = Outgoing(0, Show.START, language="en", round=1, details={"session": session})
    shown = start(Scene(message, fieldwork, None))
    assert shown is not None
    return shown[0]


def find_reading_age(screen: str) -> float:
    """Years of age at which a first screen is read.

    Names and addresses, which are data and not worded here, are left out or made short.
    """
    screen = screen.replace(PARTNERSHIP.name, PARTNERSHIP.short_name)
    for address in (PARTNERSHIP.website, "/privacy"):
        screen = screen.replace(address, "")
    return grade(screen.split("\n\n")) + YEARS_BEFORE_GRADE_1


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("name", CONSULTED[1:])
class TestTheOtherThree:
    def test_they_say_from_when_until_when_for_what_and_how_else(
        self, name: str, purpose: Purpose
    ) -> None:
        screen = read_start(name, purpose)
        assert "Open from 4 January 2027, planned until 28 March 2027." in screen
        assert f"Answers feed into: {DECISION}." in screen
        assert "Another way to answer: towerhamlets.gov.uk." in screen
        assert len(screen.split()) <= 120

    def test_they_say_what_they_ask_and_not_what_others_ask(
        self, name: str, purpose: Purpose
    ) -> None:
        about = load_catalogue(name).about
        assert about is not None
        screen = read_start(name, purpose)
        assert f" asks {about['en']}." in screen
        assert "what would help and where" not in screen
        assert "how safe people feel" not in screen


@pytest.mark.parametrize(
    ("name", "most"),
    [("safety-consultation", 9), ("digital-walk", 9), ("event-poll", 9.5), ("young-people", 9)],
)
def test_first_screens_are_read_at_nine(name: str, most: float) -> None:
    assert find_reading_age(read_start(name)) <= most


def test_a_harder_first_screen_would_be_noticed() -> None:
    harder = "Participation is voluntary. Anonymised contributions inform the strategy."
    assert find_reading_age(f"{read_start('young-people')}\n\n{harder}") > 9


@pytest.mark.parametrize("session", ["", "assisted"])
@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("name", ["annual-perception", *CONSULTED])
def test_what_the_police_get_is_said_as_it_is(name: str, purpose: Purpose, session: str) -> None:
    screen = read_start(name, purpose, session)
    writes = name not in {"annual-perception", "event-poll"}
    assert ("The police get totals, never your answers." in screen) is not writes
    assert ("words you let us quote, or of someone at risk" in screen) is writes


@pytest.mark.parametrize("session", ["", "assisted"])
def test_who_is_not_asked_their_age_is_told_from_which_age_it_is(session: str) -> None:
    said = {name: "16 or over" in read_start(name, session=session) for name in CONSULTED}
    assert [name for name, told in said.items() if told] == ["event-poll"]


@pytest.mark.parametrize("session", ["", "assisted"])
def test_the_draft_is_named_to_who_reads_and_to_who_is_read_to(session: str) -> None:
    page = "example.org/draft"
    assert "draft" not in read_start("safety-consultation", session=session)
    screen = read_start("safety-consultation", session=session, draft=page)
    assert page in screen
    if session:
        aloud = screen[screen.index("“") : screen.index("”")]
        assert f"You can read the draft or the evidence at {page}\n" in aloud
