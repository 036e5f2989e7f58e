"""Links to other pages, which take the filters along."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from onrecord.dashboard.text import escape, wording

if TYPE_CHECKING:
    from onrecord.dashboard.context import View


def page_exists(script: str) -> bool:
    """Whether the app has this page: a script beside ``app.py``, or below it."""
    context = get_script_run_ctx()
    return context is not None and (Path(context.main_script_path).parent / script).exists()


def link(script: str, label: str, view: View, **more: str) -> None:
    """A link to another page under the active filters; ``label`` is plain text, ``more`` its own parameters."""
    if page_exists(script):
        st.page_link(script, label=escape.markdown(label), query_params={**view.filters.query_params, **more})


def read_link(view: View, row: Any, label: str = "Read in the article →") -> None:
    """A link to the place of a row in the article: its statement, or its sentence where it stands in none."""
    statement = row.statement_id
    place = {"statement": statement} if wording.given(statement) else {"sentence": row.sentence_id}
    more = {name: f"{row.article_id}:{number}" for name, number in place.items()}
    link("pages/read.py", label, view, **more)
