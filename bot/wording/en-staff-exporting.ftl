# English wording for staff: charts, workbook and report of a closed round.

menu-export = Charts, workbook and report of a closed round

export-which = Charts, workbook and report of which round?
export-none = No closed round has results to export.
export-coming = { $charts ->
        [0] The workbook and the report of { $name } come next.
        [one] One chart, the workbook and the report of { $name } come next.
       *[other] { $charts } charts, the workbook and the report of { $name } come next. Drawing takes about half a second each.
    }
export-staff-only = { $name } is not published: keep these within the staff of the partnership until it is. Later results are checked as if everybody knew them, in case they are passed on.
export-public = { $name } is published: you may pass these on. Later results are checked as if everybody knew them.
export-unpublished = Not published yet: for the staff of the partnership only.
export-cut = The whole text is in the report.
export-workbook = Workbook of { $name }: every table, with notes.
export-report = Report of { $name }: open it in a browser; it prints to A4.
