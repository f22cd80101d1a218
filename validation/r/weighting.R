# Writes {weighting_trial,weighted_contrasts,augmented_contrasts,entropy_weights,
# propensity,firth_weighting,weighted_balance,bootstrap_drawn,bootstrap_estimates}.csv. The trial is simulated here
# and is nobody's data.
source("validation/r/golden.R")
suppressMessages({library(PSweight); library(cobalt); library(ebal); library(tmle)})
library(numDeriv)
version_of <- function(name) paste(name, packageVersion(name))

set.seed(20250611)
n <- 80
age <- round(rnorm(n, 34, 5))
secondary <- rbinom(n, 1, 0.35)
log_fsh <- round(rnorm(n, 2.7, 0.45), 3)
testis_ml <- round(pmax(2, rnorm(n, 11, 3)), 1)
log_t <- round(rnorm(n, 2.5, 0.35) - 0.02 * (age - 34), 3)
lean <- 0.05 * (age - 34) + 0.8 * secondary - 0.9 * (log_fsh - 2.7) + 0.08 * (testis_ml - 11)
arm <- as.integer(rank(-(lean + rlogis(n))) <= n / 2)
change <- round(1.2 * log_fsh + 0.4 * secondary + 0.03 * (age - 34) + 0.5 * arm + rnorm(n, 0, 0.8), 3)
amount <- round(exp(2 + 0.3 * (log_t - 2.5) + 0.2 * arm + 0.3 * secondary + rnorm(n, 0, 0.5)), 3)
event <- rbinom(n, 1, plogis(-1.6 + 0.7 * arm + 0.8 * secondary))
trial <- data.frame(arm, age, secondary = as.integer(secondary), log_fsh, testis_ml, log_t,
                    change, amount, event = as.integer(event))
# age is a number of years without a fraction
trial$age <- as.integer(trial$age)
write_golden("src/tubulus/stats/reference/numbers/weighting_trial.csv",
             "validation/r/weighting.R, simulated with set.seed(20250611); synthetic, nobody's data",
             "none, input", trial)

terms <- c("age", "secondary", "log_fsh", "testis_ml", "log_t")
ps <- reformulate(terms, "arm")
sharp <- glm.control(epsilon = 1e-15, maxit = 100)
x <- as.matrix(trial[terms]); W <- cbind(1, x); z <- trial$arm
score <- glm(ps, binomial, trial, control = sharp)
beta <- coef(score); e <- fitted(score)
outcomes <- list(change = trial$change, log_amount = log(trial$amount), event = trial$event)

# Stacked estimating equations with a numerical derivative: estimate and sandwich of a contrast.
sandwich <- function(psi, theta, contrast) {
  bread <- solve(jacobian(function(t) colMeans(psi(t)), theta))
  values <- psi(theta)
  v <- bread %*% (crossprod(values) / nrow(values)) %*% t(bread) / nrow(values)
  sqrt(drop(contrast %*% v %*% contrast))
}
tilt <- list(ATE = function(e) 1, ATT = function(e) e, ATU = function(e) 1 - e,
             ATO = function(e) e * (1 - e), matching = function(e) pmin(e, 1 - e))
names_there <- c(ATE = "IPW", ATT = "treated", ATO = "overlap", matching = "matching")

hajek <- function(target, y) {
  h <- tilt[[target]]
  w1 <- z * h(e) / e; w0 <- (1 - z) * h(e) / (1 - e)
  m1 <- weighted.mean(y, w1); m0 <- weighted.mean(y, w0)
  psi <- function(t, known = FALSE) {
    e <- if (known) e else drop(plogis(W %*% t[-(1:2)]))
    own <- cbind(z * h(e) / e * (y - t[1]), (1 - z) * h(e) / (1 - e) * (y - t[2]))
    if (known) own else cbind(own, W * (z - e))
  }
  data.frame(mean_1 = m1, mean_0 = m0, estimate = m1 - m0,
             se = sandwich(psi, c(m1, m0, beta), c(1, -1, rep(0, length(beta)))),
             fixed_se = sandwich(function(t) psi(t, TRUE), c(m1, m0), c(1, -1)),
             effective_1 = sum(w1)^2 / sum(w1^2), effective_0 = sum(w0)^2 / sum(w0^2))
}
peer <- function(target, y) {
  if (!target %in% names(names_there)) return(NA)
  trial$y <- y
  fit <- PSweight(ps.formula = ps, yname = "y", data = trial, weight = names_there[[target]])
  summary(fit)$estimates
}
rows <- list(); furthest <- 0
for (target in names(tilt)) for (name in names(outcomes)) {
  mine <- hajek(target, outcomes[[name]]); theirs <- peer(target, outcomes[[name]])
  if (is.matrix(theirs)) {
    furthest <- max(furthest, abs(theirs[1, 1:2] / c(mine$estimate, mine$se) - 1))
  }
  rows[[length(rows) + 1]] <- data.frame(weighting = "propensity", target, outcome = name, mine)
}

