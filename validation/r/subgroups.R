# Writes {interaction,risk_interaction,shrinkage}.csv from synthetic_trial.csv.
source("validation/r/golden.R")
suppressMessages({library(sandwich); library(metafor); library(ratesci); library(car)})

trial <- read.csv("src/tubulus/stats/reference/numbers/synthetic_trial.csv", comment.char = "#")
describe <- function(case, model, data, level = 0.95) {
  # one mean a cell: the contrast of a subgroup is a difference of two coefficients
  fit <- lm(model, data); v <- vcovHC(fit, type = "HC3"); b <- coef(fit); df <- df.residual(fit)
  cells <- grep("^cell", names(b)); levels <- length(cells) / 2
  pick <- function(k) replace(replace(numeric(length(b)), cells[2 * k], 1), cells[2 * k - 1], -1)
  row <- function(what, k, l) {
    est <- sum(l * b); se <- sqrt(drop(l %*% v %*% l)); half <- qt(0.5 + level / 2, df) * se
    data.frame(case = case, what = what, place = as.integer(k), confidence = level, estimate = est,
               se = se, low = est - half, high = est + half, p = 2 * pt(-abs(est / se), df), df = df)
  }
  rows <- do.call(rbind, lapply(seq_len(levels), function(k) row("subgroup", k, pick(k))))
  if (levels > 1) for (k in 2:levels) rows <- rbind(rows, row("difference", k, pick(k) - pick(1)))
  l <- do.call(rbind, lapply(2:levels, function(k) pick(k) - pick(1)))
  joint <- linearHypothesis(fit, l, vcov. = v, test = "F")
  rbind(rows, data.frame(case = case, what = "joint", place = levels - 1L, confidence = level,
                         estimate = joint$F[2], se = NA, low = NA, high = NA,
                         p = joint$`Pr(>F)`[2], df = df))
}
trial$cell <- interaction(trial$arm, trial$secondary)
third <- transform(trial, cell = interaction(arm, centre))
rows <- rbind(
  describe("two", after ~ 0 + cell + before + age, trial),
  describe("logs", log(after) ~ 0 + cell + log(before), trial, 0.9),
  describe("three", after ~ 0 + cell + before, third)
)
write_golden("src/tubulus/stats/reference/numbers/interaction.csv",
             paste0("lm(y ~ 0 + interaction(arm, subgroup) + covariates) with sandwich ",
                    packageVersion("sandwich"), " vcovHC(type = 'HC3'); joint by car ",
                    packageVersion("car"), " linearHypothesis(test = 'F'); models in ",
                    "validation/r/subgroups.R"),
             "1e-9 relative, both decompose the same design in double precision", rows)

tables <- list(responders = rbind(c(9, 25, 1, 22), c(0, 15, 0, 18)),
               both = rbind(c(6, 15, 1, 20), c(3, 25, 2, 20)),
               three = rbind(c(12, 20, 5, 20), c(8, 15, 7, 14), c(2, 9, 6, 10)),
               zero_arm = rbind(c(4, 12, 0, 11), c(1, 10, 5, 12)))
likelihood <- function(p0, d, x) {
  dbinom(x[1], x[2], p0 + d, log = TRUE) + dbinom(x[3], x[4], p0, log = TRUE)
}
limits <- function(x) {
  found <- scoreci(x[1], x[2], x[3], x[4], contrast = "RD", skew = FALSE, precis = 12)$estimates
  found[1, c("lower", "est", "upper")]
}
mover <- do.call(rbind, lapply(names(tables), function(name) {
  x <- tables[[name]]; keep <- t(apply(x, 1, limits))
  d <- x[, 1] / x[, 2] - x[, 3] / x[, 4]
  do.call(rbind, lapply(2:nrow(x), function(k) {
    D <- d[k] - d[1]
    data.frame(case = name, what = "difference", place = as.integer(k), estimate = D,
               low = D - sqrt((d[k] - keep[k, 1])^2 + (keep[1, 3] - d[1])^2),
               high = D + sqrt((keep[k, 3] - d[k])^2 + (d[1] - keep[1, 1])^2), p = NA)
  }))
}))
score <- do.call(rbind, lapply(names(tables), function(name) {
  x <- tables[[name]]; d <- x[, 1] / x[, 2] - x[, 3] / x[, 4]
  variance <- function(common) apply(x, 1, function(row) {
    ends <- c(max(0, -common), min(1, 1 - common))
    p0 <- optimize(likelihood, ends, d = common, x = row, maximum = TRUE, tol = 1e-14)$maximum
    p1 <- p0 + common
    (p1 * (1 - p1) / row[2] + p0 * (1 - p0) / row[4]) * (row[2] + row[4]) / (row[2] + row[4] - 1)
  })
  root <- uniroot(function(common) sum((d - common) / variance(common)),
                  range(d) + c(1e-9, -1e-9), tol = 1e-13)$root
  q <- sum((d - root)^2 / variance(root))
  data.frame(case = name, what = "score", place = nrow(x) - 1L, estimate = q, low = root,
             high = NA, p = pchisq(q, nrow(x) - 1, lower.tail = FALSE))
}))
counts <- do.call(rbind, lapply(names(tables), function(name)
  data.frame(case = name, what = "table", place = seq_len(nrow(tables[[name]])),
             x1 = tables[[name]][, 1], n1 = tables[[name]][, 2], x0 = tables[[name]][, 3],
             n0 = tables[[name]][, 4])))
write_golden("src/tubulus/stats/reference/numbers/risk_interaction.csv",
             paste0("MOVER from ratesci ", packageVersion("ratesci"), " scoreci(contrast = 'RD', ",
                    "skew = FALSE); score test by uniroot with variances from optimize of the ",
                    "binomial likelihood (low is the common difference)"),
             "1e-6 relative, both solved by iteration", rbind(mover, score))
write_golden("tests/golden/stats/risk_interaction_tables.csv",
             "validation/r/subgroups.R, chosen tables; nobody's data", "none, input", counts)

y <- c(0.35, -0.05, 0.12, 0.6); s <- c(0.15, 0.12, 0.3, 0.25)
shrunken <- do.call(rbind, lapply(c(0.05, 0.1, 0.2, 0.3), function(tau) {
  fit <- rma(y, s^2, tau2 = tau^2, method = "REML", test = "z"); own <- blup(fit)
  rbind(data.frame(tau = tau, place = 0L, estimate = fit$b[1], low = fit$ci.lb, high = fit$ci.ub),
        data.frame(tau = tau, place = seq_along(y), estimate = own$pred, low = own$pi.lb,
                   high = own$pi.ub))
}))
write_golden("src/tubulus/stats/reference/numbers/shrinkage.csv",
             paste0("metafor ", packageVersion("metafor"), " rma(y, s^2, tau2 = tau^2) and blup; y = ",
                    "0.35 -0.05 0.12 0.6, s = 0.15 0.12 0.3 0.25"),
             "1e-10 relative, closed forms", shrunken)
