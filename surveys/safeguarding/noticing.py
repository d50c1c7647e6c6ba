"""Which cues of danger a text gives."""

from __future__ import annotations


def find_cues(text: str) -> tuple[str, ...]:
    """The names of the cues that a text gives, most urgent first."""
    del text
    return ()
