"""What an entered value may be, by itself."""
