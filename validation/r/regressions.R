# Writes {standardised_means,arm_means,permutations,logistic,firth,
# standardised_risks}.csv from the synthetic trial that linear.R simulates; run that first.
source("validation/r/golden.R")
suppressMessages({
  library(sandwich); library(emmeans); library(marginaleffects); library(coin)
  library(logistf); library(brglm2)
})
version <- function(name) paste(name, packageVersion(name))

trial <- read.csv("src/tubulus/stats/reference/numbers/synthetic_trial.csv", comment.char = "#")
trial$event <- as.integer(trial$amount > 0)
trial$log_after <- log(trial$after)
trial$log_before <- log(trial$before)
complete <- trial[complete.cases(trial[c("after", "age")]), ]
first <- complete$arm == 1
summarise <- function(estimate, se, df, level = 0.95) {
  half <- qt(0.5 + level / 2, df) * se
  data.frame(estimate, low = estimate - half, high = estimate + half, se, df,
             p = 2 * pt(-abs(estimate / se), df))
}

# --- means standardised from a regression in each arm -------------------------------------------
scales <- list(natural = c("after", "before"), log = c("log_after", "log_before"))
standardise <- function(scale, target) {
  names <- c(scales[[scale]][2], "age", "secondary")
  z <- as.matrix(complete[names])
  over <- if (target == "ATE") rep(TRUE, nrow(z)) else if (target == "ATT") first else !first
  z <- sweep(z, 2, colMeans(z[over, ]))
  data <- data.frame(y = complete[[scales[[scale]][1]]], arm = complete$arm)
  model <- lm(y ~ arm * z, data)
  v <- vcovHC(model, type = "HC3")
  # stacked sandwich: HC3 influence of each participant plus what he moves the covariate means by
  x <- model.matrix(model)
  influence <- x %*% solve(crossprod(x)) * residuals(model) / (1 - hatvalues(model))
  b <- coef(model)
  terms <- function(a, d) influence %*% c(a, d, rep(0, 6)) +
    over * (z %*% (a * b[3:5] + d * b[6:8])) / sum(over)
  rows <- rbind(
    data.frame(quantity = "contrast", covariates = "fixed",
               summarise(b["arm"], sqrt(v["arm", "arm"]), df.residual(model))),
    data.frame(quantity = "contrast", covariates = "vary",
               summarise(b["arm"], sqrt(sum(terms(0, 1)^2)), df.residual(model))),
    data.frame(quantity = "first_mean", covariates = "vary",
               summarise(b[1] + b["arm"], sqrt(sum(terms(1, 1)^2)), df.residual(model))),
    data.frame(quantity = "comparator_mean", covariates = "vary",
               summarise(b[1], sqrt(sum(terms(1, 0)^2)), df.residual(model))))
  # the same contrast with fixed covariates by an independent program
  formula <- reformulate(paste0("arm * (", paste(names, collapse = " + "), ")"),
                         scales[[scale]][1])
  other <- avg_comparisons(lm(formula, complete), variables = list(arm = 0:1), vcov = "HC3",
                           newdata = complete[over, ])
  rbind(data.frame(scale, target, source = "lm", rows),
        data.frame(scale, target, source = "marginaleffects", quantity = "contrast",
                   covariates = "fixed",
                   summarise(other$estimate, other$std.error, df.residual(model))))
}
rows <- do.call(rbind, lapply(names(scales), function(s)
  do.call(rbind, lapply(c("ATE", "ATT", "ATU"), function(t) standardise(s, t)))))
write_golden("src/tubulus/stats/reference/numbers/standardised_means.csv",
             paste0("lm(y ~ arm * z), z centred at the target's means, vcovHC(type = 'HC3') of ",
                    version("sandwich"), "; avg_comparisons(vcov = 'HC3') of ",
                    version("marginaleffects"), "; varying covariates by the influence function",
                    " in validation/r/regressions.R; qt on residual df"),
             "1e-8 relative; marginaleffects differentiates numerically: 1e-6", rows)

# --- adjusted arm means ---------------------------------------------------------------------------
complete$centre_b <- as.numeric(complete$centre == "b")
complete$centre_c <- as.numeric(complete$centre == "c")
means <- function(model, scale) {
  s <- as.data.frame(summary(emmeans(model, "arm", at = list(arm = 0:1), cov.keep = 1,
                                     vcov. = vcovHC(model, type = "HC3")), level = 0.9))
  data.frame(scale, arm = s$arm, confidence = 0.9, estimate = s$emmean, low = s$lower.CL,
             high = s$upper.CL, se = s$SE, df = s$df)
}
write_golden("src/tubulus/stats/reference/numbers/arm_means.csv",
             paste0("emmeans(lm, 'arm', at = list(arm = 0:1), cov.keep = 1, vcov. = vcovHC(type = 'HC3')), ",
                    version("emmeans"), ", ", version("sandwich"),
                    "; natural: before, age, secondary, centre as columns; log: log(before), age"),
             "1e-9 relative, closed forms",
             rbind(means(lm(after ~ arm + before + age + secondary + centre_b + centre_c, complete), "natural"),
                   means(lm(log(after) ~ arm + log_before + age, complete), "log")))

