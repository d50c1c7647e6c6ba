"""Frozen rounds of any size, made up: the folders that closed rounds leave behind.

The same size and seed give the same bytes. Who takes part is uneven by the plan's margins, so that
raking has something to do; what they answer is made up and estimates nothing. Writing a million
takes seconds, because no interview is gone through.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.plan import Plan, dump_plan
from analysis.plan_loading import load_plan
from surveys.loading import load_catalogue
from surveys.questionnaire import Questionnaire
from surveys.store import columns as frozen
from surveys.store.frozen import MAY_BE_EMPTY, RESPONSES
from surveys.store.manifest import (
    MANIFEST,
    Counts,
    Manifest,
    PlanUsed,
    QuestionnaireUsed,
    hash_files,
)

SKIPS, REFUSES, OUTSIDE, EXTRA_PART, MINORS = 0.02, 0.03, 0.06, 0.6, 0.15
MARKS = {"": 0.96, "speeder": 0.03, "straight_lining": 0.01}
ROW_GROUP = 1 << 20
_ASKED = {
    "age_band": ("age", {"18_over"}),
    "asb_report_quick": ("asb_reported", {"yes"}),
    "asb_heard_back": ("asb_reported", {"yes"}),
    "conditions_reduce": ("conditions", {"yes"}),
}
"""Questions that are asked of some: the question before, and its answers."""

Codes = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Made:
    """One column: shape (respondents,), the place of each code among the codes in order."""

    index: Codes
    codes: tuple[str, ...]


def write_made_round(
    data_dir: Path, name: str, size: int, *, seed: int, year: int, better: float = 0.0
) -> Path:
    """Write a frozen round of the annual questionnaire and plan.

    Args:
        data_dir: Where frozen rounds are.
        name: Of the round.
        size: Respondents.
        seed: The same gives the same bytes.
        year: Fieldwork is in May of it.
        better: How much nearer to the first option people answer, in options.
    """
    questionnaire, plan = load_catalogue("annual-perception"), load_plan("tower-hamlets-2025")
    folder = data_dir / name
    folder.mkdir(parents=True)
    made = _Maker(questionnaire, plan, size, np.random.default_rng(seed), better).make()
    _write_responses(folder, _sort(made), size)
    _write_texts(folder, questionnaire, plan)
    manifest = Manifest(
        round=name,
        synthetic=True,
        questionnaire=QuestionnaireUsed(
            name=questionnaire.name, version=questionnaire.version, hash=questionnaire.hash
        ),
        plan=PlanUsed(name=plan.name, hash=plan.hash),
        opens_on=date(year, 5, 1),
        closes_on=date(year, 5, 31),
        counts=Counts(submitted=size, unsubmitted=0),
        break_offs={},
        modes={"chat": size},
        median_minutes=None,
        software="benchmark",
        files=hash_files(folder),
    )
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return folder


class _Maker:
    """Draws all answers, column by column."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        plan: Plan,
        size: int,
        random: np.random.Generator,
        better: float,
    ) -> None:
        self._columns = frozen.columns_of(questionnaire)
        self._plan = plan
        self._size = size
        self._random = random
        self._extra = self._chance(EXTRA_PART)
        mood = random.standard_normal(size, dtype=np.float32)
        self._mood = mood * np.float32(0.7) - np.float32(better)
        self.made: dict[str, Made] = {}

    def make(self) -> dict[str, Made]:
        """Marks of quality and every column of answers, in the order of the file."""
        self._put("flags", self._draw(list(MARKS.values())), tuple(MARKS))
        self._add_traits()
        for column in self._columns:
            if column.name not in self.made:
                self.made[column.name] = self._answer(column)
        names = ["flags", *(column.name for column in self._columns)]
        return {name: self.made[name] for name in names}

    def _add_traits(self) -> None:
        """Who they are: the plan's margins, the first levels of each more eager than the last."""
        band, bands = self._draw_levels("age_band")
        minor = (band == bands.index("16_24")) & self._chance(MINORS)
        self._put("age", np.where(minor, 0, 1), ("16_17", "18_over"))
        self._put("lives_here", np.zeros(self._size, dtype=np.int8), ("yes",))
        self._put("age_band", band, ("18_24", *bands[1:]), self._was_asked("age_band"))
        sex, codes = self._draw_levels("sex")
        self._mood = self._mood + np.where(sex == codes.index("female"), 0.4, -0.2).astype("f4")
        self._put("sex", sex, codes)
        self._put("ethnic_group", *self._draw_levels("ethnic_group"))
        self._put("home_area", *self._draw_levels("area"))
        for name in ("sex", "age_band", "ethnic_group", "home_area"):
            self._refuse(name)
        self._add_parts("ethnic_detail", "ethnic_group", self._list_backgrounds())
        self._add_parts("home_ward", "home_area", self._list_wards())

    def _draw_levels(self, grouping: str) -> tuple[Codes, tuple[str, ...]]:
        shares = self._plan.get_grouping(grouping).shares
        chances = np.array(list(shares.values())) * np.linspace(1.4, 0.6, len(shares))
        return self._draw(chances / chances.sum()), tuple(shares)

    def _draw(self, chances: npt.ArrayLike) -> Codes:
        ends = np.cumsum(chances)[:-1].astype(np.float32)
        drawn = self._random.random(self._size, dtype=np.float32)
        return np.searchsorted(ends, drawn, side="right").astype(np.int8)

    def _refuse(self, name: str) -> None:
        old = self.made[name]
        asked = old.index != _find(old.codes, frozen.NOT_ASKED)
        index = np.where(asked & self._chance(REFUSES), len(old.codes), old.index)
        self._put(name, index, (*old.codes, "prefer_not_to_say"))

    def _list_backgrounds(self) -> Mapping[str, Sequence[str]]:
        """Ethnic group to the backgrounds that are offered for it."""
        column = next(one for one in self._columns if one.name == "ethnic_detail")
        found: dict[str, list[str]] = {}
        for option in column.question.options:
            if option.relevant:
                found.setdefault(option.relevant.split("'")[1], []).append(option.code)
        return found

    def _list_wards(self) -> Mapping[str, Sequence[str]]:
        column = next(one for one in self._columns if one.name == "home_ward")
        return {
            area.code: [*(ward.code for ward in area.wards), frozen.NOT_GIVEN]
            for area in column.question.areas
        }

    def _add_parts(self, name: str, of: str, parts: Mapping[str, Sequence[str]]) -> None:
        """A finer answer within a coarse one; who refused the coarse one has the same here."""
        coarse = self.made[of]
        codes: list[str] = []
        start, width = np.zeros(len(coarse.codes)), np.ones(len(coarse.codes))
        for place, code in enumerate(coarse.codes):
            fine = parts.get(code, [code if of == "home_area" else frozen.NOT_ASKED])
            start[place], width[place] = len(codes), len(fine)
            codes += fine
        draw = self._random.random(self._size, dtype=np.float32)
        self._put(name, start[coarse.index] + np.floor(draw * width[coarse.index]), tuple(codes))

    def _answer(self, column: frozen.Column) -> Made:
        """Near the first option the better somebody's mood is; some say nothing of substance."""
        scale = [code for code, _, kind in column.values if kind == "substantive"]
        other = [code for code, _, kind in column.values if kind in {"dont_know", "outside"}]
        codes = (*scale, *other, frozen.SKIPPED, frozen.NOT_ASKED)
        noise = self._random.standard_normal(self._size, dtype=np.float32)
        index = (self._mood + noise + np.float32(0.4 * len(scale))).clip(0, len(scale) - 1)
        index = index.astype(np.int8)
        chosen = self._chance(OUTSIDE) if other else np.zeros(self._size, dtype=np.bool_)
        which = self._random.integers(len(scale), len(scale) + max(1, len(other)), self._size)
        index[chosen] = which[chosen]
        index[self._chance(SKIPS)] = len(codes) - 2
        index[~self._was_asked(column.name)] = len(codes) - 1
        if column.question.part == "more":
            index[~self._extra] = len(codes) - 1
        return _tidy(index, codes)

    def _was_asked(self, name: str) -> Mask:
        if name not in _ASKED:
            return np.ones(self._size, dtype=np.bool_)
        before, codes = _ASKED[name]
        made = self.made[before]
        return np.isin(made.codes, list(codes))[made.index]

    def _put(
        self,
        name: str,
        index: npt.NDArray[Any],
        codes: Sequence[str],
        asked: Mask | None = None,
    ) -> None:
        if asked is not None:
            index, codes = np.where(asked, index, len(codes)), (*codes, frozen.NOT_ASKED)
        self.made[name] = _tidy(index.astype(np.int8), codes)

    def _chance(self, share: float) -> Mask:
        return self._random.random(self._size, dtype=np.float32) < share


