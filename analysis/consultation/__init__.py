"""What a consultation found: its report, its tables, and the evidence pack for later challenge.

    asked        what was asked of whom, from the frozen round
    consulted    everything that may be said of it, in one place
    issues       what worries people, in order
    differing    what differs between groups, in words
    voices       themes, what is said of them, and quotes
    relying      how far the codes agree with a reader's
    following    "you said, we did": what was done, or slots to fill in
    missing      who is missing, and of whom nobody can say
    opening      the summary in plain words
    share_figure, theme_figure, picturing
                 pictures; `list_pictures` has them all
    tables       what the workbook and the files have beside the results
    page         the report: `render_consultation`
    fieldwork    how many answered and stopped, as it may be told
    committing   hashes that prove a file without telling what is in it
    contents     what the evidence pack holds, file by file
    evidence     the evidence pack: `render_evidence`, `check_evidence`

Nothing here passes disclosure control itself but the counts of fieldwork: results, themes, quotes
and places come released, each by a gate of its own. A consultation tells what the people who took
part said. It is never set beside the annual measures.
"""

from analysis.consultation.asked import Asked, load_asked
from analysis.consultation.consulted import Consulted
from analysis.consultation.contents import Evidence, Noted
from analysis.consultation.evidence import check_evidence, render_evidence
from analysis.consultation.page import render_consultation
from analysis.consultation.picturing import list_pictures
from analysis.consultation.tables import list_extra_tables

__all__ = [
    "Asked",
    "Consulted",
    "Evidence",
    "Noted",
    "check_evidence",
    "list_extra_tables",
    "list_pictures",
    "load_asked",
    "render_consultation",
    "render_evidence",
]
