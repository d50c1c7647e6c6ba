"""The results as a workbook that everybody can read: cover, contents, notes, one table a sheet.

As UK government statistics publish them: tables start at A1 with their title, are marked up as
tables, have one row of headings and no merged or empty cells; symbols are explained above the table
that uses them, notes are ``[note 1]`` with their text on a sheet of their own.

Shares are written as numbers in per cent, with "per cent" in the heading and not as a cell format:
a number that a screen reader speaks or a CSV made from the sheet then says the same as the heading.

Writing out "per cent" is what the guidance on symbols prefers to the sign (`analysis.tables`).

Source: Government Analysis Function, Releasing statistics in spreadsheets,
https://analysisfunction.civilservice.gov.uk/policy-store/releasing-statistics-in-spreadsheets/,
by way of the checklist of gptables, which is made for it.

cells     a cell's text, and what the writer of workbooks must not misread
cover     the first sheet and the document's properties
layout    widths, heights, printing
sheets    one sheet for one table, and its notes
writing   the whole: `render_workbook`
"""

from analysis.workbook.writing import render_workbook

__all__ = ["render_workbook"]
