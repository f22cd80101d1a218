"""Gene names that a spreadsheet turned into dates, and the names they may have been.

``MARCH1`` becomes ``1-Mar``, ``SEPT2`` becomes ``2-Sep`` (Ziemann 2016,
DOI:10.1186/s13059-016-1044-7). A date is worth mending where one gene alone can stand behind it.
"""

from __future__ import annotations

import re

__all__ = ["list_names_behind_date"]

# the words of a month, in the languages of spreadsheets at hand, and the stems of gene names
_STEMS: dict[str, tuple[str, ...]] = {
    "jan": ("JAN",),
    "feb": ("FEB",),
    "mar": ("MARCH", "MARC", "MAR"),
    "apr": ("APR",),
    "may": ("MAY",),
    "jun": ("JUN",),
    "jul": ("JUL",),
    "aug": ("AUG",),
    "sep": ("SEPT", "SEP"),
    "oct": ("OCT",),
    "nov": ("NOV",),
    "dec": ("DEC",),
}
_MONTHS = {
    **{month: month for month in _STEMS},
    "march": "mar", "sept": "sep", "mär": "mar", "mrz": "mar", "mai": "may", "okt": "oct",
    "dez": "dec",
}  # fmt: skip
_ORDER = tuple(_STEMS)
_DAY_MONTH = re.compile(r"(\d{1,2})[-. /]+([^\W\d_]{3,5})\.?")
_MONTH_DAY = re.compile(r"([^\W\d_]{3,5})\.?[- /](\d{1,2})")
_ISO = re.compile(r"(?:19|20)\d\d-(\d\d)-(\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?)?")


def list_names_behind_date(text: str) -> tuple[str, ...]:
    """List the gene names that a spreadsheet may have turned into a date; empty for no date.

    Parameters
    ----------
    text : str
        A cell such as ``1-Mar``, ``Sep-02`` or ``2024-09-02``. Symbols such as ``MARCH1`` are no
        dates.

    Returns
    -------
    tuple of str
        Old names, the former symbols first, whether or not a gene bears them.
    """
    found = _find_month_and_day(text.strip())
    if found is None:
        return ()
    month, day = found
    return tuple(f"{stem}{day}" for stem in _STEMS[month])


def _find_month_and_day(text: str) -> tuple[str, int] | None:
    iso = _ISO.fullmatch(text)
    if iso and 1 <= int(iso[1]) <= 12:
        return _ORDER[int(iso[1]) - 1], int(iso[2])
    for pattern, month_group, day_group in ((_DAY_MONTH, 2, 1), (_MONTH_DAY, 1, 2)):
        match = pattern.fullmatch(text)
        if match and match[month_group].lower() in _MONTHS:
            return _MONTHS[match[month_group].lower()], int(match[day_group])
    return None
