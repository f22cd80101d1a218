# Write a golden file: lines of origin, then a table with all digits.
write_golden <- function(path, origin, tolerance, table) {
  for (name in names(table)) {
    if (is.double(table[[name]])) {
      table[[name]] <- trimws(formatC(table[[name]], digits = 15, format = "g"))
    }
  }
  connection <- file(path, "w")
  writeLines(paste0("# origin: ", R.version.string, "; ", origin), connection)
  writeLines(paste0("# tolerance: ", tolerance), connection)
  write.csv(table, connection, row.names = FALSE, quote = FALSE)
  close(connection)
}
