"""Logs: events by name, with counts and codes; never a name, an id or a text of anybody."""

from __future__ import annotations

import logging
import sys

import structlog


def configure_logs(form: str, level: int = logging.INFO) -> None:
    """Log to standard error, for people (``console``) or machines (``json``).

    Libraries log from WARNING up: the HTTP client writes the address of each call at INFO, and the
    token is part of it.
    """
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
    for name in ("httpx", "httpcore", "telegram", "telegram.ext", "apscheduler"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
