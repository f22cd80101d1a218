# Writes {boin_tables,boin_selections,boin_simulated,exact_power,normal_power,
# normal_sizes,non_inferiority,precision}.csv.
source("validation/r/golden.R")
suppressMessages({library(BOIN); library(Exact); library(pwr); library(ratesci)})
join <- function(x) paste(x, collapse = "|")
version <- function(name) paste(name, packageVersion(name))

rows <- do.call(rbind, lapply(c(0.1, 0.2, 0.25, 0.3, 0.33, 0.4), function(target) {
  b <- get.boundary(target, ncohort = 12, cohortsize = 3)
  full <- b$full_boundary_tab
  data.frame(target = target, lambda_e = b$lambda_e, lambda_d = b$lambda_d, escalate = join(full[2, ]),
             deescalate = join(full[3, ]), eliminate = join(full[4, ]))
}))
write_golden("src/tubulus/stats/reference/numbers/boin_tables.csv",
             paste(version("BOIN"), "get.boundary(target, ncohort = 12, cohortsize = 3)$full_boundary_tab"),
             "counts exact; lambda 1e-12 relative, closed forms", rows)

set.seed(20250101)
rows <- do.call(rbind, lapply(1:60, function(i) {
  doses <- sample(3:6, 1); target <- sample(c(0.2, 0.25, 0.3), 1)
  n <- 3 * sample(0:4, doses, replace = TRUE); n[1] <- max(n[1], 3)
  last <- sample(2:doses, 1); if (last < doses) n[(last + 1):doses] <- 0
  y <- rbinom(doses, n, sort(runif(doses, 0, 0.6)))
  data.frame(target = target, events = join(y), n = join(n), dose = select.mtd(target, n, y)$MTD)
}))
write_golden("src/tubulus/stats/reference/numbers/boin_selections.csv",
             paste(version("BOIN"), "select.mtd(target, npts, ntox)$MTD, 99 for none; simulated counts,",
                   "set.seed(20250101)"), "exact, a choice", rows)

scenes <- list(list(0.3, c(.1, .2, .3, .45, .6), 10, 3, 100), list(0.25, c(.25, .35, .5, .6), 12, 3, 12),
               list(0.2, c(.02, .05, .08, .2, .35), 10, 3, 9), list(0.3, c(.55, .65, .75), 8, 3, 100))
rows <- do.call(rbind, lapply(seq_along(scenes), function(i) {
  x <- scenes[[i]]
  o <- get.oc(x[[1]], x[[2]], x[[3]], x[[4]], n.earlystop = x[[5]], ntrial = 5000, seed = 11)
  data.frame(scene = i, target = x[[1]], cohorts = x[[3]], enough = x[[5]], toxicity = x[[2]],
             selected = o$selpercent / 100, mean_n = o$npatients, mean_events = o$ntox,
             none = o$percentstop / 100)
}))
write_golden("tests/golden/stats/boin_simulated.csv",
             paste(version("BOIN"), "get.oc(cohortsize = 3, n.earlystop = enough, ntrial = 5000, seed = 11)"),
             "4.5 Monte Carlo standard errors of the difference", rows)

grid <- rbind(expand.grid(n_1 = 40, n_0 = 40, p_1 = c(0.225, 0.3), p_0 = c(0.025, 0.1), alpha = 0.05),
              data.frame(n_1 = c(12, 30, 25), n_0 = c(12, 15, 25), p_1 = c(0.7, 0.6, 0.5), p_0 = c(0.1, 0.2, 0.15),
                         alpha = c(0.05, 0.025, 0.1)))
power <- function(method, side, sides = "central") mapply(function(n_1, n_0, p_1, p_0, alpha)
  power.exact.test(p_1, p_0, n_1, n_0, alpha = alpha, alternative = side, method = method,
                   tsmethod = sides, npNumbers = 2000)$power,
  grid$n_1, grid$n_0, grid$p_1, grid$p_0, grid$alpha)
grid$fisher <- power("fisher", "two.sided", "square"); grid$fisher_greater <- power("fisher", "greater")
grid$boschloo <- power("boschloo", "two.sided"); grid$boschloo_greater <- power("boschloo", "greater")
write_golden("src/tubulus/stats/reference/numbers/exact_power.csv",
             paste(version("Exact"), "power.exact.test(p1, p2, n1, n2, alpha, alternative,",
                   "method, tsmethod = 'square' (fisher) or 'central' (boschloo), npNumbers = 2000)$power"),
             "1e-9 relative, sums of binomial probabilities over the same tables", grid)

rows <- list()
add <- function(kind, n_1, n_0, effect, extra, sides, alpha, power) rows[[length(rows) + 1]] <<-
  data.frame(kind, n_1, n_0, effect, extra, sides, alpha, power)
