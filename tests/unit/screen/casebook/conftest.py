"""Plans of screens, with the built-in evidence or with a file of each kind."""

import pytest
from tests.support.evidence_files import write_evidence_files

from tubulus.screen.inputs import ScreenInputs, read_inputs
from tubulus.screen.plan import plan_screen
from tubulus.screen.reference import load_builtin_cargo, load_builtin_receptors
from tubulus.screen.settings import ScreenSettings

FEW = {"sets": 99, "integration": {"replicates": 20}}


@pytest.fixture(scope="session")
def whole_plan(tmp_path_factory):
    """A plan with a file of every kind."""
    folder = tmp_path_factory.mktemp("casebook")
    settings = ScreenSettings(evidence=write_evidence_files(folder), **FEW)
    return plan_screen(read_inputs(settings, folder), settings)


@pytest.fixture(scope="session")
def make_plan():
    """Make a plan of some of the built-in cargo with the built-in evidence."""

    def make(*symbols, receptors=None, **keys):
        settings = ScreenSettings(**{**FEW, **keys})
        cargo = load_builtin_cargo()
        if symbols:
            cargo = cargo.filter(cargo["symbol"].is_in(symbols))
        listed = load_builtin_receptors() if receptors is None else receptors
        return plan_screen(ScreenInputs(cargo, listed), settings)

    return make
