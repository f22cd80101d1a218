# Writes {synthetic_trial,ancova,correlations,changes,quantiles,multiplicity,
# smd,cutoff_regression}.csv. The trial is simulated here and is nobody's data.
source("validation/r/golden.R")
suppressMessages(library(sandwich))

set.seed(20240722)
n <- 40
arm <- rep(c(1, 0), each = n)
age <- round(rnorm(2 * n, 34, 5))
secondary <- rbinom(2 * n, 1, 0.3 + 0.15 * arm)
centre <- sample(c("a", "b", "c"), 2 * n, replace = TRUE)
before <- round(exp(rnorm(2 * n, 2.6 + 0.01 * (age - 34), 0.5)), 2)
after <- round(before^0.7 * exp(rnorm(2 * n, 0.8 - 0.15 * arm, 0.2 + 0.3 * arm)), 2)
amount <- round(ifelse(runif(2 * n) < 0.25 + 0.2 * arm, exp(rnorm(2 * n, 0, 1.2)), 0), 3)
after[c(3, 50)] <- NA
age[17] <- NA
trial <- data.frame(arm, age, secondary, centre, before, after, amount)
for (name in c("arm", "age", "secondary")) trial[[name]] <- as.integer(trial[[name]])
write_golden("src/tubulus/stats/reference/numbers/synthetic_trial.csv",
             "validation/r/linear.R, simulated with set.seed(20240722); synthetic, nobody's data",
             "none, input", trial)

contrast <- function(model, level) {
  b <- coef(model)["arm"]; se <- sqrt(vcovHC(model, type = "HC3")["arm", "arm"])
  df <- df.residual(model); half <- qt(0.5 + level / 2, df) * se
  data.frame(estimate = b, low = b - half, high = b + half, se = se, df = df,
             p = 2 * pt(-abs(b / se), df), n = nobs(model))
}
models <- list(
  crude = lm(after ~ arm, trial),
  adjusted = lm(after ~ arm + before + age + secondary + factor(centre), trial),
  log_adjusted = lm(log(after) ~ arm + log(before) + age + secondary, trial)
)
rows <- do.call(rbind, lapply(names(models), function(name)
  rbind(data.frame(model = name, confidence = 0.95, contrast(models[[name]], 0.95)),
        data.frame(model = name, confidence = 0.90, contrast(models[[name]], 0.90)))))
write_golden("src/tubulus/stats/reference/numbers/ancova.csv",
             paste0("lm(...) with sandwich ", packageVersion("sandwich"),
                    " vcovHC(type = 'HC3') and qt on n - p df; models in validation/r/linear.R"),
             "1e-9 relative, both decompose the same design in double precision", rows)

pearson <- cor.test(trial$before, trial$after)
logs <- cor.test(log(trial$before), log(trial$after), conf.level = 0.9)
ranks <- suppressWarnings(cor.test(trial$age, trial$after, method = "spearman", exact = FALSE))
r <- unname(ranks$estimate); m <- sum(complete.cases(trial$age, trial$after))
half <- qnorm(0.975) * sqrt((1 + r^2 / 2) / (m - 3))
write_golden("src/tubulus/stats/reference/numbers/correlations.csv",
             paste("cor.test(before, after); cor.test of logs, conf.level = 0.9;",
                   "cor.test(age, after, method = 'spearman', exact = FALSE) with limits",
                   "tanh(atanh(r) -/+ z sqrt((1 + r^2/2)/(n - 3)))"),
             "1e-9 relative, closed forms",
             data.frame(case = c("pearson", "logs", "spearman"), confidence = c(0.95, 0.9, 0.95),
                        r = c(pearson$estimate, logs$estimate, r),
                        low = c(pearson$conf.int[1], logs$conf.int[1], tanh(atanh(r) - half)),
                        high = c(pearson$conf.int[2], logs$conf.int[2], tanh(atanh(r) + half)),
                        p = c(pearson$p.value, logs$p.value, ranks$p.value)))

