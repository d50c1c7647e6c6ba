# Reference numbers for means and distributions, from R survey. Run in this folder; the tests do not
# need R.
#   Rscript means.R > data/means.json
# A mean: estimate, standard error, limits with t on base - 1. A share of an option: estimate, logit
# limits with t on base - 1, base.
suppressPackageStartupMessages(library(survey))
d <- read.csv("data/means.csv", stringsAsFactors = FALSE)
d$score <- suppressWarnings(as.numeric(d$problem))
options <- c("noise", "drugs", "knives")
# a level's share of the population times everybody, as the analysis does where nobody left sex out
margin <- function(base) data.frame(sex = c("female", "male"), Freq = c(0.5, 0.5) * sum(base))
raked <- function(base) {
  out <- rake(svydesign(ids = ~1, weights = base, data = d), list(~sex), list(margin(base)),
              control = list(maxit = 1000, epsilon = 1e-12, verbose = FALSE))
  svydesign(ids = ~1, weights = weights(out), data = d)  # fixed weights
}
numbers <- function(values) paste(sprintf("%.15g", values), collapse = ", ")
mean_of <- function(design, name, who) {
  part <- subset(design, who & !is.na(score))
  found <- svymean(~score, part)
  limits <- confint(found, df = nrow(part) - 1)
  sprintf('    "mean/%s": [%s]', name, numbers(c(coef(found), SE(found), limits)))
}
share_of <- function(design, name, label, yes, answered) {
  d$yes <- ifelse(answered, as.numeric(yes), NA)
  part <- subset(update(design, yes = d$yes), answered)
  limits <- attr(svyciprop(~yes, part, method = "xlogit", df = nrow(part) - 1), "ci")
  sprintf('    "%s/%s": [%s]', label, name,
          numbers(c(coef(svymean(~yes, part)), limits, nrow(part))))
}
block <- function(label, design) {
  rows <- c()
  for (name in c("all", "women")) {
    who <- if (name == "all") rep(TRUE, nrow(d)) else d$sex == "female"
    rows <- c(rows, mean_of(design, name, who))
    for (score in 1:5) {
      rows <- c(rows, share_of(design, name, sprintf("problem=%d", score),
                               d$problem == as.character(score), who & !is.na(d$score)))
    }
    for (option in options) {
      column <- d[[paste0("concerns__", option)]]
      rows <- c(rows, share_of(design, name, sprintf("concerns=%s", option), column == "1",
                               who & column != ".skipped"))
    }
  }
  sprintf('  "%s": {\n%s\n  }', label, paste(rows, collapse = ",\n"))
}
plain <- svydesign(ids = ~1, weights = ~design_weight, data = d)
blocks <- c(block("design", plain), block("raked", raked(rep(1, nrow(d)))),
            block("design_and_raked", raked(d$design_weight)))
cat(sprintf('{\n%s,\n  "survey": "%s"\n}\n', paste(blocks, collapse = ",\n"),
            packageVersion("survey")))
