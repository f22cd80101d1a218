# Writes {graphical,hochberg}.csv.
source("validation/r/golden.R")
suppressMessages(library(graphicalMCP))

set.seed(20240906)
gated <- function(gates, family) {
  first <- length(gates); m <- first + family
  g <- matrix(0, m, m)
  for (i in seq_len(first)) if (i < first) g[i, i + 1] <- 1 else g[i, first + seq_len(family)] <- 1 / family
  for (i in first + seq_len(family)) g[i, setdiff(first + seq_len(family), i)] <- 1 / (family - 1)
  graph_create(c(1, rep(0, m - 1)), g)
}
draw <- function(m) {
  w <- runif(m); g <- matrix(runif(m * m), m); diag(g) <- 0
  graph_create(round(w / sum(w) - 0.0005, 3), round(g / rowSums(g) - 0.0005, 3))
}
graphs <- list(
  holm = bonferroni_holm(4), fixed_sequence = fixed_sequence(4), gated = gated("R1", 5),
  two_gates = gated(c("R1", "R2"), 3), fallback = fallback(c(0.5, 0.3, 0.2)),
  improved_fallback = fallback_improved_1(c(0.5, 0.3, 0.2)),
  successive = simple_successive_1(), successive_2 = simple_successive_2(),
  parallel_gates = two_doses_two_primary_two_secondary(), drawn = draw(5)
)
values <- function(m) list(
  small = signif(runif(m)^3 / 4, 3), mixed = signif(runif(m)^2, 3),
  paper = c(0.01, 0.005, 0.015, 0.022, 0.04, 0.3)[seq_len(m)])
join <- function(x) paste(formatC(x, digits = 15, format = "g", width = 1), collapse = " ")
cases <- list()
for (name in names(graphs)) {
  graph <- graphs[[name]]
  for (set in c("small", "mixed", "paper")) {
    p <- values(length(graph$hypotheses))[[set]]
    found <- graph_test_shortcut(graph, p, alpha = 0.05, verbose = TRUE)
    cases[[length(cases) + 1]] <- data.frame(
      graph = name, weights = join(graph$hypotheses),
      transitions = paste(apply(graph$transitions, 1, join), collapse = "; "), p = join(p),
      adjusted = join(found$outputs$adjusted_p),
      rejected = paste(as.integer(found$outputs$rejected), collapse = " "))
  }
}
version <- paste("graphicalMCP", packageVersion("graphicalMCP"))
write_golden("src/tubulus/stats/reference/numbers/graphical.csv",
             paste0(version, " graph_test_shortcut(graph, p, alpha = 0.05); graphs in ",
                    "validation/r/multiplicity.R"),
             "1e-9 relative, sums and products only", do.call(rbind, cases))
p <- c(0.012, 0.04, 0.001, 0.012, 0.6, 0.03, 1, 0.0002)
write_golden("src/tubulus/stats/reference/numbers/hochberg.csv", "p.adjust(p, 'hochberg')",
             "1e-12 absolute, products only",
             data.frame(p = p, hochberg = p.adjust(p, "hochberg")))
