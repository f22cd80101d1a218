"""What is fetched comes whole, over https, from the source that was asked."""

import io
from contextlib import contextmanager
from email.message import Message
from http.client import BadStatusLine, IncompleteRead
from itertools import pairwise
from urllib.request import BaseHandler
from urllib.response import addinfourl

import pytest
from tests.support.structure_sources import ENTRY

from tubulus.runs.structures import Outside, add_structures
from tubulus.runs.structures.downloading import DownloadError, fetch_entry, open_address
from tubulus.runs.structures.sources import PDB, Entry

ASKED = "https://files.rcsb.org/download/1ktz.cif.gz"
MODEL = "https://alphafold.ebi.ac.uk/files/AF-P10600-F1-model_v6.cif"


class Web(BaseHandler):
    """Sends on from one address to the next; the last one answers with content."""

    handler_order = 1

    def __init__(self, *addresses, code=302):
        self.moves = dict(pairwise(addresses))
        self.code = code
        self.opened = []

    def default_open(self, request):
        address = request.full_url
        self.opened.append(address)
        headers = Message()
        if address in self.moves:
            headers["Location"] = self.moves[address]
        answer = addinfourl(
            io.BytesIO(b"content"), headers, address, self.code if address in self.moves else 200
        )
        answer.msg = ""
        return answer


@pytest.mark.parametrize("address", ["http://files.rcsb.org/x", "ftp://x.org/y", "file:///etc/x"])
def test_only_https_is_opened(address):
    web = Web(address)

    with pytest.raises(DownloadError, match="no https address"):
        open_address(address, web)

    assert web.opened == []


@pytest.mark.parametrize(
    "target",
    [
        "http://files.rcsb.org/download/1ktz.cif.gz",
        "ftp://files.rcsb.org/download/1ktz.cif.gz",
        "https://elsewhere.org/download/1ktz.cif.gz",
        "https://notrcsb.org/1ktz.cif.gz",
        "https://rcsb.org.elsewhere.org/1ktz.cif.gz",
        "https://elsewhere.org#.rcsb.org",
        "https://files.rcsb.org:8443/1ktz.cif.gz",
        "https://alphafold.ebi.ac.uk/1ktz.cif.gz",
        "//elsewhere.org/1ktz.cif.gz",
    ],
)
@pytest.mark.parametrize("code", [302, 308])
def test_an_address_that_sends_elsewhere_is_not_followed(target, code):
    web = Web(ASKED, target, code=code)

    with pytest.raises(DownloadError, match=r"sends on to .* not fetched"):
        open_address(ASKED, web)

    assert web.opened == [ASKED]


def test_each_step_of_a_chain_is_looked_at():
    steps = (ASKED, "https://models.rcsb.org/1ktz", "http://models.rcsb.org/1ktz")
    web = Web(*steps)

    with pytest.raises(DownloadError, match=r"models\.rcsb\.org/1ktz sends on"):
        open_address(ASKED, web)

    assert web.opened == list(steps[:2])


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        (ASKED, "https://files.rcsb.org/pub/1ktz.cif.gz"),
        (ASKED, "https://FILES.rcsb.org:443/pub/1ktz.cif.gz"),
        (ASKED, "https://models.rcsb.org/1ktz.cif.gz"),
        (ASKED, "https://rcsb.org/1ktz.cif.gz"),
        (MODEL, "https://ftp.ebi.ac.uk/pub/AF-P10600-F1-model_v6.cif"),
        ("https://mirror.example.org/a", "https://mirror.example.org/b"),
    ],
)
def test_an_address_may_send_on_within_its_source(asked, target):
    with open_address(asked, Web(asked, target)) as answer:
        assert answer.read() == b"content"


def test_hosts_of_unknown_sources_have_no_family():
    with pytest.raises(DownloadError, match="sends on"):
        open_address("https://a.ac.uk/x", Web("https://a.ac.uk/x", "https://b.ac.uk/x"))


def test_a_target_that_is_no_address_is_told():
    outside = Outside(lambda address: open_address(address, Web(ASKED, "https://[/x")))

    with pytest.raises(DownloadError, match="cannot be read"):
        fetch_entry(Entry(PDB, "1KTZ"), outside)


class Cut:
    """An answer in chunks that breaks off, or one that is no answer."""

    headers = Message()

    def __init__(self, error):
        self.error = error

    def read(self, size=-1, /):
        raise self.error

    @contextmanager
    def open(self, address):
        yield self


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (IncompleteRead(b"x" * 1234), r"1ktz\.cif\.gz broke off after 1,234 bytes; try again"),
        (BadStatusLine("???"), r"1ktz\.cif\.gz cannot be read \(\?\?\?\); try again"),
        (TimeoutError("timed out"), r"1ktz\.cif\.gz cannot be read \(timed out\); try again"),
    ],
)
def test_an_answer_that_breaks_off_is_told_and_leaves_nothing(tmp_path, error, message):
    (tmp_path / "study.toml").write_text("")

    with pytest.raises(DownloadError, match=message):
        add_structures(["1KTZ"], tmp_path, outside=Outside(Cut(error).open))

    assert [path.name for path in tmp_path.iterdir()] == ["study.toml"]


def test_the_address_of_an_entry_is_that_of_the_tests():
    assert Entry(PDB, "1KTZ").address == ASKED == ENTRY
