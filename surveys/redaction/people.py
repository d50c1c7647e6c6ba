"""Names of people, found by what stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find, Kind
from surveys.redaction.words import NOT_NAMES, PARTICLES, RELATIONS, TITLES, WEAK_TITLES

MOST_WORDS = 3
"""Words of a name, particles and initials left out."""


def any_of(words: frozenset[str]) -> str:
    """A pattern for any of some words."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['.-](?=[^\W\d_])){0,29}\.?")
_GAP = re.compile(r"[ \u00a0]{1,3}")
_AND = re.compile(r"\s(?:and|&|\+)\s|,\s")
_BEGINS = r"(?=[^\W\d_])"
_AFTER = rf"[\s:,.\"'*(-]{{1,5}}{_BEGINS}"

_TITLE = re.compile(rf"(?<![\w'])(?P<title>{any_of(TITLES)})\.?\s{{1,3}}{_BEGINS}", re.IGNORECASE)
_PEOPLE = (
    "guy|man|woman|boy|girl|lad|bloke|kid|person|dealer|neighbour|teacher|landlord|officer|someone|"
    "somebody|youth|lady|tenant|resident|friend|child|brother|sister|bully"
)
_RELATION = re.compile(
    rf"\b(?:my|his|her|our|their|a)\s(?:\w{{2,12}}\s)?(?:{any_of(RELATIONS)})"
    rf"(?:\s?,|\s(?:called|named))?\s{{1,2}}{_BEGINS}",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"(?<!\w)(?:my\s(?:full\s|first\s|last\s|real\s)?name(?:'?s|\sis)?|the\sname(?:'s|\sis)|"
    r"(?:his|her|their|whose|\w{2,12}'s)\s(?:full\s|real\s|first\s)?name(?:'s|\sis)?|name's|"
    r"names?\s(?:are|is)|names?:|named|(?:sur|first|last|full|middle|maiden)\s?name(?:\sis)?|"
    r"(?:posted|written|sent|submitted)\sby|"
    r"i(?:'m|\sam|m)\scalled|(?:he|she|they|who)(?:'s|\sis|'re|\sare)\s(?:called|named)|"
    rf"(?:{_PEOPLE})\s(?:called|named)|call\shim|call\sher|"
    r"(?:goes?|known|know\sme)\s(?:by|as)(?:\sthe\sname)?(?:\sof)?|calls?\sme|signed(?:\sby)?|"
    r"yours\s(?:truly|sincerely|faithfully)|amar\s(?:naam|nam)|magacaygu(?:\swaa)?|"
    r"magaceygu(?:\swaa)?|mi\schiamo|me\sllamo|je\sm'appelle|meu\snome\s(?:é|e)|me\schamo|"
    rf"nazywam\ssię|mam\sna\simię){_AFTER}",
    re.IGNORECASE,
)
_SCRIPTS = re.compile(
    r"(?:আমার নাম|নাম হলো|নাম|اسمي|إسمي)[\s:-]{1,3}(?P<name>[^\s,।.]{2,30}(?:\s[^\s,।.]{2,30})?)"
)
_CAPITAL_AFTER = re.compile(
    r"(?<!\w)(?:call\sme|ask\sfor|speak\sto|spoke\sto|contact|this\sis|it'?s|i\sam|i'?m|here\sis|"
    r"called|by\sthe\sname\sof|(?:kind\s|best\s|warm\s)?regards|best\swishes|wishes|cheers|"
    r"(?:many\s)?thanks|thank\syou|sincerely|truly|love|best|from|dear|yours|ta|xx?|xoxo)"
    rf"{_AFTER}",
    re.IGNORECASE,
)
_GREETING = re.compile(rf"(?:^|\n)\s{{0,3}}(?:hi|hello|hey|salaam|salam){_AFTER}", re.IGNORECASE)
_DOUBTFUL = re.compile(
    r"(?:this\sis|it'?s|i\sam|i'?m|called|from|contact|love|best|call\sme|truly)[\s:,-]*",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"(?:from|love|best)[\s:,-]*", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"\s?[,-]\s|\s{0,2},?\s?(?:from|at|here|speaking|of|living|and\si\slive|again|in\sflat|flat|\()\b",
    re.IGNORECASE,
)
_HERE = re.compile(rf"(?:^|\n)\s{{0,3}}(?:(?:hi|hello|hey),?\s)?{_BEGINS}", re.IGNORECASE)
_SAYS_HERE = re.compile(r"\s(?:here|speaking)\b", re.IGNORECASE)
_SIGNATURE = re.compile(rf"(?:^|[\n.!?]|\s)[-~*]{{1,2}}\s{{0,2}}{_BEGINS}")
_LAST_LINE = re.compile(rf"\n\s{{0,4}}{_BEGINS}")


