"""Tables of the in-silico screen: shortlist, evidence, receptors, cell types, candidates.

They also list the rows that the figures of the screen draw.
"""
