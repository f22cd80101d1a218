"""Docking of a study: inputs read and checked, a campaign run and recorded, results told.

Exports the step, its check beforehand, and the request that says where it runs.
Nothing here scores: that is the room of docking; here its pieces meet files and executors.
"""

from tubulus.runs.docking.study import DockRequest, check_dock_inputs, dock_study, plan_dock_step

__all__ = ["DockRequest", "check_dock_inputs", "dock_study", "plan_dock_step"]
