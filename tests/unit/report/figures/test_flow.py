from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.results_fixture import make_flow, make_results, make_study

from tubulus.report.figures.flow import draw_flow
from tubulus.report.material import Material, make_material
from tubulus.report.settings import ReportSettings

TEXT = r'<text x="([\d.]+)" y="([\d.]+)" font-size="(\d+)"[^>]*text-anchor="(\w+)"[^>]*>([^<]*)'


def gather(folder: Path, *, single_arm: bool = False) -> Material:
    study = make_study(folder, single_arm=single_arm)
    arms = ("cells",) if single_arm else ("cells", "hormones")
    return make_material(study, make_results(flow=make_flow(arms)), ReportSettings())


@pytest.mark.parametrize("single_arm", [False, True])
def test_every_step_and_every_loss_is_in_both_drawings(tmp_path: Path, single_arm: bool) -> None:
    figure = draw_flow(gather(tmp_path, single_arm=single_arm))

    assert figure
    wide, narrow = str(figure.drawing).split("</svg>")[:2]
    for drawing in (wide, narrow):
        assert "n = 112" in drawing
        assert "Did not reach this step: 26" in re.sub(r"</text><text[^>]*>", " ", drawing)
        assert "no consent: 9" in drawing
        assert drawing.count("Began the treatment") == (1 if single_arm else 2)


def test_no_text_leaves_the_drawing(tmp_path: Path) -> None:
    figure = draw_flow(gather(tmp_path))

    assert figure
    for drawing in str(figure.drawing).split("</svg>")[:2]:
        _, _, width, height = map(float, re.findall(r'viewBox="([^"]+)"', drawing)[0].split())
        for x, y, size, anchor, text in re.findall(TEXT, drawing):
            reach = len(text) * float(size) * 0.5
            left = float(x) - (reach / 2 if anchor == "middle" else 0)
            assert left >= 0, text
            assert left + reach <= width, text
            assert float(y) <= height


def test_the_words_for_the_picture_hold_every_number(tmp_path: Path) -> None:
    figure = draw_flow(gather(tmp_path))

    assert figure
    assert "Eligible and consented: 86, Did not reach this step: 26" in figure.alternative
    assert "Hormone therapy, Semen examined at month 6: 38" in figure.alternative


def test_results_without_a_flow_have_no_diagram(tmp_path: Path) -> None:
    material = make_material(make_study(tmp_path), make_results(flow=None), ReportSettings())

    assert draw_flow(material) is None