# --- every assignment ------------------------------------------------------------------------------
small <- complete[c(which(first)[10:15], which(!first)[1:7]), ]
statistic <- function(y, arm, hc3) {
  model <- lm(y ~ arm)
  v <- if (hc3) vcovHC(model, type = "HC3") else vcov(model)
  unname(coef(model)[2] / sqrt(v[2, 2]))
}
ways <- combn(nrow(small), 6)
exact <- do.call(rbind, lapply(c(TRUE, FALSE), function(hc3) {
  all <- apply(ways, 2, function(w) statistic(small$after, seq_len(nrow(small)) %in% w, hc3))
  observed <- all[1]
  data.frame(source = "combn", statistic = if (hc3) "hc3" else "classical", t = observed,
             two_sided = mean(abs(all) >= abs(observed) - 1e-9),
             greater = mean(all >= observed - 1e-9), less = mean(all <= observed + 1e-9))
}))
by_coin <- sapply(c("two.sided", "greater", "less"), function(side) as.numeric(pvalue(
  oneway_test(after ~ factor(1 - arm), small, distribution = exact(), alternative = side))))
exact <- rbind(exact, data.frame(source = "coin", statistic = "classical", t = exact$t[2],
                                 two_sided = by_coin[1], greater = by_coin[2], less = by_coin[3]))
write_golden("src/tubulus/stats/reference/numbers/permutations.csv",
             paste0("all 1716 assignments of 6 and 7 of the trial, t by lm with vcovHC(HC3) or vcov;",
                    " oneway_test(distribution = exact()) of ", version("coin")),
             "1e-12 relative, counts; t 1e-9", exact)

# --- logistic regression ---------------------------------------------------------------------------
models <- list(crude = event ~ arm, adjusted = event ~ arm + before + age + secondary,
               few = event ~ arm + age)
few <- complete
few$event <- ave(few$event, few$arm, FUN = function(e) as.integer(cumsum(e) <= 5 & e == 1))
few$event[few$arm == 0] <- 0L
pick <- function(name) if (name == "few") few else complete
logistic <- do.call(rbind, lapply(c("crude", "adjusted"), function(name) {
  fit <- glm(models[[name]], binomial, complete, control = glm.control(1e-15, 100))
  data.frame(model = name, term = names(coef(fit)), estimate = coef(fit),
             se = sqrt(diag(vcov(fit))), log_likelihood = as.numeric(logLik(fit)))
}))
write_golden("tests/golden/stats/logistic.csv",
             "glm(family = binomial, control = glm.control(1e-15, 100)); event is amount > 0",
             "1e-9 relative, both at the maximum; glm's information is that of its last but one step: se 1e-8", logistic)

strict <- logistf.control(maxit = 5000, xconv = 1e-13, gconv = 1e-13, lconv = 1e-13)
strict_pl <- logistpl.control(maxit = 5000, xconv = 1e-13, lconv = 1e-13)
firth <- do.call(rbind, lapply(names(models), function(name) {
  fit <- logistf(models[[name]], pick(name), control = strict, plcontrol = strict_pl)
  other <- suppressWarnings(glm(models[[name]], binomial, pick(name), method = "brglmFit",
                                type = "AS_mean", epsilon = 1e-13, maxit = 1000))
  stopifnot(max(abs(coef(fit) - coef(other))) < 1e-8)
  data.frame(model = name, term = names(coef(fit)), estimate = coef(fit), low = fit$ci.lower,
             high = fit$ci.upper, p = fit$prob, se = sqrt(diag(vcov(other))),
             penalised_log_likelihood = fit$loglik[["full"]])
}))
write_golden("src/tubulus/stats/reference/numbers/firth.csv",
             paste0("logistf(pl = TRUE) of ", version("logistf"),
                    " with tolerances 1e-13; se by glm(method = 'brglmFit', type = 'AS_mean') of ",
                    version("brglm2"), "; few: at most 5 events in the first arm and none in the",
                    " comparator"),
             "1e-7 relative, both programs iterate", firth)

