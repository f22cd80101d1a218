"""Results to a page for readers: tables, figures, text, in one file that needs no network.

Shows numbers and computes none. Its modules are imported where they are used: those that draw
and set tables take a second to load, and a command that only reads settings needs none of them.
"""
