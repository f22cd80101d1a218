# Writes src/tubulus/stats/reference/numbers/mee.csv.
source("validation/r/golden.R")
suppressMessages(library(ratesci))

tables <- data.frame(
  events_1 = c(56L, 9L, 9L, 0L, 40L, 5L, 12L), n_1 = c(70L, 40L, 40L, 12L, 40L, 17L, 33L),
  events_0 = c(48L, 0L, 1L, 3L, 0L, 5L, 20L), n_0 = c(80L, 40L, 40L, 25L, 40L, 60L, 31L)
)
limits <- t(apply(tables, 1, function(own) {
  scoreci(own[1], own[2], own[3], own[4], contrast = "RD", skew = FALSE, bcf = FALSE,
          precis = 12)$estimates[1, c("lower", "upper")]
}))
write_golden(
  "src/tubulus/stats/reference/numbers/mee.csv",
  "ratesci 1.0.0 scoreci(contrast = 'RD', skew = FALSE, bcf = FALSE, precis = 12)",
  "2e-8 absolute: ratesci moves its limits off the ends by 1e-8",
  cbind(tables, data.frame(low = limits[, 1], high = limits[, 2]))
)
