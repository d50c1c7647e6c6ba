"""The evidence pack: what is in it, what never is, and that a change of anything shows."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from unittest.mock import ANY

import pytest

from analysis.comments.agreeing import compare_readings
from analysis.comments.trial import Rates, Trial
from analysis.consultation import Evidence, check_evidence, render_evidence
from analysis.consultation.committing import commit_files
from analysis.consultation.contents import NO_TRIAL
from surveys.errors import StoreError
from tests.support.whole_consultation import COMMENTS, QUOTED, RARE, Whole, freeze_whole

FINGERPRINT = "7-aaaa-bbbb-cccc-dddd"
RATES = Rates(precision=0.8, recall=0.86, kappa=0.79)
TRIAL = Trial(codebook="c", rules="r", comments=345, codes=RATES, stances=RATES)
GUESSABLE = {"comments.parquet", "manifest.json", "places.parquet"}


@pytest.fixture(scope="module")
def evidence(whole: Whole) -> Evidence:
    return Evidence(
        whole.consulted,
        whole.plan,
        commit_files(whole.folder),
        shown={"start-en.txt": "Made-up start screen", "privacy-en.txt": "Made-up notice"},
        signed=("en",),
        minimum_days=84,
        steps=(("2026-09-01", "open"), ("2026-11-24", "closed")),
        fingerprint=FINGERPRINT,
        codebook=whole.coding.drafted.codebook,
        compared=compare_readings(whole.coding),
    )


@pytest.fixture(scope="module")
def pack(evidence: Evidence) -> bytes:
    return render_evidence(evidence)


@pytest.fixture(scope="module")
def files(pack: bytes) -> Mapping[str, bytes]:
    return unpack(pack)


def unpack(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def repack(files: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as opened:
        for name, held in files.items():
            opened.writestr(name, held)
    return content.getvalue()


def test_the_same_round_gives_the_same_bytes(evidence: Evidence, pack: bytes) -> None:
    assert render_evidence(evidence) == pack


def test_files_stand_by_name_dated_by_the_round(pack: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        names, dates = opened.namelist(), {one.date_time for one in opened.infolist()}
    assert names == sorted(names)
    assert dates == {(2026, 11, 23, 0, 0, 0)}


def test_everything_that_a_challenge_asks_for_is_in_it(files: Mapping[str, bytes]) -> None:
    assert {name for name in files if not name.startswith("results/")} == {
        "README.txt",
        "SHA256SUMS",
        "agreement.json",
        "frozen-files.csv",
        "plan.json",
        "privacy-en.txt",
        "questionnaire-en.txt",
        "questionnaire.json",
        "round.json",
        "start-en.txt",
        "themes-codebook.json",
        "themes.json",
        "translations.csv",
    }
    names = {name.removeprefix("results/consultation-2026-") for name in files}
    assert {"results.json", "results.csv", "themes.csv", "equality.csv"} <= names
    assert "places-place-spot-cell.csv" in names


def test_the_questionnaire_is_the_one_that_was_frozen(
    whole: Whole, files: Mapping[str, bytes]
) -> None:
    hashed = hashlib.sha256(files["questionnaire.json"]).hexdigest()
    assert hashed == whole.asked.manifest.questionnaire.hash
    assert files["questionnaire.json"] == (whole.folder / "questionnaire.json").read_bytes()
    assert hashlib.sha256(files["plan.json"]).hexdigest() == whole.plan.hash


def test_the_round_is_told_with_its_dates_and_rounded_counts(files: Mapping[str, bytes]) -> None:
    told = json.loads(files["round.json"])
    assert (told["opens_on"], told["closes_on"], told["days_open"]) == (
        "2026-09-01",
        "2026-11-23",
        84,
    )
    assert (told["submitted"], told["unsubmitted"]) == (600, 45)
    assert told["stopped_at"] == {"focus": 30, "issue_crime": 10}
    assert told["audit_trail"] == FINGERPRINT
    assert told["steps"][-1] == {"on": "2026-11-24", "what": "closed"}


def test_nothing_that_was_written_is_in_it_but_approved_quotes(files: Mapping[str, bytes]) -> None:
    everything = b"\n".join(files.values()).decode()
    for words in QUOTED:
        assert words in everything
    for words in {*COMMENTS, RARE} - {*QUOTED, "nothing"}:
        assert words not in everything


def test_no_exact_count_is_in_it(whole: Whole, files: Mapping[str, bytes]) -> None:
    manifest = (whole.folder / "manifest.json").read_bytes()
    assert manifest not in files.values()
    for one in files.values():
        assert hashlib.sha256(manifest).hexdigest().encode() not in one
    assert b'"focus": 31' not in files["round.json"]


def test_what_could_be_guessed_is_hashed_under_a_key_that_only_the_answers_give(
    whole: Whole, files: Mapping[str, bytes]
) -> None:
    answers = (whole.folder / "responses.parquet").read_bytes()
    key = hashlib.sha256(b"canvass evidence 1\n" + answers).digest()
    lines = {
        one["file"]: one for one in csv.DictReader(io.StringIO(files["frozen-files.csv"].decode()))
    }
    assert lines.keys() == {one.name for one in whole.folder.iterdir()}
    for name, line in lines.items():
        content = (whole.folder / name).read_bytes()
        plain, keyed = hashlib.sha256(content), hmac.new(key, content, hashlib.sha256)
        found = keyed if name in GUESSABLE else plain
        assert line["digest"] == found.hexdigest(), name
    everything = b"\n".join(files.values())
    for name in GUESSABLE:
        hashed = hashlib.sha256((whole.folder / name).read_bytes()).hexdigest()
        assert hashed.encode() not in everything, name


def test_its_sums_can_be_checked_without_this_program(
    files: Mapping[str, bytes], tmp_path: Path
) -> None:
    for name, content in files.items():
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("there is no sha256sum here")
    told = subprocess.run(
        [tool, "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert told.stdout.count(": OK") == len(files) - 1


def test_a_whole_pack_of_this_round_is_accepted(whole: Whole, pack: bytes) -> None:
    found = check_evidence(pack, whole.folder)
    assert found[1] == "7 frozen files are those that it speaks of."
    # Changed together with its list, a pack fits itself: only the hash given outside tells.
    assert found[2] == f"The pack as a whole: sha256 {hashlib.sha256(pack).hexdigest()}."


@pytest.mark.parametrize("name", ["round.json", "themes.json", "README.txt"])
def test_a_changed_file_is_found(whole: Whole, files: Mapping[str, bytes], name: str) -> None:
    changed = repack({**files, name: files[name] + b" "})
    with pytest.raises(StoreError, match=f"was changed since it was made: {name}"):
        check_evidence(changed, whole.folder)


def test_a_file_that_was_added_or_taken_out_is_found(
    whole: Whole, files: Mapping[str, bytes]
) -> None:
    without = {name: held for name, held in files.items() if name != "round.json"}
    for other in ({**files, "more.txt": b"x"}, without):
        with pytest.raises(StoreError, match="was changed since it was made"):
            check_evidence(repack(other), whole.folder)


def test_a_pack_of_other_answers_is_found(pack: bytes, tmp_path: Path) -> None:
    other = freeze_whole(tmp_path / "consultation-2026", 60, seed=2)
    with pytest.raises(StoreError, match="does not speak of this frozen round: comments"):
        check_evidence(pack, other)


@pytest.mark.parametrize("content", [b"", b"no zip", repack({"a.txt": b"x"})])
def test_what_is_no_pack_is_refused(whole: Whole, content: bytes) -> None:
    with pytest.raises(StoreError, match="is no evidence pack"):
        check_evidence(content, whole.folder)


def test_agreement_is_told_over_all_codes_and_not_by_code(files: Mapping[str, bytes]) -> None:
    told = json.loads(files["agreement.json"])
    assert told.keys() == {
        *("about", "comments_read", "blind", "precision", "recall", "kappa", "stances", "trial")
    }
    assert (told["comments_read"] % 5, told["kappa"]) == (0, 1.0)
    assert told["stances"] == {"precision": 1.0, "recall": 1.0, "kappa": 1.0, "same": 1.0}


def test_the_trial_of_the_program_is_in_it_or_that_there_was_none(
    evidence: Evidence, files: Mapping[str, bytes]
) -> None:
    assert evidence.consulted.themes is not None
    for trial, said in ((TRIAL, {**TRIAL.model_dump(), "about": ANY}), (None, NO_TRIAL)):
        themes = replace(evidence.consulted.themes, trial=trial)
        consulted = replace(evidence.consulted, themes=themes)
        pack = unpack(render_evidence(replace(evidence, consulted=consulted, compared=None)))
        assert json.loads(pack["agreement.json"]) == {"trial": said}


def test_agreement_on_few_comments_is_withheld(whole: Whole, evidence: Evidence) -> None:
    few = dict(list(whole.coding.corrections.items())[:12])
    compared = compare_readings(replace(whole.coding, corrections=few))
    files = unpack(render_evidence(replace(evidence, compared=compared)))
    told = json.loads(files["agreement.json"])
    assert told["withheld"] == "too few comments were read to say"
    assert not {"kappa", "stances"} & told.keys()


def test_the_readme_names_what_is_there_and_nothing_else(
    evidence: Evidence, files: Mapping[str, bytes]
) -> None:
    readme = files["README.txt"].decode()
    assert "you-said-we-did.json" not in readme
    assert f"canvass audit --expect {FINGERPRINT}" in readme
    assert "What it does not prove" in readme
    done = replace(evidence.consulted, actions={"en": "New lamps."})
    more = unpack(render_evidence(replace(evidence, consulted=done)))
    assert json.loads(more["you-said-we-did.json"]) == {"en": "New lamps."}
    assert "you-said-we-did.json" in more["README.txt"].decode()
