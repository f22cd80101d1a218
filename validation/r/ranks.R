# Writes {ranks_trial,wilcoxon,wilcoxon_large,brunner_munzel,
# brunner_munzel_permutation,wins,hodges_lehmann,lachenbruch,van_elteren}.csv. The trial is simulated
# here and is nobody's data. Needs coin (Debian) and brunnermunzel (cran/brunnermunzel).
source("validation/r/golden.R")
suppressMessages({library(coin); library(brunnermunzel)})

set.seed(20251122)
n <- 40
arm <- rep(c(1, 0), each = n)
age <- round(rnorm(2 * n, 34, 5))
secondary <- rbinom(2 * n, 1, 0.3 + 0.1 * arm)
score <- pmin(5, rpois(2 * n, 1.2 + 0.8 * arm + 0.4 * secondary))
amount <- round(ifelse(runif(2 * n) < 0.3 + 0.2 * arm + 0.2 * secondary,
                       exp(rnorm(2 * n, 0.4 * arm, 1.1)), 0), 1)
baseline <- round(exp(rnorm(2 * n, 0.3, 0.5)), 2)
hormone <- round(baseline^0.6 * exp(rnorm(2 * n, 0.25 * arm + 0.01 * (age - 34), 0.5)), 4)
limit <- sample(c(0.6, 0.9), 2 * n, replace = TRUE)
below <- as.integer(hormone < limit)
stopifnot(!anyDuplicated(hormone))
trial <- data.frame(arm, age, secondary, score, amount, baseline, hormone, limit, below)
for (name in c("arm", "age", "secondary", "score")) trial[[name]] <- as.integer(trial[[name]])
write_golden("src/tubulus/stats/reference/numbers/ranks_trial.csv",
             "validation/r/ranks.R, simulated with set.seed(20251122); synthetic, nobody's data",
             "none, input", trial)

# every case: a variable, and how many participants of each arm from its first on
cases <- data.frame(variable = c("score", "amount", "hormone", "score", "amount", "hormone"),
                    n_1 = c(40, 40, 40, 8, 12, 6), n_0 = c(40, 40, 40, 7, 9, 6))
for (name in c("n_1", "n_0")) cases[[name]] <- as.integer(cases[[name]])
first <- function(case) trial[[case$variable]][arm == 1][seq_len(case$n_1)]
second <- function(case) trial[[case$variable]][arm == 0][seq_len(case$n_0)]
each <- function(f) do.call(rbind, lapply(seq_len(nrow(cases)), function(i)
  cbind(cases[i, ], f(cases[i, ], first(cases[i, ]), second(cases[i, ])))))

exact <- function(x, y, alternative) {
  group <- factor(rep(c("a", "b"), c(length(x), length(y))))
  test <- wilcox_test(c(x, y) ~ group, distribution = "exact", alternative = alternative)
  as.numeric(pvalue(test))
}
write_golden("src/tubulus/stats/reference/numbers/wilcoxon.csv",
             paste0("coin ", packageVersion("coin"), " wilcox_test(value ~ arm, distribution = ",
                    "'exact', alternative); u from wilcox.test"),
             "1e-9 relative, coin sums the same integers in another order",
             each(function(case, x, y) data.frame(
               u = suppressWarnings(unname(wilcox.test(x, y, exact = FALSE)$statistic)),
               two_sided = exact(x, y, "two.sided"), greater = exact(x, y, "greater"),
               less = exact(x, y, "less"))))

x <- (37 * seq_len(300)) %% 101; y <- (53 * seq_len(280)) %% 97 - 4
group <- factor(rep(c("a", "b"), c(300, 280)))
write_golden("src/tubulus/stats/reference/numbers/wilcoxon_large.csv",
             paste0("coin ", packageVersion("coin"), " wilcox_test(distribution = 'asymptotic') of ",
                    "(37 i) mod 101, i to 300, and (53 i) mod 97 - 4, i to 280"),
             "1e-9 relative, closed form",
             data.frame(alternative = c("two-sided", "greater", "less"),
                        p = sapply(c("two.sided", "greater", "less"), function(a)
                          as.numeric(pvalue(wilcox_test(c(x, y) ~ group, distribution = "asymptotic",
                                                        alternative = a))))))

superiority <- function(x, y, level) {
  test <- brunnermunzel.test(y, x, alpha = 1 - level)
  theta <- unname(test$estimate); df <- unname(test$parameter)
  se <- abs((theta - 0.5) / unname(test$statistic))
  half <- qt(0.5 + level / 2, df) * se
  data.frame(confidence = level, theta = theta, statistic = -unname(test$statistic), df = df,
             p = test$p.value, low = test$conf.int[1], high = test$conf.int[2],
             logit_low = plogis(qlogis(theta) - half / (theta * (1 - theta))),
             logit_high = plogis(qlogis(theta) + half / (theta * (1 - theta))))
}
bm <- each(function(case, x, y) rbind(superiority(x, y, 0.95), superiority(x, y, 0.9)))
bm$statistic <- abs(bm$statistic) * sign(bm$theta - 0.5)
write_golden("src/tubulus/stats/reference/numbers/brunner_munzel.csv",
             paste0("brunnermunzel ", packageVersion("brunnermunzel"), " brunnermunzel.test(second, ",
                    "first, alpha); logit limits plogis(qlogis(theta) -/+ t se / (theta (1 - theta)))"),
             "1e-9 relative, closed forms", bm)

