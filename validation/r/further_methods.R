# Writes the numbers that no other script has: {censored_t,classical,draw_moments,extreme_cases,
# further_imputation,percentile,bootstrap_counts,relabelled,below_limit,large_shift,
# weighted_limits,specifications,specification_curve,curve_permutations,curve_test}.csv
source("validation/r/golden.R")
suppressMessages({library(survival); library(sandwich); library(ratesci); library(brglm2)
  library(brunnermunzel)})
folder <- "src/tubulus/stats/reference/numbers/"
read <- function(name) read.csv(paste0(folder, name), comment.char = "#")
put <- function(name, origin, tolerance, table) {
  write_golden(paste0(folder, name), origin, tolerance, table)
}
exactly <- "1e-9 relative, closed forms"
from_others <- "none, input"

# censored regression with t limits: survreg's error times sqrt(n / (n - p)), p coefficients
ranks <- read("ranks_trial.csv")
ranks$seen <- log(ifelse(ranks$below == 1, ranks$limit, ranks$hormone))
exact <- survreg.control(rel.tolerance = 1e-14, maxiter = 100, toler.chol = 1e-14)
censored <- do.call(rbind, lapply(c("crude", "adjusted"), function(model) {
  right <- c(crude = "arm", adjusted = "arm + log(baseline) + age + secondary")[model]
  one <- survreg(as.formula(paste("Surv(seen, below == 0, type = 'left') ~", right)), ranks,
                 dist = "gaussian", control = exact)
  b <- coef(one)["arm"]; n <- nrow(ranks); df <- n - length(coef(one))
  se <- sqrt(one$var[2, 2] * n / df); q <- qt(0.975, df)
  data.frame(model = model, estimate = b, low = b - q * se, high = b + q * se, se = se, df = df,
             p = 2 * pt(-abs(b / se), df))
}))
put("censored_t.csv", paste0("survival ", packageVersion("survival"),
    " survreg(dist = 'gaussian', rel.tolerance = 1e-14), error times sqrt(n / (n - p)), qt and pt"),
    "1e-7 relative, survreg stops by the change of the log-likelihood", censored)

# draws below a limit, parameters held: moments of the truncated normal
fit <- survreg(Surv(seen, below == 0, type = "left") ~ arm, ranks, dist = "gaussian", control = exact)
below <- which(ranks$below == 1)
a <- (ranks$seen[below] - predict(fit)[below]) / fit$scale
ratio <- dnorm(a) / pnorm(a)
put("below_limit.csv", paste0("survival ", packageVersion("survival"),
    " survreg, then the mean and SD of a normal truncated at the limit by dnorm and pnorm"),
    "0.05 absolute, five Monte Carlo standard errors of 5,000 draws",
    data.frame(participant = below, mean = predict(fit)[below] - fit$scale * ratio,
               sd = fit$scale * sqrt(1 - a * ratio - ratio^2)))

# least squares with one variance
trial <- read("synthetic_trial.csv")
classical <- do.call(rbind, lapply(c("crude", "adjusted"), function(model) {
  right <- c(crude = "arm", adjusted = "arm + before + age + secondary")[model]
  one <- lm(as.formula(paste("after ~", right)), trial)
  limits <- confint(one, "arm")
  data.frame(model = model, estimate = coef(one)["arm"], low = limits[1], high = limits[2],
             p = summary(one)$coefficients["arm", 4])
}))
put("classical.csv", "lm(after ~ arm + ...), confint, summary", exactly, classical)

# a trial with values to be imputed, and the moments of what is drawn
gaps <- trial[c("arm", "before", "secondary", "after")]
gaps$event <- as.integer(trial$amount > 0)
away <- is.na(gaps$after) | seq_len(nrow(gaps)) %in% seq(5, nrow(gaps), by = 6)
gaps$after[away] <- NA; gaps$event[away] <- NA
put("further_imputation.csv", paste("synthetic_trial.csv with every sixth participant missing from",
    "the fifth, event is amount > 0; synthetic, nobody's data"), from_others, gaps)
rows <- which(away); own <- rows[gaps$arm[rows] == 1]
other <- lm(after ~ before + secondary, gaps[gaps$arm == 0, ])
x <- model.matrix(~ before + secondary, gaps[own, ])
s2 <- sum(resid(other)^2) / (df.residual(other) - 2)  # mean of the drawn variance
h <- rowSums((x %*% summary(other)$cov.unscaled) * x)
firth <- glm(event ~ before + secondary, binomial, gaps[gaps$arm == 1, ], method = "brglmFit",
             type = "AS_mean", epsilon = 1e-11)
