# Writes {stopping_boundaries,stopping_characteristics,posterior_rules,predictive,
# simon,two_stage_inference,group_sequential,group_sequential_power}.csv.
source("validation/r/golden.R")
suppressMessages({library(stoppingrule); library(clinfun); library(rpact); library(extraDistr)})
join <- function(x) paste(x, collapse = "|")
version <- function(name) paste(name, packageVersion(name))

# In these cases the search of the package finds its constant inside its bounds and its rounding
# separates no ties; cval is the first constant that is too low.
cases <- list(
  list("Pocock", NULL, c(10, 20, 30, 40), 0.1, 0.05), list("Pocock", NULL, 1:30, 0.2, 0.1),
  list("Pocock", NULL, c(5, 11, 18, 40), 0.13, 0.05), list("Pocock", NULL, c(20, 40), 0.05, 0.025),
  list("Pocock", NULL, c(6, 12, 18, 24, 30, 36), 0.25, 0.1), list("Pocock", NULL, 10:60, 0.15, 0.05),
  list("OBF", NULL, c(5, 10, 15, 20, 25, 30), 0.1, 0.05), list("OBF", NULL, c(10, 20, 30, 40), 0.15, 0.1),
  list("OBF", NULL, c(12, 24, 36, 48, 60), 0.2, 0.05), list("OBF", NULL, 10:40, 0.3, 0.05),
  list("OBF", NULL, c(10, 20, 30, 40), 0.25, 0.05), list("OBF", NULL, c(7, 19, 33, 50), 0.13, 0.05),
  list("SPRT", 0.3, 1:60, 0.1, 0.05), list("SPRT", 0.4, 10:80, 0.2, 0.05),
  list("SPRT", 0.35, 5:50, 0.15, 0.05))
rows <- do.call(rbind, lapply(cases, function(x) {
  rule <- calc.rule.bin(ns = x[[3]], p0 = x[[4]], alpha = x[[5]], type = x[[1]], param = x[[2]])
  data.frame(shape = x[[1]], p_1 = if (is.null(x[[2]])) NA else x[[2]], p_0 = x[[4]], alpha = x[[5]],
             looks = join(x[[3]]), limits = join(pmin(rule$Rule[, 2], x[[3]] + 1)),
             critical_value = if (x[[1]] == "Pocock") 1 - (1 - rule$cval) else rule$cval,
             attained = OC.rule.bin(rule, x[[4]])[1, 2])
}))
write_golden("src/tubulus/stats/reference/numbers/stopping_boundaries.csv",
             paste(version("stoppingrule"), "calc.rule.bin(ns, p0, alpha, type, param), OC.rule.bin;",
                   "a limit above the participants stops nothing"),
             "limits exact; critical value 1e-4 relative for Pocock (uniroot, tol 1e-4), 1e-9 for others", rows)

oc <- function(looks, limits, p) {
  rule <- list(Rule = cbind(looks, limits)); class(rule) <- "rule.bin"
  t(sapply(p, function(x) unlist(stoppingrule:::opchars.bin(rule, x))))
}
rules <- list(list(c(10, 20, 30, 40), c(4, 6, 7, 9)), list(c(10, 20, 30, 40), c(6, 7, 8, 9)),
              list(c(5, 13, 30), c(3, 5, 9)), list(1:20, rep(3:6, each = 5)),
              list(c(10, 20, 30, 40), c(3, 5, 6, 8)))
p <- c(0.05, 0.1, 0.2, 0.3, 0.6)
rows <- do.call(rbind, lapply(rules, function(x) {
  found <- oc(x[[1]], x[[2]], p)
  data.frame(looks = join(x[[1]]), limits = join(x[[2]]), p = p, stopping = found[, 1],
             expected_events = found[, 2])
}))
write_golden("src/tubulus/stats/reference/numbers/stopping_characteristics.csv",
             paste(version("stoppingrule"), "opchars.bin of a rule with these limits"),
             "1e-11 relative, sums of binomial probabilities", rows)

rows <- do.call(rbind, lapply(list(list(c(1, 9), 1:60, 0.1, 0.05), list(c(1, 9), c(10, 20, 30, 40), 0.1, 0.05),
                                   list(c(2, 8), 10:40, 0.2, 0.1)), function(x) {
  rule <- calc.rule.bin(ns = x[[2]], p0 = x[[3]], alpha = x[[4]], type = "BB", param = x[[1]])
  data.frame(a = x[[1]][1], b = x[[1]][2], p_0 = x[[3]], alpha = x[[4]], looks = join(x[[2]]),
             limits = join(pmin(rule$Rule[, 2], x[[2]] + 1)), threshold = rule$cval)
}))
write_golden("src/tubulus/stats/reference/numbers/posterior_rules.csv",
             paste(version("stoppingrule"), "calc.rule.bin(type = 'BB', param = c(a, b))"),
             "limits exact; threshold 1e-4 relative, its bisection inverts pbeta by uniroot (tol 1e-4)", rows)

grid <- data.frame(events = c(3, 0, 5, 12, 2, 1), n = c(20, 10, 25, 30, 8, 39),
                   planned = c(40, 40, 40, 60, 20, 40), needed = c(7, 4, 9, 15, 5, 2),
                   a = c(0.5, 1, 0.5, 2, 0.2, 1), b = c(0.5, 1, 0.5, 3, 0.8, 9), p_0 = c(.1, .2, .1, .3, .4, .05))
