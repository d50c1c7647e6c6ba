# English wording for staff: charts, workbook and report of a closed round.

menu-export = Charts, workbook and report of a closed round

export-which = Charts, workbook and report of which round?
export-none = No closed round has results to export.
export-coming = { $charts ->
        [0] The workbook and the report of { $name } come next.
        [one] One chart, the workbook and the report of { $name } come next.
       *[other] { $charts } charts, the workbook and the report of { $name } come next. Drawing takes about half a second each.
    }
export-counts = What you pass on is public: from now on it counts as known when later results are checked for what they give away.
export-unpublished = Not published yet. For the staff of the partnership only.
export-cut = The whole text is in the report.
export-workbook = Workbook of { $name }: every table, with notes.
export-report = Report of { $name }: open it in a browser; it prints to A4.
