"""Words that introduce a name, a number or an address."""

from __future__ import annotations

import re
from collections.abc import Iterable


def split_words(*lines: str) -> frozenset[str]:
    """The words of some lines."""
    return frozenset(" ".join(lines).split())


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda one: (-len(one), one)))


TITLES = split_words(
    "mr mrs ms miss mx mister missus dr prof professor rev reverend cllr councillor councilor",
    "imam rabbi sheikh sheik shaykh maulana mufti hafiz haji hajji hajja ustad ustadh mullah",
    "moulvi molvi alhaj fr capt",
)
WEAK_TITLES = split_words(
    "sir dame lady lord madam madame baroness father sister brother uncle aunty auntie aunt pastor",
    "bishop canon deacon vicar priest chaplain pir judge doctor captain major master mayor nurse",
    "coach headteacher principal teacher minister senator alderman mp",
)
"""Also ordinary words: only a word with a capital after them is a name."""

AFTER_NAMES = split_words(
    "bhai bhaiya bhaijan apa afa bhabi khala chacha sahib saheb shaheb miah uddin ullah khatun bibi"
)
"""What people are called by in Bengali and Urdu, behind their names."""

PARTICLES = split_words(
    "van de der den la le el al bin ibn bint binti von da do dos das del du di abu umm ben ter o st"
)
"""Small words inside a name."""

NAME_PARTS = split_words(
    "mia miah mian begum khatun bibi khan ali uddin ullah islam rahman hussain hossain hussein ahmed",
    "ahmad ahmet chowdhury choudhury chowdhuri choudhary abdul abdi abdal md mohd mohammed mohamed",
    "muhammad mohamud sheikh akhtar akter akhter haque hoque sultana singh kaur patel noor nur",
)
"""Parts of names that are common here and no other words: a name goes on with them."""

PEOPLE = split_words(
    "guy guys man men woman women boy boys girl girls lad lads bloke blokes kid kids person people",
    "dealer dealers teacher landlord officer officers someone somebody youth youths lady tenant",
    "resident child children bully gentleman chap fella dude neighbour neighbours neighbor pupil",
    "pc pcso constable policeman policewoman warden ranger guard caretaker victim suspect owner",
    "drunk thief robber mother father mum dad",
)

RELATIONS = split_words(
    "son sons daughter daughters husband wife partner brother brothers sister sisters cousin cousins",
    "nephew niece boyfriend girlfriend friend friends mate mates neighbour neighbours neighbor",
    "neighbors ex landlord landlady boss manager teacher uncle aunt auntie grandson granddaughter",
    "grandad nan mum mother dad father flatmate housemate ex-husband ex-wife ex-partner caretaker",
    "dealer girl girls boy boys kid kids twins baby babies mp concierge janitor headteacher keyworker",
    "carer coach imam gp stepson stepdaughter stepdad stepmum fiance fiancee lodger roommate",
)

RANKS = split_words(
    "pc pcs pcso pcsos wpc dc dcs ds di dci dsi csi sgt sgts sergeant sarge insp inspector constable",
    "constables superintendent supt commander theo theos p.c p.c.s.o p.c.s.o.s t.h.e.o",
)
"""Only officers are called these."""

GUARDS = split_words(
    "officer officers police policeman policewoman policemen cop cops copper coppers bobby warden",
    "wardens ranger guard attendant patrol detective"
)
"""Officers, and in other sentences the police or anybody."""

STREET_TYPES = split_words(
    "road rd raod rode street st str streat strt lane ln avenue ave av avn close court ct crt crts",
    "crescent cresent cres drive dr drv gardens garden gdns gdn grove house hse mews place pl row",
    "square sq terrace terr tce walk way wharf quay path passage buildings bldgs building bldg tower",
    "towers point mansions lodge heights estate hill green yard alley parade vale rise cottage",
    "cottages villa villas view works studios apartments broadway circus embankment causeway",
    "approach hostel hotel mill arcade promenade boulevard blvd esplanade wood spur turning rents",
)
WEAK_STREET_TYPES = split_words(
    "park fields field gate dock reach market bank bridge hall centre end common basin island stairs",
    "pier corner chambers keep mount side meadow meadows orchard plaza residence cross"
)
"""Also the ends of other names: only a name with capitals before them makes a street."""
