# Writes {censored,hidden_arm}.csv from ranks_trial.csv
# (validation/r/ranks.R).
source("validation/r/golden.R")
suppressMessages(library(survival))

trial <- read.csv("src/tubulus/stats/reference/numbers/ranks_trial.csv", comment.char = "#")
trial$seen <- ifelse(trial$below == 1, trial$limit, trial$hormone)
exact <- survreg.control(rel.tolerance = 1e-14, maxiter = 100, toler.chol = 1e-14)

fit <- function(model, robust) {
  right <- c(crude = "arm", adjusted = "arm + log(baseline) + age + secondary")[model]
  formula <- as.formula(paste("Surv(log(seen), below == 0, type = 'left') ~", right))
  one <- survreg(formula, trial, dist = "gaussian", control = exact, robust = robust)
  b <- coef(one)["arm"]; se <- sqrt(one$var[2, 2])
  data.frame(model = model, covariance = ifelse(robust, "sandwich", "observed"), estimate = b,
             se = se, low = b - qnorm(0.975) * se, high = b + qnorm(0.975) * se,
             p = 2 * pnorm(-abs(b / se)), sd = one$scale,
             lr_p = pchisq(2 * (one$loglik[2] - hold(right, 0, trial)), 1, lower.tail = FALSE))
}
# log-likelihood with the contrast held
hold <- function(right, value, data) {
  data$held <- value * data$arm
  others <- sub("arm \\+ ", "", sub("^arm$", "1", right))
  formula <- as.formula(paste("Surv(log(seen), below == 0, type = 'left') ~ offset(held) +", others))
  survreg(formula, data, dist = "gaussian", control = exact)$loglik[2]
}
rows <- rbind(fit("crude", FALSE), fit("crude", TRUE), fit("adjusted", FALSE), fit("adjusted", TRUE))
write_golden("src/tubulus/stats/reference/numbers/censored.csv",
             paste0("survival ", packageVersion("survival"), " survreg(Surv(log(value or limit), ",
                    "quantified, type = 'left') ~ ..., dist = 'gaussian', rel.tolerance = 1e-14, robust)"),
             "1e-7 relative, survreg stops by the change of the log-likelihood", rows)

# every value of the comparator below the limit: its likelihood tends to 1
hidden <- trial
hidden$below[hidden$arm == 0] <- 1L
hidden$seen <- ifelse(hidden$below == 1, hidden$limit, hidden$hormone)
follow <- function(model, right) {
  others <- sub("arm \\+ ", "", sub("^arm$", "1", right))
  alone <- survreg(as.formula(paste("Surv(log(seen), below == 0, type = 'left') ~", others)),
                   subset(hidden, arm == 1), dist = "gaussian", control = exact)
  top <- alone$loglik[2]
  excess <- function(value) 2 * (top - hold(right, value, hidden)) - qchisq(0.95, 1)
  data.frame(model = model, limit = uniroot(excess, c(-2, 5), tol = 1e-12)$root,
             p = pchisq(2 * (top - hold(right, 0, hidden)), 1, lower.tail = FALSE))
}
write_golden("src/tubulus/stats/reference/numbers/hidden_arm.csv",
             paste0("survival ", packageVersion("survival"), " survreg(... + offset(b * arm)) with ",
                    "the comparator below its limits, against survreg of the first arm alone"),
             "1e-7 relative, survreg stops by the change of the log-likelihood",
             rbind(follow("crude", "arm"),
                   follow("adjusted", "arm + log(baseline) + age + secondary")))
