# Reference numbers for the worked example, from R survey. The tests do not need R.
#   Rscript csew1314.R PATH/TO/csew1314teachingopen.csv > data/csew1314.json
# Each entry: share, standard error, logit limits with t on base - 1, base. Bases under 30 are left
# out: there the analysis gives Wilson's interval.
suppressPackageStartupMessages(library(survey))
d <- read.csv(commandArgs(trailingOnly = TRUE)[1])
entry <- function(measure, breakdown, category, who) {
  part <- subset(svydesign(ids = ~1, weights = ~IndivWgtx, data = d), who & !is.na(d$yes))
  if (nrow(part) < 30) return(NULL)
  share <- svymean(~yes, part)
  limits <- attr(svyciprop(~yes, part, method = "xlogit", df = nrow(part) - 1), "ci")
  values <- c(coef(share)[[1]], SE(share)[[1]], limits[[1]], limits[[2]], nrow(part))
  sprintf('  "%s/%s/%s": [%s]', measure, breakdown, category,
          paste(sprintf("%.12g", values), collapse = ", "))
}
lines <- c()
for (measure in c("walkdark", "walkday")) {
  answer <- d[[measure]]
  d$yes <- ifelse(answer %in% c(1, 2), 1, ifelse(answer %in% c(3, 4), 0, NA))
  lines <- c(lines, entry(measure, "", "", rep(TRUE, nrow(d))))
  for (breakdown in c("sex", "agegrp7", "ethgrp2a", "tenure1")) {
    for (category in sort(unique(d[[breakdown]]))) {
      who <- !is.na(d[[breakdown]]) & d[[breakdown]] == category
      lines <- c(lines, entry(measure, breakdown, category, who))
    }
  }
}
cat(sprintf("{\n%s\n}\n", paste(lines, collapse = ",\n")))
