"""A small survey with every kind of question, answered on paper."""

from __future__ import annotations

from pathlib import Path

QUESTIONNAIRE = """\
name: paper
version: 1
languages: [en]
title: A survey on paper
parts:
  - {name: main, title: Main}
  - {name: more, title: More, offer: A little more}
questions:
  - name: lives_here
    kind: single
    required: true
    text: Do you live here?
    options: [{code: yes, label: "Yes"}, {code: no, label: "No"}]
    endings: [{name: not_resident, when: "${lives_here} = 'no'", message: Thank you.}]
  - name: safe
    kind: scale
    text: How safe do you feel?
    options:
      - {code: safe, label: Safe}
      - {code: unsafe, label: Unsafe}
      - {code: too_few, label: Too few people here, kind: outside}
      - {code: dont_know, label: Don't know, kind: dont_know}
  - name: why
    kind: single
    relevant: "${safe} = 'unsafe'"
    text: Why?
    options: [{code: dark, label: Dark}, {code: empty, label: Empty}]
  - name: worries
    kind: multiple
    maximum: 2
    text: What worries you?
    options:
      - {code: noise, label: Noise}
      - {code: drugs, label: Drugs}
      - {code: theft, label: Theft}
      - {code: nothing, label: Nothing, exclusive: true}
      - {code: refused, label: Prefer not to say, kind: prefer_not_to_say}
  - name: first
    kind: ranking
    minimum: 2
    text: What should come first?
    options: [{code: lights, label: Lights}, {code: patrols, label: Patrols}]
  - name: years
    kind: number
    minimum: 0
    maximum: 99
    personal: true
    text: How many years have you lived here?
    why: We ask to compare.
  - name: home
    kind: place
    personal: true
    text: Where do you live?
    why: We ask to compare.
    areas:
      - code: east
        label: East
        wards: [{code: E1, label: Bow}, {code: E2, label: Mile End}]
      - code: west
        label: West
        wards: [{code: W1, label: Shadwell}]
  - {name: read, kind: acknowledge, text: I have read the notice}
  - {name: thanks, kind: note, text: Thank you}
  - {name: words, kind: text, part: more, text: Anything else}
  - name: heard
    kind: single
    part: more
    text: Did you hear back?
    options: [{code: yes, label: "Yes"}, {code: no, label: "No"}]
"""
PLAN = """\
name: paper
title: A small plan
questionnaire: paper
domains: [{name: all, label: Everybody}]
weighting: {design: true}
measures:
  - {name: safe, label: Safe, item: safe, positive: [safe], domains: [all]}
"""
MAPPING = """\
mode: paper
weight: weight
stratum: stratum
items:
  lives_here: {column: lives, codes: {1: yes, 2: no}}
  safe: {column: safe, blank: ["-"]}
  why: {column: why, empty: not_asked}
  worries: {column: worries, separator: ";", codes: {n: noise}}
  first: {column: first}
  years: {column: years}
  home: {column: area, ward_column: ward}
  read: {column: read, codes: {x: yes}}
  heard: {column: heard}
"""
COLUMNS = "lives,safe,why,worries,first,years,area,ward,read,heard,weight,stratum"
ROW = "1,unsafe,dark,n;theft,patrols lights,12,east,E2,x,no,0.75,young"
BARE_ROW = "1,,,,,,,,,,1.5,"


def write_survey(folder: Path) -> tuple[Path, Path]:
    """Write the questionnaire, without its free text, and the plan."""
    questionnaire, plan = folder / "paper.yaml", folder / "paper-plan.yaml"
    lines = [line for line in QUESTIONNAIRE.splitlines() if "kind: text" not in line]
    questionnaire.write_text("\n".join(lines) + "\n", "utf-8")
    plan.write_text(PLAN, "utf-8")
    return questionnaire, plan


def write_answers(folder: Path, *rows: str, name: str = "answers.csv") -> Path:
    """Write rows below the header."""
    path = folder / name
    path.write_text("\n".join([COLUMNS, *rows]) + "\n", "utf-8")
    return path


def write_mapping(folder: Path, text: str = MAPPING) -> Path:
    """Write a mapping."""
    path = folder / "mapping.yaml"
    path.write_text(text, "utf-8")
    return path
