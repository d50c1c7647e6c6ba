"""Words that introduce a name, a number or an address."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ALSO = {"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}
"""Letters that `re.IGNORECASE` takes for others besides their capitals."""


def split_words(*lines: str) -> frozenset[str]:
    """The words of some lines."""
    return frozenset(" ".join(lines).split())


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first, where capitals make no difference.

    It is a tree of letters. A plain list of a hundred words is tried word by word at each word of a
    text; here most words of a text end at their first letter.
    """
    return _grow(frozenset(words))


def _grow(words: frozenset[str]) -> str:
    """The tree of some words; the empty word among them is where another one may end."""
    rests: dict[str, set[str]] = {}
    for word in filter(None, words):
        rests.setdefault(word[0], set()).add(word[1:])
    branches = [_sign(first) + _grow(frozenset(rest)) for first, rest in sorted(rests.items())]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)})" + "?" * ("" in words)


def _sign(letter: str) -> str:
    """What matches a letter as `re.IGNORECASE` does, as a set that shuts a branch at once."""
    if not letter.isalpha():
        return re.escape(letter)
    return f"(?-i:[{letter}{letter.upper()}{_ALSO.get(letter, '')}])"


TITLES = split_words(
    "alhaj capt cllr dr haji hajja hajji messrs miss missus mister mr mrs ms mstr mx prof rev",
    "reverend",
)
ROLES = split_words(
    "bishop councillor councilor hafiz imam maulana molvi moulvi mufti mullah pastor professor",
    "rabbi shaykh sheik sheikh ustad ustadh",
)
"""Titles that are also spoken of: after "the imam" comes what he does."""

WEAK_TITLES = split_words(
    "alderman aunt auntie aunty baroness brother canon captain chaplain coach commissioner dame",
    "deacon doctor father fr headteacher judge lady lord madam madame major master mayor",
    "minister mp nurse pir priest principal senator sir sister teacher uncle vicar",
)
"""Also ordinary words: only a word with a capital after them is a name."""

AFTER_NAMES = split_words(
    "afa apa bhabi bhai bhaijan bhaiya bibi chacha khala khatun miah saheb sahib shaheb uddin",
    "ullah",
)
"""What people are called by in Bengali and Urdu, behind their names."""

PARTICLES = split_words(
    "abu al ben bin bint binti da das de del den der di do dos du el ibn la le o st ter umm van",
    "von",
)
"""Small words inside a name."""

NAME_PARTS = split_words(
    "abdal abdi abdul ahmad ahmed ahmet akhtar akhter akter ali begum bibi choudhary choudhury",
    "chowdhuri chowdhury haque hoque hossain hussain hussein islam kaur khan khatun md mia miah",
    "mian mohamed mohammed mohamud mohd muhammad noor nur patel rahman sheikh singh sultana",
    "uddin ullah",
)
"""Parts of names that are common here and no other words: a name goes on with them."""

PEOPLE = split_words(
    "bloke blokes boy boys bully caretaker chap child children constable dad dealer dealers",
    "drunk dude father fella gentleman girl girls guard guy guys kid kids lad lads lady",
    "landlord man men mother mum neighbor neighbour neighbours officer officers owner pc pcso",
    "people person policeman policewoman pupil ranger resident robber somebody someone suspect",
    "teacher tenant thief victim warden woman women worker youth youths",
)

RELATIONS = split_words(
    "aunt auntie aunts babies baby boss boy boyfriend boys bro brother brother-in-law brothers",
    "carer caretaker classmate coach colleague concierge cousin cousins dad daughter",
    "daughter-in-law daughters dealer ex ex-husband ex-partner ex-wife father father-in-law",
    "fiance fiancee flatmate friend friends girl girlfriend girls goddaughter godson gp grandad",
    "granddaughter grandfather grandma grandmother grandpa grandson granny headteacher",
    "housemate husband imam janitor keyworker kid kids lad lads landlady landlord lass lodger",
    "manager mate mates missus mother mother-in-law mp mum nan nana nanny neighbor neighbors",
    "neighbour neighbours nephew nephews niece nieces partner roommate sis sister sister-in-law",
    "sisters son son-in-law sons stepdad stepdaughter stepmum stepson teacher tenant twins",
    "uncle uncles wife",
)

RANKS = split_words(
    "commander constable constables constible csi cso csos dc dci dcs di ds dsi insp inspecter",
    "inspector p.c p.c.s.o p.c.s.o.s pc pcs pcso pcsos pso sarge sargent seargant seargent",
    "sergeant sergent serjeant sgt sgts superintendent supt t.h.e.o theo theos wpc",
)
"""Only officers are called these."""

GUARDS = split_words(
    "attendant bobby cop copper coppers cops detective guard officer officers patrol police",
    "policeman policemen policewoman ranger warden wardens",
)
"""Officers, and in other sentences the police or anybody."""

STREET_TYPES = split_words(
    "alley apartments approach arcade av ave avenue avn bldg bldgs blvd boulevard broadway",
    "building buildings causeway circus close cottage cottages court cres crescent cresent crt",
    "crts ct dr drive drv embankment esplanade estate garden gardens gdn gdns green grove",
    "heights hill hostel hotel house hse lane ln lodge mansions mews mill parade passage path",
    "pl place point promenade quay raod rd rents rise road rode row spur sq square st str",
    "streat street strt studios tce terr terrace tower towers turning vale view villa villas",
    "walk way wharf wood works yard",
)
WEAK_STREET_TYPES = split_words(
    "bank basin bridge centre chambers common corner cross dock end field fields gate hall",
    "island keep market meadow meadows mount orchard park pier plaza reach residence side",
    "stairs",
)
"""Also the ends of other names: only a name with capitals before them makes a street."""
