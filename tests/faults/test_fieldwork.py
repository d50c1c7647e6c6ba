"""A round from its launch to its results, in chat: everybody gets what they should, once."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.broadcasting import MOST_CLAIMED
from tests.fieldwork.counting import KINDS
from tests.fieldwork.play import Outcome, play

pytestmark = pytest.mark.slow

RESIDENTS = 200
ONCE = (
    "launch.request",
    "launch.approve",
    "reminder.request",
    "reminder.approve",
    "results.request",
    "results.approve",
    "actions.request",
    "actions.approve",
    "round.open",
    "round.closing",
    "round.closed",
    "round.published",
    "codes.issue",
)
"""What the audit trail says of the round, each of it once: the launch was tapped twice."""

TROUBLE = re.compile("failed|refused|not_|again|limited")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """One run, looked at from several sides."""
    folder: Path = tmp_path_factory.mktemp("fieldwork")
    return asyncio.run(play(folder, RESIDENTS))


def test_no_invitation_is_repeated_and_those_of_which_nobody_knows_are_few_and_listed(
    outcome: Outcome,
) -> None:
    reach = outcome.reach["invitation"]
    assert (reach.more, reach.others) == (0, 0)
    assert reach.missed <= outcome.unknown
    assert 0 < outcome.unknown <= MOST_CLAIMED
    assert "not sent again" in outcome.text


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "invitation"])
def test_everybody_who_should_have_a_message_has_it_once_and_nobody_else(
    outcome: Outcome, kind: str
) -> None:
    reach = outcome.reach[kind]
    assert reach.due
    assert reach.is_exact, reach


def test_every_submitted_answer_is_frozen_once_and_as_what_it_is(outcome: Outcome) -> None:
    groups = outcome.groups
    invited = sum(one.has_finished for one in groups.letters)
    everybody = sum(one.has_finished for one in groups.everybody)
    assert outcome.frozen == Counter(
        {
            ("chat", "open"): everybody - invited,
            ("chat", "invited"): invited,
            ("assisted", "open"): groups.assisted,
        }
    )
    begun = sum(bool(one.stops_at) for one in groups.everybody)
    assert outcome.manifest["counts"]["unsubmitted"] == begun > 0


def test_each_thing_that_staff_did_is_in_the_audit_trail_once(outcome: Outcome) -> None:
    assert {action: outcome.audited[action] for action in ONCE} == dict.fromkeys(ONCE, 1)


def test_nothing_failed_and_nothing_was_sent_too_fast(outcome: Outcome) -> None:
    trouble = set(
        re.findall(r'"event": "([^"]*(?:failed|refused|not_\w+|again|limited))"', outcome.log)
    )
    # the administrator had not yet opened the chat when the bot first set its menu
    assert trouble <= {"commands.not_set"}
    assert outcome.limited == 0


def test_the_record_gives_away_no_link_and_no_code(outcome: Outcome) -> None:
    assert not re.search(r"\?start=[^{]", outcome.text)
    assert "{link 1}" in outcome.text
    assert not re.search(r"\bS-[0-9A-Z]{4}\b", outcome.text)
