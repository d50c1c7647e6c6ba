"""Names that people have on platforms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find, Kind
from surveys.redaction.ordinary import AFTER_AT, NOT_NAMES
from surveys.redaction.words import any_of, split_words

_ONE_WORD = any_of(
    split_words(
        "bluesky bsky discord facebook fb gamertag ig insta instagram kik linkedin mastodon",
        "nextdoor pinterest playstation ps4 ps5 psn reddit roblox sc signal snap snapchat steam",
        "tele telegram tg threads tiktok tt twitch twitter vinted wa whatsapp wickr youtube yt",
    )
)
_PLATFORM = rf"(?:{_ONE_WORD}|tik\stok|face\sbook|whats\sapp|xbox(?:\slive)?|gamer\stag)"
_RARE_PLATFORM = r"(?:kik|wickr|psn|gamertag|gamer\s?tag|sc|tg|yt|bsky|fb|ig)"
"""Abbreviations that are no words: a word beside one is a name on it."""

_NAME = r"@?\s?(?P<name>\w[\w.]{2,31}(?:-\w{1,31}){0,3})"
_LABEL = r"(?:handle|username|user\s?name|user\s?id|screen\s?name|nick)"
_MORE = (
    r"(?:'?s)?(?:\s(?:account|page|channel|handle|name|username|user|tag|id|is|me|him|her|them|my|at|on|under|"
    r"as|called|named)){0,4}"
)
_AT = re.compile(r"(?<![\w@])@\s?(?P<name>\d{0,6}(?:[^\W\d]|_)[\w.]{1,31}(?:-\w{2,31}){0,2})")
_AT_TIME = re.compile(r"\d+(?:am|pm|ish|st|nd|rd|th|hrs?|mins?|oclock|k|mph)?$", re.IGNORECASE)
_GLUED = re.compile(
    r"\b(?:insta(?:gram)?|snap(?:chat)?|tiktok|twitter|tele(?:gram)?)@(?P<name>\w[\w.]{2,31})",
    re.IGNORECASE,
)
_TAG = re.compile(r"(?<!\w)\w[\w.]{1,31}#\d{3,5}(?!\w)")
_UNDERSCORED = re.compile(r"(?<![\w/.@:-])(?=\w{0,31}[^\W_]_)(?=\w{0,31}_[^\W_])\w{3,32}(?!\w)")
_REDDIT = re.compile(r"(?<!\w)/?u/[\w-]{3,32}")
_BY_SIGN = {"#": _TAG, "_": _UNDERSCORED, "u/": _REDDIT}
"""What has a form of its own, by the sign without which it cannot stand."""

_SPELLED = re.compile(
    r"(?<!\w)\w{2,31}(?:\s(?:underscore|under\sscore)\s\w{1,31}){1,3}(?:\sdot\s\w{1,31})?",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"(?<!\w)(?=[a-z])(?:{_PLATFORM}|{_LABEL}){_MORE}(?:\s(?:is|as|under|called)\s|\s{{0,2}}[:=@/>→\"'(]{{1,3}}\s{{0,2}}|\s?-\s?){_NAME}",
    re.IGNORECASE,
)
_FULL_NAME = re.compile(
    r"(?<!\w)(?:facebook|face\s?book|fb|linkedin)(?:'?s)?(?:\s(?:account|name|page|profile|is|under|as|called)){0,3}"
    r"\s{0,2}[:=-]?\s{0,2}(?P<name>(?-i:[A-Z][\w'-]{1,24}\s[A-Z][\w'-]{1,24}))",
    re.IGNORECASE,
)
_OWN = re.compile(
    rf"\b(?:my|his|her|their|our|add|add\smy)\s(?:{_PLATFORM}|{_LABEL}){_MORE}\s{{1,2}}{_NAME}",
    re.IGNORECASE,
)
_RARE = re.compile(
    rf"(?<!\w)(?=[a-z]){_RARE_PLATFORM}{_MORE}\s{{1,2}}@?(?P<name>\w[\w.]{{5,31}})(?!\w)",
    re.IGNORECASE,
)
_MY_AT = re.compile(
    r"\b(?:my|his|her|their|our)\s@'?s?\s?(?:(?:on|for)\s\w{1,12}\s)?(?:is\s|[:=]\s?)"
    r"@?(?P<name>\w[\w.]{2,31})(?=\s?(?:[.,;!?)\n]|$)|\s(?:on|if|and|dm|add)\b)",
    re.IGNORECASE,
)
_USERNAME = re.compile(
    r"\b(?:user\s?name|user\sid|screen\s?name|account\s(?:name|called|named)|page\s(?:called|named)|"
    rf"channel\s(?:called|named)|user:|on\sX\s(?:as|under|at))\s{{1,2}}{_NAME}",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\b(?=[dist])(?<!\bon\s)(?<!\bvia\s)(?<!\bin\s)(?<!\bto\s)(?<!\bthe\s)(?<!\band\s)(?<!\bor\s)(?<!\ba\s)(?<!\bof\s)(?<!,\s)"
    r"\b(?:insta|instagram|snapchat|tik\s?tok|twitter|telegram|dm)\s(?P<name>[^\W\d_]\w{3,31})(?=\s?[.,!?;)\n]|\s?$)",
    re.IGNORECASE,
)
_ADD_ME = re.compile(
    r"\b(?:add|find|follow|message|dm|msg|text|snap)\s(?:me|him|her|them|us)\s(?:on|at|under|as)\s\w{1,12}"
    rf"\s{{0,2}}[:=@-]?\s{{0,2}}(?:as\s|at\s|under\s)?{_NAME}",
    re.IGNORECASE,
)
_ADD = re.compile(
    r"\b(?:add|follow|find|message|dm|msg)\s@?(?P<name>\w[\w.]{2,31})\s(?:on|at)\s(?:my\s)?"
    rf"{_PLATFORM}\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"(?<!\w)(?=[a-z])(?:{_PLATFORM}|{_LABEL}|user|profile|account){_MORE}\s{{1,2}}{_NAME}",
    re.IGNORECASE,
)
_ON = re.compile(
    rf"(?<!\w)(?P<name>\w[\w.]{{2,31}})\s(?:on|at)\s(?:my\s)?{_PLATFORM}\b", re.IGNORECASE
)
_VERB_ME = re.compile(
    rf"\b(?:add|dm|follow|snap|msg|message|find|tag)(?:\sme)?\s{_NAME}", re.IGNORECASE
)
_SIGNS = re.compile(r"[^\W\d_][\w.]*[\d_]|\d[^\W\d]|\w\.\w|_")
_UNIT = re.compile(r"\d+(?:am|pm|st|nd|rd|th|x|k|m|hrs?|mins?|p|g|mph)?$", re.IGNORECASE)
_POSTED = split_words(
    "account accounts adverts app apps beef challenge challenges channel channels chat chats",
    "clips clout comments content culture drill fame feed feeds fights generation gossip group",
    "groups likes live lovers maps marketplace menu menus message messages news page pages post",
    "posted posts profile reels seller sellers stories story stuff trend trends update updates",
    "users video videos views",
)
"""What platforms hold, and what happens there."""

_NEVER = _POSTED | AFTER_AT | split_words("handle id name nick nickname profile tag user username")
_NOBODY = split_words("anyone nobody none somebody someone")


def find_handles(text: str) -> Iterator[Find]:
    """Handles by their sign or their form, and names beside the name of a platform."""
    for sign, pattern in _BY_SIGN.items():
        for found in pattern.finditer(text) if sign in text else ():
            yield Find(*found.span(), Kind.HANDLE)
    for found in _SPELLED.finditer(text) if "score" in text.casefold() else ():
        yield Find(*found.span(), Kind.HANDLE)
    for found in _AT.finditer(text) if "@" in text else ():
        name, spaced = found["name"], found[0][1].isspace()
        if not _AT_TIME.match(name) and not _is_word(name, said=not spaced):
            yield Find(*found.span(), Kind.HANDLE)
    for found in _MY_AT.finditer(text) if "@" in text else ():
        if not _is_word(found["name"], said=True):
            yield _trim(text, found)
    yield from _find_on_platforms(text)


def _find_on_platforms(text: str) -> Iterator[Find]:
    """Names that are said to be on a platform.

    A plain word beside a platform is mostly a word: a handle there shows signs of one, such as a
    digit or an underscore, or is said to be somebody's.
    """
    for pattern in (_SAID, _GLUED, _ADD_ME, _ADD, _OWN, _RARE, _FULL_NAME, _USERNAME, _BARE):
        for found in pattern.finditer(text):
            if not _is_word(found["name"], said=pattern is _SAID):
                yield _trim(text, found)
    for pattern in (_BESIDE, _ON, _VERB_ME):
        for found in pattern.finditer(text):
            if _SIGNS.search(found["name"]) and not _UNIT.match(found["name"]):
                yield _trim(text, found)


def _is_word(name: str, *, said: bool) -> bool:
    """Whether what stands after a sign is an ordinary word: "@ night".

    "@nobody" and "insta: nobody" are handles all the same.
    """
    plain = name.casefold().rstrip(".")
    return plain in _NEVER or (plain in NOT_NAMES and not (said and plain in _NOBODY))


def _trim(text: str, found: re.Match[str]) -> Find:
    """The name alone, without the full stop of a sentence."""
    start, end = found.span("name")
    return Find(start, start + len(text[start:end].rstrip(".")), Kind.HANDLE)
