"""What a docking campaign may be told."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from tubulus.dock.calibration.settings import CalibrationSettings
from tubulus.dock.preparation.settings import PreparationSettings
from tubulus.dock.search.settings import SearchSettings

__all__ = ["ClusterSettings", "DecoySettings", "DockSettings", "RefinementSettings"]

# a rescored pose is told by how far it stands out among the poses of its pair: of one pose every
# term is 0, so that all pairs would score alike; of few the score can hardly differ
_LEAST_RANKED: Final = 100
# a search for a try may keep few; below this no pose can stand out by more than three spreads
_LEAST_SEARCHED: Final = 10


class RefinementSettings(BaseModel):
    """What happens to poses off the grid, before they are clustered.

    Parameters
    ----------
    poses : int
        Best poses minimised atom by atom and ranked by energy alone; 0 for none.
    steps : int
        Steps of minimisation; 0 only scores anew.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    poses: int = Field(default=0, ge=0)
    steps: int = Field(default=12, ge=0, le=200)


class ClusterSettings(BaseModel):
    """How the poses of a pair are ranked, and which are kept.

    Parameters
    ----------
    ranked : int
        Best poses of the search that are ranked; at least 100 where they are rescored.
    rescored : bool
        Rank by residue contacts and charges beside the search's score; without, by that score
        alone.
    radius_angstrom : float
        Poses nearer than this ligand RMSD, in ångström, are one.
    kept : int
        Best clusters kept of a pair.
    profile_poses : int
        Best poses that the interface profile counts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    ranked: int = Field(default=2_000, ge=1, le=100_000)
    rescored: bool = True
    radius_angstrom: float = Field(default=9.0, gt=0.0, le=30.0)
    kept: int = Field(default=10, ge=1, le=1_000)
    profile_poses: int = Field(default=100, ge=0)


class DecoySettings(BaseModel):
    """Decoy partners that are docked for each asked pair, the nearest in size and surface.

    Parameters
    ----------
    fixed : int
        Decoy fixed partners for each asked mobile partner.
    mobile : int
        Decoy mobile partners for each asked fixed partner.
    crossed : bool
        Dock these decoy partners with each other too; the two-way p needs it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fixed: int = Field(default=12, ge=0)
    mobile: int = Field(default=12, ge=0)
    crossed: bool = True


class DockSettings(BaseModel):
    """A docking campaign: its files, and how much of it is shown. May be empty.

    Parameters
    ----------
    partners_file : str or None
        Table of partners, in the study folder; left out: insilico/partners.csv.
    pairs_file : str or None
        Table of asked pairs; left out: the shortlist of the screen.
    sequences_file : str or None
        Sequences of UniProt entries (FASTA), for the preparation.
    regions_file : str or None
        Regions of UniProt entries (CSV), for the preparation.
    predictions_folder : str or None
        Folder of predictions by AlphaFold 3, Boltz or ColabFold, a job named after its pair:
        fixed_mobile.
    preparation : PreparationSettings
        How structures are made ready.
    search : SearchSettings
        Sampling and grid.
    refinement : RefinementSettings
        What happens off the grid.
    clusters : ClusterSettings
        Which poses are kept.
    decoys : DecoySettings
        Decoy partners that are docked.
    calibration : CalibrationSettings
        How scores meet those of decoy partners.
    shown_pairs : int
        Asked pairs, smallest p first, whose poses are assessed and whose best pose is written to a
        file.
    pairs_per_chunk : int
        Pairs between two records: more lose more work to an interruption, fewer transform the
        mobile partner more often.
    worker_megabytes : int
        Memory of one worker, in megabytes; pairs that need more fail with that reason.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    partners_file: str | None = None
    pairs_file: str | None = None
    sequences_file: str | None = None
    regions_file: str | None = None
    predictions_folder: str | None = None
    preparation: PreparationSettings = Field(default_factory=PreparationSettings)
    search: SearchSettings = Field(default_factory=SearchSettings)
    refinement: RefinementSettings = Field(default_factory=RefinementSettings)
    clusters: ClusterSettings = Field(default_factory=ClusterSettings, validate_default=True)
    decoys: DecoySettings = Field(default_factory=DecoySettings)
    calibration: CalibrationSettings = Field(default_factory=CalibrationSettings)
    shown_pairs: int = Field(default=100, ge=0)
    pairs_per_chunk: int = Field(default=12, ge=1, le=1_000)
    worker_megabytes: int = Field(default=1_000, ge=300)

    @field_validator("clusters")
    @classmethod
    def _require_poses(cls, clusters: ClusterSettings, info: ValidationInfo) -> ClusterSettings:
        """Refuse lists of poses that are too short to be rescored."""
        refinement, search = info.data.get("refinement"), info.data.get("search")
        # refined poses are ranked by their energy
        if not clusters.rescored or (refinement and refinement.poses):
            return clusters
        way = "or set rescored = false, to rank by the search's score alone"
        why = "the score tells how far a pose stands out among those of its pair"
        if clusters.ranked < _LEAST_RANKED:
            raise ValueError(
                f"ranked is {clusters.ranked}, but {why}: give at least {_LEAST_RANKED}, {way}"
            )
        if search and search.poses < _LEAST_SEARCHED:
            raise ValueError(
                f"[dock.search] keeps {search.poses} of the poses of a pair (poses), but {why}: "
                f"let it keep at least {_LEAST_SEARCHED}, {way}"
            )
        return clusters

    def list_names(self) -> tuple[tuple[str, str], ...]:
        """List the files and folders that the settings name, each behind its key."""
        keys = (
            "partners_file", "pairs_file", "sequences_file", "regions_file", "predictions_folder",
        )  # fmt: skip
        named = ((key, getattr(self, key)) for key in keys)
        return tuple((key, name) for key, name in named if name is not None)
