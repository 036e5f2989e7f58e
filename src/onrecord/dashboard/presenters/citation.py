"""A statement as a citation: who says what, how the article has it, and where. Plain text; knows no Streamlit."""

from __future__ import annotations

from typing import Any

from onrecord.dashboard.text import article_html, attribution, wording

_HOW = {
    "direct": "direct quotation",
    "indirect": "in the reporter’s words",
    "mixed": "partly quoted; quotation marks as in the article",
}
_METHODS = {"rule": "rule-based", "model": "found by the model", "human": "corrected by a person"}


def citation(statement: Any, *, name: str, role: str, text: str, title: str, article: Any, inferred: str = "") -> str:
    """A row of ``statements`` as a citation.

    ``name`` and ``role`` are the speaker's, empty where the article gives none, ``inferred`` how the speaker was found
    where the words beside the statement name nobody; ``text`` is the article's, ``title`` what the article is called,
    ``article`` its row in ``articles``. Only words between quotation marks in the article stand in quotation marks: a
    paraphrase is never made a quotation, and what a speaker denies never their claim. White space is closed up.
    """
    said = _words(statement, text)
    who = f"{name} ({role})" if role else name
    if statement.negated:
        who += f" [{attribution.denial(statement)}]"
    cue = f", “{statement.cue}”" if wording.given(statement.cue) else ""
    cue += f"; {inferred}" if inferred else ""
    where = [f"“{title}”"]
    where += [str(value) for value in (article.source, article.published, article.url) if wording.given(value)]
    how = f"{_HOW[str(statement.kind)]}{cue}; sentence {int(statement.sentence_id) + 1}"
    return f"{who}: {said} [{how}] — {', '.join(where)}"


def _words(statement: Any, text: str) -> str:
    """The words; those of a direct statement in quotation marks, with an ellipsis where it is interrupted."""
    parts = [text[start:end].strip() for start, end in article_html.spans(statement)]
    words = " […] ".join(" ".join(part.split()) for part in parts)
    return f"“{words}”" if statement.kind == "direct" else words


def facts(statement: Any, *, themes: list[str], figures: list[str], inferred: str = "") -> list[tuple[str, str]]:
    """What is known of a row of ``statements``, as pairs of a name and words: whether it is denied, how the speaker
    was found where the words do not name them, how it is said, themes, figures, how certain the attribution is.
    """
    found = [("Not the speaker’s claim", f"“{attribution.denial(statement)}”")] if statement.negated else []
    found += [("Speaker", inferred.removeprefix("speaker "))] if inferred else []
    found.append(("Kind", f"{statement.kind} statement"))
    if wording.given(statement.cue):
        sense = f" ({wording.SENSES[statement.cue_sense]})" if wording.given(statement.cue_sense) else ""
        found.append(("Reporting verb", f"“{statement.cue}”{sense}"))
    if wording.given(statement.nested_source):
        found.append(("Quotes in turn", str(statement.nested_source)))
    if themes:
        found.append(("Themes", ", ".join(themes)))
    if figures:
        found.append(("Figures", ", ".join(figures)))
    found.append(("Confidence", f"{100 * float(statement.confidence):.0f}% ({_METHODS[str(statement.method)]})"))
    return found