def find_people(text: str) -> Iterator[Find]:
    """Names after titles, after words that introduce them, and at the end of a text."""
    for found in _TITLE.finditer(text):
        weak = found["title"].casefold() in WEAK_TITLES
        yield from _with_others(text, found.end(), capital=weak, start=found.start())
    for found in _STRONG.finditer(text):
        yield from _with_others(text, found.end(), capital=False)
    for found in _SCRIPTS.finditer(text):
        yield Find(*found.span("name"), Kind.NAME)
    for found in _RELATION.finditer(text):
        yield from _with_others(text, found.end(), capital=True)
    for found in _CAPITAL_AFTER.finditer(text):
        yield from _introduced(text, found)
    yield from _find_letter(text)


def read_name(text: str, at: int, *, capital: bool, start: int | None = None) -> Find | None:
    """The name that begins at a place, if what stands there can be one.

    Args:
        text: What is searched.
        at: Where a name would begin.
        capital: Whether its first word must have a capital.
        start: Where the find begins, where something before the name belongs to it.
    """
    end, words, lower = at, 0, False
    for word in _read_words(text, at):
        plain = word[0].rstrip(".").casefold().removesuffix("'s")
        small = word[0][0].islower()
        particle = plain in PARTICLES and not (words == 0 and plain == "begum")
        if plain in NOT_NAMES and not (particle and words):
            break
        if small and not particle and (capital or words > 1 or (words == 1 and not lower)):
            break
        lower = lower or (small and words == 0)
        words += not particle and len(plain) > 1
        end = word.end()
        if words >= MOST_WORDS:
            break
    if not words:
        return None
    last = text[at:end].split()[-1]
    stop = len(last) > len("K.") and last.endswith(".")
    return Find(at if start is None else start, end - stop, Kind.NAME)


def skip_gap(text: str, at: int) -> int:
    """Where the next word begins."""
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _read_words(text: str, at: int) -> Iterator[re.Match[str]]:
    """The words from a place on, as long as nothing but a space stands between them."""
    while word := _NAME_WORD.match(text, at):
        yield word
        gap = _GAP.match(text, word.end())
        if gap is None or (word[0].endswith(".") and len(word[0]) > len("Dr.")):
            return
        at = gap.end()


def _with_others(text: str, at: int, *, capital: bool, start: int | None = None) -> Iterator[Find]:
    """A name, and those named with it: "Rafi and Sana"."""
    name = read_name(text, at, capital=capital, start=start)
    while name is not None:
        yield name
        joined = _AND.match(text, name.end)
        name = read_name(text, joined.end(), capital=True) if joined else None


def _introduced(text: str, found: re.Match[str]) -> Iterator[Find]:
    """A name after words that mostly introduce something else: it has to look like one."""
    for name in _with_others(text, found.end(), capital=True):
        words = text[name.start : name.end].split()
        ends = not text[name.end :].strip(" .!\n") and _CLOSING.fullmatch(found[0])
        sure = not _DOUBTFUL.fullmatch(found[0])
        if sure or len(words) > 1 or ends or _FOLLOWS.match(text, name.end):
            yield name


def _find_letter(text: str) -> Iterator[Find]:
    """A name that a letter begins or ends with: "Hi Amina,", "Amina here", "- Amina"."""
    for found in _GREETING.finditer(text):
        name = read_name(text, found.end(), capital=True)
        if name is not None and re.match(r"\s?[,!\n-]", text[name.end :]):
            yield name
    for found in _HERE.finditer(text):
        name = read_name(text, found.end(), capital=True)
        if name is not None and _SAYS_HERE.match(text, name.end):
            yield name
    end = len(text.rstrip(" .!\n"))
    for pattern in (_SIGNATURE, _LAST_LINE):
        for found in pattern.finditer(text, max(0, end - 60)):
            name = read_name(text, found.end(), capital=True)
            if name is not None and name.end >= end:
                yield name
