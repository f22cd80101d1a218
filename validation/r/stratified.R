# Writes stratified.csv: score differences, odds ratios and tests over strata.
source("validation/r/golden.R")
suppressMessages({library(metafor); library(ratesci)})

# one line a table: strata as events_1/n_1/events_0/n_0
tables <- c(
  "9/24/5/16 0/16/1/24",
  "4/11/5/25 5/16/7/83 2/14/8/22",
  "0/16/1/24 9/24/0/16",
  "0/10/0/12 3/10/1/9",
  "1/2/0/1 2/3/1/2 0/1/1/3 1/1/0/2",
  "7/10/7/10 2/8/2/8",
  "10/10/9/10 5/5/4/6",
  "250/1000/200/900 30/100/45/150",
  "4/6/0/5 6/9/0/7",
  "0/6/2/5 0/9/3/7",
  "3/12/1/9 8/20/6/25 2/5/4/6 1/30/0/22",
  "12/20/3/18 1/15/7/14"
)
read <- function(text) {
  cells <- do.call(rbind, strsplit(strsplit(text, " ")[[1]], "/"))
  matrix(as.numeric(cells), nrow = nrow(cells))
}
score <- function(m, weighting) {
  as.numeric(scoreci(m[, 1], m[, 2], m[, 3], m[, 4], contrast = "RD", skew = FALSE,
                     stratified = TRUE, weighting = weighting, sda = 0, fda = 0, precis = 12,
                     mn_tol = 1e-9, warn = FALSE)$estimates[1, c("est", "lower", "upper")])
}
test <- function(m, correct) {
  cells <- array(rbind(m[, 1], m[, 3], m[, 2] - m[, 1], m[, 4] - m[, 3]), c(2, 2, nrow(m)))
  mantelhaen.test(cells, correct = correct)
}
finite <- function(x) ifelse(is.finite(x), x, NA)
rows <- do.call(rbind, lapply(tables, function(text) {
  m <- read(text)
  own <- score(m, "MN"); fixed <- score(m, "MH")
  plain <- test(m, FALSE); corrected <- test(m, TRUE)
  fit <- suppressWarnings(rma.mh(ai = m[, 1], n1i = m[, 2], ci = m[, 3], n2i = m[, 4],
                                 measure = "OR", add = 0, to = "none", drop00 = FALSE))
  limits <- if (is.finite(plain$estimate) && plain$estimate > 0) plain$conf.int else c(NA, NA)
  homogeneity <- if (all(is.finite(limits))) fit$TAp else NA
  data.frame(
    strata = text, mn = own[1], mn_low = own[2], mn_high = own[3],
    mh = fixed[1], mh_low = fixed[2], mh_high = fixed[3],
    cmh = plain$p.value, cmh_corrected = corrected$p.value,
    odds_ratio = finite(plain$estimate), odds_low = limits[1], odds_high = limits[2],
    homogeneity = homogeneity
  )
}))
write_golden(
  "src/tubulus/stats/reference/numbers/stratified.csv",
  paste0("ratesci ", packageVersion("ratesci"),
         " scoreci(contrast = 'RD', stratified = TRUE, skew = FALSE, weighting = 'MN' and 'MH', sda",
         " = 0, fda = 0, precis = 12); mantelhaen.test(correct = FALSE), its odds ratio and limits,",
         " and p with correct = TRUE; metafor ", packageVersion("metafor"),
         " rma.mh(measure = 'OR')$TAp; strata are events_1/n_1/events_0/n_0; NA where not finite"),
  "2e-8 absolute for score limits, which ratesci moves off the ends by 1e-8; 1e-9 otherwise",
  rows
)
