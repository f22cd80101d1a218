# Writes {mmrm_trial,mmrm,mmrm_joint,mmrm_covariance}.csv.
# The trial is simulated here and is nobody's data.
source("validation/r/golden.R")
suppressMessages(library(mmrm))

set.seed(20240905)
n <- 40
arm <- rep(c(1, 0), each = n)
age <- round(rnorm(2 * n, 34, 5))
secondary <- rbinom(2 * n, 1, 0.35)
before <- round(rnorm(2 * n, 14, 3), 2)
s <- outer(c(2, 2.4, 3, 3.3), c(2, 2.4, 3, 3.3)) * 0.7^abs(outer(1:4, 1:4, "-"))
e <- matrix(rnorm(8 * n), 2 * n) %*% chol(s)
y <- round(5 + 0.6 * before - 0.05 * (age - 34) + e + outer(arm, c(0.2, 0.8, 1.5, 2)), 2)
leaves <- sample(2:4, 2 * n, replace = TRUE, prob = c(0.1, 0.15, 0.75))
for (i in seq_len(2 * n)) if (leaves[i] < 4) y[i, (leaves[i] + 1):4] <- NA
y[cbind(sample(2 * n, 9), sample(3, 9, replace = TRUE))] <- NA
y[7, ] <- NA
age[21] <- NA
trial <- data.frame(arm = as.integer(arm), age = as.integer(age),
                    secondary = as.integer(secondary), before = before,
                    v1 = y[, 1], v2 = y[, 2], v3 = y[, 3], v4 = y[, 4])
write_golden("src/tubulus/stats/reference/numbers/mmrm_trial.csv",
             "validation/r/mmrm.R, simulated with set.seed(20240905); synthetic, nobody's data",
             "none, input", trial)

shape <- function(data, visits) {
  data <- data[complete.cases(data[, c("arm", "age", "secondary", "before")]), ]
  data <- data[rowSums(!is.na(data[, visits])) > 0, ]
  for (name in c("age", "secondary", "before")) data[[name]] <- data[[name]] - mean(data[[name]])
  long <- do.call(rbind, lapply(seq_along(visits), function(v)
    data.frame(id = seq_len(nrow(data)), visit = v, y = data[[visits[v]]],
               data[c("arm", "age", "secondary", "before")])))
  long$id <- factor(long$id); long$visit <- factor(long$visit); long$group <- factor(long$arm)
  long[!is.na(long$y), ]
}
# no intercept: one mean and one difference a visit, so that contrasts are few coefficients
full <- y ~ 0 + visit + visit:arm + visit:before + age + secondary
small <- y ~ 0 + visit + visit:arm + before
common <- . ~ . + us(visit | id)
by_arm <- . ~ . + us(visit | group / id)
# mmrm's optimisers stop when the likelihood stands still, where df still lack digits: go on by
# Newton's method until the gradient is rounding
to_rounding <- function(par, fn, gr, ...) {
  par <- optim(par, fn, gr, method = "BFGS", control = list(maxit = 1000))$par
  for (step in 1:20) {
    slope <- as.numeric(gr(par))
    if (max(abs(slope)) < 1e-10) break
    curve <- sapply(seq_along(par), function(k) {
      h <- replace(numeric(length(par)), k, 1e-4)
      as.numeric(gr(par + h) - gr(par - h)) / 2e-4
    })
    par <- par - solve((curve + t(curve)) / 2, slope)
  }
  list(par = par, objective = fn(par), convergence = 0, message = "gradient is rounding")
}
sharp <- function(model, data, method = "Kenward-Roger", vcov = "Kenward-Roger-Linear") {
  fit <- mmrm(model, data = data, control = mmrm_control(
    method = method, vcov = vcov, optimizer_fun = to_rounding))
  stopifnot(max(abs(fit$tmb_obj$gr(component(fit, "theta_est")))) < 1e-8)
  fit
}
read_visits <- function(name, fit, level = 0.95) {
  names <- names(coef(fit))
  visits <- sum(grepl(":arm$|^arm$", names))
  do.call(rbind, lapply(seq_len(visits), function(v) {
    pick <- function(difference, mean) {
      l <- setNames(numeric(length(names)), names)
      l[grepl("arm", names)][v] <- difference
      l[grepl("^visit[0-9]$", names)][v] <- mean
      df_1d(fit, l)
    }
    d <- pick(1, 0); m1 <- pick(1, 1); m0 <- pick(0, 1)
    half <- qt(0.5 + level / 2, d$df) * d$se
    data.frame(model = name, visit = as.integer(v), confidence = level, estimate = d$est,
               se = d$se, df = d$df, p = d$p_val, low = d$est - half, high = d$est + half,
               mean_1 = m1$est, mean_1_half = qt(0.5 + level / 2, m1$df) * m1$se,
               mean_0 = m0$est, mean_0_half = qt(0.5 + level / 2, m0$df) * m0$se)
  }))
}
read_joint <- function(name, fit) {
  chosen <- grep("arm", names(coef(fit)))
  l <- diag(length(coef(fit)))[chosen, , drop = FALSE]
  joint <- df_md(fit, l)
  data.frame(model = name, f = joint$f_stat, num_df = as.integer(joint$num_df),
             den_df = joint$denom_df, p = joint$p_val)
}
read_covariance <- function(name, fit) {
  found <- VarCorr(fit)
  if (is.matrix(found)) found <- list(found) else found <- found[c("1", "0")]
  do.call(rbind, lapply(seq_along(found), function(g) {
    s <- found[[g]]; at <- which(upper.tri(s, diag = TRUE), arr.ind = TRUE)
    data.frame(model = name, set = as.integer(g), row = at[, 1], column = at[, 2],
               value = s[at])
  }))
}
four <- shape(trial, c("v1", "v2", "v3", "v4")); two <- shape(trial, c("v1", "v4"))
fits <- list(
  full = sharp(update(full, common), four),
  full_satterthwaite = sharp(update(full, common), four, "Satterthwaite", "Asymptotic"),
  small = sharp(update(small, common), four),
  by_arm = sharp(update(full, by_arm), four),
  two_visits = sharp(update(full, common), two)
)
version <- paste("mmrm", packageVersion("mmrm"))
call <- paste0(version, " mmrm(y ~ 0 + visit + visit:arm + visit:before + age + secondary + ",
               "us(visit | id)), method = 'Kenward-Roger', vcov = 'Kenward-Roger-Linear', df_1d ",
               "and df_md; further models in validation/r/mmrm.R")
close_enough <- "1e-8 relative, df and covariance 1e-7; both at the maximum to rounding"
rows <- function(read) do.call(rbind, Map(read, names(fits), fits))
write_golden("src/tubulus/stats/reference/numbers/mmrm.csv", call, close_enough,
             rbind(rows(read_visits), read_visits("full", fits$full, 0.9)))
write_golden("src/tubulus/stats/reference/numbers/mmrm_joint.csv", call, close_enough, rows(read_joint))
write_golden("tests/golden/stats/mmrm_covariance.csv",
             paste(version, "VarCorr of the models of mmrm.csv"), close_enough,
             rows(read_covariance))
