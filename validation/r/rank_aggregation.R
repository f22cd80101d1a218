# Writes tests/golden/screen/rank_aggregation.csv.
source("validation/r/golden.R")
suppressMessages(library(RobustRankAggreg))

# Rankings free of ties that agree a little: six layers of twelve rows, full; then some rows missing in some layers,
# whose ranks count the rows that are left.
set.seed(20120)
full <- replicate(6, rank(seq_len(12) + rnorm(12, sd = 4)))
partial <- full
partial[cbind(c(1, 1, 2, 4, 4, 4, 4, 4, 7, 9, 12), c(1, 3, 6, 1, 2, 3, 4, 5, 2, 2, 5))] <- NA
rank_again <- function(column) rank(column, na.last = "keep")

describe <- function(name, ranks) {
  normal <- apply(ranks, 2, function(column) rank_again(column) / sum(!is.na(column)))
  rownames(normal) <- seq_len(nrow(normal))
  scores <- aggregateRanks(rmat = normal, method = "RRA", full = TRUE)
  rho <- scores$Score[match(rownames(normal), scores$Name)]
  cells <- as.data.frame(apply(ranks, 2, rank_again))
  names(cells) <- paste0("layer_", seq_len(ncol(ranks)))
  cbind(data.frame(case = name, row = seq_len(nrow(ranks))), cells, data.frame(rho = rho))
}
table <- rbind(describe("full", full), describe("partial", partial))
table[is.na(table)] <- ""
table$rho <- as.numeric(table$rho)
write_golden(
  "tests/golden/screen/rank_aggregation.csv",
  "RobustRankAggreg 1.2.1 aggregateRanks(method = 'RRA')",
  "1e-12 absolute: one incomplete beta function in double precision against another",
  table
)
