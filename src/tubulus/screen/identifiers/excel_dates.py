"""Gene names that a spreadsheet turned into dates, and the names they may have been.

``MARCH1`` becomes ``1-Mar``, ``SEPT2`` becomes ``2-Sep`` (Ziemann 2016,
DOI:10.1186/s13059-016-1044-7). A date is worth mending where one gene alone can stand behind it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

__all__ = ["list_names_behind_date", "list_names_behind_serial"]

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
# day, month and year with points (German), or with strokes in either order
_FULL = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(?:19|20)\d\d(?: 0?0:00(?::00)?)?")
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
_DAY_0 = date(1899, 12, 30)
_YEARS = (1990, 2039)
_ISO = re.compile(r"(?:19|20)\d\d-(\d\d)-(\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?)?")


def list_names_behind_date(text: str) -> tuple[str, ...]:
    """List the gene names that a spreadsheet may have turned into a date; empty for no date.

    Parameters
    ----------
    text : str
        A cell such as ``1-Mar``, ``Sep-02``, ``2024-09-02`` or ``02.09.2024``. Of ``02/09/2024``
        both readings count. Symbols such as ``MARCH1`` are no dates.

    Returns
    -------
    tuple of str
        Old names, the former symbols first, whether or not a gene bears them.
    """
    found = _find_months_and_days(text.strip())
    return tuple(f"{stem}{day}" for month, day in found for stem in _STEMS[month])


def list_names_behind_serial(text: str) -> tuple[str, ...]:
    """List the gene names behind the number under which a spreadsheet keeps a date.

    Parameters
    ----------
    text : str
        A cell such as ``44806``, the day of 2 September 2022 in the count of Excel from 1900.

    Returns
    -------
    tuple of str
        As :func:`list_names_behind_date`; empty for no whole number, and for days before 1990 or
        after 2039: no table of genes was opened then.
    """
    match = _SERIAL.fullmatch(text.strip())
    if match is None:
        return ()
    day = _DAY_0 + timedelta(days=int(match[1]))
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        return ()
    return tuple(f"{stem}{day.day}" for stem in _STEMS[_ORDER[day.month - 1]])


def _find_months_and_days(text: str) -> tuple[tuple[str, int], ...]:
    iso = _ISO.fullmatch(text)
    if iso and 1 <= int(iso[1]) <= 12:
        return ((_ORDER[int(iso[1]) - 1], int(iso[2])),)
    full = _FULL.fullmatch(text)
    if full:
        day, month = int(full[1]), int(full[3])
        readings = [(day, month)] if full[2] == "." else [(day, month), (month, day)]
        return tuple((_ORDER[m - 1], d) for d, m in dict.fromkeys(readings) if 1 <= m <= 12)
    for pattern, month_group, day_group in ((_DAY_MONTH, 2, 1), (_MONTH_DAY, 1, 2)):
        match = pattern.fullmatch(text)
        if match and match[month_group].lower() in _MONTHS:
            return ((_MONTHS[match[month_group].lower()], int(match[day_group])),)
    return ()
