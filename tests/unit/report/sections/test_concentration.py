from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.support.small_study import Man, make_men, make_small_study

from tubulus.core.results import Results
from tubulus.report.figures.shift import draw_shift
from tubulus.report.figures.superiority import draw_superiority
from tubulus.report.material import Material, make_material
from tubulus.report.sections.concentration import make_concentration_section
from tubulus.report.sections.outcomes import OUTCOME_SECTIONS
from tubulus.report.sections.ranks import describe_pairs
from tubulus.report.settings import ReportSettings

RANKED = """
[[estimands]]
id = "c2"
label = "Ranked"
population = "all"
treatment = ["cells", "control"]
variable = "concentration"
summary = "probability of superiority"
estimator = "rank"
missing = "non-response"
stratum = "infertility"
role = "secondary"
[[estimands]]
id = "c3"
label = "Ranked by a model"
population = "all"
treatment = ["cells", "control"]
variable = "concentration"
summary = "odds ratio"
estimator = "proportional-odds"
missing = "non-response"
role = "sensitivity"
"""
VALUE = "value = 'max(semen.concentration@month-6 where sperm_seen = \"counted\")'\n"
BEFORE = VALUE.replace("month-6", "baseline").replace("value =", "baseline =") + (
    'baseline_when = \'any(semen@baseline where sperm_seen in ["single", "counted"])\'\n'
)
MEN = (*make_men("cells", 6, 3), Man(sperm=""), *make_men("control", 6, 1))


def gather(
    folder: Path, men: Sequence[Man] = MEN, *, before: bool = False, individual: bool = True
) -> Material:
    edits = {VALUE: VALUE + BEFORE} if before else {}
    small = make_small_study(folder, men=men, more=RANKED, edits=edits)
    settings = ReportSettings(individual_data=individual)
    return make_material(small.study, Results(small.tables), settings)


def test_the_pairs_are_told_in_words_of_a_hundred(tmp_path: Path) -> None:
    block = describe_pairs(gather(tmp_path), "concentration")

    assert block is not None
    (said,) = block.content["points"]
    # 3 of 7 against 1 of 6 with sperm; the one of the comparator ties with the lowest of the three
    assert said.startswith(
        "Ranked: in 40.5 of 100 pairs the man of 'Cells arm' has more sperm than the man of "
        "'Control arm', in 9.5 less, and in 50.0 neither has more. With ties counted half, "
        "'Cells arm' is ahead in 65.5 of 100 pairs (95 % CI "
    )


def test_arms_that_cannot_be_compared_say_why(tmp_path: Path) -> None:
    material = gather(tmp_path, (Man(), Man(sperm="single")))
    block = describe_pairs(material, "concentration")

    assert block is not None
    assert block.content["points"] == [
        "Ranked: not estimable, no participant with a value in one arm."
    ]
    assert draw_superiority(material, "concentration") is None


def test_the_figure_holds_everybody_and_each_level_on_0_to_1_with_one_half_marked(
    tmp_path: Path,
) -> None:
    figure = draw_superiority(gather(tmp_path), "concentration")

    assert figure is not None
    chances, odds = figure.panels
    assert '"domain":[0.0,1.0]' in chances.spec
    assert '"at":0.5' in chances.spec
    assert '"at":1.0' in odds.spec
    assert "Everybody: ahead with probability 0.655" in figure.alternative
    assert "Infertility: primary" in figure.alternative


def test_the_shift_counts_men_from_before_to_after(tmp_path: Path) -> None:
    figure = draw_shift(gather(tmp_path, before=True))

    assert figure is not None
    assert len(figure.panels) == 2
    assert "Cells arm: none to none 3; none to counted, below 1 3; none to not known 1." in (
        figure.alternative
    )


def test_without_a_before_there_is_no_shift(tmp_path: Path) -> None:
    assert draw_shift(gather(tmp_path)) is None


def test_each_estimand_of_ranks_has_a_table_of_its_own(tmp_path: Path) -> None:
    section = make_concentration_section(gather(tmp_path, before=True))

    assert section is not None
    tables = [b.content for b in section.blocks if b.template == "table"]
    assert [t.id for t in tables] == [
        "table-concentration",
        "table-concentration-c2",
        "table-concentration-c3",
    ]
    assert [t.caption for t in tables[1:]] == ["Ranked", "Ranked by a model"]
    assert "n = 13, 1 of them missing" in tables[1].render()


def test_individual_data_that_stay_private_leave_no_figure_of_men(tmp_path: Path) -> None:
    section = make_concentration_section(gather(tmp_path, before=True, individual=False))

    assert section is not None
    figures = [b.content.id for b in section.blocks if b.template == "figure"]
    assert figures == ["figure-superiority-concentration"]


HORMONE = """
[[estimands]]
id = "h9"
label = "FSH, ranked"
population = "all"
treatment = ["cells", "control"]
variable = "fsh"
summary = "probability of superiority"
estimator = "rank"
test = "wilcoxon"
role = "secondary"
"""


def test_a_hormone_that_is_ranked_does_not_mix_with_its_mean(tmp_path: Path) -> None:
    tested = {'estimator = "ancova"\n': 'estimator = "ancova"\ntest = "t"\n'}
    small = make_small_study(tmp_path, men=MEN, more=HORMONE, edits=tested)
    material = make_material(small.study, Results(small.tables), ReportSettings())
    make = dict(OUTCOME_SECTIONS)["hormones"]

    section = make(material)

    assert section is not None
    tables = {b.content.id: b.content.render() for b in section.blocks if b.template == "table"}
    assert "Wilcoxon" in tables["table-hormones-h9"]
    assert "Wilcoxon" not in tables["table-hormones"]
    points = [b.content["points"] for b in section.blocks if b.template == "points"]
    assert "ranks above the man of 'Control arm'" in points[-1][-1]


def test_three_arms_give_two_contrasts_that_are_told_apart(tmp_path: Path) -> None:
    arms = ("cells", "control", "drug")
    men = tuple(man for k, arm in enumerate(arms) for man in make_men(arm, 5, 3 - k))
    more = RANKED.replace('["cells", "control"]', '["cells", "control", "drug"]')
    small = make_small_study(tmp_path, men=men, more=more, arms=arms)
    material = make_material(small.study, Results(small.tables), ReportSettings())

    figure = draw_superiority(material, "concentration")
    block = describe_pairs(material, "concentration")

    assert figure is not None
    assert block is not None
    assert len(block.content["points"]) == 2
    for other in ("Control", "Drug"):
        assert f"Cells arm v {other} arm, everybody" in figure.alternative
