"""What speaks against a quote, though it is part of its comment and its author allowed it.

Words that say of somebody how old they are and what they are, as a byline does, are the details
that a quote must not stand beside: in the plainest forms of a byline they are never quoted, and any
other group close to an age is a doubt. That, and what may name or insult somebody or mean the
opposite once shortened, is for an analyst to look at again, and to approve in spite of it.

By rules, so that some is missed: an analyst reads every quote before approving it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from analysis.comments.cells import CellError
from analysis.comments.shortening import find_kept
from analysis.comments.words import words_of
from surveys.redaction.normalising import searchable
from surveys.redaction.ordinary import NOT_NAMES
from surveys.redaction.words import split_words

_GROUPS = (
    r"(?:afghan|african|albanian|arab|asian|bangladeshi|bengali|bisexual|black|british|caribbean|"
    r"chinese|christian|disabled|english|gay|gypsy|heterosexual|hindu|indian|irish|italian|jewish|"
    r"kurdish|lesbian|mixed[\s-]race|muslim|pakistani|polish|roma|romanian|sikh|somali|straight|"
    r"sylheti|syrian|transgender|trans|traveller|turkish|ukrainian|vietnamese|white)s?"
)
_GENDERS = r"(?:female|male|woman|man|girl|boy|lady|non-?binary)"
_EITHER = rf"(?:{_GROUPS}|{_GENDERS})"
_AND = r"\s*[,/|;\u2013-]\s*"
_ANYTHING = rf"(?:[\w' ]{{1,30}}{_AND})?"
# "after 10, women ..." is a time, and "12:30", "£20" and "3.15" are no ages
_NO_AGE_AFTER = ("after", "at", "until", "till", "by", "before", "since", "from", "past", "to")
_NUMBER = "".join(rf"(?<!\b{word}\s)" for word in _NO_AGE_AFTER) + r"(?<![\w:.\u00a3])[1-9]\d"
_OLD = r"\s?(?:yo|y/o|(?:years?|yrs?)(?:[\s-]old)?)"
_AGE = rf"{_NUMBER}(?:{_OLD})?"
_SAID_AGE = (
    r"\b(?:aged\s[1-9]\d|[1-9]\d(?:\s?(?:yo|y/o)|[\s-]?(?:years?|yrs?)[\s-]?old)|"
    r"(?:i\sam|i'?m)\s[1-9]\d(?!\s?(?:%|min|met|mile|per|hour|week|month)))\b"
)
_NEAR = r"[^.!?]{0,40}"
_PERSON = re.compile(
    "|".join(
        (
            rf"{_AGE}{_AND}{_ANYTHING}\b{_EITHER}\b",
            rf"\b{_EITHER}{_AND}{_ANYTHING}{_NUMBER}\b",
            rf"\b{_GROUPS}{_AND}{_GENDERS}\b",
            rf"\b{_GENDERS}{_AND}{_GROUPS}\b",
            rf"{_SAID_AGE}{_NEAR}\b{_GROUPS}\b",
            rf"\b{_GROUPS}\b{_NEAR}{_SAID_AGE}",
        )
    ),
    re.IGNORECASE,
)

# Words that a byline may use and a ban would be too much for. Those in Bengali and Somali are
# drafts that no speaker has checked.
_COUNTRIES = (
    r"(?:afghanistan|albania|algeria|bangladesh|brazil|bulgaria|china|egypt|eritrea|ethiopia|ghana|"
    r"india|iran|iraq|ireland|italy|jamaica|kosovo|kurdistan|morocco|nigeria|pakistan|palestine|"
    r"poland|portugal|romania|somalia|somaliland|spain|sudan|sylhet|syria|turkey|ukraine|vietnam|"
    r"yemen)(?!\s(?:st(?:reet)?|road|rd|place|lane|house|court|estate)\b)"
)
_NEAR_AGE = re.compile(
    rf"\b(?:{_GROUPS}|{_COUNTRIES}|hijabi|niqabi|bame|bipolar|autistic|blind|catholic|deaf|nepali|nigerian|"
    r"pensioner|portuguese|pregnant|punjabi|queer|refugee|wheelchair|widow|soomaali\w*|muslimad)\b"
    r"(?!\s(?:vans?|cars?|cabs?|bins?|bags?|mopeds?|motorbikes?|bmws?|smoke|market))"
    r"|বাঙালি|বাংলাদেশি|বাংলাদেশী|মুসলিম|মুসলমান|হিন্দু|সোমালি|কৃষ্ণাঙ্গ|শ্বেতাঙ্গ|প্রতিবন্ধী",
    re.IGNORECASE,
)
_NO_AGE_BEFORE = (
    r"(?!\s?(?:%|per|min|hour|hr|week|month|day|met|mile|mph|km|quid|pound|years?\sago|am\b|pm\b|"
    r"jan|feb|mar|apr|may|june?\b|july?\b|aug|sept?|oct|nov|dec)|[:/]\d|\.\d)"
)
_TENS = "twent|thirt|fort|fift|sixt|sevent|eight|ninet"
_NEAR_GROUP = re.compile(
    rf"(?<!\bfor\s)(?<!\bin\s)(?<!\bover\s)(?<!\blast\s)(?<!\bbus\s)(?<!\d/){_NUMBER}"
    rf"(?:'?s|\s?[fm]|\s?y/?o)?(?!\w){_NO_AGE_BEFORE}"
    r"|\bborn\sin\s(?:19|20)\d\d\b"
    rf"|\b(?:(?:{_TENS})ies|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    rf"(?:{_TENS})y(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?)\b{_NO_AGE_BEFORE}",
    re.IGNORECASE,
)
_CLOSE = 40
"""Characters that stand at most between a group and an age of one person."""

# Named here so that a quote with one is looked at again, whoever is meant to have said it.
_SLURS = re.compile(
    r"\b(?:pak[iy]s?|nigg\w+|chinks?|pikeys?|gypp?os?|fagg?ots?|trann(?:y|ies)|kikes?|yids?|"
    r"ragheads?|towelheads?|wogs?|coons?|muzz(?:y|ies?)s?|retards?|subhumans?)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    rf"\b(?:{_GROUPS}|immigrants?|migrants?|foreigners?|refugees?|asylum\sseekers?|illegals|"
    r"th[eo]se\s(?:people|youths?|kids|lot))\b",
    re.IGNORECASE,
)
_DESPISED = re.compile(
    r"\b(?:animals?|vermin|scum|savages?|cockroach(?:es)?|parasites?|monkeys?|apes?|filth|invaders?|"
    r"send\sthem\s(?:all\s)?(?:back|home)|(?:sent|go|get)\sback\s(?:home|to)|deport\w*|"
    r"exterminat\w*|(?:get|be)\srid\sof\sthem|kick\w*\sthem\s(?:all\s)?out)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?\n]+")

_NEGATIONS = split_words(
    "barely doubt doubtful doubts hardly neither never no nobody none nor not nothing nowhere only",
    "rarely scarcely seldom unless without",
)
_NEGATING = {("anything", "but"), ("far", "from"), ("used", "to")}
"""Two words that say no together."""
_TURNS = split_words("although but except however though whereas while yet")
_PLACES = split_words(
    "barts bow brick bromley canary christ commercial cubitt docklands dogs end hackney isle",
    "island limehouse london mile olympic poplar roman shadwell shoreditch spitalfields stepney",
    "thames wapping weavers wharf whitechapel",
)
_BEFORE, _AFTER = "\"'(\u2018\u201c", ".,;:!?\"')\u2019\u201d"


def check_person(quote: str) -> None:
    """See that a quote does not say how old somebody is and what they are.

    Raises:
        CellError: It does.
    """
    if found := _PERSON.search(quote):
        raise CellError(
            "comments.quote-person",
            f"the quote describes a person: {found.group()!r}",
            "Leave these words out and write [...] in their place.",
        )


def check_doubts(quote: str, comment: str) -> None:
    """See that nothing speaks against a quote.

    Args:
        quote: As `check_quote` gives it.
        comment: The comment as it stands.

    Raises:
        CellError: Something does; all of it is told.
    """
    if doubts := tuple(find_doubts(quote, comment)):
        raise CellError(
            "comments.quote-doubtful",
            "; ".join(doubts),
            "Leave these words out, or keep those that change the meaning. Where it can be quoted "
            "all the same, approve it with `canvass comments approve --comment N --despite`.",
        )


def find_doubts(quote: str, comment: str) -> Iterator[str]:
    """What an analyst has to look at again before these words are quoted."""
    yield from (f"{name!r} may be somebody's name" for name in _find_names(quote))
    if byline := _find_byline(quote):
        yield f"{byline!r} may say how old somebody is and what they are"
    for sentence in _SENTENCE.split(quote):
        found = _SLURS.search(sentence) or (_PEOPLE.search(sentence) and _DESPISED.search(sentence))
        if found:
            yield f"{found.group()!r} may be hate"
    for word in _find_lost_negations(quote, comment):
        yield f"{word!r} is left out, which may turn the meaning round"


def _find_byline(quote: str) -> str | None:
    """The first group with an age close to it, also over lines and full stops."""
    copy = searchable(quote)
    ages = [found.span() for found in _NEAR_GROUP.finditer(copy)]
    for found in _NEAR_AGE.finditer(copy):
        for start, end in ages:
            if max(start - found.end(), found.start() - end) <= _CLOSE:
                return quote[min(start, found.start()) : max(end, found.end())]
    return None


def _find_names(quote: str) -> Iterator[str]:
    """Two words with capitals after one another, neither of them an ordinary word or a place."""
    for first, second in pairwise(quote.split()):
        name = f"{first.lstrip(_BEFORE)} {second.rstrip(_AFTER)}"
        if all(map(_is_like_name, name.split())):
            yield name


def _is_like_name(word: str) -> bool:
    letters = word.removesuffix("'s").removesuffix("\u2019s").replace("-", "").replace("'", "")
    known = letters.casefold() in NOT_NAMES or letters.casefold() in _PLACES
    return len(letters) > 1 and letters.isalpha() and letters[0].isupper() and not known


def _find_lost_negations(quote: str, comment: str) -> Iterator[str]:
    """Negations that are left out of a clause of which words are kept, before or after them.

    After words that are kept "and" begins another clause: it rarely says of them that they are not
    so. What stands before them may be said of both.
    """
    lost: list[str] = []
    begun = False
    kept = find_kept(quote, comment) or ()
    for (before, word), stays in zip(pairwise(("", *comment.split())), kept, strict=False):
        plain = words_of(word)
        pair = _find_pair(before, word)
        if _TURNS.intersection(plain):
            lost.clear()
            begun = False
        if stays:
            begun = True
        elif pair or _NEGATIONS.intersection(plain):
            lost.append(pair or word)
        elif "and" in plain:
            begun = False
        if begun:
            yield from lost
            lost.clear()
        if word.endswith((".", "!", "?", ";", ":")):
            lost.clear()
            begun = False


def _find_pair(before: str, word: str) -> str:
    """Two words that say no together, as they stand; empty where they do not."""
    two = (before.casefold().strip(_BEFORE), word.casefold().strip(_AFTER))
    return f"{before} {word}" if two in _NEGATING else ""