# entropy balancing by uniroot-free Newton on the dual, checked against ebal below
balance_arm <- function(rows, goal) {
  d <- sweep(x[rows, ], 2, goal); b <- rep(0, ncol(d))
  for (i in 1:100) {
    w <- drop(exp(d %*% b)); w <- w / sum(w)
    g <- colSums(w * d); H <- crossprod(d * sqrt(w)) - tcrossprod(g)
    step <- solve(H, g); size <- 1
    dual <- function(b) log(sum(exp(d %*% b)))
    while (dual(b - size * step) > dual(b) + 1e-13) size <- size / 2
    b <- b - size * step
    if (max(abs(size * step)) < 1e-14) break
  }
  b
}
entropy <- function(target, y) {
  k <- ncol(x); t <- switch(target, ATE = rep(1, n), ATT = z, ATU = 1 - z)
  goal <- colSums(t * x) / sum(t)
  b1 <- if (target == "ATT") NULL else balance_arm(z == 1, goal)
  b0 <- if (target == "ATU") NULL else balance_arm(z == 0, goal)
  weigh <- function(b, goal) if (is.null(b)) rep(1, n) else drop(exp(sweep(x, 2, goal) %*% b))
  w1 <- z * weigh(b1, goal); w0 <- (1 - z) * weigh(b0, goal)
  m1 <- weighted.mean(y, w1); m0 <- weighted.mean(y, w0)
  psi <- function(p) {
    goal <- p[3:(k + 2)]; rest <- p[-(1:(k + 2))]
    c1 <- if (is.null(b1)) NULL else rest[1:k]
    c0 <- if (is.null(b0)) NULL else rest[length(rest) - k + 1:k]
    w1 <- z * weigh(c1, goal); w0 <- (1 - z) * weigh(c0, goal); d <- sweep(x, 2, goal)
    cbind(w1 * (y - p[1]), w0 * (y - p[2]), t * d,
          if (!is.null(b1)) w1 * d, if (!is.null(b0)) w0 * d)
  }
  theta <- c(m1, m0, goal, b1, b0)
  contrast <- c(1, -1, rep(0, length(theta) - 2))
  fixed <- sqrt(sum((w1 * (y - m1) / sum(w1) - w0 * (y - m0) / sum(w0))^2))
  data.frame(mean_1 = m1, mean_0 = m0, estimate = m1 - m0, se = sandwich(psi, theta, contrast),
             fixed_se = fixed, effective_1 = sum(w1)^2 / sum(w1^2),
             effective_0 = sum(w0)^2 / sum(w0^2))
}
for (target in c("ATE", "ATT", "ATU")) for (name in names(outcomes))
  rows[[length(rows) + 1]] <- data.frame(weighting = "entropy", target, outcome = name,
                                         entropy(target, outcomes[[name]]))
write_golden("src/tubulus/stats/reference/numbers/weighted_contrasts.csv",
             paste0("stacked estimating equations written out in validation/r/weighting.R, derivative by ",
                    version_of("numDeriv"), " jacobian; glm(epsilon = 1e-15); largest relative distance to ",
                    version_of("PSweight"), " PSweight(weight = IPW, treated, overlap, matching) ",
                    signif(furthest, 2)),
             "1e-7 relative, the derivative is numerical", do.call(rbind, rows))

there <- capture.output(fit <- ebalance(z, x, constraint.tolerance = 1e-10, max.iterations = 500))
goal <- colMeans(x[z == 1, ])
own <- drop(exp(sweep(x[z == 0, ], 2, goal) %*% balance_arm(z == 0, goal))); own <- own / sum(own)
write_golden("tests/golden/stats/entropy_weights.csv",
             paste0(version_of("ebal"), " ebalance(constraint.tolerance = 1e-10), weights of the comparator over ",
                    "their sum; largest distance to the Newton steps of validation/r/weighting.R ",
                    signif(max(abs(fit$w / sum(fit$w) - own)), 2)),
             "1e-9 absolute, ebalance stops where the means differ by 1e-10",
             data.frame(row = which(z == 0), weight = fit$w / sum(fit$w)))

