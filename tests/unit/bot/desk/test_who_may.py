"""Who may use which command, button and step: written out, so that a slip of the table shows."""

from __future__ import annotations

from collections.abc import Mapping

from bot.desk.errands import Entry, is_permitted
from bot.desk.rounds import ACTIONS
from bot.desk.table import COMMANDS, STEPS, TAPS
from surveys.staff import Role

ANYBODY = "administrator officer analyst interviewer"
WATCHING = "administrator officer analyst"
INTERVIEWING = "administrator officer interviewer"
OFFICERS = "administrator officer"
ADMINISTRATORS = "administrator"

EXPECTED: Mapping[str, Mapping[str, str]] = {
    "command": {
        ANYBODY: "staff start cancel",
        WATCHING: "rounds progress export",
        INTERVIEWING: "interview end",
        OFFICERS: "new launch poster codes publish messages remind actions",
        ADMINISTRATORS: "invite colleagues audit",
    },
    "tap": {
        ANYBODY: "cancel tell-shown",
        WATCHING: "rounds round round-keep progress progress-which export",
        INTERVIEWING: "interview-begin interview-receipt",
        OFFICERS: """
            round-preview round-rehearse round-unschedule round-edit edit-field edit-to
            new-like new-catalogue new-asks new-answer
            launch-choose launch-round launch-step launch-preview launch-seen launch-break
            launch-answers launch-check launch-ready launch-yes approve decline
            round-close round-close-yes round-withdraw round-delete round-delete-yes
            poster poster-new poster-send poster-links codes publish publish-yes
            messages messages-pause messages-resume messages-stop messages-stop-yes
            messages-see-unknown tell-reminder tell-reminder-yes tell-results tell-results-yes
            tell-see actions actions-write tell-actions-yes actions-correct
        """,
        ADMINISTRATORS: "invite-role invite-employer remove remove-yes",
    },
    "step": {
        OFFICERS: """
            new edit launch-break launch-answers launch-check withdraw-reason withdraw-name
            poster-name actions-write
        """,
    },
}
TABLES: Mapping[str, Mapping[str, Entry]] = {"command": COMMANDS, "tap": TAPS, "step": STEPS}


def test_every_entry_is_for_exactly_the_roles_written_here() -> None:
    found = {
        (kind, name): " ".join(role for role in Role if is_permitted(entry, role))
        for kind, entries in TABLES.items()
        for name, entry in entries.items()
    }
    assert found == {
        (kind, name): roles
        for kind, groups in EXPECTED.items()
        for roles, names in groups.items()
        for name in names.split()
    }


def test_a_button_of_a_card_is_there_and_shown_to_those_who_may_tap_it() -> None:
    shown = {action.tap: action.permission for action in ACTIONS}
    assert shown == {tap: TAPS[tap].permission for tap in shown}
