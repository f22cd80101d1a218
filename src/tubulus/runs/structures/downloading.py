"""Files fetched from a public source, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException, HTTPMessage, IncompleteRead
from typing import IO, Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import BaseHandler, HTTPRedirectHandler, Request, build_opener

from tubulus.core.errors import StudyError
from tubulus.runs.structures.sources import ALPHAFOLD, Entry

__all__ = [
    "Download",
    "DownloadError",
    "Opener",
    "Outside",
    "Response",
    "fetch_entry",
    "open_address",
]

_TIMEOUT_SECONDS = 60
# the largest entries of the Protein Data Bank have some hundred megabytes
_MOST_BYTES = 400_000_000
# names under which the sources keep all their hosts; any other host may only send on to itself
_FAMILIES = ("rcsb.org", "ebi.ac.uk")


class DownloadError(StudyError):
    """A file could not be fetched, or not whole."""

    code = "E171"


class Response(Protocol):
    """What an address answers: bytes, and how many there should be."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; none at the end."""

    @property
    def headers(self) -> HeaderLike:
        """Headers of the answer."""


class HeaderLike(Protocol):
    """Headers by name."""

    def get(self, name: str, /) -> str | None:
        """Return a header, or None."""


Opener = Callable[[str], AbstractContextManager[Response]]
"""Opens an address; tests give one that needs no network."""
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Download:
    """Content of an entry: file name, bytes, and the address that it came from."""

    name: str
    content: bytes
    address: str


def open_address(address: str, *handlers: BaseHandler) -> AbstractContextManager[Response]:
    """Open an https address; nothing else is opened.

    Parameters
    ----------
    address : str
        Where to read.
    *handlers : BaseHandler
        In place of those of ``urllib``; tests give some that need no network.

    Raises
    ------
    DownloadError
        If the address is not https, or sends on to one that is not, or to a host of somebody else.
    """
    if urlsplit(address).scheme != "https":
        raise DownloadError(f"{address} is no https address; nothing was fetched")
    request = Request(address, headers={"User-Agent": "tubulus"})  # noqa: S310 - https, see above
    response: AbstractContextManager[Response]
    response = build_opener(_StayAtHome, *handlers).open(request, timeout=_TIMEOUT_SECONDS)
    return response


class _StayAtHome(HTTPRedirectHandler):
    """Follows an address that sends on only within https and the hosts of the same source."""

    def redirect_request(  # noqa: PLR0917 - the signature of urllib
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Return the next request, or refuse it."""
        if not _is_at_home(newurl, req.full_url):
            fp.close()
            raise DownloadError(
                f"{req.full_url} sends on to {newurl}, which is not https at its own source; not "
                "fetched: give a file with --from"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_at_home(address: str, asked: str) -> bool:
    parts = urlsplit(address)
    host, home = (x.netloc.lower().removesuffix(":443") for x in (parts, urlsplit(asked)))
    of_one_family = any(
        f".{host}".endswith(f".{x}") and f".{home}".endswith(f".{x}") for x in _FAMILIES
    )
    return parts.scheme == "https" and (host == home or of_one_family)


@dataclass(frozen=True, slots=True)
class Outside:
    """The world outside: addresses, somebody who is told of them, and a clock.

    Parameters
    ----------
    opener : callable
        Opens an address.
    tell : callable
        Told each address before it is opened.
    clock : callable
        Says the time, in UTC.
    """

    opener: Opener = open_address
    tell: Tell = lambda _: None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


def fetch_entry(entry: Entry, outside: Outside) -> Download:
    """Fetch an entry; each address is told before it is opened.

    Raises
    ------
    DownloadError
        If there is no such entry, the source does not answer, or the answer is cut off.
    """
    address = entry.address
    if entry.source is ALPHAFOLD:
        address = _find_model(entry, _read_address(address, outside))
    content = _read_address(address, outside)
    name = address.rpartition("/")[2]
    if entry.source is not ALPHAFOLD:
        name = entry.name + name[len(entry.name) :]
    return Download(name, content, address)


def _find_model(entry: Entry, answer: bytes) -> str:
    """Read the address of the model file, which must lie with the source that was asked."""
    try:
        address = json.loads(answer)[0]["cifUrl"]
    except (ValueError, LookupError, TypeError):
        message = f"{entry.address} does not name a model; is {entry.name} in that database?"
        raise DownloadError(message) from None
    parts, home = urlsplit(str(address)), urlsplit(entry.address)
    file = parts.path.rpartition("/")[2]
    if (parts.scheme, parts.netloc) != ("https", home.netloc) or not entry.matches(file):
        raise DownloadError(f"{entry.address} names {address}, which is not its own; not fetched")
    return str(address)


def _read_address(address: str, outside: Outside) -> bytes:
    outside.tell(f"Fetching {address}")
    try:
        with outside.opener(address) as response:
            content = response.read(_MOST_BYTES + 1)
            wanted = response.headers.get("Content-Length")
    except HTTPError as error:
        what = "there is no such entry" if error.code in (400, 404) else error.reason
        raise DownloadError(f"{address} answers {error.code}: {what}") from None
    except IncompleteRead as error:
        message = f"{address} broke off after {len(error.partial):,} bytes; try again"
        raise DownloadError(message) from None
    # no ValueError but that of an address which is sent on to and cannot be parsed
    except (HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        message = f"{address} cannot be read ({reason}); try again, or give a file with --from"
        raise DownloadError(message) from None
    if len(content) > _MOST_BYTES:
        raise DownloadError(f"{address} is larger than 400 MB; give a file with --from")
    if wanted is not None and wanted.isdigit() and int(wanted) != len(content):
        message = f"{address} ended after {len(content):,} of {int(wanted):,} bytes; try again"
        raise DownloadError(message)
    return content
