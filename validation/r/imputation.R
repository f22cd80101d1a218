# Writes {imputation_completed,imputation_pooled,imputation_moments,pooling,
# penalised_logistic}.csv from the synthetic trial of validation/r/linear.R, in which more
# outcomes are set missing here.
source("validation/r/golden.R")
suppressMessages({library(mice); library(sandwich); library(brglm2)})

trial <- read.csv("src/tubulus/stats/reference/numbers/synthetic_trial.csv", comment.char = "#")
trial$after[seq(5, 80, by = 6)] <- NA
model <- c("after", "before", "secondary")
versions <- paste0("mice ", packageVersion("mice"))

set.seed(9)
m <- 25
# each arm by itself; the covariates are complete
by_arm <- lapply(c(1, 0), function(a) {
  data <- trial[trial$arm == a, model]
  mice(data, m = m, method = c("norm", "", ""), printFlag = FALSE)
})
values <- lapply(seq_len(m), function(i) {
  completed <- trial
  completed$after[trial$arm == 1] <- complete(by_arm[[1]], i)$after
  completed$after[trial$arm == 0] <- complete(by_arm[[2]], i)$after
  completed
})
missing <- which(is.na(trial$after))
write_golden("src/tubulus/stats/reference/numbers/imputation_completed.csv",
             paste0(versions, " mice(method = 'norm', m = 25) of after on before and secondary in ",
                    "each arm, with after also missing in every sixth participant from the fifth; ",
                    "participants count from 1"),
             "none, input",
             data.frame(imputation = rep(seq_len(m), each = length(missing)),
                        participant = rep(missing, m),
                        value = unlist(lapply(values, function(d) d$after[missing]))))

# the contrast of every completed data set, shifted by delta, pooled by mice
cells <- expand.grid(delta_1 = c(-4, 0, 2.5), delta_0 = c(-3, 0, 5),
                     variance = c("model", "HC3"), interacted = c(FALSE, TRUE),
                     stringsAsFactors = FALSE)
pooled <- do.call(rbind, lapply(seq_len(nrow(cells)), function(cell) {
  shift <- ifelse(trial$arm == 1, cells$delta_1[cell], cells$delta_0[cell])
  fits <- lapply(values, function(d) {
    d$after <- d$after + ifelse(is.na(trial$after), shift, 0)
    d$x <- d$before - mean(d$before); d$s <- d$secondary - mean(d$secondary)
    if (cells$interacted[cell]) lm(after ~ arm * (x + s), d) else lm(after ~ arm + x + s, d)
  })
  kind <- if (cells$variance[cell] == "HC3") "HC3" else "const"
  q <- sapply(fits, function(f) coef(f)["arm"])
  u <- sapply(fits, function(f) vcovHC(f, type = kind)["arm", "arm"])
  df <- df.residual(fits[[1]])
  p <- pool.scalar(q, u, n = df + 1, k = 1)
  if (kind == "const") {
    direct <- summary(pool(fits), type = "all")
    direct <- direct[direct$term == "arm", ]
    stopifnot(all.equal(direct$std.error, sqrt(p$t)), all.equal(direct$df, p$df),
              all.equal(direct$fmi, p$fmi))
  }
  half <- qt(0.975, p$df) * sqrt(p$t)
  data.frame(estimate = p$qbar, se = sqrt(p$t), df = p$df, fmi = p$fmi, low = p$qbar - half,
             high = p$qbar + half, p = 2 * pt(-abs(p$qbar) / sqrt(p$t), p$df))
}))
write_golden("src/tubulus/stats/reference/numbers/imputation_pooled.csv",
             paste0(versions, " pool.scalar (equal to pool for lm) of lm with sandwich vcovHC on ",
                    "the data sets of imputation_completed.csv, imputed values shifted by arm; ",
                    "interacted: lm(after ~ arm * centred covariates)"),
             "1e-9 relative, the same completed data sets", cbind(cells, pooled))