grid$predictive <- with(grid, pbbinom(needed - events - 1, planned - n, a + events, b + n - events,
                                      lower.tail = FALSE))
grid$posterior <- with(grid, pbeta(p_0, a + events, b + n - events, lower.tail = FALSE))
write_golden("src/tubulus/stats/reference/numbers/predictive.csv",
             paste(version("extraDistr"), "pbbinom(lower.tail = FALSE); pbeta(lower.tail = FALSE)"),
             "1e-9 relative, closed forms", grid)

plans <- list(c(.05, .25, .05, .2), c(.1, .3, .05, .2), c(.2, .4, .05, .1), c(.3, .5, .05, .1),
              c(.8, .95, .05, .2), c(.05, .2, .1, .1), c(.2, .35, .05, .1), c(.05, .15, .05, .1),
              c(.4, .6, .1, .1), c(.1, .25, .05, .2), c(.5, .7, .05, .2), c(.01, .1, .05, .1))
rows <- do.call(rbind, lapply(plans, function(x) {
  found <- twostage.admissible(ph2simon(x[1], x[2], x[3], x[4], nmax = 150))
  data.frame(p_0 = x[1], p_1 = x[2], alpha = x[3], beta = x[4], unique(found[, 1:6, drop = FALSE]),
             check.names = FALSE, row.names = NULL)
}))
names(rows)[5:10] <- c("limit_1", "n_1", "limit", "n", "expected_n", "early_stop")
write_golden("src/tubulus/stats/reference/numbers/simon.csv",
             paste(version("clinfun"), "twostage.admissible(ph2simon(pu, pa, ep1, ep2, nmax = 150))"),
             "designs exact; 1e-10 relative, sums of binomial probabilities", rows)

stages <- data.frame(limit_1 = c(0, 0, 1, 1, 4, 4, 7, 2), n_1 = c(9, 9, 10, 10, 19, 19, 24, 43),
                     n = c(17, 17, 29, 29, 54, 54, 53, 78), events = c(5, 2, 6, 1, 20, 13, 25, 2),
                     p_0 = c(.05, .05, .1, .1, .2, .2, .3, .05))
found <- t(mapply(function(limit_1, n_1, n, events, p_0)
  twostage.inference(events, limit_1, n_1, n, p_0, alpha = 0.05), stages$limit_1, stages$n_1, stages$n,
  stages$events, stages$p_0))
stages <- data.frame(stages, estimate = found[, 1], p_value = found[, 2], low = found[, 3], high = found[, 4])
write_golden("src/tubulus/stats/reference/numbers/two_stage_inference.csv",
             paste(version("clinfun"), "twostage.inference(x, r1, n1, n, pu, alpha = 0.05)"),
             "estimate and p 1e-10 relative; limits 1e-4 absolute, its search steps by 1e-4; high is of P(as many or more)", stages)

design <- function(k, alpha, sides, type, ...) getDesignGroupSequential(
  kMax = k, alpha = alpha, sided = sides, typeOfDesign = type, tolerance = 1e-10, ...)
rows <- do.call(rbind, lapply(c("P", "OF"), function(type) do.call(rbind, lapply(1:2, function(sides)
  do.call(rbind, lapply(c(2:10), function(k) {
    d <- design(k, 0.025 * sides, sides, type)
    data.frame(kind = type, sides = sides, alpha = 0.025 * sides, fractions = join(signif((1:k) / k, 16)),
               critical_values = join(sprintf("%.13g", d$criticalValues)))
  }))))))
uneven <- list(c(.25, .5, .75, 1), c(.1, .4, .9, 1), c(.5, 1), (1:8) / 8)
rows <- rbind(rows, do.call(rbind, lapply(c("asP", "asOF"), function(type) do.call(rbind, lapply(1:2,
  function(sides) do.call(rbind, lapply(uneven, function(t) {
    d <- getDesignGroupSequential(informationRates = t, alpha = 0.025 * sides, sided = sides,
                                  typeOfDesign = type, tolerance = 1e-10)
    data.frame(kind = type, sides = sides, alpha = 0.025 * sides, fractions = join(t),
               critical_values = join(sprintf("%.13g", d$criticalValues)))
  })))))))
write_golden("src/tubulus/stats/reference/numbers/group_sequential.csv",
             paste(version("rpact"), "getDesignGroupSequential(typeOfDesign, tolerance = 1e-10)$criticalValues"),
             paste("1e-6 relative plus 1e-10 / dnorm(value): rpact solves for a probability to 1e-10,",
                   "which moves a critical value above 4 by more"), rows)

rows <- do.call(rbind, lapply(list(list(5, "OF"), list(5, "P"), list(3, "OF"), list(2, "P")), function(x) {
  d <- getDesignGroupSequential(kMax = x[[1]], alpha = 0.025, beta = 0.2, sided = 1, typeOfDesign = x[[2]],
                                tolerance = 1e-10)
  drift <- c(1, 2, 3)
  power <- getPowerAndAverageSampleNumber(d, theta = drift / 10, nMax = 100)$overallReject
  data.frame(looks = x[[1]], kind = x[[2]], inflation = getDesignCharacteristics(d)$inflationFactor,
             drift = drift, power = power)
}))
write_golden("src/tubulus/stats/reference/numbers/group_sequential_power.csv",
             paste(version("rpact"), "one-sided 0.025: getDesignCharacteristics(beta = 0.2)$inflationFactor;",
                   "getPowerAndAverageSampleNumber(theta = drift / 10, nMax = 100)"),
             "1e-6 relative, both integrate numerically", rows)
