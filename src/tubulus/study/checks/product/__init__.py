"""The chain from the marrow of a man to the cells that he receives."""
