# Writes {ratios,intervals_40_40}.csv: score limits of ratios and odds ratios.
# The fits are found by root searches, not by the quadratics of the paper.
source("validation/r/golden.R")
suppressMessages(library(ratesci))

fit_ratio <- function(x1, n1, x0, n0, r) {
  end <- min(1, 1 / r)
  slope <- function(p) (x1 + x0) / p - (n1 - x1) * r / (1 - r * p) - (n0 - x0) / (1 - p)
  if (slope(end * (1 - 1e-14)) >= 0) return(c(r * end, end))
  p0 <- uniroot(slope, c(end * 1e-14, end * (1 - 1e-14)), tol = 1e-17)$root
  c(r * p0, p0)
}
fit_odds <- function(x1, n1, x0, n0, r) {
  s <- x1 + x0; low <- max(0, s - n0); high <- min(n1, s)
  excess <- function(a) log(a) + log(n0 - s + a) - log(n1 - a) - log(s - a) - log(r)
  edge <- (high - low) * 1e-14
  a <- if (excess(low + edge) > 0) low else if (excess(high - edge) < 0) high else
    uniroot(excess, c(low + edge, high - edge), tol = 1e-15)$root
  c(a / n1, (s - a) / n0)
}
score_ratio <- function(log_r, x1, n1, x0, n0) {
  r <- exp(log_r); p <- fit_ratio(x1, n1, x0, n0, r); n <- n1 + n0
  v <- p[1] * (1 - p[1]) / n1 + r^2 * p[2] * (1 - p[2]) / n0
  (x1 / n1 - r * x0 / n0) / sqrt(v * n / (n - 1))
}
score_odds <- function(log_r, x1, n1, x0, n0) {
  p <- fit_odds(x1, n1, x0, n0, exp(log_r)); n <- n1 + n0
  v <- 1 / (n1 * p[1] * (1 - p[1])) + 1 / (n0 * p[2] * (1 - p[2]))
  (x1 - n1 * p[1]) * sqrt(v * (n - 1) / n)
}
find <- function(score, x1, n1, x0, n0, z) {
  uniroot(function(l) score(l, x1, n1, x0, n0) - z, c(-12, 12), tol = 1e-13)$root
}
limits <- function(x1, n1, x0, n0) {
  z <- qnorm(0.975)
  c(if (x1 == 0) 0 else exp(find(score_ratio, x1, n1, x0, n0, z)),
    if (x0 == 0) Inf else exp(find(score_ratio, x1, n1, x0, n0, -z)),
    if (x1 == 0 || x0 == n0) 0 else exp(find(score_odds, x1, n1, x0, n0, z)),
    if (x0 == 0 || x1 == n1) Inf else exp(find(score_odds, x1, n1, x0, n0, -z)))
}
peer <- function(t) {
  call <- function(contrast) scoreci(t$events_1, t$n_1, t$events_0, t$n_0, contrast = contrast,
    skew = FALSE, or_bias = FALSE, precis = 12)$estimates[, c("lower", "upper")]
  cbind(call("RR"), call("OR"))
}
compare <- function(found, peer) {
  both <- is.finite(found) & is.finite(peer) & found > 0
  stopifnot(all(is.finite(found) == is.finite(peer)))
  max(abs(found[both] / peer[both] - 1))
}
newcombe <- function(a, b) {
  w1 <- suppressWarnings(prop.test(a, 40, correct = FALSE))$conf.int
  w0 <- suppressWarnings(prop.test(b, 40, correct = FALSE))$conf.int
  d <- (a - b) / 40
  c(max(-1, d - sqrt((a / 40 - w1[1])^2 + (w0[2] - b / 40)^2)),
    min(1, d + sqrt((w1[2] - a / 40)^2 + (b / 40 - w0[1])^2)))
}

tables <- expand.grid(events_1 = 0:40, n_1 = 40L, events_0 = 0:40, n_0 = 40L)
found <- t(mapply(limits, tables$events_1, 40, tables$events_0, 40))
distance <- compare(found, peer(tables))
hybrid <- t(mapply(newcombe, tables$events_1, tables$events_0))
message("ratesci ", distance)
write_golden(
  "tests/golden/stats/intervals_40_40.csv",
  paste0("validation/r/ratios.R, uniroot of the score statistics with the likelihood maximised by",
         " uniroot; largest relative distance to ratesci ", packageVersion("ratesci"),
         " scoreci(contrast = 'RR' and 'OR', skew = FALSE, or_bias = FALSE, precis = 12) ",
         format(distance, digits = 2),
         "; Newcombe from the limits of prop.test(correct = FALSE)"),
  "1e-7 relative for ratios, whose maximum of the likelihood is flat; 1e-9 absolute for Newcombe",
  data.frame(events_1 = tables$events_1, events_0 = tables$events_0,
             ratio_low = found[, 1], ratio_high = found[, 2],
             odds_low = found[, 3], odds_high = found[, 4],
             newcombe_low = hybrid[, 1], newcombe_high = hybrid[, 2])
)

set.seed(7)
n_1 <- sample(1:60, 150, TRUE); n_0 <- sample(1:60, 150, TRUE)
other <- data.frame(events_1 = floor(runif(150) * (n_1 + 1)), n_1 = n_1,
                    events_0 = floor(runif(150) * (n_0 + 1)), n_0 = n_0)
other$events_0[1:25] <- 0; other$events_1[20:45] <- other$n_1[20:45]
found <- t(mapply(limits, other$events_1, other$n_1, other$events_0, other$n_0))
distance <- compare(found, peer(other))
message("ratesci ", distance)
write_golden(
  "src/tubulus/stats/reference/numbers/ratios.csv",
  paste0("as intervals_40_40.csv, 150 tables of unequal arms (set.seed(7)), many with an empty or",
         " full cell; largest relative distance to ratesci ", format(distance, digits = 2)),
  "1e-7 relative, the maximum of the likelihood is flat",
  data.frame(other, ratio_low = found[, 1], ratio_high = found[, 2],
             odds_low = found[, 3], odds_high = found[, 4])
)
