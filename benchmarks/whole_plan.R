# The whole plan of the example on simulated trials, looped in R: five ANCOVA with HC3, each also
# after imputation by arm (mice, norm, m = 20, Barnard-Rubin), overlap weighting with the stacked
# sandwich, Boschloo's test, and gates. Usage: Rscript whole_plan.R TRIALS.csv OUT.json
# Weighting is written out in base R, which is faster than PSweight.
suppressWarnings(suppressMessages({
  library(sandwich)
  library(mice)
  library(Exact)
}))
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1])
hormones <- c("fsh", "lh", "testosterone", "inhibin.b", "prolactin")
covariates <- c("age", "infertility", "testis.volume")
scores <- c("age", "infertility", "testis.volume", "fsh", "testosterone")

ancova <- function(d, hormone, y) {
  form <- reformulate(c("arm", hormone, covariates), response = y)
  fit <- lm(form, data = d)
  c(coef(fit)[["arm"]], sqrt(vcovHC(fit, type = "HC3")["arm", "arm"]), fit$df.residual)
}

impute <- function(d, hormone, y, m = 20) {
  kept <- d[, c(y, hormone, covariates, "arm")]
  filled <- lapply(c(1, 0), function(a) {
    own <- kept[kept$arm == a, names(kept) != "arm"]
    if (!anyNA(own)) return(rep(list(own), m))
    done <- mice(own, m = m, method = "norm", maxit = 1, printFlag = FALSE)
    lapply(seq_len(m), function(i) complete(done, i))
  })
  fits <- sapply(seq_len(m), function(i) {
    both <- rbind(cbind(filled[[1]][[i]], arm = 1), cbind(filled[[2]][[i]], arm = 0))
    ancova(both, hormone, y)
  })
  q <- mean(fits[1, ]); u <- mean(fits[2, ]^2); b <- var(fits[1, ])
  total <- u + (1 + 1 / m) * b
  lambda <- (1 + 1 / m) * b / total
  v <- fits[3, 1]
  old <- if (lambda > 0) (m - 1) / lambda^2 else Inf
  seen <- (v + 1) / (v + 3) * v * (1 - lambda)
  c(q, sqrt(total), if (is.finite(old)) old * seen / (old + seen) else v)
}

overlap <- function(d, y, before = NULL) {
  d <- d[!is.na(d[[y]]), ]
  fit <- glm(reformulate(union(before, scores), response = "arm"), data = d, family = binomial,
    control = glm.control(epsilon = 1e-12))
  e <- fitted(fit); X <- model.matrix(fit); a <- d$arm; o <- d[[y]]; n <- nrow(d)
  information <- solve(crossprod(X * (e * (1 - e)), X))
  influence <- numeric(n); estimate <- 0
  for (sign in c(1, -1)) {
    member <- if (sign == 1) a else 1 - a
    w <- member * (if (sign == 1) 1 - e else e)
    slope <- member * (if (sign == 1) -1 else 1) * e * (1 - e)
    mean <- sum(w * o) / sum(w)
    pull <- colSums(slope * (o - mean) * X) / sum(w)
    influence <- influence + sign * (w * (o - mean) / sum(w) +
      drop((X * (a - e)) %*% (information %*% pull)))
    estimate <- estimate + sign * mean
  }
  df <- n - ncol(X) - 1
  c(estimate, sqrt(sum(influence^2) * n / df), df)
}

gates <- function(p_responder, p_hormones, alpha = 0.05) {
  if (p_responder > alpha) return(rep(FALSE, 6))
  c(TRUE, p.adjust(p_hormones, "holm") <= alpha)
}

two_sided <- function(fit) 2 * pt(-abs(fit[1] / fit[2]), fit[3])

analyse <- function(d) {
  responders <- ifelse(is.na(d$y.sperm), 0, d$y.sperm)
  x <- sum(responders[d$arm == 1]); z <- sum(responders[d$arm == 0])
  table <- matrix(c(x, sum(d$arm == 1) - x, z, sum(d$arm == 0) - z), 2, byrow = TRUE)
  boschloo <- exact.test(table, method = "boschloo", tsmethod = "central", to.plot = FALSE,
    model = "binomial", alternative = "two.sided", useStoredCSM = FALSE)$p.value
  d$y.responder <- responders
  complete <- lapply(hormones, function(h) ancova(d, h, paste0("y.", h)))
  imputed <- lapply(hormones, function(h) impute(d, h, paste0("y.", h)))
  # a hormone's own value before joins the score
  weighted <- c(
    list(overlap(d, "y.responder")),
    lapply(hormones, function(h) overlap(d, paste0("y.", h), before = h))
  )
  list(
    boschloo = boschloo,
    ancova = do.call(rbind, complete),
    imputed = do.call(rbind, imputed),
    weighted = do.call(rbind, weighted),
    gates = gates(boschloo, sapply(imputed, two_sided))
  )
}

set.seed(1)
trials <- split(data, data$trial)
invisible(analyse(trials[[1]]))  # loads what is loaded late
# processor time: another program on the machine slows the clock on the wall
seconds <- sum(system.time(found <- lapply(trials, analyse))[c("user.self", "sys.self")])
write_rows <- function(m) {
  paste0("[", paste(apply(m, 1, function(r) {
    paste0("[", paste(formatC(r, digits = 17, format = "g"), collapse = ","), "]")
  }), collapse = ","), "]")
}
parts <- sapply(found, function(f) sprintf(
  '{"boschloo": %.17g, "ancova": %s, "imputed": %s, "weighted": %s, "gates": [%s]}',
  f$boschloo, write_rows(f$ancova), write_rows(f$imputed), write_rows(f$weighted),
  paste(tolower(f$gates), collapse = ",")))
cat(sprintf('{"seconds": %.6f, "trials": [%s]}\n', seconds, paste(parts, collapse = ",\n")),
  file = arguments[2])
