"""The public names: all there, loaded when they are used and no earlier."""

from __future__ import annotations

import subprocess
import sys

import pytest

import onrecord
from onrecord import errors

HEAVY = (
    "spacy", "pandas", "numpy", "pyarrow", "duckdb", "streamlit", "sklearn", "thinc", "py3langid", "trafilatura",
    "pypdf", "docx", "xlsxwriter", "tqdm", "datasketch", "networkx", "plotly", "wordfreq", "importlib.metadata",
)  # fmt: skip
NEVER_IN_PARSER = (
    "duckdb", "streamlit", "sklearn", "scipy", "trafilatura", "pypdf", "docx", "xlsxwriter", "datasketch", "networkx",
    "plotly", "wordfreq", "wordllama", "onrecord.query", "onrecord.store", "onrecord.dashboard",
)  # fmt: skip


def loaded_after(code: str) -> set[str]:
    """The modules that a new process has loaded after ``code``."""
    program = f"import sys\n{code}\nprint(*sorted(sys.modules), file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(ran.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "code",
    [
        "import onrecord",
        "import onrecord; dir(onrecord); onrecord.__version__; onrecord.ArticleError; onrecord.Article('A.')",
        "from onrecord.cli.main import build_parser; build_parser().format_help()",
        "from onrecord.schema import SCHEMAS",
    ],
)
def test_importing_loads_nothing_heavy(code: str) -> None:
    assert not loaded_after(code) & set(HEAVY)


def test_parsing_loads_what_the_parser_needs_and_no_more() -> None:
    assert not loaded_after("import onrecord; onrecord.parse('Tom Hale said so.')") & set(NEVER_IN_PARSER)


def test_every_public_name_is_there_and_listed() -> None:
    assert list(onrecord.__all__) == sorted(onrecord.__all__)
    assert set(onrecord.__all__) <= set(dir(onrecord))
    for name in onrecord.__all__:
        assert getattr(onrecord, name).__module__.startswith("onrecord."), name
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = onrecord.nothing  # type: ignore[attr-defined]


def test_every_error_is_public() -> None:
    known = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    assert known <= set(onrecord.__all__)
    for name in known:
        assert issubclass(getattr(onrecord, name), onrecord.OnRecordError)


def test_modules_are_reached_as_attributes() -> None:
    program = "import onrecord; onrecord.codebook.recode; onrecord.export.to_csv; onrecord.errors.ArticleError"
    loaded_after(program)
