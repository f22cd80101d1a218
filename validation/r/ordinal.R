# Writes {proportional_odds,infinite_odds}.csv from ranks_trial.csv
# (validation/r/ranks.R). Needs ordinal and rms (Debian).
source("validation/r/golden.R")
suppressMessages({library(ordinal); library(rms)})

trial <- read.csv("src/tubulus/stats/reference/numbers/ranks_trial.csv", comment.char = "#")
trial$any <- as.integer(trial$amount > 0)
tight <- clm.control(gradTol = 1e-10, maxIter = 200L)

fit <- function(variable, covariates, level = 0.95) {
  y <- factor(trial[[variable]])
  z <- if (covariates == "none") "1" else covariates
  full <- clm(as.formula(paste("y ~ arm +", z)), data = trial, control = tight)
  b <- coef(full)["arm"]; se <- sqrt(vcov(full)["arm", "arm"])
  held <- function(value) {
    data <- transform(trial, held = value * arm)
    clm(as.formula(paste("y ~ offset(held) +", z)), data = data, control = tight)$logLik
  }
  excess <- function(value) 2 * (full$logLik - held(value)) - qchisq(level, 1)
  low <- uniroot(excess, c(b - 5 * se, b), tol = 1e-11)$root
  high <- uniroot(excess, c(b, b + 5 * se), tol = 1e-11)$root
  other <- orm(as.formula(paste("y ~ arm +", z)), data = transform(trial, y = trial[[variable]]),
               eps = 1e-12, maxit = 100)
  stopifnot(abs(coef(other)["arm"] - b) < 1e-5, abs(sqrt(vcov(other)["arm", "arm"]) - se) < 1e-4)
  data.frame(variable = variable, covariates = covariates, levels = nlevels(y),
             log_odds_ratio = b, se = se, low = b - qnorm(0.975) * se, high = b + qnorm(0.975) * se,
             p = 2 * pnorm(-abs(b / se)), profile_low = low, profile_high = high,
             lr_p = pchisq(2 * (full$logLik - held(0)), 1, lower.tail = FALSE))
}
rows <- do.call(rbind, lapply(c("score", "amount", "hormone", "any"), function(variable)
  rbind(fit(variable, "none"), fit(variable, "age + secondary"))))
write_golden("src/tubulus/stats/reference/numbers/proportional_odds.csv",
             paste0("ordinal ", packageVersion("ordinal"), " clm(factor(y) ~ arm + covariates, ",
                    "gradTol = 1e-10), the same maximum as rms ", packageVersion("rms"), " orm; profile ",
                    "limits by uniroot on clm with offset(b * arm)"),
             "1e-6 relative, clm stops when its gradient falls below 1e-10 and uniroot at 1e-11",
             rows)

# nobody of the comparator above zero: the likelihood grows with the odds ratio and tends to that
# of the first arm alone (clm itself does not start at a log odds ratio of 30)
trial$one_sided <- trial$amount * trial$arm
trial$one_sided_any <- as.integer(trial$one_sided > 0)
follow <- function(variable, covariates) {
  y <- factor(trial[[variable]])
  z <- if (covariates == "none") "1" else covariates
  held <- function(value) {
    data <- transform(trial, held = value * arm)
    clm(as.formula(paste("y ~ offset(held) +", z)), data = data, control = tight)$logLik
  }
  alone <- data.frame(trial, y = y)[trial$arm == 1, ]
  stopifnot(nlevels(droplevels(alone$y)) == nlevels(y))
  top <- clm(as.formula(paste("y ~", z)), data = alone, control = tight)$logLik
  limit <- uniroot(function(value) 2 * (top - held(value)) - qchisq(0.95, 1), c(0, 6),
                   tol = 1e-11)$root
  data.frame(variable = variable, covariates = covariates, limit = exp(limit),
             p = pchisq(2 * (top - held(0)), 1, lower.tail = FALSE))
}
write_golden("tests/golden/stats/infinite_odds.csv",
             paste0("ordinal ", packageVersion("ordinal"), " clm(factor(amount * arm) ~ ",
                    "offset(b * arm) + covariates) against clm of the first arm alone, uniroot, and b = 0 for p"),
             "1e-6 relative, clm stops when its gradient falls below 1e-10",
             rbind(follow("one_sided", "none"), follow("one_sided", "age + secondary"),
                   follow("one_sided_any", "none"), follow("one_sided_any", "age + secondary")))
