import re

import polars as pl
import pytest
from tests.support.results_fixture import make_results
from tests.support.screen_material import make_screen_material, make_tables, read_invented_study

from tubulus.report.page import render_report
from tubulus.report.sections.screening import make_screen_section
from tubulus.report.settings import ReportSettings

LIGHT = ReportSettings(individual_data=False)
CLINICAL = dict.fromkeys(("estimates", "observations", "flow", "claims", "findings", "methods"))


def list_templates(material):
    return [block.template for block in make_screen_section(material).blocks]


@pytest.fixture(scope="module")
def page():
    return render_report(read_invented_study(), make_results(**CLINICAL, **make_tables()), LIGHT)


def test_the_verdict_and_surprise_come_first_and_the_shortlist_before_its_dossiers():
    templates = list_templates(make_screen_material(**make_tables()))

    assert templates[:3] == ["verdict", "surprise", "conclusion"]
    assert templates[3:8] == ["notice", "table", "dossiers", "heat_map", "figure"]


def test_that_a_posterior_is_no_chance_stands_above_the_shortlist(page):
    assert page.index("a posterior is no chance") < page.index('id="table-shortlist"')


def test_a_run_with_the_older_tables_alone_still_has_its_section():
    templates = list_templates(make_screen_material())

    assert templates[:5] == ["verdict", "surprise", "conclusion", "heat_map", "figure"]
    assert "dossiers" not in templates


def test_a_run_without_a_screen_has_no_section():
    assert make_screen_section(make_screen_material(interactions=None)) is None


@pytest.mark.parametrize("left_out", sorted(make_tables()))
def test_each_newer_table_may_be_missing(left_out):
    section = make_screen_section(make_screen_material(**make_tables(**{left_out: None})))

    assert section.blocks[1].template == "surprise"


def test_newer_tables_without_a_row_are_as_good_as_none():
    empty = {name: frame.clear() for name, frame in make_tables().items()}

    assert list_templates(make_screen_material(**empty)) == list_templates(make_screen_material())


def test_every_dossier_can_be_opened_by_keyboard_and_the_first_are_open(page):
    dossiers = re.findall(r'<details class="dossier" id="(dossier-\d+)"( open)?>\s*<summary>', page)

    assert [bool(opened) for _, opened in dossiers] == [True] * 3 + [False] * 2
    assert all(f'href="#{name}"' in page for name, _ in dossiers)


def test_no_state_is_told_by_colour_alone(page):
    marks = re.findall(r'<span class="state-mark (\w+)"><span[^>]*>.</span> (\w+)</span>', page)

    assert len(marks) > 40
    assert all(css == word for css, word in marks)


def test_links_to_citations_tell_the_other_side_nothing_and_load_nothing(page):
    links = re.findall(r'<a href="https:[^>]*>', page)

    assert links
    assert all('rel="noreferrer"' in link for link in links)
    assert not re.search(r'\bsrc="', page.partition("<main")[2].partition("</main>")[0])


def test_thirty_dossiers_add_less_than_300_kilobytes(page):
    weights = [
        len(part.encode())
        for part in re.findall(r'<details class="dossier".*?</details>', page, re.DOTALL)
    ]

    assert 30 * max(weights) < 300_000


def test_hostile_texts_of_the_newer_tables_are_escaped():
    bad = "<script>alert(1)</script>\"'"
    tables = {
        name: frame.with_columns(pl.col(pl.String).str.replace(r"^(synthetic|invented).*", bad))
        for name, frame in make_tables().items()
    }
    tables["shortlist"] = tables["shortlist"].with_columns(note=pl.lit(bad))

    shown = render_report(read_invented_study(), make_results(**CLINICAL, **tables), LIGHT)

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown
