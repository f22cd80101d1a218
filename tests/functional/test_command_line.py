"""The command line: results on stdout, progress on stderr, errors without a traceback."""

import json
import shutil
import subprocess
import sys

import click
import pytest
from tests.support.command_line import make_caller
from tests.support.small_trial import Bench, make_small_trial

from tubulus.cli.lazy import LazyGroup
from tubulus.cli.main import cli

SLOW_TO_LOAD = ("numpy", "polars", "scipy", "pydantic", "altair", "pyarrow")


def list_commands(group, path=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, LazyGroup):
            yield from list_commands(command, (*path, name))


COMMANDS = list(list_commands(cli))
ANSWERS = [
    ("study", "check"),
    ("study", "describe"),
    ("analysis", "run"),
    ("screen", "run"),
]


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    return make_small_trial(tmp_path_factory.mktemp("trial") / "trial")


@pytest.fixture
def bench(trial, tmp_path):
    shutil.copytree(trial.folder, tmp_path / "study")
    return Bench(tmp_path / "study")


@pytest.fixture
def call(capsys):
    return make_caller(capsys)


def test_the_nouns_and_verbs_are_those_of_the_manual():
    assert {" ".join(path) for path in COMMANDS} >= {
        "study new",
        "study check",
        "study simulate",
        "study describe",
        "plan freeze",
        "plan amend",
        "analysis run",
        "screen run",
        "report build",
        "data list",
        "run",
    }


def test_help_lists_every_noun(call):
    answer = call("--help")

    assert answer.status == 0
    for path in COMMANDS:
        assert path[0] in answer.out


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_noun_and_verb_has_help(path, call):
    answer = call(*path, "--help")

    assert answer.status == 0
    assert answer.out.startswith(f"Usage: tubulus {' '.join(path)} ")
    assert answer.err == ""


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_says_what_it_does(path):
    command = cli
    for name in path:
        command = command.get_command(click.Context(command), name)

    unexplained = [
        option.name
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]

    assert unexplained == []


def test_help_loads_no_slow_library():
    code = (
        "import sys\n"
        "from tubulus.cli.main import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit as end:\n    assert not end.code\n"
        f"print('loaded:', *[n for n in {SLOW_TO_LOAD} if n in sys.modules])\n"
    )

    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert told.stdout.splitlines()[-1] == "loaded:"


def test_the_version_is_told(call):
    answer = call("--version")

    assert answer.status == 0
    assert answer.out.startswith("tubulus, version ")


@pytest.mark.parametrize(
    ("words", "nearest"),
    [(["studdy"], "study"), (["study", "chek"], "check"), (["plan", "freze"], "freeze")],
)
def test_an_unknown_command_is_answered_with_the_nearest(words, nearest, call):
    answer = call(*words)

    assert answer.status == 2
    assert f"No such command '{words[-1]}'" in answer.err
    assert f"did you mean '{nearest}'?" in answer.err.casefold()
    assert answer.err.casefold().count("did you mean") == 1


def test_an_unknown_option_is_answered_with_the_nearest(bench, call):
    answer = call("run", bench.folder, "--forse")

    assert answer.status == 2
    assert "--force" in answer.err


USER_ERRORS = {
    "no folder": (["study", "check", "nowhere"], "holds no study.toml"),
    "no study named": (["study", "check"], "Missing argument 'STUDY'"),
    "no folder of data": (["run", ".", "--data", "nowhere"], "does not exist"),
    "no such template": (["study", "new", "x", "--template", "two-arms"], "did you mean 'two-arm'"),
    "an amendment without a reason": (["plan", "amend", "."], "Missing option '--reason'"),
    "a negative seed": (["study", "simulate", ".", "--seed", "-1"], "not in the range"),
}


