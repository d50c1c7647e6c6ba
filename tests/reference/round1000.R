# Reference numbers for the analysis, from R survey. Run in this folder; the tests do not need R.
#   Rscript round1000.R > data/round1000.json
suppressPackageStartupMessages(library(survey))
d <- read.csv("data/round1000.csv", stringsAsFactors = FALSE)
d$yes <- ifelse(d$after_dark == "fairly_safe", 1, ifelse(d$after_dark == "fairly_unsafe", 0, NA))
population <- list(
  sex = c(female = 0.5, male = 0.5),
  age_band = c(`16_24` = 0.19, `25_34` = 0.33, `35_44` = 0.21, `45_54` = 0.12, `55_over` = 0.15),
  ethnic_group = c(white = 0.4, asian = 0.44, black = 0.08, other = 0.08)
)
# A level "not given" keeps its share of the base weight; the population's levels share the rest.
margin <- function(name, base) {
  total <- sum(base)
  missing <- sum(base[d[[name]] == ".skipped"])
  freq <- population[[name]] * (total - missing)
  if (missing > 0) freq <- c(freq, .skipped = missing)
  setNames(data.frame(names(freq), as.numeric(freq)), c(name, "Freq"))
}
raked <- function(base) {
  design <- svydesign(ids = ~1, weights = base, data = d)
  out <- rake(design, list(~sex, ~age_band, ~ethnic_group),
              lapply(names(population), margin, base = base),
              control = list(maxit = 1000, epsilon = 1e-10, verbose = FALSE))
  # fixed weights: the variance takes the raked weights as given
  svydesign(ids = ~1, weights = weights(out), data = d)
}
row <- function(design, name, who) {
  part <- subset(design, who & !is.na(yes))
  share <- svymean(~yes, part)
  limits <- attr(svyciprop(~yes, part, method = "xlogit", df = nrow(part) - 1), "ci")
  w <- weights(part)
  values <- c(coef(share)[[1]], SE(share)[[1]], limits[[1]], limits[[2]],
              nrow(part), sum(w)^2 / sum(w^2))
  sprintf('    "%s": [%s]', name, paste(sprintf("%.15g", values), collapse = ", "))
}
block <- function(name, design) {
  women <- d$sex == "female"
  rows <- c(row(design, "all", rep(TRUE, nrow(d))), row(design, "female", women),
            row(design, "16_24", d$age_band == "16_24"))
  sprintf('  "%s": {\n%s\n  }', name, paste(rows, collapse = ",\n"))
}
plain <- svydesign(ids = ~1, weights = ~design_weight, data = d)
blocks <- c(block("design", plain), block("raked", raked(rep(1, nrow(d)))),
            block("design_and_raked", raked(d$design_weight)))
quantiles <- sprintf("%.15g", qt(0.975, c(1, 2, 5, 10, 29, 30, 99, 1126, 1e6)))
cat(sprintf('{\n%s,\n  "qt_0.975": [%s],\n  "survey": "%s"\n}\n', paste(blocks, collapse = ",\n"),
            paste(quantiles, collapse = ", "), packageVersion("survey")))
