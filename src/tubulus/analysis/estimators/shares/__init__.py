"""Shares of participants with an event: each arm, each stratum, the difference of two arms."""
