"""What the first screen tells before anybody agrees."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveys.rounds import Purpose
from tests.support.answering import change_round
from tests.support.chat import open_desk
from tests.support.questionnaires import load_consultation


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
        pytest.param("quotes if you agree", id="quotes"),
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
        assert "Read the draft" not in chat.messages[0].text
        assert other.messages[-1].text.endswith(
            "Read the draft or the evidence: https://example.org/draft"
        )
