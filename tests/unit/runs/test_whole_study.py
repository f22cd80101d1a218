import pytest

from tubulus.core.errors import InputError
from tubulus.runs.folder import StudyFolder
from tubulus.runs.whole_study import read_whole_study


def read(bench):
    return read_whole_study(StudyFolder(bench.folder))


def find_fields(bench):
    with pytest.raises(InputError) as error:
        read(bench)
    return [problem.field for problem in error.value.problems]


def test_each_room_gets_its_section(trial):
    whole = read(trial)

    assert whole.screen.sets == 199
    assert whole.run.seed == 1
    assert [e.id for e in whole.plan.estimands] == ["safety", "responders", "fsh-ratio"]
    assert whole.sources == ()
    assert whole.simulation is None


def test_a_study_need_not_have_a_screen(bench):
    bench.edit("[screen]\nsets = 199\n", "")

    assert read(bench).screen is None


def test_a_study_without_run_settings_has_the_usual_ones(bench):
    bench.edit("[run]\nseed = 1\n", "")

    assert (read(bench).run.seed, read(bench).run.workers) == (1, 1)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("\n[runs]\nseed = 1\n", "runs"),
        ("\nworkers = 0\n", "run.workers"),
        ("\nworkers = true\n", "run.workers"),
        ('\n[report]\nnothing = "x"\n', "report.nothing"),
    ],
)
def test_a_section_that_no_room_knows_or_can_use_is_named(bench, text, field):
    bench.append(text)

    assert find_fields(bench) == [field]


def test_problems_of_every_room_come_together(bench):
    bench.edit("sets = 199", "sets = 1").edit("seed = 1", 'seed = "x"')
    bench.edit('variable = "fsh"', 'variable = "x"').edit("day = 183", "day = 0")
    bench.append('\n[[checks]]\nid = "c"\nrequire = "nope"\nmessage = "m"\n')

    fields = find_fields(bench)

    assert {"checks[1].require", "screen.sets", "run.seed", "visits[2]"} <= set(fields)
