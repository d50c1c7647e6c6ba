from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bot.office.fields import read_dates, read_days, read_fields, read_languages, read_name
from surveys.errors import RoundError
from surveys.rounds import Audience, Purpose


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"purpose": "Consultation"}, {"purpose": Purpose.CONSULTATION, "minimum_days": 84}),
        (
            {"minimum_days": 42, "purpose": "consultation"},
            {"purpose": Purpose.CONSULTATION, "minimum_days": 42},
        ),
        ({"purpose": "survey"}, {"purpose": Purpose.SURVEY, "minimum_days": 0}),
        ({"audience": " both "}, {"audience": Audience.BOTH}),
        ({"languages": "en, bn,en"}, {"languages": ("en", "bn")}),
        ({"languages": "all"}, {"languages": ()}),
        ({"title": " Safer \n streets\x00"}, {"title": "Safer streets"}),
        ({"opens_on": date(2027, 3, 1)}, {"opens_on": date(2027, 3, 1)}),
    ],
)
def test_what_staff_write_is_read(written: dict[str, Any], read: dict[str, Any]) -> None:
    assert read_fields(written) == read


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (read_dates, "2027-03-01", "round.date-text"),
        (read_dates, "2027-03-01 2027-02-30", "round.date-text"),
        (read_dates, "1 March to 28 March", "round.date-text"),
        (read_name, "Winter 2027", "round.name"),
        (read_name, "../up", "round.name"),
        (read_name, "", "round.name"),
        (read_days, "twelve", "round.days"),
        (read_days, "-1", "round.days"),
        (read_days, "٣", "round.days"),
        (lambda text: read_fields({"audience": text}), "friends", "round.audience"),
        (lambda text: read_fields({"purpose": text}), "", "round.purpose"),
        (lambda text: read_fields({"title": text}), "x" * 101, "round.too-long"),
        (lambda text: read_fields({"decision": text}), "x" * 301, "round.too-long"),
    ],
)
def test_what_cannot_be_read_is_refused(
    read: Callable[[str], object], text: str, code: str
) -> None:
    with pytest.raises(RoundError) as refused:
        read(text)
    assert refused.value.code == code


def test_dates_names_days_and_languages() -> None:
    assert read_dates(" 2027-03-01\n2027-03-28 ") == (date(2027, 3, 1), date(2027, 3, 28))
    assert read_name(" Winter-2027 ") == "winter-2027"
    assert read_days(" 84 ") == 84
    assert read_languages("") == ()
