"""What must be there, and what must not be there twice."""
