"""The page: sections, style sheet, script and figures put into one file that needs no network."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

import vl_convert
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tubulus import __version__
from tubulus.core.errors import InputError
from tubulus.core.results import Results
from tubulus.report.figures.figure import Figure
from tubulus.report.material import Material, make_material
from tubulus.report.open_findings import list_open_findings
from tubulus.report.sections.order import Contents, make_contents
from tubulus.report.settings import ReportSettings, parse_report_settings
from tubulus.report.viewer.library import load_library
from tubulus.report.vocabulary import SYNTHETIC_FIGURE, SYNTHETIC_SCREEN, SYNTHETIC_TAG
from tubulus.study.definition.study import Study

__all__ = ["render_report"]


def render_report(study: Study, results: Results, settings: ReportSettings | None = None) -> str:
    """Render the report of a study as one self-contained HTML page.

    Parameters
    ----------
    study : Study
        The definition, for titles and labels.
    results : Results
        The tables and the manifest; every number shown is one of theirs.
    settings : ReportSettings, optional
        Read from the study's ``[report]`` section where left out.

    Raises
    ------
    InputError
        If the ``[report]`` section has problems.

    Notes
    -----
    The page carries a content security policy: nothing is loaded, scripts run by their hash only
    and no code is evaluated from text (Vega's expressions go through its interpreter). Inline
    styles are allowed, because Vega's images and tooltips set them. The 3D library is there where
    poses are shown, and nowhere else.
    """
    material = make_material(study, results, settings or _read_settings(study))
    contents = make_contents(material)
    has_panels = any(
        isinstance(block.content, Figure) and block.content.panels
        for section in contents.sections
        for block in section.blocks
    )
    scripts = [_load_bundle()] if has_panels else []
    if any(block.template == "pair_sheets" for s in contents.sections for block in s.blocks):
        scripts += [load_library(), _load_text("viewer.js")]
    scripts.append(_load_text("report.js"))
    template = _make_environment().get_template("report.html.j2")
    return template.render(
        **_describe(material, contents),
        policy=_write_policy(scripts),
        styles=_load_text("report.css"),
        page_rules=_write_page_rules(material),
        scripts=scripts,
    )


def _read_settings(study: Study) -> ReportSettings:
    settings, problems = parse_report_settings(study)
    if settings is None or problems:
        raise InputError(problems)
    return settings


def _describe(material: Material, contents: Contents) -> dict[str, object]:
    return {
        "identity": material.study.identity,
        "arms": material.study.arms,
        "has_participants": material.has_participants,
        "plan": material.plan,
        "settings": material.settings,
        "synthetic": material.is_synthetic,
        "synthetic_tag": SYNTHETIC_TAG,
        "synthetic_screen": SYNTHETIC_SCREEN,
        "generated": material.results.manifest.get("generated_at") or "",
        "sections": contents.sections,
        "anchors": {section.id for section in contents.sections},
        "hidden": contents.hidden,
        "without_results": contents.without_results,
        "open_findings": list_open_findings(material),
        "limits": [c for c in material.cautions if c.severity == "limit"],
        "version": __version__,
    }


@cache
def _make_environment() -> Environment:
    return Environment(
        loader=PackageLoader("tubulus.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


@cache
def _load_text(name: str) -> str:
    """Read a file of the package; one line feed more or less would change a script's hash."""
    return files("tubulus.report").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _load_bundle() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script.

    It stands inside a script element, which any ``</script`` in one of its texts would end.
    """
    # the published types forget that the argument has a default
    bundle = str(vl_convert.javascript_bundle())  # type: ignore[call-arg]
    return re.sub(r"</(?=script)", r"<\\/", bundle, flags=re.IGNORECASE)


def _write_policy(scripts: list[str]) -> Markup:
    """Write the content security policy: scripts by hash, nothing from elsewhere."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
        for s in scripts
    )
    return Markup(
        "default-src 'none'; script-src {}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    ).format(Markup(hashes))  # noqa: S704 - made of base64 alone


def _write_page_rules(material: Material) -> str:
    """Write the running lines of the printed page.

    Only fixed words and the study's identifier (lower case letters, digits, dashes) go in.
    """
    head = SYNTHETIC_FIGURE if material.is_synthetic else "Study report"
    colour = "#9a3412" if material.is_synthetic else "#55626f"
    return (
        "@page{size:A4;margin:19mm 16mm 17mm;"
        f'@top-left{{content:"{head}";font:600 8.5pt sans-serif;color:{colour}}}'
        f'@top-right{{content:"{material.study.identity.id}";font:8.5pt sans-serif;color:#55626f}}'
        '@bottom-right{content:"Page " counter(page) " of " counter(pages);'
        "font:8.5pt sans-serif;color:#55626f}"
        f'@bottom-left{{content:"Tubulus {__version__}";font:8.5pt sans-serif;color:#55626f}}}}'
    )
