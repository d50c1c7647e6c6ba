"""Names that people introduce in the other languages of the borough.

Bengali, Sylheti and Somali, and other first languages of the area. Drafts that no speaker has
checked: what is not found here stays as it was typed, and a person reads it before it is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find, Kind
from surveys.redaction.names import THEN, read_names

_LATIN = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:am[ao]?r\sna+m|ami(?=\s\w+\s(?:\w+\s)?(?:bol|koi))|mera\sna+m|magac(?:aygu|eygu|ayga)(?:\swaa)?+|"
    r"la\si(?:gu)?\s(?:dhahaa|yiraahdo|yidhaahdo|yirahdo)|(?:ana\s)?ismi|mi\schiamo|il\smio\snome\s[eè]|"
    r"me\sllamo|mi\snombre\ses|je\sm'appelle|mon\snom\sest|meu\snome\s[eé]|me\schamo|chamo-me|"
    r"m[aă]\snumesc|numele\smeu\seste?+|nazywam\ssi[eę]|mam\sna\simi[eę]|benim\sad[iı]m|ad[iı]m|ismim|"
    r"ich\shei(?:ß|ss)e?|mein\sname\sist|jmenuji\sse|qu+hem|mano\svardas|a\snevem|t[eê]n\st[oô]i\sl[aà]|"
    rf"меня\sзовут|мене\sзвати|казвам\sсе|με\sλένε){THEN}",
    re.IGNORECASE,
)
_SCRIPTS = re.compile(
    r"(?:আমার\sনাম(?:\s?হলো|\sহচ্ছে)?|اسمي|إسمي|اسم\sمن|نام\sمن|میرا\sنام|मेरा\sनाम|ਮੇਰਾ\sਨਾਮ|મારું\sનામ|"
    r"என்\sபெயர்|ስሜ)[\s:-]{1,3}(?P<name>[^\s,।.،]{2,30}(?:\s[^\s,।.،]{2,30}){0,2})|"
    r"আমি\s(?P<speaker>[^\s,।]{2,30}(?:\s[^\s,।]{2,30})?)\sবলছি|(?:我叫|我的名字是|我是叫)(?P<called>\w{2,4})"
)

_PREFIXED = re.compile(
    r"মো(?<![^\s,(]মো)(?:(?:ছা|সা)?[ঃ:.]|হাঃ|(?:ছা|সা)ম্মৎ)\s?"
    r"(?P<name>[^\s,।.]{2,30}(?:\s[^\s,।.]{2,30})?)"
)
"""After the usual short forms of Mohammad and Mosammat."""


def find_in_languages(text: str, *, loud: bool) -> Iterator[Find]:
    """Names after "amar nam", "magacaygu waa", "اسمي" and the like.

    Args:
        text: What is searched.
        loud: Whether capitals tell nothing in this text.
    """
    for found in _LATIN.finditer(text):
        yield from read_names(text, found.end(), capital=False, loud=loud)
    for found in _SCRIPTS.finditer(text):
        yield Find(*found.span(found.lastgroup or 0), Kind.NAME)
    for found in _PREFIXED.finditer(text):
        yield Find(*found.span("name"), Kind.NAME)
