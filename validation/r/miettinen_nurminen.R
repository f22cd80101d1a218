# Writes miettinen_nurminen_40_40.csv: every table of 40 + 40.
# The restricted proportion is found by maximising the likelihood, not by the cubic of the paper.
source("validation/r/golden.R")

fit <- function(x1, n1, x0, n0, d) {
  low <- max(0, -d); high <- min(1, 1 - d)
  term <- function(x, y) if (x == 0) 0 else x / y
  slope <- function(p) {
    term(x1, p + d) - term(n1 - x1, 1 - p - d) + term(x0, p) - term(n0 - x0, 1 - p)
  }
  edge <- (high - low) * 1e-15
  if (high - low < 1e-14 || slope(low + edge) <= 0) return(low)
  if (slope(high - edge) >= 0) return(high)
  uniroot(slope, c(low + edge, high - edge), tol = 1e-16)$root
}
excess <- function(d, x1, n1, x0, n0, z) {
  p0 <- fit(x1, n1, x0, n0, d); p1 <- min(1, max(0, p0 + d)); n <- n1 + n0
  (x1 / n1 - x0 / n0 - d) - z * sqrt((p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * n / (n - 1))
}
low_limit <- function(x1, n1, x0, n0, level) {
  z <- qnorm(0.5 + level / 2); d <- x1 / n1 - x0 / n0
  if (d == -1) return(-1)
  top <- d - 1e-9
  uniroot(excess, c(-1, top), x1, n1, x0, n0, z, tol = 1e-13)$root
}
tables <- expand.grid(events_1 = 0:40, events_0 = 0:40)
tables$low <- mapply(function(a, b) low_limit(a, 40, b, 40, 0.95), tables$events_1, tables$events_0)
tables$high <- mapply(function(a, b) -low_limit(b, 40, a, 40, 0.95), tables$events_1, tables$events_0)

suppressMessages(library(ratesci))
peer <- scoreci(tables$events_1, 40, tables$events_0, 40, contrast = "RD", skew = FALSE,
                precis = 12)$estimates
distance <- max(abs(peer[, "lower"] - tables$low), abs(peer[, "upper"] - tables$high))
message("largest distance to ratesci: ", distance)
write_golden(
  "tests/golden/stats/miettinen_nurminen_40_40.csv",
  paste0("validation/r/miettinen_nurminen.R, uniroot of the score statistic with the likelihood",
         " maximised by uniroot; largest distance to ratesci ", packageVersion("ratesci"),
         " scoreci(contrast = 'RD', skew = FALSE, precis = 12) over the 1,681 tables ",
         format(distance, digits = 2)),
  "1e-8 absolute; the likelihood is flat near its maximum, so that its root is known to 1e-8",
  tables
)
