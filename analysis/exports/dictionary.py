"""The rows of results as a table: every column with its label, unit and description."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from analysis.disclosure import Released
from analysis.phrases import name_measures
from analysis.plan import Fit
from analysis.results import as_frame
from analysis.shown import Status
from analysis.tables import Column, Table, Unit, Value
from analysis.tabulating.marking import label_measures
from analysis.tabulating.verdicts import TO_REACH, VERDICTS

TEXT, SHARE, POINTS = Unit.TEXT, Unit.SHARE, Unit.POINTS
COUNT, NUMBER, DAY, YES_NO = Unit.COUNT, Unit.NUMBER, Unit.DATE, Unit.YES_NO

SYNTHETIC = "synthetic"
"""The column that says whether figures are of made-up answers."""

_NEVER = "At full precision for staff only; always empty in public."
_EFFECTIVE = (
    "Kish's: what the base is worth when weighted. The power of ten below it where more would tell "
    "of a group that is not shown."
)
_DESCRIBED = (
    ("round", "Round", TEXT, "The round's name."),
    ("plan", "Plan", TEXT, "The plan that says what is measured."),
    (SYNTHETIC, "Synthetic answers", YES_NO, "True where the answers are made up."),
    ("questionnaire_hash", "Questionnaire, SHA-256", TEXT, "Of the questionnaire's content."),
    ("plan_hash", "Plan, SHA-256", TEXT, "Of the plan's content."),
    ("software", "Figures computed by", TEXT, "The program and its version."),
    ("seed", "Seed", NUMBER, "Of everything random."),
    ("measure", "Measure code", TEXT, ""),
    ("domain", "Group code", TEXT, "The people that the figure is about."),
    ("breakdown", "Breakdown", TEXT, "What divides the group; empty for a headline figure."),
    ("category", "Category code", TEXT, "The part of the breakdown; empty for a headline figure."),
    ("status", "Status", TEXT, "What disclosure control says of the figure."),
    ("estimate", "Share", SHARE, "Weighted share of the base with a positive answer."),
    ("standard_error", "Standard error", SHARE, _NEVER),
    ("ci_low", "Lower limit (95 %)", SHARE, "Lower end of the 95 % interval."),
    ("ci_high", "Upper limit (95 %)", SHARE, "Upper end of the 95 % interval."),
    ("base", "Base", COUNT, "Respondents with an answer that counts, to the nearest 5."),
    ("effective_base", "Effective base", COUNT, _EFFECTIVE),
    ("weighting", "Weighting", TEXT, "What the answers were weighted to."),
    ("interval", "Kind of interval", TEXT, ""),
    ("unweighted", "Share unweighted", SHARE, "The same share without weights."),
    ("all_asked", "Share of all asked", SHARE, "The same share with don't know in the base."),
    ("measure_label", "Measure", TEXT, ""),
    ("group_label", "Who", TEXT, "The group, or the category of a breakdown, in words."),
    ("companion", "Context only", YES_NO, "True for figures without change or verdict."),
    ("sample", "Sample", TEXT, "How those counted came to be asked."),
    ("notes", "Notes", TEXT, "What has to be read with the figure."),
    ("design_effect", "Design effect", NUMBER, "Kish's: the base over the effective base."),
    ("calibrated_error", "Calibrated standard error", SHARE, _NEVER),
    ("bootstrap_error", "Bootstrap standard error", SHARE, _NEVER),
    ("cautions", "Cautions", TEXT, "Why the figure may not stand without qualification."),
    ("baseline_value", "Baseline share", SHARE, ""),
    ("baseline_source", "Baseline", TEXT, "Where the baseline share is from."),
    (
        "baseline_same_method",
        "Baseline by the same method",
        YES_NO,
        "Only such are tested against.",
    ),
    ("baseline_base", "Baseline base", COUNT, ""),
    ("baseline_published", "Baseline published by others", YES_NO, ""),
    ("baseline_round", "Round of the baseline", TEXT, "Empty for another survey's figure."),
    ("baseline_status", "Status of the baseline", TEXT, "In its own round."),
    ("change_points", "Change in points", POINTS, "Since the baseline."),
    ("change_points_low", "Change in points, lower limit (95 %)", POINTS, ""),
    ("change_points_high", "Change in points, upper limit (95 %)", POINTS, ""),
    ("change_relative", "Relative change", SHARE, "As a share of the baseline share."),
    ("change_relative_low", "Relative change, lower limit (95 %)", SHARE, ""),
    ("change_relative_high", "Relative change, upper limit (95 %)", SHARE, ""),
    ("change_clear", "Clear change", YES_NO, "True where it is clear after Holm's correction."),
    ("target_text", "Target", TEXT, "The plan's own words."),
    ("target_source", "Source of the target", TEXT, ""),
    ("target_fit", "Fit to the plan's words", TEXT, ""),
    ("target_fit_reason", "Why it fits or does not", TEXT, ""),
    (
        "target_increase",
        "Increase in the plan's words",
        SHARE,
        "0 where the plan wants any increase and names no number.",
    ),
    ("target_relative_value", *TO_REACH["relative_value"]),
    ("target_points_value", *TO_REACH["points_value"]),
    ("target_deadline", "Deadline", DAY, ""),
    ("target_verdict_relative", "Verdict, read relatively", TEXT, ""),
    ("target_verdict_points", "Verdict, read as points", TEXT, ""),
    ("target_indicative", "Indicative verdict", YES_NO, "True where people chose to take part."),
    ("target_note", "Note on the target", TEXT, ""),
    ("target_line_relative", *TO_REACH["line_relative"]),
    ("target_line_points", *TO_REACH["line_points"]),
    ("previous_round", "Previous round", TEXT, ""),
    ("previous_ended_on", "Last day of the previous round", DAY, ""),
    ("previous_value", "Previous share", SHARE, ""),
    ("previous_base", "Previous base", COUNT, ""),
    ("previous_points", "Change in points since the previous round", POINTS, ""),
    ("previous_points_low", "The same in points, lower limit (95 %)", POINTS, ""),
    ("previous_points_high", "The same in points, upper limit (95 %)", POINTS, ""),
    ("previous_relative", "Relative change since the previous round", SHARE, ""),
    ("previous_relative_low", "The same, relative, lower limit (95 %)", SHARE, ""),
    ("previous_relative_high", "The same, relative, upper limit (95 %)", SHARE, ""),
    ("previous_clear", "Clear change since the previous round", YES_NO, ""),
    ("previous_status", "Status of the previous share", TEXT, "In its own round."),
)
COLUMNS = tuple(Column(name, label, unit, text) for name, label, unit, text in _DESCRIBED)

_VERDICTS = {str(verdict): label for verdict, label in VERDICTS.items()}
CATEGORIES: Mapping[str, Mapping[str, str]] = {
    "status": {
        str(Status.RELEASED): "released",
        str(Status.SUPPRESSED): "withheld, to protect people who answered",
        str(Status.TOO_FEW): "too few answers for a figure",
    },
    "target_fit": {
        str(Fit.EXACT): "says what the plan's words say",
        str(Fit.PARTIAL): "says part of what the plan's words say",
        str(Fit.PROXY): "stands in for what the plan's words say",
    },
    "target_verdict_relative": _VERDICTS,
    "target_verdict_points": _VERDICTS,
}
"""Column to its codes and their labels, for columns that hold a code of a short list."""


def get_column(name: str) -> Column:
    """A column of the results by its name."""
    return next(one for one in COLUMNS if one.name == name)


def tabulate_results(released: Released) -> Table:
    """Every row of the results, as the outside contract names their fields.

    Raises:
        KeyError: A field of the results is not described here.
    """
    described = {column.name: column for column in COLUMNS}
    frame = as_frame(released)
    results = released.results
    labels = label_measures(results)
    return Table(
        name="results",
        tab="results",
        title=f"{'SYNTHETIC: ' if results.synthetic else ''}Results, round {results.round}",
        columns=tuple(described[name] for name in frame.columns),
        rows=tuple(
            tuple(
                _write(name, value, labels) for name, value in zip(frame.columns, row, strict=True)
            )
            for row in frame.itertuples(index=False, name=None)
        ),
        source=results.method.attribution,
    )


def _write(name: str, value: object, labels: Mapping[str, str]) -> Value:
    """A cell; the plan's words on its measures call them as people do."""
    plain = _plain(value)
    if name == "target_fit_reason" and isinstance(plain, str):
        return name_measures(plain, labels)
    return plain


def _plain(value: object) -> Value:
    if value is None or value == "" or value != value:  # noqa: PLR0124  # a frame's empty cell
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int | float) else str(value)
