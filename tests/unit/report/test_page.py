from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
from tests.support.results_fixture import (
    RECORD,
    list_estimates,
    make_cautions,
    make_claims,
    make_flow,
    make_results,
    make_study,
)

from tubulus.core.errors import InputError
from tubulus.core.estimates import make_estimate_frame
from tubulus.core.results import Results
from tubulus.report.page import render_report
from tubulus.report.settings import ReportSettings

HOSTILE = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)></script>"
NO_PANELS = ReportSettings(individual_data=False)


def find_section(page: str, name: str) -> str:
    found = re.search(rf'<section id="{name}".*?</section>', page, re.DOTALL)
    assert found, name
    return found.group()


class Page(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.headings: list[int] = []
        self.shown: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script":
            self.scripts.append("")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside != "style":
            self.shown.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.shown).split())


@lru_cache(maxsize=8)
def read(text: str) -> Page:
    """Read a page; the same one is asked for by most tests."""
    return Page(text)


def test_nothing_is_loaded_from_anywhere(full_page: str) -> None:
    for tag, attributes in read(full_page).elements:
        assert tag not in {"link", "iframe", "object", "embed", "base", "form"}
        assert "src" not in attributes, tag
        for name in ("href", "xlink:href"):
            target = attributes.get(name)
            assert target is None or target.startswith("#"), (tag, target)
    styles = "".join(re.findall(r"<style>(.*?)</style>", full_page, re.DOTALL))
    assert "url(" not in styles
    assert "@import" not in styles


def test_the_policy_names_the_hash_of_every_script_and_allows_no_evaluation(full_page: str) -> None:
    page = read(full_page)
    policy = next(a["content"] for t, a in page.elements if a.get("http-equiv")) or ""
    kinds = [a.get("type") for tag, a in page.elements if tag == "script"]

    run = [s for s, kind in zip(page.scripts, kinds, strict=True) if kind is None]

    assert len(run) == 2
    for script in run:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]


def test_every_number_carries_its_provenance_method_and_row(full_page: str) -> None:
    frame = make_results().tables["estimates"]
    numbers = [a for tag, a in read(full_page).elements if tag == "data"]

    assert len(numbers) > 100
    for number in numbers:
        assert number["data-provenance"] == RECORD
        row = frame.row(int(number["data-row"] or 0) - 1, named=True)
        assert number["value"] == ("" if row["value"] is None else repr(row["value"]))
        assert number["data-method"] == row["method"]
        assert RECORD in (number["title"] or "")


def test_every_estimate_is_shown(full_page: str) -> None:
    numbers = [a for tag, a in read(full_page).elements if tag == "data"]
    shown = {int(number["data-row"] or 0) for number in numbers}
    rows = list_estimates()

    left_out = [row for i, row in enumerate(rows, start=1) if i not in shown]

    # nothing missing is said by the number of participants with a value
    assert not [row for row in left_out if not (row.statistic == "missing" and not row.value)]


def test_a_number_that_is_not_estimable_shows_its_reason(full_page: str) -> None:
    assert "Not estimable: nobody responded in either arm" in read(full_page).text
    assert "nan" not in read(full_page).text.lower().split()


def test_nobody_out_of_forty_is_shown_with_its_upper_limit(full_page: str) -> None:
    text = read(full_page).text

    assert re.search(r"0 of 40 \(0\.0\s%\) upper limit 8\.8\s% \(two-sided 95\s% exact\)", text)
    assert re.search(r"7\.2\s% one-sided 95\s% exact", text)
    assert "The limits beside a share are two-sided." in text


def test_one_sided_limits_stand_with_the_harms_only(tmp_path: Path) -> None:
    rows = list_estimates()
    limit = next(row for row in rows if row.statistic == "upper limit")
    rows += [replace(limit, section=name) for name in ("responders", "sensitivity")]
    results = make_results(estimates=make_estimate_frame(rows))

    page = render_report(make_study(tmp_path), results, NO_PANELS)

    assert "one-sided" in find_section(page, "safety")
    assert "one-sided" not in find_section(page, "responders")
    assert "one-sided" not in find_section(page, "sensitivity")


def test_synthetic_data_say_so_in_the_title_the_sections_the_figures_and_in_print(
    full_page: str,
) -> None:
    page = read(full_page)
    sections = [a for tag, a in page.elements if tag == "section"]
    tags = [a for tag, a in page.elements if tag == "span" and a.get("class") == "tag"]
    panels = [s for s in page.scripts if '"$schema"' in s]

    assert "<title>Synthetic data – " in full_page
    assert 'class="banner"' in full_page
    assert len(tags) == len(sections)
    assert panels
    assert all("imulated" in panel for panel in panels)
    assert '@top-left{content:"Synthetic data' in full_page


def test_real_data_carry_no_synthetic_mark(single_arm_page: str) -> None:
    page = read(single_arm_page)

    assert "synthetic" not in page.text.lower()
    assert 'class="banner"' not in single_arm_page
    assert "imulated" not in "".join(s for s in page.scripts if '"$schema"' in s)


