# Writes unconditional_interval_40_40.csv: all tables with an empty or full cell
# and 100 seeded ones, some ten minutes.
# The score statistic is that of exact2x2; the limits are searched here with more care than there:
# 501 instead of 100 values of the common proportion, of which the highest are refined, and steps of
# 0.0002 instead of 0.004 in d, for p(d) may exceed the tail on a range of d below 0.001 only.
source("validation/r/golden.R")
suppressMessages(library(exact2x2))

n <- 40
score <- read.csv("tests/golden/stats/miettinen_nurminen_40_40.csv", comment.char = "#")
statistic <- exact2x2:::pickTstat("score", "difference", "central", "two.sided")
all1 <- rep(0:n, times = n + 1); all0 <- rep(0:n, each = n + 1)
ways <- lchoose(n, 0:n)
shares <- function(p) {
  p <- pmin(1, pmax(0, p))
  exp(outer(log(pmax(p, 1e-300)), 0:n) + outer(log(pmax(1 - p, 1e-300)), n - 0:n) +
        rep(ways, each = length(p)))
}
tail_probability <- function(d, a, b, tail) {
  z <- statistic(all0, n, all1, n, d)
  region <- matrix(z >= z[all1 == a & all0 == b], n + 1) * 1
  p0 <- seq(max(0, -d), min(1, 1 - d), length.out = 501)
  probability <- function(p) rowSums((shares(p + d) %*% region) * shares(p))
  values <- probability(p0)
  if (max(values) > tail || max(values) < 0.98 * tail) return(max(values))
  top <- order(values, decreasing = TRUE)[1:4]
  refined <- sapply(top, function(i) {
    optimize(probability, p0[c(max(1, i - 1), min(501, i + 1))], maximum = TRUE, tol = 1e-7)$objective
  })
  max(values, refined)
}
find_low <- function(a, b, tail = 0.025) {
  if (a == 0 && b == n) return(-1)
  # 0.1 further out than the asymptotic limit, where the tail is far below 0.025
  d <- max(-1 + 1e-4, score$low[score$events_1 == a & score$events_0 == b] - 0.1)
  stopifnot(tail_probability(d, a, b, tail) < 0.75 * tail)
  repeat {
    if (tail_probability(d, a, b, tail) > tail) break
    d <- d + 0.002
  }
  d <- max(-1 + 1e-4, d - 0.02)
  repeat {
    if (tail_probability(d, a, b, tail) > tail) break
    d <- d + 0.0002
  }
  low <- d - 0.0002; high <- d
  for (i in 1:24) {
    middle <- (low + high) / 2
    if (tail_probability(middle, a, b, tail) > tail) high <- middle else low <- middle
  }
  high
}
# counting those without the event maps (a, b) to (n - b, n - a) and keeps the difference
make_key <- function(a, b) ifelse(a + b <= n, paste(a, b), paste(n - b, n - a))
set.seed(40)
seeded <- data.frame(events_1 = sample(0:n, 100, TRUE), events_0 = sample(0:n, 100, TRUE), edge = 0L)
edge <- expand.grid(events_1 = 0:n, events_0 = 0:n)
edge <- edge[edge$events_1 %in% c(0, n) | edge$events_0 %in% c(0, n), ]
tables <- rbind(data.frame(edge, edge = 1L), seeded)
keys <- unique(c(make_key(tables$events_1, tables$events_0),
                 make_key(tables$events_0, tables$events_1)))
lows <- parallel::mclapply(strsplit(keys, " "), function(cells) {
  find_low(as.integer(cells[1]), as.integer(cells[2]))
}, mc.cores = 2)
names(lows) <- keys
tables$low <- unlist(lows[make_key(tables$events_1, tables$events_0)])
tables$high <- -unlist(lows[make_key(tables$events_0, tables$events_1)])
write_golden(
  "src/tubulus/stats/reference/numbers/unconditional_interval_40_40.csv",
  paste0("validation/r/unconditional_interval.R, one-sided tests by the score statistic of exact2x2 ",
         packageVersion("exact2x2"), ", limits by a finer search than its own; seeded tables by ",
         "set.seed(40); tables that swapping the arms or counting those without the event map to ",
         "each other are computed once"),
  "1e-6 absolute; the statistic is rounded there to ten digits, which moves ties a little",
  tables
)
