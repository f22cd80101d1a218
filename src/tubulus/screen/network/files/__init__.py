"""Interaction files as databases give them, with names mapped and what was left out counted.

Exports the reader, its result and the formats that it knows, told by the header.
Nothing is downloaded; a file that is no list of physical or signed interactions is refused.
"""

from tubulus.screen.network.files.formats import INTERACTION_FORMATS, InteractionFormat
from tubulus.screen.network.files.reading import InteractionTable, read_interactions

__all__ = ["INTERACTION_FORMATS", "InteractionFormat", "InteractionTable", "read_interactions"]
