# English wording for staff: charts, workbook and report of a closed round.

menu-export = Charts, workbook and report of a closed round

export-which = Charts, workbook and report of which round?
export-none = No closed round has results to export.
export-coming = { $charts ->
        [0] The workbook and the report of { $name } come next.
        [one] One chart, the workbook and the report of { $name } come next.
       *[other] { $charts } charts, the workbook and the report of { $name } come next. Drawing takes about half a second each.
    }
export-final = The themes and quotes of { $name } leave for the first time now. After that they stand: a corrected comment or a quote in place of another one is refused, here and on the terminal. Send them once analysts have finished.
export-final-added = The themes of { $name } left before. Its quotes, or how many comments were read, are others since then, and leave now. After that they stand: another quote in place of one is refused, here and on the terminal. Send them once analysts have finished.
export-final-yes = They have finished: send everything
export-uncoded = The comments of { $name } are not coded yet, so nothing is said of them: canvass comments code, on the terminal.
export-staff-only = { $name } is not published: keep these within the staff of the partnership until it is. Later results are checked as if everybody knew them, in case they are passed on.
export-public = { $name } is published: you may pass these on. Later results are checked as if everybody knew them.
export-unpublished = Not published yet: for the staff of the partnership only.
export-cut = The whole text is in the report.
export-workbook = Workbook of { $name }: every table, with notes.
export-report = Report of { $name }: open it in a browser; it prints to A4.
