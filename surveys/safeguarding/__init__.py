"""Noticing that somebody may be in danger, in any text that they type."""

from surveys.safeguarding.noticing import find_cues

__all__ = ["find_cues"]