cell <- subset(trial, arm == 1)
paired <- t.test(cell$after, cell$before, paired = TRUE)
ratio <- t.test(log(cell$after), log(cell$before), paired = TRUE)
some <- subset(trial, amount > 0)
welch <- t.test(log(amount) ~ arm == 0, some)
write_golden("src/tubulus/stats/reference/numbers/changes.csv",
             paste("t.test(after, before, paired = TRUE) in arm 1, the same of logs and exp;",
                   "t.test(log(amount) ~ arm) with amount > 0 (Welch) and exp"),
             "1e-9 relative, closed forms",
             data.frame(case = c("paired", "paired_ratio", "amount_ratio"),
                        estimate = c(paired$estimate, exp(ratio$estimate), exp(-diff(welch$estimate))),
                        low = c(paired$conf.int[1], exp(ratio$conf.int[1]), exp(welch$conf.int[1])),
                        high = c(paired$conf.int[2], exp(ratio$conf.int[2]), exp(welch$conf.int[2])),
                        p = c(paired$p.value, ratio$p.value, welch$p.value)))

x <- trial$after[!is.na(trial$after)]
q <- quantile(x, c(0.25, 0.5, 0.75), type = 7, names = FALSE)
write_golden("src/tubulus/stats/reference/numbers/description.csv",
             "mean, sd, quantile(type = 7), range, exp(mean(log)), exp(sd(log)) of after, both arms",
             "1e-12 relative, sums of 78 numbers",
             data.frame(statistic = c("mean", "sd", "minimum", "lower_quartile", "median",
                                      "upper_quartile", "maximum", "geometric_mean", "geometric_sd"),
                        value = c(mean(x), sd(x), min(x), q, max(x), exp(mean(log(x))), exp(sd(log(x))))))

p <- c(0.012, 0.04, 0.001, 0.012, 0.6, 0.03, 1, 0.0002)
write_golden("src/tubulus/stats/reference/numbers/multiplicity.csv",
             "p.adjust(p, 'holm'); p.adjust(p, 'BH')", "1e-12 absolute, products only",
             data.frame(p = p, holm = p.adjust(p, "holm"), bh = p.adjust(p, "BH")))

share <- function(a) prop.table(table(factor(trial$centre[trial$arm == a], c("a", "b", "c"))))
p1 <- share(1); p0 <- share(0)
s <- ((diag(p1) - p1 %o% p1) + (diag(p0) - p0 %o% p0)) / 2
d <- as.numeric(p1 - p0)[2:3]
b1 <- mean(trial$secondary[trial$arm == 1]); b0 <- mean(trial$secondary[trial$arm == 0])
a1 <- trial$before[trial$arm == 1]; a0 <- trial$before[trial$arm == 0]
write_golden("src/tubulus/stats/reference/numbers/smd.csv",
             paste("formulas of Austin 2009 and of Yang and Dalton 2012 in R; sqrt(mahalanobis(",
                   "d, 0, S)) for centre"), "1e-9 relative, closed forms",
             data.frame(covariate = c("before", "secondary", "centre"),
                        smd = c((mean(a1) - mean(a0)) / sqrt((var(a1) + var(a0)) / 2),
                                (b1 - b0) / sqrt((b1 * (1 - b1) + b0 * (1 - b0)) / 2),
                                sqrt(mahalanobis(d, c(0, 0), s[2:3, 2:3])))))

cuts <- data.frame(mean = c(10, 10, 2.6, 0), sd = c(3, 3, 0.5, 1), r = c(0.7, 0.5, 0.8, 0.6),
                   cutoff = c(12, 7, 2, 3), selected = c("above", "below", "below", "above"))
cuts$baseline <- mapply(function(mean, sd, cutoff, selected) {
  ends <- if (selected == "above") c(cutoff, Inf) else c(-Inf, cutoff)
  f <- function(x) dnorm(x, mean, sd)
  integrate(function(x) x * f(x), ends[1], ends[2], rel.tol = 1e-12)$value /
    integrate(f, ends[1], ends[2], rel.tol = 1e-12)$value
}, cuts$mean, cuts$sd, cuts$cutoff, cuts$selected)
cuts$change <- (cuts$r - 1) * (cuts$baseline - cuts$mean)
write_golden("src/tubulus/stats/reference/numbers/cutoff_regression.csv",
             "integrate(x * dnorm(x)) / integrate(dnorm(x)) beyond the cut-off, times r - 1",
             "1e-8 relative, numerical integration", cuts)
