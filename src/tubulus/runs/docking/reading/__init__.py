"""What a docking campaign reads: its files, partners and their families, and the asked pairs.

Everything is read, with all problems at once, before anything rests on it.
"""