# --- standardised risks -----------------------------------------------------------------------------
program <- do.call(rbind, lapply(c("ATE", "ATT", "ATU"), function(target) {
  over <- if (target == "ATE") TRUE else if (target == "ATT") first else !first
  fit <- glm(models$adjusted, binomial, complete, control = glm.control(1e-15, 100))
  df <- nrow(complete) - 5
  do.call(rbind, lapply(c("sandwich", "information"), function(kind) {
    v <- if (kind == "sandwich") vcovHC(fit, "HC3") else vcov(fit)
    compare <- function(comparison) avg_comparisons(fit, variables = list(arm = 0:1), vcov = v,
                                                    newdata = complete[over, ],
                                                    comparison = comparison)
    difference <- compare("difference"); ratio <- compare("lnratioavg")
    data.frame(source = "marginaleffects", model = "maximum likelihood", data = "adjusted",
               target, covariates = "fixed", kind, quantity = c("difference", "log_ratio"),
               rbind(summarise(difference$estimate, difference$std.error, df),
                     summarise(ratio$estimate, ratio$std.error, df)))
  }))
}))
by_hand <- function(name, model, target) {
  data <- pick(name)
  over <- if (target == "ATE") rep(TRUE, nrow(data)) else if (target == "ATT") first else !first
  fit <- logistf(models[[name]], data, control = strict, pl = FALSE)
  x <- model.matrix(models[[name]], data)
  expit <- plogis(as.numeric(x %*% coef(fit))); v <- expit * (1 - expit)
  inverse <- solve(crossprod(x, v * x))
  h <- v * rowSums((x %*% inverse) * x)
  influence <- (x %*% inverse) * (data$event - expit + h * (0.5 - expit)) / (1 - h)
  b <- coef(fit)
  if (model == "flic") {
    b <- coef(flic(fit, control = strict))
    offset <- glm(event ~ 1, binomial, data, offset = as.numeric(x[, -1, drop = FALSE] %*% b[-1]),
                  control = glm.control(1e-15, 100))
    stopifnot(abs(coef(offset) - b[1]) < 1e-7); b[1] <- coef(offset)
    expit <- plogis(as.numeric(x %*% b)); v <- expit * (1 - expit)
    influence[, 1] <- ((data$event - expit) / (1 - h) -
                         influence[, -1, drop = FALSE] %*% colSums(v * x[, -1, drop = FALSE])) / sum(v)
  }
  risk <- sapply(1:0, function(a) { u <- x; u[, "arm"] <- a; plogis(as.numeric(u %*% b)) })
  means <- colMeans(risk[over, ])
  moved <- sapply(1:2, function(k) {
    u <- x; u[, "arm"] <- 2 - k
    gradient <- colMeans((risk[, k] * (1 - risk[, k]) * u)[over, ])
    influence %*% gradient + over * (risk[, k] - means[k]) / sum(over)
  })
  gradients <- sapply(1:2, function(k) {
    u <- x; u[, "arm"] <- 2 - k
    colMeans((risk[, k] * (1 - risk[, k]) * u)[over, ])
  })
  by_means <- over * sweep(risk, 2, means) / sum(over)
  vary <- solve(crossprod(x, v * x))
  covariance <- list(sandwich = crossprod(moved),
                     information = t(gradients) %*% vary %*% gradients + crossprod(by_means))
  df <- nrow(data) - ncol(x)
  do.call(rbind, lapply(names(covariance), function(kind) {
    m <- covariance[[kind]]
    se <- function(g) sqrt(as.numeric(t(g) %*% m %*% g))
    data.frame(source = "delta", model, data = name, target, covariates = "vary", kind,
               quantity = c("first", "comparator", "difference", "log_ratio"),
               rbind(summarise(qlogis(means[1]), se(c(1, 0)) / prod(means[1], 1 - means[1]), df),
                     summarise(qlogis(means[2]), se(c(0, 1)) / prod(means[2], 1 - means[2]), df),
                     summarise(means[1] - means[2], se(c(1, -1)), df),
                     summarise(log(means[1] / means[2]), se(c(1, -1) / means), df)))
  }))
}
risks <- rbind(program, by_hand("adjusted", "firth", "ATE"), by_hand("adjusted", "firth", "ATT"),
               by_hand("adjusted", "flic", "ATE"), by_hand("few", "firth", "ATE"),
               by_hand("few", "flic", "ATU"))
risks <- subset(risks, data != "few" | kind != "sandwich")
write_golden("src/tubulus/stats/reference/numbers/standardised_risks.csv",
             paste0("avg_comparisons(glm, vcov = vcovHC(type = 'HC3') or vcov) of ",
                    version("marginaleffects"), "; delta method on logistf and flic of ",
                    version("logistf"), " in validation/r/regressions.R, first and comparator as",
                    " logits; qt on n - p df"),
             "1e-7 relative; marginaleffects differentiates numerically: 2e-6, its p-values 2e-5", risks)
