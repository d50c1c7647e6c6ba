"""Noticing that somebody may be in danger, in any text that they type.

Which words raise a card is data, one file a language, in `surveys/catalogue/cues`.
"""

from surveys.safeguarding.cues import Cue
from surveys.safeguarding.noticing import find_cues, load_cue_lists

__all__ = ["Cue", "find_cues", "load_cue_lists"]
