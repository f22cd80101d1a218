"""The ``[screen]`` section of ``study.toml``: what is screened, on what evidence, weighed how.

Exports the settings of the screen, of its evidence and of the integration, and their vocabularies.
"""

from tubulus.screen.settings.evidence import EVIDENCE_FILES, EVIDENCE_FOLDERS, EvidenceSettings
from tubulus.screen.settings.integration import REFERENCE_PRIOR, IntegrationSettings
from tubulus.screen.settings.screening import (
    CARGO_TIERS,
    FORMATS,
    GRADES,
    CargoFormatName,
    CargoTier,
    Grade,
    ScreenSettings,
)

__all__ = [
    "CARGO_TIERS",
    "EVIDENCE_FILES",
    "EVIDENCE_FOLDERS",
    "FORMATS",
    "GRADES",
    "REFERENCE_PRIOR",
    "CargoFormatName",
    "CargoTier",
    "EvidenceSettings",
    "Grade",
    "IntegrationSettings",
    "ScreenSettings",
]
