"""What a text can tell of."""

from __future__ import annotations

from enum import StrEnum


class Cue(StrEnum):
    """What somebody may need help with, most urgent first."""

    DANGER = "danger"
    SEXUAL_VIOLENCE = "sexual_violence"
    DOMESTIC_ABUSE = "domestic_abuse"
    SELF_HARM = "self_harm"
    CHILD_AT_RISK = "child_at_risk"
    EXPLOITATION = "exploitation"
    WEAPONS = "weapons"
    HATE = "hate"
    UNCLEAR = "unclear"


LISTED = tuple(cue for cue in Cue if cue is not Cue.UNCLEAR)
"""What has lists of words. What is unclear is found where none of them has the words."""
