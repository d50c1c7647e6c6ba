# English wording of published results, for anybody.

results-none = No results are published yet. Once a survey is closed and its answers are counted, you find them here with /results.
results-actions =
    What was done about it

    { $text }
