"""Email addresses and addresses of the web."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find, Kind
from surveys.redaction.words import split_words

# Every repetition is bounded and begins at an edge, so that no text makes a search slow.
_LOCAL = r"(?<![\w.+-])[\w.+-]{1,64}"
_OPEN, _SHUT = r"\s{0,2}[(\[{<]\s{0,2}", r"\s{0,2}[)\]}>]\s{0,2}"
_DOT_WORD = rf"(?:{_OPEN}(?:dot|\.){_SHUT}|\s{{0,2}}\bdot\b\s{{0,2}})"
_TOP = (
    "com|org|net|co|uk|info|io|app|london|eu|biz|example|test|invalid|online|site|xyz|tv|shop|club|"
    "gov|edu|me"
)

_DOT_SIGN = rf"(?:\s{{0,2}}\.(?=\S)|\s{{1,2}}\.\s{{1,2}}|\.\s{{1,2}}(?=(?:{_TOP})\b))"
"""A full stop inside an address; one that ends a sentence has a space after it and none before."""

_DOT = rf"(?:{_DOT_WORD}|{_DOT_SIGN}|,(?=\w))"
_JOIN = rf"(?:{_DOT_WORD}|{_DOT_SIGN}|\s(?:underscore|dash|hyphen|minus|plus)\s)"

_EMAIL = re.compile(rf"{_LOCAL}@[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{1,4}}")
_SPACED_EMAIL = re.compile(
    rf"{_LOCAL}\s{{0,2}}@\s{{0,2}}[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{0,3}}{_DOT}(?:{_TOP})(?!\w)",
    re.IGNORECASE,
)
_SPELLED_EMAIL = re.compile(
    rf"{_LOCAL}(?:{_JOIN}[\w-]{{1,63}}){{0,3}}"
    rf"(?:{_OPEN}(?:at|@|a){_SHUT}|@|\sat\s)"
    rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{1,3}}",
    re.IGNORECASE,
)
_AT_DOMAIN = re.compile(
    rf"(?P<local>{_LOCAL})\sat\s(?:[\w-]{{1,63}}\.){{1,3}}(?:{_TOP})(?![\w-])", re.IGNORECASE
)
_AT_IN_BRACKETS = re.compile(r"[(\[{<]\s{0,2}(?:at|a)\s{0,2}[)\]}>]", re.IGNORECASE)
_NOT_LOCAL = split_words(
    "are find found here info is it live look looking map me more online page photos post",
    "posted read see seen shown them there us video was watch were",
)
"""Before "at" and an address of the web, these begin no email address."""

_REST = r"(?:[/\\?#:][^\s<>\"]{0,2000})?(?:\n/[^\s<>\"]{1,200})?"
_SCHEME = re.compile(
    r"\b[a-z][a-z]{1,9}\s?:\s?/{1,2}\s?[^\s<>\"]{1,2000}(?:\n/[^\s<>\"]{1,200})?", re.IGNORECASE
)
_WWW = re.compile(
    rf"\bwww\s?[.,]\s?[\w-]{{1,63}}(?:\s?[.,]\s?[\w-]{{2,63}}){{1,4}}{_REST}", re.IGNORECASE
)
_DOMAIN = re.compile(
    rf"(?<![\w.@-])(?:[\w-]{{1,63}}(?:\.|\[\.\]|\(\.\))){{1,4}}(?:{_TOP})(?:(?:or|and|is|if|on)(?!\w))?"
    rf"(?![\w-]|\.\w)(?:(?:\s/\s?[\w-]{{2,63}}){{1,3}}|{_REST})",
    re.IGNORECASE,
)
_JOINED_DOMAIN = re.compile(
    r"(?<![\w.@-])(?:[\w-]{3,40},(?:com|org|net|co,uk)|[\w-]{3,40}dot(?:com|org|net|couk)|"
    r"www\s[\w-]{2,40}\s(?:com|org|net|co\suk))(?![\w-])(?:/[^\s<>\"]{0,200})?",
    re.IGNORECASE,
)
_PATH = re.compile(
    r"(?<![\w.@-])(?:[\w-]{1,63}\.){1,3}[a-z]{2,12}/[^\s<>\"]{2,2000}", re.IGNORECASE
)
_SPACED_DOMAIN = re.compile(
    r"(?<![\w.@-])[\w-]{2,63}(?:\s{1,2}\.\s{0,2}|\.\s{1,2}(?=\w{3}\s?(?:[/,;)\n]|$)))"
    r"(?:com|org|net|co\s?\.\s?uk|info|io)(?!\w)(?:\s?/\s?[\w-]{1,63}){0,4}",
    re.IGNORECASE,
)
_SHORT_ME = re.compile(
    r"(?<![\w.@-])(?:t|wa)\s{0,2}\.\s{0,2}me\s{0,2}/\s{0,2}\+?[\w-]{2,63}", re.IGNORECASE
)
_SPELLED_DOMAIN = re.compile(
    rf"(?<![\w@-])[\w-]{{1,63}}(?:{_DOT_WORD}[\w-]{{2,63}}){{0,3}}{_DOT_WORD}(?:{_TOP})\b"
    rf"(?:\s(?:slash|forward\sslash)\s[\w-]{{1,63}}){{0,4}}{_REST}",
    re.IGNORECASE,
)
_INTERNET = re.compile(
    r"(?<![\w.])(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-f]{1,4}:[0-9a-f]{1,4}:(?:[0-9a-f]{0,4}:){1,6}"
    r"[0-9a-f]{0,4}\]?)(?:[:/][^\s<>\"]{0,2000})?(?![\w.])",
    re.IGNORECASE,
)

# Most comments have no address. What each pattern cannot do without is looked for first: these
# begin with a sign, and a search for a sign passes over a text many times as fast.
_TOP_AFTER_STOP = re.compile(rf"\.(?:\s{{0,2}}|[\])])(?:{_TOP})", re.IGNORECASE)
_TOP_AFTER_COMMA = re.compile(r",(?:com|org|net|co,uk)", re.IGNORECASE)
_PART_OF_NUMBER = re.compile(r"[.:][0-9a-f]{1,4}[.:]", re.IGNORECASE)
_DOT_ALONE = re.compile(r"\bdot\b", re.IGNORECASE)


def find_emails(text: str) -> Iterator[Find]:
    """Email addresses, also spelled out."""
    if _says_email(text):
        for pattern in (_EMAIL, _SPACED_EMAIL):
            yield from _find_whole(pattern, text, Kind.EMAIL)
        for found in _SPELLED_EMAIL.finditer(text):
            if _says_email(found[0]):
                yield Find(*found.span(), Kind.EMAIL)
    for found in _AT_DOMAIN.finditer(text) if _TOP_AFTER_STOP.search(text) else ():
        if found["local"].casefold() not in _NOT_LOCAL:
            yield Find(*found.span(), Kind.EMAIL)


def find_links(text: str) -> Iterator[Find]:
    """Addresses of the web, also spelled out."""
    for pattern in _list_link_patterns(text):
        yield from _find_whole(pattern, text, Kind.LINK)


def _list_link_patterns(text: str) -> Iterator[re.Pattern[str]]:
    """The patterns of which a text has what they cannot do without."""
    small = text.casefold()
    if "dot" in small or "www" in small or _TOP_AFTER_COMMA.search(text):
        yield _JOINED_DOMAIN
    if "/" in text:
        yield from (_SCHEME, _PATH)
    if _TOP_AFTER_STOP.search(text):
        yield from (_DOMAIN, _SPACED_DOMAIN, _SHORT_ME)
    if _PART_OF_NUMBER.search(text):
        yield _INTERNET
    if "www" in small:
        yield _WWW
    if _says_dot(text):
        yield _SPELLED_DOMAIN


def _says_email(text: str) -> bool:
    return "@" in text or _says_dot(text) or _AT_IN_BRACKETS.search(text) is not None


def _says_dot(text: str) -> bool:
    return "dot" in text.casefold() and _DOT_ALONE.search(text) is not None


def _find_whole(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Find]:
    """What a pattern finds, without the punctuation of the sentence."""
    for found in pattern.finditer(text):
        end = found.start() + len(found[0].rstrip(".,;:!?)'\""))
        yield Find(found.start(), end, kind)
