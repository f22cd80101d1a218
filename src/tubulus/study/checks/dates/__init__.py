"""What dates must agree with."""
