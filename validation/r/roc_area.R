# Writes tests/golden/dock/roc_area.csv.
source("validation/r/golden.R")
suppressMessages(library(pROC))

# True pairs on the diagonal of a matrix of scores, more being more favourable; some cells missing, one case with many
# ties. Each row of the table is a cell; area, variance and limits stand in every row of a case.
set.seed(19880)
make_case <- function(name, n, shift, round_to) {
  scores <- outer(rnorm(n), rnorm(n), "+") + matrix(rnorm(n * n), n)
  diag(scores) <- diag(scores) + shift
  scores <- round(scores, round_to)
  scores[cbind(c(1, 2, n), c(2, n, n))] <- NA
  cells <- expand.grid(row = seq_len(n), column = seq_len(n))
  cells$score <- scores[as.matrix(cells)]
  cells$partner <- as.integer(cells$row == cells$column)
  seen <- cells[!is.na(cells$score), ]
  curve <- roc(seen$partner, seen$score, levels = c(0, 1), direction = "<", quiet = TRUE)
  limits <- ci.auc(curve, method = "delong")
  table <- cbind(case = name, cells, auc = as.numeric(auc(curve)), variance = var(curve, method = "delong"))
  table$low <- limits[1]
  table$high <- limits[3]
  table$score <- ifelse(is.na(table$score), "", formatC(table$score, digits = 15, format = "g"))
  table
}
table <- rbind(make_case("continuous", 8, 1.5, 12), make_case("ties", 7, 1, 0), make_case("weak", 6, 0.2, 12))
write_golden(
  "tests/golden/dock/roc_area.csv",
  "pROC 1.18.0 auc, var and ci.auc(method = 'delong')",
  "1e-10 absolute: the same sums in double precision in another order",
  table
)
