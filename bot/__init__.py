"""How people meet a survey in chat."""

import os

# python-telegram-bot gives durations as timedelta from its next major version on, and warns unless
# it is told that this is known.
os.environ.setdefault("PTB_TIMEDELTA", "true")