moments <- rbind(
  data.frame(model = "reference-based", place = match(own, rows),
             mean = drop(x %*% coef(other)), sd = sqrt(s2 * (1 + h))),
  data.frame(model = "logistic", place = match(own, rows), mean = drop(x %*% coef(firth)),
             sd = sqrt(rowSums((x %*% vcov(firth)) * x) + pi^2 / 3)))
moments$mean_error <- 5 * moments$sd / sqrt(8000)
moments$sd_error <- 5 * moments$sd / sqrt(8000)
put("draw_moments.csv", paste0("reference-based: lm of the comparator, moments of the predictive t;",
    " logistic: brglm2 ", packageVersion("brglm2"), " brglmFit(AS_mean), moments of the log odds",
    " drawn from its normal approximation plus a standard logistic draw"),
    "five Monte Carlo standard errors of 8,000 draws", moments)

# extreme cases: all missing of an arm with the event, or none
extremes <- do.call(rbind, lapply(1:4, function(i) {
  take <- rbind(c(1, 0), c(0, 1), c(1, 1), c(0, 0))[i, ]
  y <- ifelse(is.na(gaps$event), ifelse(gaps$arm == 1, take[1], take[2]), gaps$event)
  x1 <- sum(y[gaps$arm == 1]); x0 <- sum(y[gaps$arm == 0])
  mn <- scoreci(x1, sum(gaps$arm), x0, sum(1 - gaps$arm), contrast = "RD", skew = FALSE,
                precis = 12)$estimates
  one <- lm(y ~ arm + before, gaps); b <- coef(one)["arm"]
  se <- sqrt(vcovHC(one, type = "HC3")["arm", "arm"])
  data.frame(place = i, events_1 = x1, events_0 = x0, low = mn[, "lower"], high = mn[, "upper"],
             adjusted = b, se = se)
}))
put("extreme_cases.csv", paste0("ratesci ", packageVersion("ratesci"), " scoreci(contrast = 'RD', ",
    "skew = FALSE); lm(y ~ arm + before) with sandwich ", packageVersion("sandwich"), " vcovHC(HC3)"),
    "2e-8 absolute, ratesci moves limits by 1e-8", extremes)

# bootstrap: how often the first draws hold each participant; percentiles of the estimates
drawn <- as.matrix(read("bootstrap_drawn.csv"))[1:3, ]
counts <- data.frame(t(apply(drawn, 1, tabulate, nbins = ncol(drawn))))
counts <- data.frame(t(counts)); names(counts) <- paste0("draw_", 1:3)
put("bootstrap_counts.csv", "tabulate of bootstrap_drawn.csv; synthetic, nobody's data", from_others,
    counts)
estimates <- read("bootstrap_estimates.csv")
percentile <- do.call(rbind, lapply(split(estimates, estimates$estimator), function(e) {
  q <- quantile(e$change, c(0.05, 0.95), type = 7, names = FALSE)
  data.frame(estimator = e$estimator[1], low = q[1], high = q[2])
}))
put("percentile.csv", "quantile(type = 7) of 25 draws of bootstrap_estimates.csv, 5 % and 95 %",
    "1e-12 relative, order statistics", percentile)

# every relabelling
two_part <- function(arm, y) {
  n <- length(y); n1 <- sum(arm); some <- y > 0; k <- sum(some)
  pooled <- k / n
  b2 <- if (k %in% c(0, n)) 0 else
    (sum(some[arm == 1]) / n1 - sum(some[arm == 0]) / (n - n1))^2 /
      (pooled * (1 - pooled) * (1 / n1 + 1 / (n - n1)))
  r <- rank(y[some]); m <- sum(arm[some])
  if (m %in% c(0, k) || var(r) == 0) return(b2)
  b2 + (sum(r[arm[some] == 1]) - m * mean(r))^2 / (m * (k - m) / k * var(r))
}
take <- function(variable, n_1, n_0) {
  c(ranks[[variable]][ranks$arm == 1][seq_len(n_1)], ranks[[variable]][ranks$arm == 0][seq_len(n_0)])
}
relabel <- function(variable, n_1, n_0) {
  y <- take(variable, n_1, n_0); n <- n_1 + n_0
  all <- combn(n, n_1, function(i) two_part(replace(numeric(n), i, 1), y))
  found <- two_part(rep(1:0, c(n_1, n_0)), y)
  mean(all >= found - 1e-9)
}
cases <- data.frame(variable = c("score", "amount", "amount", "score"), n_1 = c(8L, 8L, 6L, 6L),
                    n_0 = c(7L, 7L, 6L, 7L))