@pytest.mark.parametrize("error", USER_ERRORS)
def test_an_error_of_the_user_ends_with_status_2_and_no_traceback(
    error, call, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    words, said = USER_ERRORS[error]

    answer = call(*words)

    assert answer.status == 2
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_study_without_participants_to_draw_says_what_is_missing(tmp_path, call):
    bench = make_small_trial(tmp_path / "study", data=False)

    answer = call("study", "simulate", bench.folder)

    assert answer.status == 2
    assert "[simulation]" in answer.err


def test_a_study_without_a_screen_says_so(bench, call):
    bench.edit("[screen]\nsets = 199\n", "")

    answer = call("screen", "run", bench.folder)

    assert answer.status == 2
    assert "no [screen] section" in answer.err


def test_a_report_without_results_names_the_command_that_makes_them(bench, call):
    answer = call("report", "build", bench.folder)

    assert answer.status == 2
    assert f"tubulus run {bench.folder}" in answer.err


def test_real_data_are_not_replaced_by_simulated_ones(repository, tmp_path, call):
    shutil.copytree(repository / "examples" / "noa-bmmsc", tmp_path / "study")
    shutil.rmtree(tmp_path / "study" / "data", ignore_errors=True)
    bench = Bench(tmp_path / "study").append("", "README.md")
    (bench.folder / "data").mkdir()
    bench.append("participant\nP01\n", "data/history.csv")
    before = bench.list_files()

    for words in ([], ["--replace"]):
        answer = call("study", "simulate", bench.folder, *words)

        assert answer.status == 2
        assert bench.list_files() == before


def test_ctrl_c_ends_with_the_status_of_shells(bench, call, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("tubulus.runs.check.run_checks", interrupt)

    answer = call("study", "check", bench.folder)

    assert answer.status == 130
    assert "Interrupted" in answer.err


@pytest.mark.parametrize("words", ANSWERS, ids=" ".join)
def test_json_is_all_that_stands_on_stdout(words, bench, call):
    answer = call(*words, bench.folder, "--json")

    require_json(answer)


def require_json(answer):
    assert answer.status == 0
    assert isinstance(json.loads(answer.out), dict)
    assert "NaN" not in answer.out
    assert "Infinity" not in answer.out


def test_the_list_of_data_is_json_too(call):
    answer = call("data", "list", "--json")

    listed = json.loads(answer.out)
    assert answer.err == ""
    assert all(entry["licence"] for entry in listed)
    told = {entry["state"] for entry in listed} - {"found", "not found"}
    assert told == {"built in", "can be added"}


def test_a_study_without_data_is_answered_in_json_when_asked(tmp_path, call):
    bench = make_small_trial(tmp_path / "study", data=False)

    answer = call("study", "check", bench.folder, "--json")

    assert json.loads(answer.out)["findings"] == []
    assert "no data yet" in answer.err


def test_progress_stands_on_stderr(bench, call):
    answer = call("screen", "run", bench.folder)

    assert "screen: done in" in answer.err
    assert "done in" not in answer.out


def test_the_whole_run_prints_the_path_of_the_report_alone(bench, call):
    answer = call("run", bench.folder)

    assert answer.status == 0
    assert answer.out == f"{bench.folder / 'report' / 'report.html'}\n"
    assert (bench.folder / "report" / "report.html").is_file()
    assert "Findings: 0 stop, 0 error, 0 warning, 24 note" in answer.err
    require_json(call("run", bench.folder, "--json"))


@pytest.mark.parametrize("template", ["two-arm", "single-arm"])
def test_a_new_study_is_in_order(template, tmp_path, call):
    made = call("study", "new", tmp_path / "My Study", "--template", template)
    checked = call("study", "check", tmp_path / "My Study")

    assert (made.status, checked.status) == (0, 0)
    assert made.err.strip().endswith(f"tubulus study check '{tmp_path / 'My Study'}'")
    assert "in order" in checked.out
    assert 'id = "my-study"' in (tmp_path / "My Study" / "study.toml").read_text()


def test_a_study_is_never_overwritten(bench, call):
    before = bench.list_files()

    answer = call("study", "new", bench.folder)

    assert answer.status == 2
    assert bench.list_files() == before


def test_a_synthetic_study_says_so_on_stderr(bench, call):
    bench.edit('masking = "open label"', 'masking = "open label"\nsynthetic = true')

    answer = call("study", "describe", bench.folder, "--json")

    assert "SYNTHETIC DATA" in answer.err
    assert json.loads(answer.out)["synthetic"] is True


def test_data_may_lie_elsewhere(bench, call, tmp_path):
    shutil.move(bench.folder / "data", tmp_path / "export")
    (tmp_path / "export" / "semen.csv").write_bytes(b"")

    answer = call("study", "check", bench.folder, "--data", tmp_path / "export")

    assert "export/semen.csv: the file is empty" in answer.err
