# Reference numbers for the analysis, from R survey. Run in this folder; the tests do not need R.
#   Rscript round1000.R > data/round1000.json
# Each entry: share, standard error with fixed weights, logit limits, base, effective base. The
# blocks named "calibrated" hold the standard error alone, from the raked design itself.
suppressPackageStartupMessages(library(survey))
d <- read.csv("data/round1000.csv", stringsAsFactors = FALSE)
d$yes <- ifelse(d$after_dark == "fairly_safe", 1, ifelse(d$after_dark == "fairly_unsafe", 0, NA))
population <- list(
  sex = c(female = 0.5, male = 0.5),
  age_band = c(`16_24` = 0.19, `25_34` = 0.33, `35_44` = 0.21, `45_54` = 0.12, `55_over` = 0.15),
  ethnic_group = c(white = 0.4, asian = 0.44, black = 0.08, other = 0.08)
)
# A level "not given" keeps its share of the base weight; the population's levels share the rest.
margin <- function(name, base, data, shares) {
  total <- sum(base)
  missing <- sum(base[data[[name]] == ".skipped"])
  freq <- shares[[name]] * (total - missing)
  if (missing > 0) freq <- c(freq, .skipped = missing)
  setNames(data.frame(names(freq), as.numeric(freq)), c(name, "Freq"))
}
raked <- function(start, base = start, data = d, shares = population) {
  rake(svydesign(ids = ~1, weights = start, data = data), list(~sex, ~age_band, ~ethnic_group),
       lapply(names(shares), margin, base = base, data = data, shares = shares),
       control = list(maxit = 1000, epsilon = 1e-14, verbose = FALSE))
}
# Levels of fewer than 130 people weighted together with another: recoded before raking.
together <- transform(d, age_band = ifelse(age_band == "45_54", "55_over", age_band),
                      ethnic_group = ifelse(ethnic_group == "black", "other", ethnic_group))
shares_together <- population
shares_together$age_band <- c(`16_24` = 0.19, `25_34` = 0.33, `35_44` = 0.21, `55_over` = 0.27)
shares_together$ethnic_group <- c(white = 0.4, asian = 0.44, other = 0.16)
# fixed weights: the variance takes the raked weights as given
fixed <- function(design) svydesign(ids = ~1, weights = weights(design), data = d)
# The analysis cuts to k times the median, spreads in proportion over the others, rakes, and goes on
# until no weight is over it. trimWeights() spreads the same amount to each of the others, so that it
# gives other weights; the definition is written out here person by person.
trimmed <- function(base, k) {
  design <- raked(base)
  repeat {
    w <- weights(design)
    cap <- k * median(w)
    if (all(w <= cap * (1 + 1e-12))) return(fixed(design))
    while (any(w > cap)) {
      free <- w < cap
      excess <- sum(pmax(w - cap, 0))
      w <- ifelse(free, w * (1 + excess / sum(w[free])), pmin(w, cap))
    }
    design <- raked(w, base)
  }
}
who <- list(all = rep(TRUE, nrow(d)), female = d$sex == "female", `16_24` = d$age_band == "16_24")
text <- function(name, values) {
  sprintf('    "%s": [%s]', name, paste(sprintf("%.15g", values), collapse = ", "))
}
row <- function(design, name) {
  part <- subset(design, who[[name]] & !is.na(yes))
  share <- svymean(~yes, part)
  limits <- attr(svyciprop(~yes, part, method = "xlogit", df = nrow(part) - 1), "ci")
  w <- weights(part)
  text(name, c(coef(share)[[1]], SE(share)[[1]], limits[[1]], limits[[2]], nrow(part),
               sum(w)^2 / sum(w^2)))
}
# SE of a rake() design: R takes the margins out of the scores in 10 rounds, without base weights.
# Where these are all one it is the calibrated error of the analysis; with the design weights it is
# another (0.020783 for all), and the one below is the reference.
# Whoever is outside the domain stays with weight 0, and a missing answer of theirs is no number.
answered <- transform(d, yes = ifelse(is.na(yes), 0, yes))
error_by_rake <- function(design, name) {
  design$variables <- answered
  text(name, SE(svymean(~yes, subset(design, who[[name]] & !is.na(d$yes))))[[1]])
}
# The same person by person, with base weights in the regression (Deville & Sarndal 1992).
error_by_regression <- function(base, name) {
  w <- weights(raked(base))
  inside <- who[[name]] & !is.na(d$yes)
  p <- sum((w * answered$yes)[inside]) / sum(w[inside])
  score <- ifelse(inside, (answered$yes - p) / sum(w[inside]), 0)
  left <- w * resid(lm(score ~ sex + age_band + ethnic_group, data = d, weights = base))
  text(name, sqrt(nrow(d) / (nrow(d) - 1) * sum((left - mean(left))^2)))
}
block <- function(name, design, line = row) {
  rows <- sapply(names(who), function(one) line(design, one))
  sprintf('  "%s": {\n%s\n  }', name, paste(rows, collapse = ",\n"))
}
ones <- rep(1, nrow(d))
plain <- svydesign(ids = ~1, weights = ~design_weight, data = d)
raked_only <- raked(ones)
both <- raked(d$design_weight)
blocks <- c(block("design", plain), block("raked", fixed(raked_only)),
            block("design_and_raked", fixed(both)),
            block("raked_together", fixed(raked(ones, data = together, shares = shares_together))),
            block("raked_and_trimmed", trimmed(ones, 2)),
            block("design_raked_and_trimmed", trimmed(d$design_weight, 3)),
            block("calibrated_by_rake", raked_only, error_by_rake),
            block("calibrated_raked", ones, error_by_regression),
            block("calibrated_design_and_raked", d$design_weight, error_by_regression))
quantiles <- sprintf("%.15g", qt(0.975, c(1, 2, 5, 10, 29, 30, 99, 1126, 1e6)))
cat(sprintf('{\n%s,\n  "qt_0.975": [%s],\n  "survey": "%s"\n}\n', paste(blocks, collapse = ",\n"),
            paste(quantiles, collapse = ", "), packageVersion("survey")))