def test_results_alone_can_say_that_they_are_synthetic(tmp_path: Path) -> None:
    study = make_study(tmp_path, synthetic=False)

    page = render_report(study, Results({}, {"study": {"synthetic": True}}), NO_PANELS)

    assert 'class="banner"' in page


def test_hostile_text_stays_text(tmp_path: Path, full_page: str) -> None:
    study = make_study(tmp_path, title=HOSTILE, label=HOSTILE)
    estimates = [
        {**row, "label": HOSTILE, "method": HOSTILE, "note": HOSTILE, "stratum": HOSTILE}
        for row in make_results().tables["estimates"].to_dicts()
    ]
    results = make_results(
        estimates=pl.DataFrame(estimates, schema=make_results().tables["estimates"].schema),
        claims=make_claims().with_columns(pl.lit(HOSTILE).alias("text")),
        flow=make_flow().with_columns(pl.lit(HOSTILE).alias("label")),
    )
    results.manifest["plan"]["reason"] = HOSTILE  # type: ignore[index]
    results.manifest["screen"]["conclusion"] = HOSTILE  # type: ignore[index]

    page = read(render_report(study, results))

    tags = [tag for tag, _ in page.elements]
    assert "img" not in tags
    assert not [a for _, a in page.elements if any(name.startswith("on") for name in a)]
    scripts = [a for tag, a in page.elements if tag == "script" and a.get("type") is None]
    assert len(scripts) == 2
    assert page.text.count("alert('x')") > 5


def test_a_p_value_appears_only_where_the_results_have_one(
    full_page: str, single_arm_page: str
) -> None:
    text = read(full_page).text

    assert re.search(r"p\s=\s0\.087", text)
    assert re.search(r"p\s<\s0\.001", text)
    assert not re.search(r"\bp\s[=<>]\s?0", read(single_arm_page).text)


def test_before_and_after_is_the_last_of_the_clinical_sections(full_page: str) -> None:
    ids = [a["id"] for tag, a in read(full_page).elements if tag == "section"]
    clinical = ["responders", "safety", "concentration", "hormones", "regression-to-the-mean"]

    assert all(ids.index(name) < ids.index("description") for name in clinical)


def test_harms_are_the_first_of_the_clinical_sections(full_page: str) -> None:
    page = read(full_page)
    ids = [a["id"] for tag, a in page.elements if tag == "section"]
    links = [a["href"] for tag, a in page.elements if tag == "a"]

    assert ids.index("baseline") + 1 == ids.index("safety")
    assert ids.index("safety") < ids.index("responders")
    assert links.index("#safety") < links.index("#responders")


def test_cautions_stand_in_the_sections_they_name(full_page: str) -> None:
    section = find_section(full_page, "hormones")

    assert "Only one arm had surgery" in section
    assert "No event is not no risk" not in section


def test_a_caution_stands_in_full_once_and_is_recalled_by_its_title(full_page: str) -> None:
    text = "Participants chose their arm; arms differ in whatever made them choose."
    sections = {name: find_section(full_page, name) for name in ("responders", "hormones")}

    assert text in find_section(full_page, "cautions")
    assert text in sections["responders"]
    assert text not in sections["hormones"]
    assert '<a href="#caution-not-randomised">Arms were not randomised</a>' in sections["hormones"]
    assert "What this study cannot show" in sections["hormones"]


def test_two_cautions_of_one_name_have_one_anchor_and_keep_both_texts(tmp_path: Path) -> None:
    cautions = make_cautions()
    twice = cautions.with_columns(pl.lit("The same for the third arm.").alias("text"))
    results = make_results(cautions=pl.concat([cautions, twice]), estimates=None)

    page = render_report(make_study(tmp_path), results, NO_PANELS)

    section = find_section(page, "cautions")
    assert section.count("The same for the third arm.") == cautions.height
    assert page.count('id="caution-surgery"') == 1


def test_nothing_estimated_is_said_once(tmp_path: Path) -> None:
    page = read(render_report(make_study(tmp_path), make_results(estimates=None, claims=None)))

    assert "Nothing was estimated in this run" in page.text
    assert "Without results in this run" not in page.text


def test_numbers_outside_the_plan_are_stamped(full_page: str) -> None:
    hormones = re.search(r'<table id="table-hormones">.*?</table>', full_page, re.DOTALL)
    responders = re.search(r'<table id="table-responders">.*?</table>', full_page, re.DOTALL)

    assert hormones
    assert responders
    assert hormones.group().count('class="stamp"') == 1
    assert 'class="stamp"' in responders.group().partition("</caption>")[0]


def test_a_pre_specified_number_has_no_stamp(tmp_path: Path) -> None:
    rows = [row for row in list_estimates() if row.specified == "pre-specified"]
    results = Results(
        {"estimates": make_estimate_frame(rows)}, {"plan": {"state": "pre-specified"}}
    )

    page = render_report(make_study(tmp_path), results)

    assert 'class="stamp"' not in page
    assert 'class="stamp-line"' not in page


