"""What people read before they agree to take part: a round's first screen and its privacy notice.

Which words these were is proved afterwards by their hashes in the audit trail
(`bot.office.noticing`), and the evidence pack of a consultation has the words themselves.
"""

from __future__ import annotations

import hashlib

from bot.fieldwork import Fieldwork, LiveRound
from bot.outgoing import Outgoing, Show
from bot.scenes import Scene
from bot.screens import render
from surveys.contacts import Contacts
from surveys.partnership import Partnership
from surveys.privacy import RoundKeys
from surveys.questionnaire import Questionnaire
from surveys.rounds import Round

NOTICES = {"start": Show.START, "privacy": Show.PRIVACY}
"""The screens by the name of their file."""

_NO_KEY = bytes(32)
"""In place of a round's key, which may not be there (yet, or any more) and shows on no screen."""


def render_notices(
    partnership: Partnership, contacts: Contacts, round_: Round, questionnaire: Questionnaire
) -> dict[str, str]:
    """Both screens in each language of a round, as a resident's chat shows them.

    Returns:
        The text by the name of its file, such as ``start-en.txt``.
    """
    live = LiveRound(round_, questionnaire, RoundKeys(_NO_KEY))
    fieldwork = Fieldwork(partnership, contacts, {round_.id: live})
    return {
        f"{name}-{language}.txt": _render(fieldwork, round_, screen, language)
        for language in live.languages
        for name, screen in NOTICES.items()
    }


def hash_notice(text: str) -> str:
    """The SHA-256 of a notice as a file, ended by a line feed: what ``sha256sum`` says of it."""
    return hashlib.sha256(f"{text}\n".encode()).hexdigest()


def _render(fieldwork: Fieldwork, round_: Round, screen: Show, language: str) -> str:
    message = Outgoing(chat=0, show=screen, language=language, round=round_.id)
    rendered = render(Scene(message, fieldwork, None))
    assert rendered is not None, "both screens are there for a live round"
    return rendered.text
