# Writes tests/golden/stats/censored.csv from tests/golden/stats/ranks_trial.csv (validation/r/ranks.R).
source("validation/r/golden.R")
suppressMessages(library(survival))

trial <- read.csv("tests/golden/stats/ranks_trial.csv", comment.char = "#")
trial$seen <- ifelse(trial$below == 1, trial$limit, trial$hormone)
exact <- survreg.control(rel.tolerance = 1e-14, maxiter = 100, toler.chol = 1e-14)

fit <- function(model, robust) {
  right <- c(crude = "arm", adjusted = "arm + log(baseline) + age + secondary")[model]
  formula <- as.formula(paste("Surv(log(seen), below == 0, type = 'left') ~", right))
  one <- survreg(formula, trial, dist = "gaussian", control = exact, robust = robust)
  b <- coef(one)["arm"]; se <- sqrt(one$var[2, 2])
  data.frame(model = model, covariance = ifelse(robust, "sandwich", "observed"), estimate = b,
             se = se, low = b - qnorm(0.975) * se, high = b + qnorm(0.975) * se,
             p = 2 * pnorm(-abs(b / se)), sd = one$scale)
}
rows <- rbind(fit("crude", FALSE), fit("crude", TRUE), fit("adjusted", FALSE), fit("adjusted", TRUE))
write_golden("tests/golden/stats/censored.csv",
             paste0("survival ", packageVersion("survival"), " survreg(Surv(log(value or limit), ",
                    "quantified, type = 'left') ~ ..., dist = 'gaussian', rel.tolerance = 1e-14, robust)"),
             "1e-7 relative, survreg stops by the change of the log-likelihood", rows)