cases$two_part <- mapply(relabel, cases$variable, cases$n_1, cases$n_0)
cases$brunner_munzel <- mapply(function(v, n_1, n_0) {
  y <- take(v, n_1, n_0)
  brunnermunzel.permutation.test(y[seq_len(n_1)], y[-seq_len(n_1)])$p.value
}, cases$variable, cases$n_1, cases$n_0)
put("relabelled.csv", paste0("every relabelling by combn, chi-squares of shares and ranks written out;",
    " brunnermunzel ", packageVersion("brunnermunzel"), " brunnermunzel.permutation.test"),
    "1e-12 relative, ratios of counts", cases)

# large arms: ranks of the sorted differences from the normal approximation
large <- read("large_arms.csv")
x <- large$value[large$arm == 1]; y <- large$value[large$arm == 0]
d <- sort(outer(x, y, "-")); m <- length(d)
spread <- sqrt(m * (length(x) + length(y) + 1) / 12)
shifts <- do.call(rbind, lapply(c(0.95, 0.9, 0.99), function(level) {
  k <- floor(m / 2 + qnorm((1 - level) / 2) * spread)
  data.frame(confidence = level, shift = median(d), low = d[k], high = d[m + 1 - k],
             achieved = 1 - 2 * pnorm((k - m / 2) / spread))
}))
put("large_shift.csv", "sorted outer differences at floor(m / 2 + qnorm * spread)", exactly, shifts)

# limits and p of weighted contrasts: t with n - p - 1 df and the error times sqrt(n / df)
weighted <- read("weighted_contrasts.csv"); n <- 80; df <- 73
weighted$error <- weighted$se * sqrt(n / df)
weighted$low <- weighted$estimate - qt(0.975, df) * weighted$error
weighted$high <- weighted$estimate + qt(0.975, df) * weighted$error
weighted$p <- 2 * pt(-abs(weighted$estimate / weighted$error), df)
put("weighted_limits.csv", "qt and pt on weighted_contrasts.csv, error times sqrt(n / (n - p - 1))",
    "1e-6 relative, the derivative behind the error is numerical",
    weighted[c("weighting", "target", "outcome", "error", "low", "high", "p")])

# a specification curve, its summary and its joint test
set.seed(20251130)
curve <- data.frame(estimate = round(rnorm(11, 0.12, 0.15), 3))
curve$low <- curve$estimate - round(runif(11, 0.05, 0.4), 3)
curve$high <- 2 * curve$estimate - curve$low
put("specifications.csv", "simulated with set.seed(20251130); synthetic, nobody's data", from_others,
    curve)
same <- sign(curve$estimate) == sign(median(curve$estimate))
beyond <- curve$low > 0 | curve$high < 0
put("specification_curve.csv", "median, min, max and means of specifications.csv", exactly,
    data.frame(median = median(curve$estimate), low = min(curve$estimate),
               high = max(curve$estimate), same_side = mean(same), excluding = mean(beyond),
               excluding_same_side = mean(beyond & same)))
draws <- 19
effects <- round(matrix(rnorm(11 * (draws + 1), 0, 0.5), 11), 4)
effects[, 1] <- round(effects[, 1] + 0.45, 4)
p <- round(2 * pnorm(-abs(effects / 0.3)), 6)
table <- data.frame(effects, p)
names(table) <- c(paste0("effect_", 0:draws), paste0("p_", 0:draws))
put("curve_permutations.csv", "simulated with set.seed(20251130), 0 is the trial; synthetic, nobody's data",
    from_others, table)
statistics <- cbind(
  median = abs(apply(effects, 2, median)),
  significant = pmax(colMeans(effects > 0 & p <= 0.05), colMeans(effects < 0 & p <= 0.05)),
  stouffer = abs(colMeans(sign(effects) * qnorm(1 - p / 2))))
put("curve_test.csv", "median, colMeans and qnorm of curve_permutations.csv, ranks among 20", exactly,
    data.frame(measure = colnames(statistics), value = statistics[1, ],
               p = colMeans(sweep(statistics, 2, statistics[1, ] - 1e-12, ">="))))
