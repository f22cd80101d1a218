# Writes {proportions,exact_tests,risk_differences}.csv.
source("validation/r/golden.R")
suppressMessages({library(Exact); library(ratesci)})

one <- data.frame(
  events = c(9L, 0L, 0L, 40L, 1L, 4L, 1L, 0L, 39L, 9L, 17L, 250L),
  n = c(40L, 40L, 1L, 40L, 40L, 19L, 1L, 3L, 40L, 40L, 33L, 1000L),
  confidence = c(rep(0.95, 9), 0.90, 0.99, 0.95)
)
solve_mid_p <- function(x, n, tail) {
  if (x == 0) return(0)
  f <- function(p) pbinom(x, n, p, lower.tail = FALSE) + dbinom(x, n, p) / 2 - tail
  uniroot(f, c(0, 1), tol = 1e-15)$root
}
rows <- do.call(rbind, lapply(seq_len(nrow(one)), function(i) {
  x <- one$events[i]; n <- one$n[i]; level <- one$confidence[i]; tail <- (1 - level) / 2
  cp <- binom.test(x, n, conf.level = level)$conf.int
  wilson <- suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int
  jeffreys <- qbeta(c(tail, 1 - tail), x + 0.5, n - x + 0.5)
  if (x == 0) jeffreys[1] <- 0
  if (x == n) jeffreys[2] <- 1
  mid <- c(solve_mid_p(x, n, tail), 1 - solve_mid_p(n - x, n, tail))
  upper <- binom.test(x, n, alternative = "less", conf.level = level)$conf.int
  limits <- rbind(cp, wilson, jeffreys, mid, upper)
  data.frame(
    method = c("Clopper-Pearson", "Wilson", "Jeffreys", "mid-p", "upper"),
    events = x, n = n, confidence = level, low = limits[, 1], high = limits[, 2]
  )
}))
write_golden(
  "src/tubulus/stats/reference/numbers/proportions.csv",
  paste("binom.test(x, n); prop.test(x, n, correct = FALSE); qbeta(., x + 1/2, n - x + 1/2)",
        "with 0 and 1 at the ends; uniroot of the mid-p tail;",
        "binom.test(alternative = 'less') for 'upper'"),
  "1e-9 absolute, both sides solve to near double precision",
  rows
)

tables <- data.frame(
  events_1 = c(9L, 9L, 56L, 9L, 0L, 40L, 5L, 3L, 1L, 7L, 9L, 12L, 2L),
  n_1 = c(40L, 40L, 70L, 10L, 40L, 40L, 5L, 20L, 1L, 12L, 40L, 17L, 40L),
  events_0 = c(0L, 1L, 48L, 3L, 0L, 0L, 0L, 11L, 0L, 5L, 2L, 4L, 9L),
  n_0 = c(40L, 40L, 80L, 10L, 40L, 40L, 5L, 31L, 1L, 12L, 40L, 29L, 40L)
)
boschloo <- function(m, alternative) {
  exact.test(m, method = "boschloo", npNumbers = 5000, to.plot = FALSE,
             alternative = alternative)$p.value
}
p <- do.call(rbind, lapply(seq_len(nrow(tables)), function(i) {
  t <- tables[i, ]
  m <- matrix(c(t$events_1, t$n_1 - t$events_1, t$events_0, t$n_0 - t$events_0), 2, byrow = TRUE)
  greater <- boschloo(m, "greater"); less <- boschloo(m, "less")
  data.frame(t, fisher = fisher.test(m)$p.value, boschloo_greater = greater,
             boschloo_less = less, boschloo = min(1, 2 * min(greater, less)))
}))
write_golden(
  "src/tubulus/stats/reference/numbers/exact_tests.csv",
  paste0("fisher.test(m)$p.value; Exact ", packageVersion("Exact"),
         " exact.test(m, method = 'boschloo', npNumbers = 5000, alternative = ...)$p.value,",
         " two-sided as twice the smaller one"),
  paste("1e-9 relative for Fisher; 1e-6 relative for Boschloo,",
        "whose supremum Exact takes on a grid that it refines"),
  p
)

score <- scoreci(tables$events_1, tables$n_1, tables$events_0, tables$n_0,
                 contrast = "RD", skew = FALSE, precis = 12)$estimates
newcombe <- function(t) {
  w1 <- suppressWarnings(prop.test(t$events_1, t$n_1, correct = FALSE))$conf.int
  w0 <- suppressWarnings(prop.test(t$events_0, t$n_0, correct = FALSE))$conf.int
  p1 <- t$events_1 / t$n_1; p0 <- t$events_0 / t$n_0
  c(p1 - p0 - sqrt((p1 - w1[1])^2 + (w0[2] - p0)^2), p1 - p0 + sqrt((w1[2] - p1)^2 + (p0 - w0[1])^2))
}
hybrid <- t(sapply(seq_len(nrow(tables)), function(i) newcombe(tables[i, ])))
write_golden(
  "src/tubulus/stats/reference/numbers/risk_differences.csv",
  paste0("ratesci ", packageVersion("ratesci"),
         " scoreci(x1, n1, x2, n2, contrast = 'RD', skew = FALSE, precis = 12);",
         " Newcombe from the limits of prop.test(correct = FALSE)"),
  "2e-8 absolute for the score limits, which ratesci moves off the ends by 1e-8; 1e-9 for Newcombe",
  data.frame(tables, low = score[, "lower"], high = score[, "upper"],
             newcombe_low = hybrid[, 1], newcombe_high = hybrid[, 2])
)
