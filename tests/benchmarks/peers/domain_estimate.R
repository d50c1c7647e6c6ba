# One weighted domain estimate with R survey.
#   Rscript domain_estimate.R ANSWERS.csv TARGETS.csv REPEATS
# R reads no Parquet by itself, so the answers come as CSV with the margins' levels and yes as 1, 0
# or NA, and reading them is not timed. Printed as JSON: share, standard error, and for each repeat
# seconds on the clock and of the processor.
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
d <- read.csv(arguments[1], stringsAsFactors = TRUE)
targets <- read.csv(arguments[2], stringsAsFactors = FALSE)
margins <- unique(targets$margin)
population <- lapply(margins, function(name) {
  rows <- targets[targets$margin == name, ]
  setNames(data.frame(rows$level, rows$total), c(name, "Freq"))
})
# Whoever is outside the domain stays with weight 0, and a missing answer of theirs is no number.
d$answered <- !is.na(d$yes)
d$yes[!d$answered] <- 0
estimate <- function() {
  design <- rake(svydesign(ids = ~1, weights = ~one, data = d), lapply(margins, function(name)
    as.formula(paste0("~", name))), population, control = list(maxit = 1000, epsilon = 1e-6))
  share <- svymean(~yes, subset(design, sex == "female" & answered))
  c(coef(share)[[1]], SE(share)[[1]])
}
d$one <- 1
runs <- c()
for (k in seq_len(as.integer(arguments[3]))) {
  times <- system.time(found <- estimate())
  runs <- c(runs, sprintf("[%.4f, %.4f]", times[["elapsed"]],
                          times[["user.self"]] + times[["sys.self"]]))
}
cat(sprintf('{"share": %.15g, "error": %.15g, "runs": [%s]}\n', found[1], found[2],
            paste(runs, collapse = ", ")))
