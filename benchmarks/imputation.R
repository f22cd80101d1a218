# Run by benchmarks/imputation.py: multiple imputation by arm with mice and a grid of deltas.
# Arguments: folder with trial.csv and deltas.csv, number of imputations, iterations of mice.
# Writes completed.csv, pooled.csv and seconds.csv there.
suppressMessages({library(mice); library(sandwich)})
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]; m <- as.integer(arguments[2]); rounds <- as.integer(arguments[3])
trial <- read.csv(file.path(folder, "trial.csv"))
deltas <- read.csv(file.path(folder, "deltas.csv"))$delta
outcomes <- grep("^y", names(trial), value = TRUE)
covariates <- grep("^x", names(trial), value = TRUE)
cells <- expand.grid(delta_0 = deltas, delta_1 = deltas)

impute <- function(outcome, rounds) {
  parts <- lapply(c(1, 0), function(a) {
    data <- trial[trial$arm == a, c(outcome, covariates)]
    mice(data, m = m, method = c("norm", rep("", length(covariates))), maxit = rounds,
         printFlag = FALSE)
  })
  lapply(seq_len(m), function(i) {
    y <- numeric(nrow(trial))
    y[trial$arm == 1] <- complete(parts[[1]], i)[[outcome]]
    y[trial$arm == 0] <- complete(parts[[2]], i)[[outcome]]
    y
  })
}
# of the processor, not of the clock
seconds <- function(expression) sum(system.time(expression)[c("user.self", "sys.self")])

set.seed(1)
invisible(impute(outcomes[1], 1))
took <- list()
took$mice_default <- seconds(lapply(outcomes, impute, rounds = 5))
took$mice <- seconds(completed <- lapply(outcomes, impute, rounds = rounds))

model <- reformulate(c("arm", covariates), "y")
fit_formula <- function(y) {
  data <- trial; data$y <- y
  fit <- lm(model, data)
  c(coef(fit)["arm"], vcovHC(fit, type = "HC3")["arm", "arm"])
}
design <- cbind(1, trial$arm, as.matrix(trial[covariates]))
fit_matrix <- function(y) {
  fit <- .lm.fit(design, y)
  inverse <- chol2inv(fit$qr[seq_len(ncol(design)), seq_len(ncol(design)), drop = FALSE])
  weights <- design %*% inverse
  leverage <- rowSums(weights * design)
  c(fit$coefficients[2], sum((weights[, 2] * fit$residuals / (1 - leverage))^2))
}
pool_cells <- function(fit) {
  do.call(rbind, lapply(seq_along(outcomes), function(j) {
    gaps <- is.na(trial[[outcomes[j]]])
    do.call(rbind, lapply(seq_len(nrow(cells)), function(k) {
      shift <- gaps * ifelse(trial$arm == 1, cells$delta_1[k], cells$delta_0[k])
      fits <- vapply(completed[[j]], function(y) fit(y + shift), numeric(2))
      p <- pool.scalar(fits[1, ], fits[2, ], n = nrow(design), k = ncol(design))
      half <- qt(0.975, p$df) * sqrt(p$t)
      data.frame(estimate = p$qbar, low = p$qbar - half, high = p$qbar + half,
                 p = 2 * pt(-abs(p$qbar) / sqrt(p$t), p$df))
    }))
  }))
}
took$grid_matrix <- seconds(fast <- pool_cells(fit_matrix))
took$grid_formula <- seconds(pooled <- pool_cells(fit_formula))
stopifnot(all.equal(fast, pooled))

save <- function(table, name) {
  write.table(format(table, digits = 17), file.path(folder, name), sep = ",", quote = FALSE,
              row.names = FALSE)
}
save(as.data.frame(do.call(rbind, lapply(completed, function(sets) do.call(rbind, sets)))),
     "completed.csv")
save(pooled, "pooled.csv")
save(as.data.frame(took), "seconds.csv")
