"""Small frozen rounds for tests: the folder that a closed round leaves behind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

SAFETY = {
    "very_safe": "substantive",
    "fairly_safe": "substantive",
    "neither": "substantive",
    "fairly_unsafe": "substantive",
    "very_unsafe": "substantive",
    "dont_know": "dont_know",
}
"""The kinds of the five-point safety item."""

_RESERVED = {".skipped": "skipped", ".not_asked": "not_asked", ".not_given": "not_given"}


def write_round(
    folder: Path,
    answers: Mapping[str, Sequence[str]],
    kinds: Mapping[str, Mapping[str, str]] | None = None,
    *,
    opens_on: str = "2026-05-01",
    closes_on: str = "2026-05-31",
    closed_on: str | None = None,
    questionnaire: str = "annual-perception",
    plan: Mapping[str, str] | None = None,
    synthetic: bool = False,
    sample: str | Sequence[str] = "open",
    weights: Sequence[float | None] | None = None,
    modes: Mapping[str, int] | None = None,
    sensitive: Sequence[str] = (),
    texts: Mapping[str, str] | None = None,
    about: Mapping[str, object] | None = None,
    flags: Sequence[str] | None = None,
) -> Path:
    """A frozen round with these answers; columns without kinds have substantive codes only.

    What `about` says stands in the manifest; without it, the round is one frozen long ago.
    """
    folder.mkdir(parents=True)
    size = len(next(iter(answers.values())))
    known = kinds or {}
    codebook = [
        _codebook_entry(
            name,
            known.get(name) or dict.fromkeys(sorted(set(codes)), "substantive"),
            sensitive=name in sensitive,
            text=(texts or {}).get(name, name),
        )
        for name, codes in answers.items()
    ]
    table: dict[str, pa.Array[Any]] = {name: _text(codes) for name, codes in answers.items()}
    modes = modes or {"chat": size}
    mode = [name for name, people in modes.items() for _ in range(people)]
    samples = [sample] * size if isinstance(sample, str) else sample
    table |= {"sample": _text(samples), "mode": _text(mode)}
    if flags is not None:
        table["flags"] = _text(flags)
    table["design_weight"] = pa.array(weights or [None] * size, pa.float64())
    pq.write_table(pa.table(table), folder / "responses.parquet")
    (folder / "codebook.json").write_text(json.dumps({"columns": codebook}), "utf-8")
    manifest = {
        "format": 1,
        "round": folder.name,
        "synthetic": synthetic,
        "questionnaire": {"name": questionnaire, "version": 1, "hash": "0" * 64},
        "plan": plan,
        "opens_on": opens_on,
        "closes_on": closes_on,
        "closed_on": closed_on,
        "counts": {"submitted": size, "unsubmitted": 0},
        "break_offs": {},
        "modes": dict(modes),
        "median_minutes": None,
        "software": "test",
        "files": {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in ("responses.parquet", "codebook.json")
        },
        **(about or {}),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


def add_file(folder: Path, name: str, text: str) -> None:
    """Put another file into a frozen round, as if it had been frozen with it."""
    (folder / name).write_text(text, "utf-8")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["files"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def _text(codes: Sequence[str]) -> pa.Array[Any]:
    return pa.array(codes, pa.string()).dictionary_encode()


def _codebook_entry(
    name: str, kinds: Mapping[str, str], *, sensitive: bool, text: str
) -> dict[str, object]:
    values = [
        {"code": code, "label": code, "kind": kind} for code, kind in {**_RESERVED, **kinds}.items()
    ]
    return {
        "name": name,
        "question": name,
        "question_kind": "single",
        "part": "main",
        "text": text,
        "source": "",
        "note": "",
        "sensitive": sensitive,
        "values": values,
    }
