"""On Record as a component of a spaCy pipeline.

Where On Record is installed, spaCy finds the component by its name::

    nlp = spacy.load("en_core_web_sm")
    nlp.add_pipe("onrecord")
    doc = nlp("Tom Hale said it rained on 35 days.")
    doc._.statements[0]["speaker_id"]   # "tom-hale"

``doc._.statements``, ``doc._.speakers`` and ``doc._.figures`` are lists of rows, each a dict with the columns of the
table of that name (docs/tables.md); a missing value is None. They are plain values, so that they go with the ``Doc``
through ``to_bytes``, ``DocBin`` and ``nlp.pipe(n_process=2)``. Offsets are characters of ``doc.text``; for its tokens
use ``doc.char_span(row["start"], row["end"], alignment_mode="expand")``. Before the component has run they are None.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.codebook import Codebook
from onrecord.parser import parse

if TYPE_CHECKING:
    import pandas as pd

EXTENSIONS = ("statements", "speakers", "figures")
"""The attributes of ``doc._`` that the component fills."""

for _name in EXTENSIONS:
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


@Language.factory(
    "onrecord",
    assigns=[f"doc._.{name}" for name in EXTENSIONS],
    requires=["doc.sents", "doc.ents", "token.tag", "token.dep", "token.lemma"],
)
class Component:
    """Fills ``doc._.statements``, ``doc._.speakers`` and ``doc._.figures``; changes nothing else of a ``Doc``.

    It goes behind the tagger, the parser, the entity recogniser and the lemmatizer of an English pipeline.

    Raises:
        ModelError: a ``Doc`` lacks tags, a parse or lemmas.
    """

    def __init__(self, nlp: Language, name: str = "onrecord") -> None:
        del nlp  # which spaCy hands to every component
        self.name = name
        self._codebook = Codebook.default()

    def __call__(self, doc: Doc) -> Doc:
        """Parse ``doc`` as ``onrecord.parse`` does, and keep what was found with it."""
        tables = parse(doc, codebook=self._codebook)
        for name in EXTENSIONS:
            setattr(doc._, name, _plain_rows(getattr(tables, name)))
        return doc


def _plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    found = frame.astype(object).where(frame.notna(), None).to_dict("records")
    rows = [{str(column): value for column, value in row.items()} for row in found]
    for row in rows:
        if isinstance(row.get("spans"), str):
            row["spans"] = json.loads(row["spans"])
    return rows
