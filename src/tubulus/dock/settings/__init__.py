"""The ``[dock]`` section of ``study.toml``: partners, search, poses kept, decoy partners.

Exports the frozen models; each refuses unknown keys.
Lengths are in ångström.
"""

from tubulus.dock.settings.docking import (
    ClusterSettings,
    DecoySettings,
    DockSettings,
    RefinementSettings,
)

__all__ = ["ClusterSettings", "DecoySettings", "DockSettings", "RefinementSettings"]
