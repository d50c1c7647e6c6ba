"""Noticing that somebody may be in danger, in any text that they type.

Which words raise a card is data, one file a language, in `surveys/catalogue/cues`. For texts that
have none of them there are weights, counted from written comments, in the same folder.
"""

from surveys.safeguarding.cues import Cue
from surveys.safeguarding.noticing import find_cues, find_listed_cues, load_cue_lists
from surveys.safeguarding.weighing import load_weights

__all__ = ["Cue", "find_cues", "find_listed_cues", "load_cue_lists", "load_weights"]
