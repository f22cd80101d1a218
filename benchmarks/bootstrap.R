# Called by benchmarks/bootstrap.py with a folder: reads trial.csv and drawn.csv there, writes
# estimates.csv (statistics on the rows of drawn.csv) and seconds.csv (boot() for one draw of all).
suppressMessages(library(boot))
arguments <- commandArgs(TRUE)
folder <- arguments[1]; draws <- as.integer(arguments[2])
trial <- read.csv(file.path(folder, "trial.csv"))
drawn <- as.matrix(read.csv(file.path(folder, "drawn.csv"), header = FALSE))
outcomes <- grep("^y", names(trial), value = TRUE); terms <- grep("^x", names(trial), value = TRUE)
score <- reformulate(terms, "a")

weigh <- function(y, a, w) colSums(a * w * y) / sum(a * w) - colSums((1 - a) * w * y) / sum((1 - a) * w)
combine <- function(b, residuals, y, a, e) {
  y <- as.matrix(y)
  c(b, weigh(y, a, ifelse(a == 1, 1 - e, e)), weigh(y, a, ifelse(a == 1, 1, e / (1 - e))),
    b + colMeans((a / e - (1 - a) / (1 - e)) * as.matrix(residuals)))
}
# one outcome by formulas, as a user writes it
by_formula <- function(outcome) {
  model <- reformulate(c("a", terms), outcome)
  function(data, rows) {
    data <- data[rows, ]
    e <- fitted(glm(score, binomial, data)); fit <- lm(model, data)
    combine(coef(fit)["a"], resid(fit), data[[outcome]], data$a, e)
  }
}
# one outcome on matrices
by_matrix <- function(outcome) {
  x <- cbind(1, as.matrix(trial[terms])); a <- trial$a; y <- trial[[outcome]]; family <- binomial()
  function(data, rows) {
    e <- glm.fit(x[rows, ], a[rows], family = family)$fitted.values
    fit <- lm.fit(cbind(a[rows], x[rows, ]), y[rows])
    combine(fit$coefficients[1], fit$residuals, y[rows], a[rows], e)
  }
}
# all outcomes at once on matrices, the score fitted once: the fastest that R's own functions allow
all_at_once <- function(control = glm.control()) {
  x <- cbind(1, as.matrix(trial[terms])); a <- trial$a; y <- as.matrix(trial[outcomes])
  family <- binomial()
  function(data, rows) {
    e <- glm.fit(x[rows, ], a[rows], family = family, control = control)$fitted.values
    fit <- lm.fit(cbind(a[rows], x[rows, ]), y[rows, ])
    combine(fit$coefficients[1, ], fit$residuals, y[rows, ], a[rows], e)
  }
}
# the same by formulas, one glm and one lm with a matrix of outcomes
all_by_formula <- function() {
  model <- as.formula(paste0("cbind(", paste(outcomes, collapse = ","), ") ~ a + ",
                             paste(terms, collapse = "+")))
  function(data, rows) {
    data <- data[rows, ]
    e <- fitted(glm(score, binomial, data)); fit <- lm(model, data)
    combine(coef(fit)["a", ], resid(fit), data[outcomes], data$a, e)
  }
}
measure <- function(statistics, draws) {
  # a short run first, so that everything is compiled
  run <- function(draws) for (s in statistics) suppressWarnings(boot(trial, s, R = draws, strata = trial$a))
  run(5)
  spent <- system.time(run(draws))
  unname(spent["user.self"] + spent["sys.self"]) / draws
}
set.seed(1)
seconds <- data.frame(
  peer = c("formulas", "formulas_shared", "glm_fit", "glm_fit_shared"),
  seconds = c(measure(lapply(outcomes, by_formula), draws), measure(list(all_by_formula()), 4 * draws),
              measure(lapply(outcomes, by_matrix), 4 * draws), measure(list(all_at_once()), 20 * draws)))
write.csv(seconds, file.path(folder, "seconds.csv"), row.names = FALSE, quote = FALSE)
sharp <- all_at_once(glm.control(epsilon = 1e-15, maxit = 100))
values <- suppressWarnings(t(apply(drawn, 1, function(rows) sharp(trial, rows))))
write.table(format(values, digits = 17), file.path(folder, "estimates.csv"), sep = ",",
            row.names = FALSE, col.names = FALSE, quote = FALSE)
cat(R.version.string, "boot", as.character(packageVersion("boot")), "\n")
