"""Names of people, found by what stands before or behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find, Kind
from surveys.redaction.letters import find_letter
from surveys.redaction.names import BEGINS, is_loud, read_name, read_names
from surveys.redaction.words import AFTER_NAMES, PEOPLE, RELATIONS, TITLES, WEAK_TITLES, any_of

_THEN = rf"[\s:,.\"'*(-]{{1,5}}{BEGINS}"
_IS = r"(?:'?s|\s(?:is|was|are|were|be))"
_PEOPLE = any_of(PEOPLE)

_TITLE = re.compile(rf"(?<![\w'])(?:{any_of(TITLES)})\.?\s{{1,3}}{BEGINS}", re.IGNORECASE)
_WEAK_TITLE = re.compile(rf"(?<![\w'])(?:{any_of(WEAK_TITLES)})\.?\s{{1,3}}{BEGINS}", re.IGNORECASE)
_AFTER_NAME = re.compile(
    rf"(?<![\w'])(?P<name>(?-i:[A-Z][^\W\d_]{{2,24}}))\s(?:{any_of(AFTER_NAMES)})\b", re.IGNORECASE
)
_OWN_NAME = re.compile(
    r"(?<!\w)(?:(?:my|me|the|ma)\s(?:full\s|first\s|last\s|real\s|sur|nick|own\s)?name"
    rf"{_IS}|names?\s(?:is|are|be|was)|name's|"
    r"i(?:'m|\sam|m)\s(?:called|named)|yours\s(?:truly|sincerely|faithfully)|"
    r"(?:posted|written|sent|submitted|reported|completed|signed)\sby|signed)"
    rf"{_THEN}",
    re.IGNORECASE,
)
_NAME_WITHOUT_VERB = re.compile(rf"\bmy\s(?:full\s)?names?\s{BEGINS}", re.IGNORECASE)
_NAME_GOES_ON = re.compile(r"\s?[,.]|\s(?:i|im|i'm|and\si)\b", re.IGNORECASE)
_ANOTHERS_NAME = re.compile(
    r"(?<!\w)(?:(?:his|her|their|whose|your|\w{2,12}'s)\s(?:full\s|real\s|first\s|last\s|nick|sur)?name"
    rf"{_IS}|by\sthe\sname(?:\sof)?|"
    rf"(?:{_PEOPLE})\s(?:(?:is|was|who\sis|who's|are|were|they\scall|we\scall|that\sis)\s)?(?:called|named)|"
    r"(?:he|she|they|who)(?:'s|\sis|'re|\sare|\swas)\s(?:called|named)|"
    rf"(?:(?:{_PEOPLE}|he|she|who|they)\s)(?:goes|go|going|went|known|is\sknown|'s\sknown|are\sknown)\s"
    rf"(?:by|as)){_THEN}",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?<!\w)(?:(?:sur|first\s|last\s|full\s|middle\s|maiden\s|nick)name(?:\sis)?[\s:=-]{1,4}|"
    r"(?:(?:sur|first|last|full|nick)\s?name|names?|resident|tenant|witness|victim|reporter|contact|complainant|"
    rf"applicant|respondent|sender|from|signed)\s?[:=]\s{{0,3}}|(?:^|\n)\s{{0,3}}name\s-\s){BEGINS}",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?<!\w)(?:calls?\s(?:me|him|her)|named|aka|a\.k\.a\.?|known\sas|know\sme\sas|nicknamed|answers\sto|"
    rf"ask\sfor|speak\s(?:to|with)|spoke\s(?:to|with)|talk(?:ed)?\sto|emailed|contact(?:ed)?){_THEN}",
    re.IGNORECASE,
)
_THINGS_NAMED = re.compile(
    r"\b(?:street|road|park|pub|bar|shop|estate|block|app|club|scheme|group|gang|place|school|cafe|"
    r"operation|project|building|centre|area|company|was|were|is|are|be|been|it|which|that)\s(?:is\s)?$",
    re.IGNORECASE,
)
_RELATION = re.compile(
    rf"\b(?:my|his|her|our|their|your|a|the)\s(?:\w{{2,12}}\s)?(?:{any_of(RELATIONS)})"
    rf"(?:\s?,|\s(?:called|named|is|was))?\s{{1,2}}{BEGINS}",
    re.IGNORECASE,
)
_DOUBTFUL = re.compile(rf"(?<!\w)(?:call\sme|this\sis|it'?s|i\sam|i'?m|here\sis){_THEN}", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\s?[,-]\s|\s?\(|\s{0,2},?\s?(?:from|at|here|speaking|of|living|and\si|again|in\sflat|flat|btw|pls|"
    r"please|aged?|by\sthe\sway|mum\sof|dad\sof)\b|\sim\b",
    re.IGNORECASE,
)
_OTHER_LANGUAGES = re.compile(
    r"(?<!\w)(?:amar\sna+m|ami\s(?=\w+\s\w+\s(?:bol|koi))|mera\sna+m|magac(?:aygu|eygu|ayga)(?:\swaa)?|"
    r"la\si(?:gu)?\s(?:dhahaa|yiraahdo|yidhaahdo|yirahdo)|(?:ana\s)?ismi|mi\schiamo|il\smio\snome\s[eè]|"
    r"me\sllamo|mi\snombre\ses|je\sm'appelle|mon\snom\sest|meu\snome\s[eé]|me\schamo|chamo-me|"
    r"m[aă]\snumesc|numele\smeu\seste?|nazywam\ssi[eę]|mam\sna\simi[eę]|benim\sad[iı]m|ad[iı]m|ismim|"
    r"ich\shei(?:ß|ss)e?|mein\sname\sist|jmenuji\sse|qu+hem|mano\svardas|a\snevem|t[eê]n\st[oô]i\sl[aà]|"
    rf"меня\sзовут|мене\sзвати|казвам\sсе|με\sλένε){_THEN}",
    re.IGNORECASE,
)
_OTHER_SCRIPTS = re.compile(
    r"(?:আমার\sনাম(?:\s?হলো|\sহচ্ছে)?|اسمي|إسمي|اسم\sمن|نام\sمن|میرا\sنام|मेरा\sनाम|ਮੇਰਾ\sਨਾਮ|મારું\sનામ|"
    r"என்\sபெயர்|ስሜ)[\s:-]{1,3}(?P<name>[^\s,।.،]{2,30}(?:\s[^\s,।.،]{2,30}){0,2})|"
    r"আমি\s(?P<speaker>[^\s,।]{2,30}(?:\s[^\s,।]{2,30})?)\sবলছি|(?:我叫|我的名字是|我是叫)(?P<called>\w{2,4})"
)


def find_people(text: str) -> Iterator[Find]:
    """Names after titles, after words that introduce them, and where a text begins and ends."""
    loud = is_loud(text)
    for pattern in (_TITLE, _OWN_NAME, _ANOTHERS_NAME, _LABEL):
        for found in pattern.finditer(text):
            yield from read_names(text, found.end(), capital=False, certain=True, loud=loud)
    for found in _OTHER_LANGUAGES.finditer(text):
        yield from read_names(text, found.end(), capital=False, loud=loud)
    for found in _OTHER_SCRIPTS.finditer(text):
        yield Find(*found.span(found.lastgroup or 0), Kind.NAME)
    yield from _find_without_verb(text)
    yield from find_letter(text, loud=loud)
    if not loud:
        yield from _find_by_capitals(text)


def _find_without_verb(text: str) -> Iterator[Find]:
    """ "My name Rahela, ...", as it is said by people who learn English."""
    for found in _NAME_WITHOUT_VERB.finditer(text):
        name = read_name(text, found.end(), capital=False)
        if name is not None and (
            text[name.start].isupper() or _NAME_GOES_ON.match(text, name.end) is not None
        ):
            yield name


def _find_by_capitals(text: str) -> Iterator[Find]:
    """Names after words that also introduce other things: a capital tells them apart."""
    for pattern in (_WEAK_TITLE, _RELATION):
        for found in pattern.finditer(text):
            yield from read_names(text, found.end(), capital=True)
    for found in _AFTER_NAME.finditer(text):
        name = read_name(text, found.start(), capital=True)
        if name is not None:
            yield Find(*found.span(), Kind.NAME)
    for found in _CALLED.finditer(text):
        if not _THINGS_NAMED.search(text, max(0, found.start() - 20), found.start()):
            yield from read_names(text, found.end(), capital=True)
    for found in _DOUBTFUL.finditer(text):
        for name in read_names(text, found.end(), capital=True):
            several = len(text[name.start : name.end].split()) > 1
            if several or _GOES_ON.match(text, name.end):
                yield name
