from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from analysis.ledger import CONTEXT, INDEX, Entry, FigureSaid, Ledger
from analysis.plan_loading import load_plan
from analysis.shown import Status
from surveys.errors import RoundError
from tests.support.rights import OWNER_ALONE, find_rights, let_everybody_read

SAID = FigureSaid(
    measure="safe",
    domain="all",
    breakdown="sex",
    category="female",
    status=Status.RELEASED,
    base=110,
    unweighted=0.62,
)


def make_entry(**changes: Any) -> Entry:
    content: dict[str, Any] = {
        "round": "spring",
        "said_by": "spring",
        "kind": "report",
        "answers": "ab" * 32,
        "results": "cd" * 32,
        "plan": {"name": "small"},
        "software": "test",
        "figures": (SAID,),
    }
    return Entry(**(content | changes))


def test_what_was_recorded_is_found(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "releases")
    assert ledger.find("spring") == ()
    ledger.add(make_entry())
    assert ledger.find("spring") == (make_entry(),)
    assert ledger.find("summer") == ()


def test_a_release_is_recorded_once_however_often(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    paths = [ledger.add(make_entry()) for _ in range(3)]
    assert len(set(paths)) == 1
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "spring", paths[0], paths[0].parent / INDEX]
    assert len((paths[0].parent / INDEX).read_text("utf-8").splitlines()) == 1


def test_its_owner_alone_may_read_it(tmp_path: Path) -> None:
    with let_everybody_read():
        Ledger(tmp_path / "releases").add(make_entry())
    assert find_rights(tmp_path / "releases") == OWNER_ALONE


def test_what_others_published_is_left_out_of_the_plan(tmp_path: Path) -> None:
    content = load_plan("tower-hamlets-2025").model_dump(mode="json")
    plan = {name: value for name, value in content.items() if name not in CONTEXT}
    path = Ledger(tmp_path).add(make_entry(plan=content))
    assert json.loads(path.read_bytes())["plan"] == plan
    assert content.keys() - plan.keys() == {"published_series", "printed"}
    assert len(json.dumps(plan)) < len(json.dumps(content)) * 0.8


def test_an_entry_of_before_that_was_left_out_is_read_as_one_of_today(tmp_path: Path) -> None:
    today = make_entry()
    old = json.loads(today.model_dump_json())
    old["plan"] |= {"published_series": [{"value": 0.5}], "printed": []}
    for figure in old["figures"]:
        del figure["all_asked"]
    content = json.dumps(old).encode()
    path = Ledger(tmp_path).add(today)
    name = hashlib.sha256(content).hexdigest()
    path.with_name(f"{name}.json").write_bytes(content)
    assert Ledger(tmp_path).find("spring") == (today, today)


def test_entries_come_in_the_same_order_whatever_was_recorded_first(tmp_path: Path) -> None:
    entries = [make_entry(kind=kind) for kind in ("report", "workbook", "publication")]
    for folder, order in (("one", entries), ("two", entries[::-1])):
        for entry in order:
            Ledger(tmp_path / folder).add(entry)
    assert Ledger(tmp_path / "one").find("spring") == Ledger(tmp_path / "two").find("spring")


def test_they_are_listed_in_the_order_in_which_they_left(tmp_path: Path) -> None:
    for order in (["workbook", "report", "map"], ["map", "workbook", "report"]):
        ledger = Ledger(tmp_path / order[0])
        for kind in order:
            ledger.add(make_entry(kind=kind))
        assert [one.kind for one in ledger.find_in_order("spring")] == order
    assert Ledger(tmp_path).find_in_order("spring") == ()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content.replace(b"110", b"115"),
        lambda content: content[:-20],
        lambda content: b"",
    ],
    ids=["altered", "cut off", "emptied"],
)
def test_an_entry_that_is_not_what_was_recorded_is_refused(tmp_path: Path, spoil: Any) -> None:
    path = Ledger(tmp_path).add(make_entry())
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(RoundError, match="not what was recorded") as caught:
        Ledger(tmp_path).find("spring")
    assert caught.value.code == "ledger.damaged"
    assert str(path) in caught.value.fault.place
    assert "backup" in caught.value.fault.remedy


def test_an_entry_in_the_folder_of_another_round_is_refused(tmp_path: Path) -> None:
    path = Ledger(tmp_path).add(make_entry())
    Ledger(tmp_path).add(make_entry(round="summer"))
    path.rename(tmp_path / "summer" / path.name)
    with pytest.raises(RoundError, match="about the round 'spring'"):
        Ledger(tmp_path).find("summer")


def test_what_a_kill_left_half_written_is_no_entry(tmp_path: Path) -> None:
    path = Ledger(tmp_path).add(make_entry())
    path.with_suffix(".123.partial").write_text("{")
    assert len(Ledger(tmp_path).find("spring")) == 1


def add_three(folder: Path) -> list[Path]:
    ledger = Ledger(folder)
    return [ledger.add(make_entry(kind=kind)) for kind in ("report", "workbook", "publication")]


@pytest.mark.parametrize("which", [0, 1, 2], ids=["first", "middle", "last"])
def test_an_entry_that_was_deleted_is_noticed(tmp_path: Path, which: int) -> None:
    path = add_three(tmp_path)[which]
    path.unlink()
    with pytest.raises(RoundError, match="it was recorded and is not there") as caught:
        Ledger(tmp_path).find("spring")
    assert str(path) in caught.value.fault.place


def test_an_entry_that_was_deleted_with_its_line_of_the_index_is_noticed(tmp_path: Path) -> None:
    path = add_three(tmp_path)[0]
    path.unlink()
    index = path.parent / INDEX
    lines = index.read_text("utf-8").splitlines(keepends=True)
    index.write_text("".join(line for line in lines if path.stem not in line), "utf-8")
    for attempt in (lambda: Ledger(tmp_path).find("spring"), lambda: add_three(tmp_path)):
        with pytest.raises(RoundError, match="not what was recorded"):
            attempt()


def test_an_index_that_was_deleted_is_noticed(tmp_path: Path) -> None:
    (add_three(tmp_path)[0].parent / INDEX).unlink()
    for attempt in (lambda: Ledger(tmp_path).find("spring"), lambda: add_three(tmp_path)):
        with pytest.raises(RoundError, match="it is not there, and entries are"):
            attempt()


def test_an_entry_that_a_kill_left_out_of_the_index_counts(tmp_path: Path) -> None:
    *_, last = add_three(tmp_path)
    index = last.parent / INDEX
    index.write_text("".join(index.read_text("utf-8").splitlines(keepends=True)[:2]), "utf-8")
    assert len(Ledger(tmp_path).find("spring")) == 3
    add_three(tmp_path)
    assert last.stem in index.read_text("utf-8")


def test_while_one_looks_and_adds_another_waits(tmp_path: Path) -> None:
    ledger, order = Ledger(tmp_path / "releases"), list[str]()
    with ThreadPoolExecutor() as pool, ledger.hold():

        def add() -> None:
            with Ledger(tmp_path / "releases").hold():
                order.append("second")

        waiting = pool.submit(add)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.3)
        order.append("first")
    assert order == ["first", "second"]
