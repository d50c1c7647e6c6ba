"""`canvass` with its log at debug: ``python -m tests.faults.talkative run``."""

from __future__ import annotations

import logging
from functools import partial

import bot.logs
from bot.cli import main

if __name__ == "__main__":
    configure = bot.logs.configure_logs
    bot.logs.configure_logs = partial(configure, level=logging.DEBUG)
    main()
