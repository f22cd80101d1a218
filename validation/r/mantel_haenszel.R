# Writes mantel_haenszel.csv: risk differences over strata.
source("validation/r/golden.R")
suppressMessages(library(metafor))

# one line a table: strata as events_1/n_1/events_0/n_0
tables <- c(
  "9/24/5/16 0/16/1/24",
  "4/11/5/25 5/16/7/83 2/14/8/22",
  "0/16/1/24 9/24/0/16",
  "0/10/0/12 3/10/1/9",
  "1/2/0/1 2/3/1/2 0/1/1/3 1/1/0/2",
  "7/10/7/10 2/8/2/8",
  "10/10/9/10 5/5/4/6",
  "250/1000/200/900 30/100/45/150",
  "3/20/11/31",
  "4/6/0/5 6/9/0/7"
)

# the formula of Sato (1989) written out, as a second opinion beside metafor
compute_by_formula <- function(x1, n1, x0, n0, level) {
  n <- n1 + n0
  w <- n1 * n0 / n
  d <- sum(w * (x1 / n1 - x0 / n0)) / sum(w)
  p <- (n1^2 * x0 - n0^2 * x1 + n1 * n0 * (n0 - n1) / 2) / n^2
  q <- (x1 * (n0 - x0) + x0 * (n1 - x1)) / (2 * n)
  se <- sqrt((d * sum(p) + sum(q)) / sum(w)^2)
  z <- qnorm((1 + level) / 2)
  c(d, se, max(-1, d - z * se), min(1, d + z * se))
}

rows <- do.call(rbind, lapply(tables, function(text) {
  cells <- do.call(rbind, strsplit(strsplit(text, " ")[[1]], "/"))
  counts <- matrix(as.numeric(cells), nrow = nrow(cells))
  x1 <- counts[, 1]; n1 <- counts[, 2]; x0 <- counts[, 3]; n0 <- counts[, 4]
  fit <- suppressWarnings(
    rma.mh(ai = x1, n1i = n1, ci = x0, n2i = n0, measure = "RD", add = 0, to = "none",
           drop00 = FALSE, level = 95)
  )
  own <- compute_by_formula(x1, n1, x0, n0, 0.95)
  stopifnot(abs(own[1] - as.numeric(fit$beta)) < 1e-12, abs(own[2] - fit$se) < 1e-12)
  data.frame(strata = text, confidence = 0.95, difference = as.numeric(fit$beta),
             low = max(-1, fit$ci.lb), high = min(1, fit$ci.ub))
}))
write_golden(
  "src/tubulus/stats/reference/numbers/mantel_haenszel.csv",
  paste0("metafor ", packageVersion("metafor"),
         " rma.mh(measure = 'RD', add = 0, to = 'none', drop00 = FALSE), variance of Sato, ",
         "equal to the formula written out in R to 1e-12; limits cut at -1 and 1; ",
         "strata are events_1/n_1/events_0/n_0"),
  "1e-9 absolute, a closed formula",
  rows
)