cases <- list(
  list(q = c(1.2, 1.5, 0.9, 1.1, 1.3), u = c(0.20, 0.25, 0.22, 0.18, 0.21), df = 74),
  list(q = c(-0.31, 0.02, -0.55, -0.12), u = c(0.01, 0.012, 0.009, 0.011), df = 35),
  list(q = c(0.5, 0.52), u = c(0.04, 0.05), df = 10),
  list(q = c(2.1, 2.4, 1.9, 2.2, 2.0, 2.3), u = c(0.3, 0.31, 0.29, 0.3, 0.33, 0.28), df = Inf),
  list(q = c(10, 14, 6, 11, 9, 15, 4), u = c(0.5, 0.4, 0.6, 0.5, 0.5, 0.4, 0.7), df = 120),
  list(q = 0.3 + (1:50 - 25.5) / 500, u = rep(0.04, 50), df = 76))
write_golden("src/tubulus/stats/reference/numbers/pooling.csv",
             paste0(versions, " pool.scalar(Q, U, n = df + 1, k = 1), rule rubin1987 with ",
                    "Barnard-Rubin df; Q and U separated by blanks"),
             "1e-12 relative, closed forms",
             do.call(rbind, lapply(cases, function(case) {
               p <- pool.scalar(case$q, case$u, n = case$df + 1, k = 1)
               data.frame(q = paste(case$q, collapse = " "), u = paste(case$u, collapse = " "),
                          complete_df = case$df, estimate = p$qbar, se = sqrt(p$t), df = p$df,
                          fmi = p$fmi)
             })))

# what mice draws for each participant of the first arm, over many imputations
cell <- trial[trial$arm == 1, ]
seen <- !is.na(cell$after)
x <- as.matrix(cell[c("before", "secondary")])
draws <- 20000
moments <- function(name, impute) {
  set.seed(11)
  values <- replicate(draws, impute(cell$after, seen, x))
  data.frame(method = name, participant = which(trial$arm == 1)[!seen],
             mean = rowMeans(values), sd = apply(values, 1, sd), draws = draws)
}
write_golden("src/tubulus/stats/reference/numbers/imputation_moments.csv",
             paste0(versions, " mice.impute.norm and mice.impute.pmm (donors = 5, type 1) of after ",
                    "on before and secondary in arm 1, 20,000 draws of each"),
             "five Monte Carlo standard errors, independent draws",
             rbind(moments("normal", mice.impute.norm), moments("matching", mice.impute.pmm)))

# Firth's logistic regression: brglm2's mean bias reduction is the same for the logit
fit <- function(name, formula, data) {
  f <- suppressWarnings(glm(formula, binomial, data, method = "brglmFit", type = "AS_mean",
                            epsilon = 1e-11, maxit = 5000))
  # what glm warns of is the start by maximum likelihood, which separation drives away
  stopifnot(f$converged)
  data.frame(case = name, term = names(coef(f)), estimate = unname(coef(f)),
             se = sqrt(diag(vcov(f))))
}
trial$event <- as.integer(trial$amount > 0)
separated <- data.frame(x = c(-2, -1.5, -1, -0.5, 0.4, 0.9, 1.3, 2), event = c(0, 0, 0, 0, 1, 1, 1, 1))
nobody <- data.frame(x = c(1, 2, 4, 7, 3), event = 0)
write_golden("tests/golden/stats/penalised_logistic.csv",
             paste0("brglm2 ", packageVersion("brglm2"), " glm(method = 'brglmFit', ",
                    "type = 'AS_mean', epsilon = 1e-11) and its vcov; trial: amount > 0 on before ",
                    "and secondary in arm 1"),
             "1e-7 relative, both iterate to convergence",
             rbind(fit("trial", event ~ before + secondary, trial[trial$arm == 1, ]),
                   fit("separated", event ~ x, separated),
                   fit("nobody", event ~ x, nobody)))
