from __future__ import annotations

from pathlib import Path

import pytest

from surveys.errors import RefusedFile
from surveys.strata import FEWEST_ALIKE, Stratum, check_strata, load_strata


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "strata.csv"
    path.write_bytes(text.encode(encoding))
    return path


class TestFiles:
    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("stratum,codes,design_weight\nNorth,120,1.25\nSouth,80,2\n", id="plain"),
            pytest.param("North,120,1.25\nSouth,80,2", id="no line of names, no last break"),
            pytest.param("# drawn 2026\n\nNorth, 120 ,1.25\n,,\nSouth,80,2.0\n", id="comments"),
            pytest.param('\ufeff"North","120","1.25"\r\n"South","80","2"\r\n', id="from Excel"),
        ],
    )
    def test_a_file_is_read(self, tmp_path: Path, text: str) -> None:
        strata = load_strata(write(tmp_path, text))
        assert strata == (Stratum("North", 120, 1.25), Stratum("South", 80, 2.0))

    def test_weights_can_be_left_out(self, tmp_path: Path) -> None:
        assert load_strata(write(tmp_path, "Bow, 120,\n")) == (Stratum("Bow", 120, None),)

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            pytest.param("North,120", "strata.columns", id="a value missing"),
            pytest.param("North,120,1,2", "strata.columns", id="decimal comma"),
            pytest.param(",120,1", "strata.name", id="no name"),
            pytest.param("=1+1,120,1", "strata.name", id="a formula"),
            pytest.param("x" * 41 + ",120,1", "strata.name", id="long name"),
            pytest.param("North,0,1", "strata.codes", id="no codes"),
            pytest.param("North,-5,1", "strata.codes", id="negative codes"),
            pytest.param("North,1.5,1", "strata.codes", id="half a code"),
            pytest.param("North,10000000,1", "strata.codes", id="too many codes"),
            pytest.param("North,120,0", "strata.weight", id="weight of nothing"),
            pytest.param("North,120,0.000", "strata.weight", id="weight of nothing, longer"),
            pytest.param("North,120,-1", "strata.weight", id="negative weight"),
            pytest.param("North,120,nan", "strata.weight", id="not a number"),
            pytest.param("North,120,inf", "strata.weight", id="infinite"),
            pytest.param("North,120,1e999", "strata.weight", id="exponent"),
            pytest.param("North,120,heavy", "strata.weight", id="a word"),
        ],
    )
    def test_a_faulty_line_is_told_with_its_number(
        self, tmp_path: Path, line: str, code: str
    ) -> None:
        with pytest.raises(RefusedFile) as refused:
            load_strata(write(tmp_path, f"stratum,codes,design_weight\nBow,20,1\n{line}\n"))
        assert [fault.code for fault in refused.value.faults] == [code]
        assert refused.value.faults[0].place == "strata.csv, line 3"

    def test_all_faults_are_told_at_once(self, tmp_path: Path) -> None:
        with pytest.raises(RefusedFile) as refused:
            load_strata(write(tmp_path, "North,x,1\nSouth,20,x\n"))
        assert [fault.place for fault in refused.value.faults] == [
            "strata.csv, line 1",
            "strata.csv, line 2",
        ]

    @pytest.mark.parametrize("text", ["", "# nothing\n", "stratum,codes,design_weight\n"])
    def test_a_file_without_a_stratum_is_told(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(RefusedFile) as refused:
            load_strata(write(tmp_path, text))
        assert refused.value.code == "strata.empty"

    def test_a_file_that_cannot_be_read_is_told(self, tmp_path: Path) -> None:
        for path in (tmp_path / "none.csv", tmp_path, write(tmp_path, "Ménage,9,1", "latin-1")):
            with pytest.raises(RefusedFile) as refused:
                load_strata(path)
            assert refused.value.code == "strata.unreadable"


class TestAddresses:
    @pytest.mark.parametrize(
        ("strata", "issued"),
        [
            pytest.param([Stratum(None, 9)], [], id="nine codes without a stratum"),
            pytest.param([Stratum("Bow", 9, 1.0)], [], id="nine codes of one stratum"),
            pytest.param(
                [Stratum("Bow", 9, 1.0), Stratum("Bow", 30, 2.0)], [], id="nine of one weight"
            ),
            pytest.param(
                [Stratum("Bow", 9, 1.0), Stratum("Poplar", 30, 1.0)], [], id="nine of one name"
            ),
            pytest.param([Stratum("Bow", 5, 1.0)], [Stratum("Bow", 4, 1.0)], id="nine in all"),
        ],
    )
    def test_fewer_than_ten_codes_alike_are_refused(
        self, strata: list[Stratum], issued: list[Stratum]
    ) -> None:
        with pytest.raises(RefusedFile, match=r"only 9 codes.*traced to an address") as refused:
            check_strata(strata, issued, "strata.csv")
        assert [fault.code for fault in refused.value.faults] == ["strata.too-few"]

    @pytest.mark.parametrize(
        ("strata", "issued"),
        [
            pytest.param([Stratum(None, FEWEST_ALIKE)], [], id="ten codes"),
            pytest.param([Stratum("Bow", 6, 1.0), Stratum("Bow", 4, 1.0)], [], id="on two lines"),
            pytest.param(
                [Stratum("Bow", 4, 1.0)], [Stratum("Bow", 6, 1.0)], id="with earlier ones"
            ),
        ],
    )
    def test_ten_alike_are_enough(self, strata: list[Stratum], issued: list[Stratum]) -> None:
        assert FEWEST_ALIKE == 10
        check_strata(strata, issued, "strata.csv")

    @pytest.mark.parametrize(
        ("strata", "issued"),
        [
            pytest.param([Stratum("Bow", 20, 1.0), Stratum("Poplar", 20)], [], id="in one file"),
            pytest.param([Stratum("Bow", 20, 1.0)], [Stratum(None, 20)], id="with earlier ones"),
        ],
    )
    def test_weights_for_some_codes_only_are_refused(
        self, strata: list[Stratum], issued: list[Stratum]
    ) -> None:
        with pytest.raises(RefusedFile) as refused:
            check_strata(strata, issued, "strata.csv")
        assert refused.value.code == "strata.weights"