def _find(codes: Sequence[str], code: str) -> int:
    return codes.index(code) if code in codes else -1


def _tidy(index: Codes, codes: Sequence[str]) -> Made:
    """The codes in order and once each."""
    ordered = tuple(sorted(set(codes)))
    places = np.array([ordered.index(code) for code in codes], dtype=np.int8)
    return Made(places[index], ordered)


def _sort(made: Mapping[str, Made]) -> dict[str, Made]:
    """Rows in content order, as freezing has them."""
    keys: list[npt.NDArray[np.int64]] = []
    room = 0
    for one in made.values():
        if room < len(one.codes):
            keys.append(np.zeros(len(one.index), dtype=np.int64))
            room = 1 << 62
        keys[-1] *= len(one.codes)
        keys[-1] += one.index
        room //= len(one.codes)
    order = np.lexsort(keys[::-1])
    return {name: Made(one.index[order], one.codes) for name, one in made.items()}


def _write_responses(folder: Path, made: Mapping[str, Made], size: int) -> None:
    tables = (
        _build_table(made, first, min(size, first + ROW_GROUP))
        for first in range(0, size, ROW_GROUP)
    )
    table = next(tables)
    with pq.ParquetWriter(folder / RESPONSES, table.schema, compression="zstd") as writer:
        writer.write_table(table)
        for table in tables:
            writer.write_table(table)