small <- cases[cases$n_1 <= 8, ]
write_golden("src/tubulus/stats/reference/numbers/brunner_munzel_permutation.csv",
             paste0("brunnermunzel ", packageVersion("brunnermunzel"),
                    " brunnermunzel.permutation.test(first, second), every relabelling"),
             "1e-12 relative, ratios of counts",
             do.call(rbind, lapply(seq_len(nrow(small)), function(i)
               cbind(small[i, ], p = brunnermunzel.permutation.test(first(small[i, ]),
                                                                    second(small[i, ]))$p.value))))

# wins pair by pair; the variance of each statistic is that of its pairs' row and column means
wins <- function(x, y, level = 0.95) {
  won <- outer(x, y, ">") * 1; lost <- outer(x, y, "<") * 1; tied <- 1 - won - lost
  spread <- function(pairs) {
    v <- c(var(rowMeans(pairs)) / length(x), var(colMeans(pairs)) / length(y))
    c(sum(v), sum(v)^2 / sum(v^2 / (c(length(x), length(y)) - 1)))
  }
  odds <- mean(won + tied / 2) / mean(lost + tied / 2)
  s <- spread((won + tied / 2) / mean(won + tied / 2) - (lost + tied / 2) / mean(lost + tied / 2))
  half <- qt(0.5 + level / 2, s[2]) * sqrt(s[1])
  r <- spread(won / mean(won) - lost / mean(lost))
  ratio <- sum(won) / sum(lost); ratio_half <- qt(0.5 + level / 2, r[2]) * sqrt(r[1])
  z <- atanh(mean(won) - mean(lost))
  data.frame(n_wins = as.integer(sum(won)), n_losses = as.integer(sum(lost)),
             odds = odds, odds_low = exp(log(odds) - half), odds_high = exp(log(odds) + half),
             benefit = mean(won) - mean(lost), benefit_low = tanh(z - half / 2),
             benefit_high = tanh(z + half / 2),
             ratio = ratio, ratio_low = exp(log(ratio) - ratio_half),
             ratio_high = exp(log(ratio) + ratio_half),
             ratio_p = 2 * pt(-abs(log(ratio)) / sqrt(r[1]), r[2]))
}
write_golden("src/tubulus/stats/reference/numbers/wins.csv",
             paste("all pairs by outer(); U-statistic variances of log win odds and log win ratio",
                   "from row and column means, t limits with Satterthwaite df"),
             "1e-9 relative, closed forms", each(function(case, x, y) wins(x, y)))

location <- function(x, y, level) {
  d <- sort(outer(x, y, "-")); m <- length(x); k <- length(y)
  q <- qwilcox((1 - level) / 2, m, k)
  row <- data.frame(confidence = level, shift = median(d), low = d[q], high = d[m * k + 1 - q],
                    achieved = 1 - 2 * pwilcox(q - 1, m, k))
  if (!anyDuplicated(c(x, y))) {
    test <- wilcox.test(x, y, conf.int = TRUE, exact = TRUE, conf.level = level)
    stopifnot(all.equal(c(row$shift, row$low, row$high),
                        c(unname(test$estimate), as.numeric(test$conf.int)), tolerance = 1e-12))
  }
  row
}
write_golden("src/tubulus/stats/reference/numbers/hodges_lehmann.csv",
             paste("wilcox.test(conf.int = TRUE, exact = TRUE) without ties (hormone); sorted",
                   "outer differences at qwilcox and pwilcox, which it equals there, with ties"),
             "1e-12 relative, differences of the data",
             each(function(case, x, y) rbind(location(x, y, 0.95), location(x, y, 0.9))))

two_parts <- function(x, y) {
  b <- unname(suppressWarnings(prop.test(c(sum(x > 0), sum(y > 0)), c(length(x), length(y)),
                                         correct = FALSE))$statistic)
  w <- unname(kruskal.test(list(x[x > 0], y[y > 0]))$statistic)
  data.frame(share = b, amount = w, p = pchisq(b + w, 2, lower.tail = FALSE))
}
spikes <- cases[cases$variable != "hormone", ]
write_golden("src/tubulus/stats/reference/numbers/lachenbruch.csv",
             paste("prop.test(correct = FALSE)$statistic of the shares above zero, kruskal.test of",
                   "the amounts above zero (the square of the rank sum's z with ties), pchisq of the sum"),
             "1e-9 relative, closed forms",
             do.call(rbind, lapply(seq_len(nrow(spikes)), function(i)
               cbind(setNames(spikes[i, ], names(cases)),
                     two_parts(first(spikes[i, ]), second(spikes[i, ]))))))

# ranks within strata over participants + 1, permuted within strata
within <- function(variable, strata, alternative) {
  data <- data.frame(y = trial[[variable]], stratum = factor(trial[[strata]]),
                     group = factor(arm, c(1, 0)))
  test <- independence_test(y ~ group | stratum, data, teststat = "scalar",
                            alternative = alternative, ytrafo = function(d)
    trafo(d, numeric_trafo = function(y) rank(y) / (length(y) + 1), block = data$stratum))
  data.frame(variable = variable, strata = strata, alternative = sub("\\.", "-", alternative),
             z = as.numeric(statistic(test)), p = as.numeric(pvalue(test)))
}
trial$both <- as.integer(2 * (trial$age >= 34) + trial$secondary)
write_golden("src/tubulus/stats/reference/numbers/van_elteren.csv",
             paste0("coin ", packageVersion("coin"), " independence_test(y ~ arm | stratum, ytrafo = ",
                    "rank / (n + 1) within strata, teststat = 'scalar'); both is 2 (age >= 34) + secondary"),
             "1e-9 relative, closed form",
             do.call(rbind, lapply(c("two.sided", "greater", "less"), function(a)
               rbind(within("score", "secondary", a), within("amount", "both", a)))))
