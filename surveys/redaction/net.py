"""Email addresses, addresses of the web, and names that people have on platforms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find, Kind
from surveys.redaction.words import AFTER_AT, NOT_NAMES

# Every repetition is bounded and begins at an edge, so that no text makes a search slow.
_LOCAL = r"(?<![\w.+-])[\w.+-]{1,64}"
_EMAIL = re.compile(rf"{_LOCAL}\s?@\s?[\w-]{{1,63}}(?:\s?[.,]\s?[\w-]{{2,63}}){{1,4}}")
_OPEN, _SHUT = r"\s{0,2}[(\[{<]?\s{0,2}", r"\s{0,2}[)\]}>]?\s{0,2}"
_DOT = rf"(?:{_OPEN}dot{_SHUT}|\s{{0,2}}[\[(]?\.[\])]?\s{{0,2}})"
_JOIN = rf"(?:{_DOT}|\s(?:underscore|dash|hyphen|minus)\s)"
_SPELLED = re.compile(
    rf"{_LOCAL}(?:{_JOIN}[\w-]{{1,63}}){{0,3}}"
    rf"(?:{_OPEN}@{_SHUT}|\s{{0,2}}[(\[{{<]\s{{0,2}}at\s{{0,2}}[)\]}}>]\s{{0,2}}|\sat\s)"
    rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{1,3}}",
    re.IGNORECASE,
)
_TOP = "com|org|net|uk|info|io|app|london|eu|biz|example|test|invalid|online|site|xyz|tv|shop|club"
_SAYS = re.compile(r"\bdot\b|[(\[{<]\s{0,2}at\s{0,2}[)\]}>]|@", re.IGNORECASE)
_SCHEME = re.compile(r"\b[a-z][a-z]{1,9}\s?:\s?//\s?[^\s<>\"]{1,2000}", re.IGNORECASE)
_WWW = re.compile(
    r"\bwww\s?\.\s?[\w-]{1,63}(?:\s?\.\s?[\w-]{2,63}){1,4}(?:[/?#:][^\s<>\"]{0,2000})?",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    rf"(?<![\w.@-])(?:[\w-]{{1,63}}[\[(]?\.[\])]?){{1,4}}(?:{_TOP})"
    r"(?![\w-]|\.\w)(?:[/?#:][^\s<>\"]{0,2000})?",
    re.IGNORECASE,
)
_PATH = re.compile(
    r"(?<![\w.@-])(?:[\w-]{1,63}\.){1,3}[a-z]{2,12}/[^\s<>\"]{2,2000}", re.IGNORECASE
)
_SPELLED_DOMAIN = re.compile(
    rf"(?<![\w@-])[\w-]{{1,63}}(?:\s{{1,2}}dot\s{{1,2}}[\w-]{{2,63}}){{0,3}}\s{{1,2}}dot\s{{1,2}}"
    rf"(?:{_TOP}|co|me)\b(?:\s(?:slash|forward\sslash)\s[\w-]{{1,63}}){{0,4}}",
    re.IGNORECASE,
)
_INTERNET = re.compile(
    r"(?<![\w.])(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-f]{1,4}:[0-9a-f]{1,4}:(?:[0-9a-f]{0,4}:){1,6}"
    r"[0-9a-f]{0,4}\]?)(?:[:/][^\s<>\"]{0,2000})?(?![\w.])",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@\s?(?P<name>[A-Za-z_][\w.]{2,31})")
_TAG = re.compile(r"(?<!\w)\w[\w.]{1,31}#\d{4}(?!\w)")
_PLATFORM = (
    r"(?<!\w)(?:instagram|insta|ig|snapchat|snap|sc|tik\s?tok|tt|twitter|telegram|tg|discord|facebook|"
    r"fb|threads|signal|kik|youtube|whats\s?app|bluesky|mastodon|linkedin|psn|xbox|gamertag|handle|"
    r"username|user\s?name)"
)
_MORE = r"(?:'?s)?(?:\s(?:account|handle|name|username|user|tag|id|is|me|him|her|them|my|at|on|under|as)){0,3}"
_NAME = r"@?\s?(?P<name>\w[\w.]{2,31})"
_SAID = re.compile(
    rf"{_PLATFORM}{_MORE}(?:\s(?:is|as|under)\s|\s{{0,2}}[:=@]\s{{0,2}}|\s?-\s?){_NAME}",
    re.IGNORECASE,
)
_BESIDE = re.compile(rf"{_PLATFORM}{_MORE}\s{{1,2}}{_NAME}", re.IGNORECASE)
_OWN = re.compile(
    rf"\b(?:my|his|her|their|add|add\smy|our)\s{_PLATFORM[7:]}{_MORE}\s{{1,2}}{_NAME}",
    re.IGNORECASE,
)
_ADD_ME = re.compile(
    r"\b(?:add|find|follow|message|dm|msg|text)\s(?:me|him|her|them|us)\s(?:on|at|under|as)\s\w{1,12}"
    rf"\s{{0,2}}[:=@-]?\s{{0,2}}(?:as\s|at\s|under\s)?{_NAME}",
    re.IGNORECASE,
)
_ON_PLATFORM = re.compile(
    r"(?<!\w)(?P<name>[A-Za-z_][\w.]{2,31})\s(?:on|at)\s(?:my\s)?"
    r"(?:insta(?:gram)?|snap(?:chat)?|tik\s?tok|telegram|discord|twitter|ig|fb|facebook)\b",
    re.IGNORECASE,
)
_UNDERSCORED = re.compile(r"(?<![\w/.@:-])(?=\w{0,31}[^\W_]_)(?=\w{0,31}_[^\W_])\w{3,32}(?!\w)")
_REDDIT = re.compile(r"(?<!\w)/?u/\w{3,32}")
_ADD_ON = re.compile(
    r"\b(?:add|follow|find|message|dm|msg)\s@?(?P<name>\w[\w.]{2,31})\s(?:on|at)\s(?:my\s)?"
    r"(?:insta(?:gram)?|snap(?:chat)?|tik\s?tok|telegram|discord|twitter|ig|fb|facebook)\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\d_]|\w\.\w")


def find_net(text: str) -> Iterator[Find]:
    """Email addresses, links and handles."""
    yield from _find_emails(text)
    yield from _find_links(text)
    yield from _find_handles(text)


def _find_emails(text: str) -> Iterator[Find]:
    if _SAYS.search(text):
        yield from _whole(_EMAIL, text, Kind.EMAIL)
        for found in _SPELLED.finditer(text):
            if _SAYS.search(found[0]):
                yield Find(*found.span(), Kind.EMAIL)


def _find_links(text: str) -> Iterator[Find]:
    patterns = [_SCHEME, _WWW] if ":" in text or "www" in text.casefold() else []
    if "." in text:
        patterns += [_DOMAIN, _PATH]
    if "." in text or ":" in text:
        patterns.append(_INTERNET)
    if " dot " in text.casefold():
        patterns.append(_SPELLED_DOMAIN)
    for pattern in patterns:
        yield from _whole(pattern, text, Kind.LINK)


def _find_handles(text: str) -> Iterator[Find]:
    """Handles by their sign, and names beside the name of a platform.

    A plain word beside a platform is mostly a word: a handle there shows signs of one, such as a
    digit or an underscore, or is said to be somebody's.
    """
    for pattern in (_TAG, _UNDERSCORED, _REDDIT):
        yield from _whole(pattern, text, Kind.HANDLE)
    for pattern in (_HANDLE, _SAID, _ADD_ME, _ADD_ON, _OWN):
        for found in pattern.finditer(text):
            plain = found["name"].casefold().rstrip(".")
            if plain not in NOT_NAMES and plain not in AFTER_AT:
                yield Find(*found.span("name"), Kind.HANDLE)
    for pattern in (_BESIDE, _ON_PLATFORM):
        for found in pattern.finditer(text):
            if _SIGNS.search(found["name"]):
                yield Find(*found.span("name"), Kind.HANDLE)


def _whole(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Find]:
    for found in pattern.finditer(text):
        end = found.start() + len(found[0].rstrip(".,;:!?)'\""))
        yield Find(found.start(), end, kind)
