"""A strict Bot API server on loopback, for the demo, the tests and work without a token.

It answers as Telegram does where Telegram's rules can lose or double an answer (offsets, limits,
pace, blocking, identical edits) and checks every call against the published specification. People
are simulated: a :class:`Phone` types, taps and reads. State lives in memory and ends with it.

Folder, from early to late: refusals, clock; specification (validation), parameters (reading a
request), entities, keyboards, uploads; pace, faults, calls, signals; chats, updates, webhook;
service (the state of it all); messages, profile, methods (the bot's side); people (the other
side), control, phone; application (both sides over HTTP), server.
"""

from __future__ import annotations

from bot.sandbox.clock import Clock
from bot.sandbox.faults import FaultRule
from bot.sandbox.pace import Pace
from bot.sandbox.people import PhoneError
from bot.sandbox.phone import ChatView, HttpLine, LocalLine, Phone, PhoneTimeout, SeenMessage
from bot.sandbox.server import Sandbox, serve
from bot.sandbox.service import DEFAULT_TOKEN, find_specification

__all__ = [
    "DEFAULT_TOKEN",
    "ChatView",
    "Clock",
    "FaultRule",
    "HttpLine",
    "LocalLine",
    "Pace",
    "Phone",
    "PhoneError",
    "PhoneTimeout",
    "Sandbox",
    "SeenMessage",
    "find_specification",
    "serve",
]
