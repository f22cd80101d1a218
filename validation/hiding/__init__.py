"""Parts of the validation that hides one curated source and ranks its pairs."""
