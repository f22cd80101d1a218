# Writes exact_tests_40_40.csv: every table of 40 + 40, some twenty minutes.
source("validation/r/golden.R")
suppressMessages(library(Exact))

compute <- function(a, b, method, alternative) {
  m <- matrix(c(a, 40 - a, b, 40 - b), 2, byrow = TRUE)
  exact.test(m, method = method, npNumbers = 1000, to.plot = FALSE, alternative = alternative)$p.value
}
tables <- expand.grid(events_1 = 0:40, events_0 = 0:40)
tables$fisher <- mapply(function(a, b) {
  fisher.test(matrix(c(a, 40 - a, b, 40 - b), 2, byrow = TRUE))$p.value
}, tables$events_1, tables$events_0)

# Arms of equal size: counting those without the event maps (a, b) to (40 - b, 40 - a) and changes
# neither which arm has more events nor the common proportion's range; swapping the arms turns
# "greater" into "less". So one table of each pair is enough.
greater <- matrix(NA, 41, 41)
square <- matrix(NA, 41, 41)
for (a in 0:40) for (b in 0:40) if (a + b <= 40) {
  greater[a + 1, b + 1] <- compute(a, b, "boschloo", "greater")
  greater[41 - b, 41 - a] <- greater[a + 1, b + 1]
  if (a >= b) {
    p <- compute(a, b, "z-pooled", "two.sided")
    square[a + 1, b + 1] <- p; square[b + 1, a + 1] <- p
    square[41 - b, 41 - a] <- p; square[41 - a, 41 - b] <- p
  }
}
tables$boschloo_greater <- greater[cbind(tables$events_1 + 1, tables$events_0 + 1)]
tables$z_pooled <- square[cbind(tables$events_1 + 1, tables$events_0 + 1)]
write_golden(
  "src/tubulus/stats/reference/numbers/exact_tests_40_40.csv",
  paste0("fisher.test(m)$p.value; Exact ", packageVersion("Exact"),
         " exact.test(m, npNumbers = 1000) with method = 'boschloo', alternative = 'greater' and",
         " with method = 'z-pooled' (two-sided, tsmethod = 'square'), one table of each pair that",
         " counting those without the event or swapping the arms maps to each other"),
  "1e-9 relative for Fisher; 1e-6 absolute for the others, whose supremum Exact refines from a grid",
  tables
)
