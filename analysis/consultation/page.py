"""The report of a consultation as one HTML file, to read, send and print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.consultation.consulted import Consulted
from analysis.consultation.differing import NO_PROOF, list_differences
from analysis.consultation.following import find_concerns, list_done, list_slots, say_base
from analysis.consultation.issues import list_worries, tabulate_scores
from analysis.consultation.missing import say_counted
from analysis.consultation.opening import NOT_CODED, open_consultation
from analysis.consultation.picturing import (
    list_answer_pictures,
    list_concern_pictures,
    list_other_pictures,
    list_taking_part,
)
from analysis.consultation.tables import sign_themes
from analysis.consultation.voices import list_notes, list_voices, tabulate_themes
from analysis.figures import Figure
from analysis.pages import render_page
from analysis.phrases import say_days
from analysis.places import list_place_tables, make_map
from analysis.places.words import list_notes as list_place_notes
from analysis.report.picking import CODES, drop_columns
from analysis.report.pictures import share_notes, show_pictures
from analysis.report.sections import find_table
from analysis.shown import Status
from analysis.spread import Distribution, Spread
from analysis.tables import Column, Table
from analysis.tabulating import list_tables

_CODES = CODES | {"kind", "question", "place", "theme", "measure"}
_SAID_BELOW = frozenset({"notes", "source", "weighted", "raked"})
"""Columns of who took part that stand under the pictures, and those of weights: there are none."""

LANGUAGES = {"en": "English", "bn": "Bengali", "so": "Somali", "it": "Italian", "ar": "Arabic"}
"""Names of languages; others are told by their codes."""


def render_consultation(consulted: Consulted) -> str:
    """The report as one HTML file; the same content gives the same bytes.

    Args:
        consulted: What may be said of the consultation; nothing else can be reported.

    Raises:
        TypeError: Something else was given.
    """
    if not isinstance(consulted, Consulted):
        raise TypeError("only what is released of a consultation is reported")
    results, manifest = consulted.results, consulted.asked.manifest
    tables = list_tables(consulted.released)
    # the map has notes of its own
    figures, notes = share_notes(list_answer_pictures(consulted))
    took_part, took_part_notes = share_notes(list_taking_part(consulted))
    worries = list_worries(consulted)
    made = results.provenance
    return render_page(
        "consultation.html",
        results=results,
        title=manifest.title or (made.title if made else results.round),
        plan=made.plan_title if made else results.plan,
        fieldwork=say_days(manifest.opens_on, manifest.ended_on),
        opening=open_consultation(consulted),
        notes=notes,
        took_part_notes=took_part_notes,
        issues=show_pictures([one for one in figures if one.name == "issues"]),
        scores=tabulate_scores(consulted, worries),
        safe=show_pictures(_find(figures, list_other_pictures(consulted))),
        concerns=show_pictures(_find(figures, list_concern_pictures(consulted))),
        concerned=_describe_concerns(consulted),
        differing=list_differences(consulted),
        no_proof=NO_PROOF,
        equality=_drop(find_table(tables, "equality")),
        took_part=find_table(tables, "who-took-part", without=_SAID_BELOW),
        took_part_pictures=show_pictures(took_part),
        languages=tuple(_say_languages(consulted)),
        counted=_say_counted(consulted),
        words=_describe_words(consulted),
        places=_describe_places(consulted),
        done=list_done(consulted),
        slots=list_slots(consulted),
        method=_drop(find_table(tables, "method")),
        provenance=_add_sources(consulted, find_table(tables, "provenance")),
    )


def _find(figures: Sequence[Figure], wanted: Sequence[Figure]) -> list[Figure]:
    """Those of the page's pictures that stand in one of its parts."""
    names = {one.name for one in wanted}
    return [one for one in figures if one.name in names]


def _drop(table: Table | None) -> Table | None:
    return None if table is None else drop_columns(table, _CODES)


def _say_languages(consulted: Consulted) -> Iterator[str]:
    """In which languages people were asked and answered; numbers are told of none."""
    asked = consulted.asked
    yield f"It was offered in {_name(asked.languages)}."
    if asked.answered_in:
        yield f"At least ten people answered in each of these: {_name(asked.answered_in)}."
    else:
        yield "In none of these did ten people answer."


def _say_counted(consulted: Consulted) -> str:
    """Of whom the shares of who took part are; empty where nothing is known of them."""
    shown = consulted.results.took_part
    return say_counted(shown) if shown and shown.groupings else ""


def _name(languages: Sequence[str]) -> str:
    return ", ".join(LANGUAGES.get(one, one) for one in languages)


def _describe_concerns(consulted: Consulted) -> dict[str, object] | None:
    """The part on what people chose of many; None where they were asked for nothing of the kind."""
    found = find_concerns(consulted)
    if not found:
        return None
    few = tuple(one.label for one in found if one.status is not Status.RELEASED)
    title = found[0].label if len(found) == 1 else "What people named"
    said = f"{_say_how_many(consulted, found)} {say_base(consulted, found)}"
    return {"title": title, "said": said, "few": few}


def _say_how_many(consulted: Consulted, found: Sequence[Distribution]) -> str:
    """How many each person could choose; without a number where it differs or has no limit."""
    if all(one.kind is Spread.OPTIONS for one in found):
        return "Each person chose one."
    questions = consulted.asked.questionnaire.by_name
    most = {questions[one.item].maximum if one.item in questions else None for one in found}
    [limit] = most if len(most) == 1 else [None]
    many = f"up to {limit:g}" if limit else "several"
    return (
        f"Each person could choose {many}. People are counted and not choices, so that shares can "
        "add up to more than 100."
    )


def _describe_words(consulted: Consulted) -> dict[str, object] | None:
    """The part on comments; None where nobody was asked for any."""
    if not consulted.asked.asks_for_words:
        return None
    themes = consulted.themes
    if themes is None:
        return {"coded": False, "said": (NOT_CODED,), "table": None, "voices": ()}
    table = sign_themes(consulted, replace(tabulate_themes(themes), notes=()))
    return {
        "coded": True,
        "said": tuple(list_notes(themes)),
        "table": _drop(replace(table, source="")),
        "voices": list_voices(consulted),
    }


def _describe_places(consulted: Consulted) -> dict[str, object] | None:
    """The part on places; None where nobody was asked for any."""
    places = consulted.places
    if places is None:
        return None
    figure, said = make_map(places, consulted.outlines), tuple(list_place_notes(places))
    tables = [
        _leave_out(drop_columns(one, _CODES | {"question_text", "kind_label"}), said)
        for one in list_place_tables(places, consulted.outlines)
    ]
    return {
        "said": said,
        "map": show_pictures([_without(figure, said)] if figure else []),
        "tables": tuple(tables),
    }


def _without(figure: Figure, said: Sequence[str]) -> Figure:
    """A picture without the notes that stand above it as text."""
    return replace(figure, notes=tuple(one for one in figure.notes if one not in said))


def _leave_out(table: Table, said: Sequence[str]) -> Table:
    """A table without what stands above it, and without its source, which stands at the end."""
    return replace(table, notes=tuple(one for one in table.notes if one not in said), source="")


def _add_sources(consulted: Consulted, table: Table | None) -> Table:
    """What everything comes from, with what stands apart from the answers."""
    rows = list(table.rows) if table else []
    if consulted.themes:
        rows.append(("Codebook of themes, SHA-256", consulted.themes.codebook))
    columns = (Column("what", "What"), Column("value", "Value"))
    title = table.title if table else "What the figures come from"
    return Table(
        "provenance", "provenance", title, columns, tuple(rows), table.notes if table else ()
    )
