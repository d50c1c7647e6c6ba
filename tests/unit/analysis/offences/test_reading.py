"""Files of recorded offences: both layouts, and every fault with its line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.offences import find_places, load_wards, read_offences
from surveys.errors import RecordRefused

SOURCE = "Metropolitan Police Service, London Datastore, downloaded on a made-up day"
PLACES = find_places("tower-hamlets")
TIDY = "month,ward,offence,count\n"
LONDON = "LookUp_BoroughName,202605,202606\n"
MAJOR = f"MajorText,MinorText,WardName,WardCode,{LONDON}"
GROUP = f"Group,SubGroup,WardName,WardCode,{LONDON}"


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "crime.csv"
    path.write_bytes(text.encode(encoding))
    return path


def refuse(folder: Path, text: str) -> RecordRefused:
    with pytest.raises(RecordRefused) as refused:
        read_offences(write(folder, text), source=SOURCE, places=PLACES)
    return refused.value


def test_the_wards_are_those_of_the_partnership() -> None:
    wards = load_wards(PLACES)
    assert len(wards) == 20
    assert {ward.area for ward in wards} == {"north_west", "south_west", "north_east", "south_east"}


@pytest.mark.parametrize(
    "ward",
    ["E05009317", "e05009317", "Bethnal Green East", "bethnal  green EAST"],
)
def test_a_ward_is_known_by_its_code_or_its_name(tmp_path: Path, ward: str) -> None:
    path = write(tmp_path, f"{TIDY}2026-05,{ward},Robbery,4\n")
    assert read_offences(path, source=SOURCE, places=PLACES).counts == {
        ((2026, 5), "E05009317", "robbery"): 4
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("St. Dunstan's", "E05009329"),
        ("St Dunstan’s", "E05009329"),
        ("Spitalfields and Banglatown", "E05009333"),
        ("Blackwall & Cubitt Town", "E05009318"),
    ],
)
def test_names_of_wards_are_known_however_they_are_spelt(
    tmp_path: Path, name: str, code: str
) -> None:
    path = write(tmp_path, f"{TIDY}2026-05,{name},Robbery,4\n")
    assert {ward for _, ward, _ in read_offences(path, source=SOURCE, places=PLACES).counts} == {
        code
    }


@pytest.mark.parametrize("header", [MAJOR, GROUP], ids=["earlier names", "later names"])
def test_the_police_file_is_read_and_other_boroughs_are_passed_over(
    tmp_path: Path, header: str
) -> None:
    text = (
        f"{header}"
        "Robbery,Robbery of Personal Property,Bow East,E05009319,Tower Hamlets,7,8\n"
        "ROBBERY,ROBBERY OF PERSONAL PROPERTY,Bow West,E05009320,Tower Hamlets,0,2\n"
        "Robbery,Robbery of Personal Property,Hackney Central,E05009372,Hackney,90,91\n"
    )
    recorded = read_offences(write(tmp_path, text, "utf-8-sig"), source=SOURCE, places=PLACES)
    assert recorded.months == ((2026, 5), (2026, 6))
    assert recorded.find_total(["Robbery of personal property"], recorded.months) == 17
    assert recorded.find_total(["Robbery of personal property"], [(2026, 6)], "north_east") == 10
    assert len(recorded.absent) == 18


def test_what_is_not_all_in_the_file_has_no_total(tmp_path: Path) -> None:
    path = write(tmp_path, f"{TIDY}2026-05,Bow East,Robbery,4\n")
    recorded = read_offences(path, source=SOURCE, places=PLACES)
    assert recorded.find_total(["Robbery"], [(2026, 5)]) == 4
    assert recorded.find_total(["Robbery"], [(2026, 5), (2026, 6)]) is None
    assert recorded.find_total(["Robbery", "Burglary"], [(2026, 5)]) is None


def test_counts_stay_as_they_were_published_however_small(tmp_path: Path) -> None:
    path = write(tmp_path, f"{TIDY}2026-05,Bow East,Robbery,1\n2026-05,Bow West,Robbery,0\n")
    assert sorted(read_offences(path, source=SOURCE, places=PLACES).counts.values()) == [0, 1]


@pytest.mark.parametrize(
    ("rows", "line", "code", "remedy"),
    [
        pytest.param("2026-05,Mile Ende,Robbery,4", 2, "ward", "'Mile End'", id="unknown ward"),
        pytest.param("2026-05,,Robbery,4", 2, "ward", "code or name", id="no ward"),
        pytest.param("2026-13,Bow East,Robbery,4", 2, "month", "2026-05", id="thirteenth month"),
        pytest.param("May 2026,Bow East,Robbery,4", 2, "month", "2026-05", id="month in words"),
        pytest.param("2026-05,Bow East,Robbery,-4", 2, "count", "from 0", id="negative"),
        pytest.param("2026-05,Bow East,Robbery,", 2, "count", "write 0", id="no count"),
        pytest.param("2026-05,Bow East,Robbery,4.5", 2, "count", "whole", id="part of one"),
        pytest.param("2026-05,Bow East,Robbery,٤", 2, "count", "whole", id="other digits"),
        pytest.param("2026-05,Bow East,,4", 2, "offence", "Name", id="no offence"),
        pytest.param(
            "2026-05,Bow East,Robbery,4\n2026-05,E05009319,ROBBERY,5",
            3,
            "duplicate",
            "one row",
            id="twice",
        ),
    ],
)
def test_a_faulty_row_is_refused_with_its_line_and_remedy(
    tmp_path: Path, rows: str, line: int, code: str, remedy: str
) -> None:
    fault = refuse(tmp_path, f"{TIDY}{rows}\n").fault
    assert fault.place == f"crime.csv line {line}"
    assert fault.code == f"record.{code}"
    assert remedy in fault.remedy


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = f"{TIDY}2026-00,Bow East,Robbery,4\n\n2026-05,Nowhere,Robbery,4\n2026-05,Bow East,R,x\n"
    assert [fault.place for fault in refuse(tmp_path, text).faults] == [
        "crime.csv line 2",
        "crime.csv line 4",
        "crime.csv line 5",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param(TIDY, "empty", id="only names of columns"),
        pytest.param("a,b\n1,2\n", "columns", id="other columns"),
        pytest.param("MinorText,WardName\nRobbery,Bow East\n", "columns", id="no months"),
        pytest.param(f"{MAJOR}R,R,Hackney Central,E05009372,Hackney,1,2\n", "no-ward", id="else"),
        pytest.param(
            f"{MAJOR}R,R,Bow East,E05009319,Tower Hamlets,1,2\nR,R,Bow,E0,Tower Hamlets,1,2\n",
            "ward",
            id="a ward of the borough that is not known",
        ),
        pytest.param(f"{MAJOR}R,,Bow East,E05009319,Tower Hamlets,1,2\n", "offence", id="unnamed"),
        pytest.param(
            MAJOR.replace("202606", "202613") + "R,R,Bow East,E05009319,Tower Hamlets,1,2\n",
            "month",
            id="no such month",
        ),
        pytest.param(f"{MAJOR}R,R,Bow East,E05009319,Tower Hamlets,1\n", "count", id="short row"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, code: str) -> None:
    refused = refuse(tmp_path, text)
    assert refused.code == f"record.{code}"
    assert refused.fault.remedy


def test_a_file_needs_its_source(tmp_path: Path) -> None:
    path = write(tmp_path, f"{TIDY}2026-05,Bow East,Robbery,4\n")
    with pytest.raises(RecordRefused, match="no source was given"):
        read_offences(path, source=" ", places=PLACES)


def test_a_file_that_is_missing_or_no_text_is_refused_plainly(tmp_path: Path) -> None:
    with pytest.raises(RecordRefused, match="cannot be read"):
        read_offences(tmp_path / "none.csv", source=SOURCE, places=PLACES)
    with pytest.raises(RecordRefused, match="not UTF-8"):
        read_offences(write(tmp_path, "caf\u00e9", "latin-1"), source=SOURCE, places=PLACES)


def test_places_that_are_not_there_are_refused_with_a_name_that_is() -> None:
    with pytest.raises(RecordRefused, match="no such places") as refused:
        find_places("towr-hamlets")
    assert "'tower-hamlets'" in refused.value.fault.remedy


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("status: proposal\n", id="no areas"),
        pytest.param("areas: []\n", id="none of them"),
        pytest.param("areas: [{code: one}]\n", id="no wards"),
        pytest.param("areas: [\n", id="no YAML"),
        pytest.param("- areas\n", id="a list"),
    ],
)
def test_a_faulty_file_of_places_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "somewhere.yaml"
    path.write_text(text)
    with pytest.raises(RecordRefused) as refused:
        load_wards(path)
    assert refused.value.fault.remedy
