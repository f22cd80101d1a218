# Writes {e_values,robustness_values,confounder_bounds,
# tipping_confounder}.csv.
source("validation/r/golden.R")
suppressMessages({library(EValue); library(sensemakr); library(tipr)})
options(tipr.verbose = FALSE)

ratios <- data.frame(kind = c("RR", "RR", "RR", "RR", "RR", "OR rare", "OR common", "OR common"),
                     estimate = c(3.9, 0.8, 1.3, 1.0, 9.0, 0.86, 2.4, 0.35),
                     low = c(1.8, 0.71, 0.9, 0.7, 1.197, 0.75, 1.4, 0.12),
                     high = c(8.7, 0.91, 1.88, 1.43, 67.7, 0.99, 4.1, 0.98))
read_limit <- function(e) { limits <- e["E-values", 2:3]; limits[!is.na(limits)] }
both <- function(kind, estimate, low, high) {
  e <- suppressMessages(switch(kind, RR = evalues.RR(estimate, low, high),
                               "OR rare" = evalues.OR(estimate, low, high, rare = TRUE),
                               "OR common" = evalues.OR(estimate, low, high, rare = FALSE)))
  data.frame(e_estimate = e["E-values", 1], e_limit = unname(read_limit(e)))
}
ratios <- cbind(ratios, scale = 1, do.call(rbind, Map(both, ratios$kind, ratios$estimate,
                                                      ratios$low, ratios$high)))
# EValue takes the standard error; it makes limits of exp(0.91 d -/+ 1.78 se)
means <- data.frame(d = c(0.5, -0.9, 0.2), se = c(0.15, 0.22, 0.2))
means <- do.call(rbind, Map(function(d, se) {
  e <- suppressMessages(evalues.MD(d, se))
  data.frame(kind = "SMD", estimate = d, low = d - 1.78 / 0.91 * se, high = d + 1.78 / 0.91 * se,
             scale = 1, e_estimate = e["E-values", 1], e_limit = unname(read_limit(e)))
}, means$d, means$se))
# a difference of means of an outcome with SD 9.3
ols <- suppressMessages(evalues.OLS(-5.2, 2.1, sd = 9.3))
ols <- data.frame(kind = "mean", estimate = -5.2, low = -5.2 - 1.78 / 0.91 * 2.1,
                  high = -5.2 + 1.78 / 0.91 * 2.1, scale = 9.3,
                  e_estimate = ols["E-values", 1], e_limit = unname(read_limit(ols)))
write_golden("src/tubulus/stats/reference/numbers/e_values.csv",
             paste0("EValue ", packageVersion("EValue"), " evalues.RR, evalues.OR(rare = ...), ",
                    "evalues.MD, evalues.OLS; limits of the latter two are those that it makes"),
             "1e-12 relative, closed forms", rbind(ratios, means, ols))

trial <- read.csv("src/tubulus/stats/reference/numbers/synthetic_trial.csv", comment.char = "#")
values <- expand.grid(t = c(4.184, -1.33, 0.4, 12, 45), df = c(783, 70, 12), share = c(1, 0.5),
                      alpha = c(0.05, 0.1))
values$rv <- mapply(function(t, df, q, a) as.numeric(robustness_value(t, df, q = q, alpha = 1)),
                    values$t, values$df, values$share, values$alpha)
values$rv_alpha <- mapply(function(t, df, q, a) as.numeric(robustness_value(t, df, q = q, alpha = a)),
                          values$t, values$df, values$share, values$alpha)
values$r2 <- mapply(function(t, df) partial_r2(t, dof = df), values$t, values$df)
write_golden("src/tubulus/stats/reference/numbers/robustness_values.csv",
             paste0("sensemakr ", packageVersion("sensemakr"),
                    " robustness_value(t, dof, q, alpha), alpha = 1 for rv; partial_r2(t, dof)"),
             "1e-9 relative, closed forms and a quantile of t", values)

centre <- model.matrix(~ centre, trial)[, -1]
trial$centre_b <- centre[, 1]; trial$centre_c <- centre[, 2]
fit <- lm(after ~ arm + before + age + secondary + centre_b + centre_c, trial)
groups <- list(before = "before", age = "age", secondary = "secondary",
               centre = c("centre_b", "centre_c"))
bounds <- do.call(rbind, lapply(names(groups), function(name) {
  b <- ovb_bounds(fit, "arm", benchmark_covariates = groups[name], kd = 1:3)
  dof <- df.residual(fit) - 1
  half <- qt(0.975, dof) * b$adjusted_se
  data.frame(covariate = name, strength = 1:3, r2_arm = b$r2dz.x, r2_outcome = b$r2yz.dx,
             estimate = b$adjusted_estimate, low = b$adjusted_estimate - half,
             high = b$adjusted_estimate + half, t = b$adjusted_t)
}))
write_golden("src/tubulus/stats/reference/numbers/confounder_bounds.csv",
             paste0("sensemakr ", packageVersion("sensemakr"), " ovb_bounds(lm(after ~ arm + ",
                    "before + age + secondary + centre), kd = 1:3); limits with qt on n - p - 1 df, ",
                    "where sensemakr's take n - p"),
             "1e-8 relative, differences of sums of squares", bounds)

given <- expand.grid(estimate = c(2.2, 0.6), p1 = c(0.6, 0.1), p0 = c(0.2, 0.5), effect = c(1.5, 3))
ratio <- mapply(function(e, p1, p0, g) adjust_rr_with_binary(e, p1, p0, g, verbose = FALSE)$rr_adjusted,
                given$estimate, given$p1, given$p0, given$effect)
difference <- mapply(function(e, p1, p0, g)
  adjust_coef_with_binary(e, p1, p0, g, verbose = FALSE)$effect_adjusted,
  given$estimate, given$p1, given$p0, given$effect)
tip <- mapply(function(e, p1, p0) suppressWarnings(tryCatch(
  tip_with_binary(e, exposed_confounder_prev = p1, unexposed_confounder_prev = p0,
                  verbose = FALSE)$confounder_outcome_effect, error = function(e) NA)),
  given$estimate, given$p1, given$p0)
write_golden("src/tubulus/stats/reference/numbers/tipping_confounder.csv",
             paste0("tipr ", packageVersion("tipr"), " adjust_rr_with_binary, ",
                    "adjust_coef_with_binary, tip_with_binary; NA where no effect tips"),
             "1e-12 relative, closed forms",
             cbind(given, ratio = ratio, difference = difference, tip = tip))