def test_parts_without_results_are_named(single_arm_page: str) -> None:
    assert (
        "Without results in this run: Hormones and other values between arms, In-silico screen"
        in (read(single_arm_page).text)
    )
    assert 'id="in-silico"' not in single_arm_page


def test_hidden_sections_are_named(tmp_path: Path) -> None:
    study = make_study(tmp_path, report='[report]\nhide = ["description", "in-silico"]\n')

    page = render_report(study, make_results())

    assert 'id="description"' not in page
    hidden = "Left out by the settings of the study: Before and after, within arms, In-silico"
    assert hidden in read(page).text


def test_single_participants_can_be_left_out(tmp_path: Path) -> None:
    page = render_report(make_study(tmp_path), make_results(), NO_PANELS)

    assert "C-004" not in page
    assert "C-001" not in page
    assert "figure-trajectories" not in page


def test_results_without_tables_make_a_page_that_says_so(tmp_path: Path) -> None:
    page = read(render_report(make_study(tmp_path), Results({}, {})))

    assert "Nothing was estimated in this run" in page.text
    assert "Responders" not in page.text
    assert "Without results in this run" in page.text


def test_settings_with_problems_stop_the_report(tmp_path: Path) -> None:
    study = make_study(tmp_path, report="[report]\nshare_decimals = 9\n")

    with pytest.raises(InputError, match="share_decimals"):
        render_report(study, Results({}, {}))


def test_headings_leave_out_no_level_and_identifiers_are_unique(full_page: str) -> None:
    page = read(full_page)
    ids = [a["id"] for _, a in page.elements if a.get("id")]

    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
    assert len(ids) == len(set(ids))


def test_every_section_and_table_names_itself(full_page: str, single_arm_page: str) -> None:
    for text in (full_page, single_arm_page):
        page = read(text)
        ids = {a.get("id") for _, a in page.elements}
        sections = [a for tag, a in page.elements if tag == "section"]
        heads = [a for tag, a in page.elements if tag == "th"]

        assert next(a for tag, a in page.elements if tag == "html")["lang"] == "en"
        assert all(a["aria-labelledby"] in ids for a in sections)
        tables = re.findall(r"<table.*?</table>", text.partition("<main")[2], re.DOTALL)
        tables = [table for table in tables if table.startswith('<table id="table-')]
        assert tables
        assert all(re.match(r'<table id="[^"]+"><caption>\w', table) for table in tables)
        assert all(head.get("scope") in {"col", "row", "colgroup", "rowgroup"} for head in heads)


def test_every_drawing_is_inside_a_figure_with_a_text(full_page: str) -> None:
    main = full_page.partition("<main")[2]
    drawings = len(re.findall(r"<svg\b", main.partition("</main>")[0]))
    figures = re.findall(r"<figure\b.*?</figure>", main, re.DOTALL)

    assert drawings
    assert sum(len(re.findall(r"<svg\b", figure)) for figure in figures) == drawings
    assert all('role="img" aria-label="' in figure for figure in figures)


def test_the_page_shows_its_figures_without_its_script(full_page: str) -> None:
    styles = "".join(re.findall(r"<style>(.*?)</style>", full_page, re.DOTALL))

    # what hides an image, and only that, needs a class that the script sets
    hiding = re.findall(r"([^{}]*\.still[^{}]*)\{display:none", styles)
    assert [rule.strip() for rule in hiding] == [".panel.drawn .still"]
    assert "drawn" not in "".join(re.findall(r'class="([^"]*)"', full_page.partition("<main")[2]))


def test_every_figure_has_a_text_in_its_place(full_page: str) -> None:
    page = read(full_page)
    figures = [a for tag, a in page.elements if tag == "figure"]
    images = [a for _, a in page.elements if a.get("role") == "img"]

    assert len(figures) == len(images)
    assert all(len(image["aria-label"] or "") > 30 for image in images)


def test_every_internal_link_leads_somewhere(full_page: str) -> None:
    page = read(full_page)
    ids = {a.get("id") for _, a in page.elements}
    links = {a["href"][1:] for tag, a in page.elements if tag == "a" and a.get("href")}  # type: ignore[index]

    assert links <= ids


def test_the_file_stays_small(full_page: str) -> None:
    assert len(full_page.encode()) < 6_000_000


def test_the_same_results_give_the_same_page(tmp_path: Path, full_page: str) -> None:
    assert render_report(make_study(tmp_path), make_results()) == full_page


def test_a_heading_of_the_methods_keeps_its_capitals(tmp_path: Path) -> None:
    methods = pl.DataFrame([{"order": 1, "section": "Estimand FSH", "sentence": "A ratio."}])

    page = render_report(make_study(tmp_path), make_results(methods=methods), NO_PANELS)

    assert "<h3>Estimand FSH</h3>" in find_section(page, "methods")