for (n in c(5, 20, 40, 64)) for (d in c(0.3, 0.8)) {
  add("t", n, n, d, 0, 2, 0.05, power.t.test(n, d, strict = TRUE)$power)
  add("t", n, n, d, 0, 1, 0.025, power.t.test(n, d, sig.level = 0.025, alternative = "one.sided")$power)
}
add("t", 20, 45, 0.6, 0, 2, 0.05, pwr.t2n.test(20, 45, 0.6)$power)
for (n in c(15, 40)) for (r in c(0.3, 0.7)) {
  df <- 2 * n - 3; ncp <- 0.5 / sqrt(1 - r^2) * sqrt(n / 2); crit <- qt(0.975, df)
  add("ancova", n, n, 0.5, r, 2, 0.05, pt(crit, df, ncp, lower.tail = FALSE) + pt(-crit, df, ncp))
}
for (n in c(20, 40, 100)) for (p in c(0.025, 0.1))
  add("proportions", n, n, 0.3, p, 2, 0.05, power.prop.test(n, 0.3, p, strict = TRUE)$power)
add("proportions", 60, 60, 0.4, 0.2, 1, 0.025,
    power.prop.test(60, 0.4, 0.2, sig.level = 0.025, alternative = "one.sided")$power)
for (n in c(20, 40)) for (w in c(0.6, 0.7))
  add("rank", n, n, w, 0, 2, 0.05, pnorm(sqrt(12 * n * n / (2 * n)) * (w - 0.5) - qnorm(0.975)))
write_golden("src/tubulus/stats/reference/numbers/normal_power.csv",
             paste("power.t.test(strict = TRUE), power.prop.test(strict = TRUE),", version("pwr"), "pwr.t2n.test;",
                   "pt with ncp (ancova, extra is r); pnorm by Noether's formula (rank)"),
             "1e-8 relative; the noncentral t of R is good to about 1e-12 absolute", do.call(rbind, rows))

sizes <- data.frame(kind = c("t", "t", "proportions"), effect = c(0.5, 0.8, 0.4), extra = c(0, 0, 0.2),
                    power = c(0.8, 0.9, 0.8))
sizes$n <- c(power.t.test(delta = 0.5, power = 0.8, strict = TRUE)$n, power.t.test(delta = 0.8, power = 0.9, strict = TRUE)$n,
             power.prop.test(p1 = 0.4, p2 = 0.2, power = 0.8, strict = TRUE)$n)
write_golden("tests/golden/stats/normal_sizes.csv", "power.t.test and power.prop.test, n, strict = TRUE",
             "exact once rounded up", sizes)

width <- function(n, p, level) {
  x <- 0:n; a <- (1 - level) / 2
  sum(dbinom(x, n, p) * (qbeta(1 - a, x + 1, n - x) - qbeta(a, x, n - x + 1))) / 2
}
rows <- expand.grid(n = c(1, 10, 40, 200), p = c(0, 0.1, 0.5), level = c(0.9, 0.95))
rows$half_width <- mapply(width, rows$n, rows$p, rows$level)
write_golden("src/tubulus/stats/reference/numbers/precision.csv", "sum(dbinom * (qbeta - qbeta)) / 2",
             "1e-9 relative, closed forms", rows)

shown <- function(n_1, n_0, alpha, margin) outer(0:n_1, 0:n_0, Vectorize(function(x, y)
  scoreci(x, n_1, y, n_0, contrast = "RD", skew = FALSE, level = 1 - 2 * alpha,
          precis = 9)$estimates[1] > -margin))
cases <- data.frame(n_1 = c(20, 30, 25), n_0 = c(20, 20, 12), alpha = c(0.025, 0.05, 0.025),
                    margin = c(0.15, 0.1, 0.3))
rows <- do.call(rbind, lapply(seq_len(nrow(cases)), function(i) {
  x <- cases[i, ]; tables <- shown(x$n_1, x$n_0, x$alpha, x$margin)
  do.call(rbind, lapply(list(c(.9, .8), c(.5, .5), c(.3, .45)), function(p) data.frame(
    x, p_1 = p[1], p_0 = p[2],
    power = c(dbinom(0:x$n_1, x$n_1, p[1]) %*% tables %*% dbinom(0:x$n_0, x$n_0, p[2])))))
}))
write_golden("src/tubulus/stats/reference/numbers/non_inferiority.csv",
             paste(version("ratesci"), "scoreci(contrast = 'RD', skew = FALSE, level = 1 - 2 * alpha, precis = 9)",
                   "of all tables; dbinom over those whose lower limit exceeds -margin"),
             "1e-10 relative, sums of binomial probabilities over the same tables", rows)