def _build_table(made: Mapping[str, Made], first: int, end: int) -> pa.Table:
    arrays = dict(_list_arrays(made, first, end))
    fields = [pa.field(n, one.type, nullable=n in MAY_BE_EMPTY) for n, one in arrays.items()]
    return pa.table(list(arrays.values()), schema=pa.schema(fields))


def _list_arrays(
    made: Mapping[str, Made], first: int, end: int
) -> Iterator[tuple[str, pa.Array[Any]]]:
    size = end - first
    about = {"language": "en", "mode": "chat", "sample": "open", "stratum": None}
    for name, _ in frozen.ABOUT:
        if name in made:
            continue
        if name == "questionnaire_version":
            yield name, pa.array(np.ones(size, dtype=np.int32))
        elif name == "design_weight":
            yield name, pa.nulls(size, pa.float64())
        else:
            yield name, pa.repeat(pa.scalar(about[name], pa.string()), size).dictionary_encode()
    for name, one in made.items():
        index = pa.array(one.index[first:end], pa.int32())
        yield name, pa.DictionaryArray.from_arrays(index, pa.array(one.codes, pa.string()))


def _write_texts(folder: Path, questionnaire: Questionnaire, plan: Plan) -> None:
    codebook = json.dumps(frozen.codebook_of(questionnaire), ensure_ascii=False, indent=2)
    (folder / "codebook.json").write_text(codebook + "\n", encoding="utf-8")
    (folder / "questionnaire.json").write_text(questionnaire.canonical_json(), encoding="utf-8")
    (folder / "plan.json").write_text(dump_plan(plan), encoding="utf-8")