q <- quantile(e[z == 1], c(0, 0.05, 0.25, 0.5, 0.75, 0.95, 1), names = FALSE)
q0 <- quantile(e[z == 0], c(0, 0.05, 0.25, 0.5, 0.75, 0.95, 1), names = FALSE)
low <- max(q[1], q0[1]); high <- min(q[7], q0[7])
write_golden("src/tubulus/stats/reference/numbers/propensity.csv",
             paste0("glm(binomial, epsilon = 1e-15), quantile(type = 7); c from ", version_of("Hmisc"), " somers2"),
             "1e-9 relative, both solve the score equations to rounding",
             data.frame(what = c(paste0("coefficient_", 0:5), paste0("first_", 0:6), paste0("second_", 0:6),
                                 "c_statistic", "low", "high", "outside_1", "outside_0"),
                        value = c(unname(beta), q, q0, Hmisc::somers2(e, z)[["C"]], low, high,
                                  mean(e[z == 1] < low | e[z == 1] > high),
                                  mean(e[z == 0] < low | e[z == 0] > high))))

rows <- list()
for (target in c("ATO", "ATE", "ATT")) {
  w <- ifelse(z == 1, tilt[[target]](e) / e, tilt[[target]](e) / (1 - e))
  tab <- bal.tab(trial[terms], treat = z, weights = w, un = TRUE, s.d.denom = "pooled", binary = "std",
                 continuous = "std", stats = c("m", "v", "ks"), method = "weighting")$Balance
  rows[[target]] <- data.frame(target, covariate = rownames(tab), smd = tab$Diff.Un, ratio = tab$V.Ratio.Un,
                               ks = tab$KS.Un, weighted_smd = tab$Diff.Adj, weighted_ratio = tab$V.Ratio.Adj,
                               weighted_ks = tab$KS.Adj)
}
write_golden("src/tubulus/stats/reference/numbers/weighted_balance.csv",
             paste0(version_of("cobalt"), " bal.tab(s.d.denom = 'pooled', binary = 'std', stats = c('m', 'v', 'ks'))"),
             "1e-9 absolute, closed forms; a weighted ATO difference is 0 up to rounding", do.call(rbind, rows))

# a covariate that separates the arms: Firth's score, then weighted means
apart <- cbind(trial$log_t, trial$log_fsh + 3 * z)
firth <- glm(z ~ apart, binomial, method = brglm2::brglmFit, type = "AS_mean", epsilon = 1e-13, maxit = 10000)
f <- unname(fitted(firth))
write_golden("tests/golden/stats/firth_weighting.csv",
             paste0(version_of("brglm2"), " glm(z ~ log_t + I(log_fsh + 3 * z), method = brglmFit, type = 'AS_mean', ",
                    "epsilon = 1e-13), then weighted.mean of change in each arm"),
             "1e-7 relative, both stop where the penalised score is 0 to about 1e-10",
             do.call(rbind, lapply(names(tilt), function(target) {
               h <- tilt[[target]](f)
               data.frame(target, mean_1 = weighted.mean(trial$change, z * h / f),
                          mean_0 = weighted.mean(trial$change, (1 - z) * h / (1 - f)))
             })))

