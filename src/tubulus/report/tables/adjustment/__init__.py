"""Tables of adjusted contrasts: weights, balance, what stands beside, unmeasured confounding."""
