"""What the definition itself leaves open or contradicts, with and without data."""
