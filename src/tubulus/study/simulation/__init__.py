"""Synthetic studies: draws a whole study from cited marginals and labels it as synthetic.

Read the settings with :func:`read_simulation_settings`, draw with :func:`simulate_study`,
write with :func:`write_simulated_data`.
"""

from tubulus.study.simulation.generate import simulate_study
from tubulus.study.simulation.reading import collect_simulation_settings, read_simulation_settings
from tubulus.study.simulation.settings import SimulationSettings
from tubulus.study.simulation.writing import write_simulated_data

__all__ = [
    "SimulationSettings",
    "collect_simulation_settings",
    "read_simulation_settings",
    "simulate_study",
    "write_simulated_data",
]