# augmented weighting: mean of the augmented outcomes, sandwich with the equations of both models
augment <- function(y, family, by_arm) {
  D <- function(a) cbind(1, a, x, if (by_arm) a * x)
  link <- if (family == "gaussian") identity else plogis
  gamma <- coef(glm(y ~ D(z) - 1, family = family, control = sharp))
  each <- function(e, gamma) {
    m1 <- drop(link(D(1) %*% gamma)); m0 <- drop(link(D(0) %*% gamma))
    cbind(m1 + z * (y - m1) / e, m0 + (1 - z) * (y - m0) / (1 - e))
  }
  means <- colMeans(each(e, gamma)); k <- length(beta)
  psi <- function(t) {
    b <- t[2 + 1:k]; g <- t[-(1:(k + 2))]; e <- drop(plogis(W %*% b))
    cbind(sweep(each(e, g), 2, t[1:2]), W * (z - e), D(z) * drop(y - link(D(z) %*% g)))
  }
  theta <- c(means, beta, gamma)
  plain <- sweep(each(e, gamma), 2, means)
  data.frame(mean_1 = means[1], mean_0 = means[2], estimate = means[1] - means[2],
             se = sandwich(psi, theta, c(1, -1, rep(0, length(theta) - 2))),
             fixed_se = sqrt(sum((plain[, 1] - plain[, 2])^2)) / n)
}
target_loss <- function(y, family) {
  model <- glm(y ~ z + x, family = family, control = sharp)
  Q <- sapply(0:1, function(a) predict(model, list(z = rep(a, n), x = x), type = "response"))
  # the package widens the range of a continuous outcome but scales by the observed one
  fit <- tmle(Y = y, A = z, W = data.frame(x), Q = Q, g1W = unname(e), family = family, gbound = 1e-6)
  fixed <- sqrt(fit$estimates$ATE$var.psi * (n - 1) / n)
  data.frame(mean_1 = mean(fit$Qstar[, "Q1W"]), mean_0 = mean(fit$Qstar[, "Q0W"]),
             estimate = fit$estimates$ATE$psi, se = fixed, fixed_se = fixed)
}
rows <- list(
  data.frame(method = "AIPW", outcome = "change", model = "linear", by_arm = 0L,
             augment(outcomes$change, "gaussian", FALSE)),
  data.frame(method = "AIPW", outcome = "change", model = "linear", by_arm = 1L,
             augment(outcomes$change, "gaussian", TRUE)),
  data.frame(method = "AIPW", outcome = "log_amount", model = "linear", by_arm = 0L,
             augment(outcomes$log_amount, "gaussian", FALSE)),
  data.frame(method = "AIPW", outcome = "event", model = "logistic", by_arm = 0L,
             augment(outcomes$event, "binomial", FALSE)),
  data.frame(method = "AIPW", outcome = "event", model = "linear", by_arm = 0L,
             augment(outcomes$event, "gaussian", FALSE)),
  data.frame(method = "TMLE", outcome = "change", model = "linear", by_arm = 0L,
             target_loss(outcomes$change, "gaussian")),
  data.frame(method = "TMLE", outcome = "log_amount", model = "linear", by_arm = 0L,
             target_loss(outcomes$log_amount, "gaussian")),
  data.frame(method = "TMLE", outcome = "event", model = "logistic", by_arm = 0L,
             target_loss(outcomes$event, "binomial")))
write_golden("src/tubulus/stats/reference/numbers/augmented_contrasts.csv",
             paste0("AIPW: stacked estimating equations of validation/r/weighting.R; TMLE: ", version_of("tmle"),
                    " tmle(Q, g1W, gbound = 1e-6), variance times (n - 1) / n; outcome models and score by glm"),
             "1e-7 relative for AIPW, whose derivative is numerical; 1e-6 for TMLE, whose glm stops at 1e-8",
             do.call(rbind, rows))

# the same estimators by glm.fit and lm.fit on resampled rows
drawn <- t(replicate(25, c(sample(which(z == 1), replace = TRUE), sample(which(z == 0), replace = TRUE))))
y <- do.call(cbind, outcomes)
estimate <- function(rows) {
  z <- z[rows]; x <- x[rows, ]; y <- y[rows, ]
  e <- glm.fit(cbind(1, x), z, family = binomial(), control = sharp)$fitted.values
  model <- lm.fit(cbind(1, z, x), y); b <- model$coefficients
  weigh <- function(w1, w0) colSums(z * w1 * y) / sum(z * w1) - colSums((1 - z) * w0 * y) / sum((1 - z) * w0)
  rbind(ANCOVA = b["z", ], ATE = weigh(1 / e, 1 / (1 - e)), ATT = weigh(1, e / (1 - e)),
        ATU = weigh((1 - e) / e, 1), ATO = weigh(1 - e, e),
        matching = weigh(pmin(e, 1 - e) / e, pmin(e, 1 - e) / (1 - e)),
        AIPW = b["z", ] + colMeans((z / e - (1 - z) / (1 - e)) * model$residuals))
}
values <- lapply(seq_len(nrow(drawn)), function(i) {
  v <- suppressWarnings(estimate(drawn[i, ]))
  data.frame(draw = i, estimator = rownames(v), v)
})
write_golden("src/tubulus/stats/reference/numbers/bootstrap_drawn.csv",
             "sample(replace = TRUE) within each arm, set.seed(20250611); rows of weighting_trial.csv from 1",
             "none, input", setNames(data.frame(drawn), paste0("p", seq_len(n))))
write_golden("src/tubulus/stats/reference/numbers/bootstrap_estimates.csv",
             "glm.fit(epsilon = 1e-15), lm.fit and weighted means on the rows of bootstrap_drawn.csv",
             "1e-8 relative, both solve the same equations", do.call(rbind, values))
