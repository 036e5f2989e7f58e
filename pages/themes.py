"""The themes: how often, by whom, together with which, where in the text; then one theme with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.views import blocks, charts, frame, rows, safe, theme_charts, theme_decisions, wording, workbench

if TYPE_CHECKING:
    import pandas as pd

    from onrecord.tables import Tables

MOST_THEMES = 16  # rows and columns of the matrix; the table below it has all pairs
MOST_SPEAKERS = 12
MOST_NODES = 30
VIEWS = {"often": "How often", "speakers": "Who raises what", "together": "Together", "along": "Along the article"}
MEASURES = {"statements": "statements", "share of speaker": "share of speaker", "share of theme": "share of theme"}

view = frame.open_page("Themes")
shown, filters = view.shown, view.filters


def answer(counts: pd.DataFrame) -> None:
    """What is spoken about, in a sentence and four numbers."""
    spoken = counts[counts["statements"] > 0]
    if spoken.empty:
        blocks.lead(f"{wording.counted(len(counts), 'theme shows', 'themes show')}, none of them in a statement.")
    else:
        most = int(spoken["statements"].iloc[0])
        first = spoken[spoken["statements"] == most]
        names = wording.listed(f"“{name}”" for name in first["theme"].head(3))
        more = f" and {len(first) - 3} more" if len(first) > 3 else ""
        sentence = f"{names}{more} {'is' if len(first) == 1 else 'are'} raised most: in "
        sentence += f"{wording.counted(most, 'statement')}{'' if len(first) == 1 else ' each'}."
        alone = int((spoken["speakers"] == 1).sum())
        if alone and len(spoken) > 1:
            sentence += f" {wording.counted(alone, 'theme is', 'themes are')} raised by one speaker alone."
        blocks.lead(sentence)
    held = shown.theme_mentions
    covered = held.dropna(subset="statement_id").drop_duplicates(["article_id", "statement_id"])
    blocks.numbers(
        [
            (f"{len(counts):,}", f"{wording.noun(len(counts), 'theme')}, of {len(view.tables.themes)} in the codebook"),
            (f"{len(held):,}", f"{wording.noun(len(held), 'place')} where a theme shows"),
            (f"{len(covered):,}", f"of {len(shown.statements):,} statements have a theme"),
            (f"{int(held['statement_id'].isna().sum()):,}", "places in the reporter’s own words"),
        ]
    )
    book = workbench.in_use()
    with st.container(horizontal=True, vertical_alignment="center"):
        blocks.note(f"Coded by “{book.title}” {book.version}, which looks for words, not for meanings.")
        frame.link("pages/codebook.py", "Open the codebook →", view)


def choice(name: str, options: dict[str, str], label: str) -> str:
    """A choice that the address holds; the first option is the default."""
    asked = st.query_params.get(name, "")
    chosen = asked if asked in options else next(iter(options))
    if st.session_state.get(f"or_{name}") != chosen:
        st.session_state[f"or_{name}"] = chosen
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=f"or_{name}",
        on_change=lambda: frame.set_filters(filters, **{name: st.session_state[f"or_{name}"] or chosen}),
        label_visibility="collapsed",
    )
    return chosen


def frequency() -> None:
    """Statements a theme; a bar filters by its theme."""
    held = view.without("theme")
    counts = rows.theme_counts(view, held)
    raised = counts[counts["statements"] > 0]
    if len(raised):
        _frequency_chart(counts, raised, held)
    only = counts[counts["statements"] == 0]["theme"].tolist()
    if only:
        blocks.note(f"In the reporter’s own words only, in no statement: {wording.listed(only)}.")


def _frequency_chart(counts: pd.DataFrame, raised: pd.DataFrame, held: Tables) -> None:
    parts = rows.theme_kinds(held)
    parts["hover"] = [
        f"“{view.theme_labels[key]}”: {wording.counted(amount, f'{kind} statement')}. Click to show only this theme."
        for key, kind, amount in zip(parts["key"], parts["part"], parts["amount"], strict=True)
    ]
    top = raised.iloc[0]
    heading(f"“{top['theme']}” is raised in {wording.counted(int(top['statements']), 'statement')}, the most")
    figure = charts.bars(
        parts,
        raised["theme_id"].tolist(),
        labels=view.theme_labels,
        colours={},
        parts={kind: frame.KIND_WORDS[kind] for kind in charts.PATTERNS if kind in set(parts["part"])},
        palette=view.palette,
        axis_title="Number of statements",
        chosen=filters.theme,
    )
    named = counts.rename(columns={"reported": "reporter's sentences", "words": "words that show it"})
    blocks.chart(
        figure,
        named.drop(columns="theme_id"),
        name="themes",
        alt=f"Bars of {len(raised)} themes by number of statements; the longest is {top['theme']}.",
        on_click=lambda keys: frame.filter_by(filters.toggled(theme=keys[0])),
    )


def heading(words: str) -> None:
    """A chart's title, which says what it shows; plain text."""
    st.markdown(f"### {safe.markdown(words)}")


def speakers() -> None:
    """Speaker by theme, as counts or shares; which themes one alone raises, and which many share."""
    held = view.without("speaker", "theme")
    counted = rows.with_shares(view, held, rows.speaker_by_theme(view, held))
    if counted.empty:
        blocks.note("No theme of the codebook shows in these statements.")
        return
    top = counted.iloc[0]
    heading(
        f"{top['speaker']} speaks most often on one theme: "
        f"“{top['theme']}”, in {wording.counted(int(top['statements']), 'statement')}"
    )
    measure = choice("measure", MEASURES, "What the cells count")
    _speaker_matrix(counted, measure)
    _shared(counted)


def _speaker_matrix(counted: pd.DataFrame, measure: str) -> None:
    order = counted.groupby("speaker_key")["statements"].sum().sort_values(ascending=False, kind="stable").index
    themes = counted.groupby("theme_id")["statements"].sum().sort_values(ascending=False, kind="stable").index.tolist()
    keys = order.tolist()[:MOST_SPEAKERS]
    cells = counted.rename(columns={"speaker_key": "column", "theme_id": "row"})
    cells["count"] = cells[measure]
    if measure != "statements":
        cells["words"] = [f"{value:.0f}%" for value in cells[measure]]
    cells["hover"] = [
        f"{speaker} speaks on “{theme}” in {wording.counted(count, 'statement')}: {of_speaker:.0f}% of what they say, "
        f"{of_theme:.0f}% of what is said on it. Click to show only these."
        for speaker, theme, count, of_speaker, of_theme in zip(
            *(cells[name] for name in ("speaker", "theme", "statements", "share of speaker", "share of theme")),
            strict=True,
        )
    ]
    units = {
        "statements": "number of statements",
        "share of speaker": "percent of the speaker’s statements",
        "share of theme": "percent of the statements on the theme",
    }
    figure = charts.matrix(
        cells,
        themes,
        keys,
        row_labels=view.theme_labels,
        column_labels=view.speaker_names,
        column_colours={key: view.colour_of(key) for key in keys},
        palette=view.palette,
        title=f"Theme by speaker · {units[measure]}",
        is_chosen=lambda row, column: (
            (not filters.theme or row in filters.theme) and (not filters.speaker or column in filters.speaker)
        ),
    )
    if len(order) > MOST_SPEAKERS:
        blocks.note(f"The {MOST_SPEAKERS} who speak most on themes, of {len(order)}; the table below has all.")
    blocks.chart(
        figure,
        counted.drop(columns=["speaker_key", "theme_id"]).round(1),
        name="themes-by-speaker",
        alt=f"Heatmap of {len(themes)} themes by {len(keys)} speakers: {units[measure]}.",
        on_click=lambda clicked: frame.filter_by(filters.toggled(theme=clicked[0], speaker=clicked[1])),
    )
    blocks.note("A statement on several themes counts for each, so the shares of a speaker can exceed 100 percent.")


def _shared(counted: pd.DataFrame) -> None:
    found = rows.raised_by(counted)
    voices = counted["speaker_key"].nunique()
    alone, shared = found[found["speakers"] == 1], found[found["speakers"] == voices]
    many = found.sort_values("speakers", ascending=False, kind="stable").head(1)
    heading("Raised by one, shared by many")
    if voices == 1:
        blocks.lead(f"Only {counted['speaker'].iloc[0]} speaks here, so every theme is theirs.")
    else:
        sentence = f"{wording.counted(len(alone), 'theme is', 'themes are')} raised by one speaker alone. "
        if len(shared):
            names = wording.listed(f"“{name}”" for name in shared["theme"].head(4))
            sentence += f"All {voices} speakers raise {names}."
        else:
            top = many.iloc[0]
            sentence += f"No theme is raised by all {voices}; “{top['theme']}” comes closest, with {top['speakers']}."
        blocks.lead(sentence)
    blocks.table(found.drop(columns="theme_id"), name="themes-raised-by", alt="Table of themes with who raises them.")


def together() -> None:
    """Which themes share statements, as a matrix or as a network; a click filters."""
    pairs = rows.theme_pairs(view, view.without("theme"))
    if pairs.empty:
        blocks.note("No statement here has more than one theme.")
        return
    top = pairs.iloc[0]
    shared = wording.counted(int(top["statements"]), "statement")
    heading(f"“{top['theme']}” and “{top['other']}” go together most often: in {shared}")
    if choice("drawn", {"network": "Network", "matrix": "Matrix"}, "How it is drawn") == "network":
        _network(pairs)
    else:
        _pair_matrix(pairs)


def _half(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs[pairs["theme_id"] < pairs["other_id"]]


def _pairs_table(pairs: pd.DataFrame) -> pd.DataFrame:
    return _half(pairs)[["theme", "other", "statements"]].rename(columns={"other": "together with"})


def _network(pairs: pd.DataFrame) -> None:
    order = pairs.groupby("theme_id")["statements"].sum().sort_values(ascending=False, kind="stable").index.tolist()
    keys = order[:MOST_NODES]
    counts = rows.theme_counts(view, view.without("theme")).set_index("theme_id")
    nodes = counts.loc[keys].reset_index()
    nodes["hover"] = [
        f"“{theme}”: {wording.counted(count, 'statement')}. Click to show only this theme."
        for theme, count in zip(nodes["theme"], nodes["statements"], strict=True)
    ]
    half = _half(pairs)
    half = half[half["theme_id"].isin(keys) & half["other_id"].isin(keys)].copy()
    half["hover"] = [
        f"“{theme}” and “{other}” share {wording.counted(count, 'statement')}. Click to show what is said on either."
        for theme, other, count in zip(half["theme"], half["other"], half["statements"], strict=True)
    ]
    figure = theme_charts.network(
        nodes,
        half,
        theme_charts.layout(keys, half),
        palette=view.palette,
        is_chosen=lambda key: not filters.theme or key in filters.theme,
    )
    if len(order) > MOST_NODES:
        blocks.note(f"The {MOST_NODES} themes that share most, of {len(order)}; the table below has all pairs.")
    blocks.chart(
        figure,
        _pairs_table(pairs),
        name="themes-network",
        alt=f"Network of {len(keys)} themes with {len(half)} lines between those that share statements.",
        on_click=_filter_by_some,
    )
    blocks.note("The larger a circle, the more statements; the wider a line, the more of them are on both themes.")


def _filter_by_some(keys: list[str]) -> None:
    """Filter by the clicked themes, or clear the filter where they are in force already."""
    same = set(filters.theme) == set(keys)
    held: dict[str, Any] = {name: getattr(filters, name) for name in ("article", "speaker", "kind", "query")}
    frame.filter_by(type(filters)(**held, theme=() if same else tuple(keys)))


def _pair_matrix(pairs: pd.DataFrame) -> None:
    order = pairs.groupby("theme_id")["statements"].sum().sort_values(ascending=False, kind="stable")
    keys = order.index.tolist()[:MOST_THEMES]
    cells = pairs.rename(columns={"theme_id": "row", "other_id": "column", "statements": "count"})
    cells["hover"] = [
        f"“{theme}” and “{other}” share {wording.counted(count, 'statement')}. Click to show what is said on either."
        for theme, other, count in zip(cells["theme"], cells["other"], cells["count"], strict=True)
    ]
    numbered = {key: str(number) for number, key in enumerate(keys, 1)}  # names would not fit above narrow columns
    figure = charts.matrix(
        cells,
        keys,
        keys,
        row_labels={key: f"{number} {view.theme_labels[key]}" for key, number in numbered.items()},
        column_labels=numbered,
        palette=view.palette,
        title="Number of statements on both",
        is_chosen=lambda row, _column: not filters.theme or row in filters.theme,
    )
    blocks.note("A column’s number is that of the theme in the row with the same number.")
    if len(order) > MOST_THEMES:
        blocks.note(f"The {MOST_THEMES} themes that share most, of {len(order)}; the table below has all pairs.")
    blocks.chart(
        figure,
        _pairs_table(pairs),
        name="themes-together",
        alt=f"Matrix of {len(keys)} themes by themes, counting statements on both.",
        on_click=_filter_by_some,
    )


def along() -> None:
    """Where in one article each theme shows; a mark leads to its place."""
    articles = shown.articles["article_id"].tolist()
    article_id = articles[0]
    if len(articles) > 1:
        asked = st.query_params.get("of", "")
        article_id = asked if asked in articles else articles[0]
        if st.session_state.get("or_of") != article_id:
            st.session_state["or_of"] = article_id
        st.selectbox(
            "Article",
            articles,
            format_func=lambda key: view.titles[key],
            key="or_of",
            on_change=lambda: frame.set_filters(filters, of=st.session_state["or_of"]),
        )
    found = rows.theme_places(view, shown, article_id)
    if found.empty:
        blocks.note("No theme of the codebook shows in this article, as filtered.")
        return
    found["hover"] = [
        f"Sentence {int(number) + 1}, {name if wording.given(name) else 'the reporter'}: “{words}”. Click to read it."
        for number, name, words in zip(found["sentence"], found["speaker"], found["words"], strict=True)
    ]
    found["key"] = [
        f"statement={article_id}:{statement}" if wording.given(statement) else f"sentence={article_id}:{number}"
        for statement, number in zip(found["statement"], found["sentence"], strict=True)
    ]
    first = found.groupby("theme_id")["sentence"].min().sort_values(kind="stable")
    last = found.groupby("theme_id")["sentence"].agg(lambda part: part.max() - part.min()).idxmax()
    heading(f"“{view.theme_labels[last]}” runs through the longest stretch of the article")
    whole = view.tables.articles.set_index("article_id")
    figure = theme_charts.along(
        found,
        first.index.tolist(),
        int(whole.loc[article_id, "n_sentences"]),
        labels=view.theme_labels,
        palette=view.palette,
    )
    table = found[["sentence", "theme", "speaker", "words"]].assign(sentence=found["sentence"] + 1)
    blocks.chart(
        figure,
        table,
        name="themes-along",
        alt=f"{len(first)} themes along the sentences of an article, in the order in which they first show.",
        on_click=_read,
    )
    blocks.note("Themes stand in the order in which they first show. A click on a mark opens the article there.")


def _read(keys: list[str]) -> None:
    name, _, at = keys[0].partition("=")
    st.switch_page("pages/read.py", query_params={**filters.query_params, name: at})


def one_theme(counts: pd.DataFrame) -> None:
    """One theme: what the codebook means by it, who raises it, in which words, in which statements."""
    st.markdown("## One theme")
    keys = counts["theme_id"].tolist()
    asked = filters.theme[0] if filters.theme else st.query_params.get("open")
    key = asked if asked in keys else keys[0]
    if st.session_state.get("or_open") != key:
        st.session_state["or_open"] = key
    st.selectbox(
        "Theme",
        keys,
        format_func=lambda theme: view.theme_labels.get(theme, theme),
        key="or_open",
        on_change=lambda: frame.set_filters(filters, open=st.session_state["or_open"]),
        label_visibility="collapsed",
    )
    about = view.tables.themes.set_index("theme_id").loc[key]
    held = shown.theme_mentions[shown.theme_mentions["theme_id"] == key]
    who = held.dropna(subset="statement_id").drop_duplicates(["article_id", "statement_id"])
    with st.container(horizontal=True, vertical_alignment="center"):
        if wording.given(about["definition"]):
            blocks.note(f"What it covers: {about['definition']}")
        frame.link("pages/codebook.py", "Edit its terms →", view, edit=key)
    _who(who)
    _words(held)
    statements = shown.statements.merge(who[["article_id", "statement_id"]], on=["article_id", "statement_id"])
    if len(statements):
        st.markdown("### Its statements, in the order of the text")
        blocks.download(statements, name="statements-of-theme")
        blocks.statements(
            view, statements, name=f"theme_{key}", marks=_marks(held), below=lambda row: _reason(row, key, held)
        )
    theme_decisions.add_statements(view, key, who)
    own = held[held["statement_id"].isna()].drop_duplicates(["article_id", "sentence_id"])
    if len(own):
        st.markdown("### In the reporter’s own words")
        for row in own.head(20).itertuples():
            st.html(blocks.sentence(view, row, int(row.start), int(row.end)))
            blocks.read_link(view, row)


def _who(who: pd.DataFrame) -> None:
    if who.empty:
        blocks.lead("Only in the reporter’s own words.")
        return
    said = view.keys_of(view.without("theme").statements).value_counts()
    raised = view.keys_of(who).value_counts()
    names = [f"{view.name_of(key)} ({count} of {said[key]})" for key, count in raised.head(8).items()]
    more = f" and {len(raised) - 8} more" if len(raised) > 8 else ""
    blocks.lead(f"Raised by {wording.listed(names)}{more}: statements on it, of all that each makes.")


def _words(held: pd.DataFrame) -> None:
    ruled = held[held["method"] == "rule"]
    counted = ruled.groupby([ruled["text"].str.casefold(), "term"]).size().sort_values(ascending=False, kind="stable")
    tags = "".join(
        f'<span class="or-tag">{safe.html(text)}{f" ×{count}" if count > 1 else ""}'
        f"{f' ← {safe.html(term)}' if term.casefold() != text else ''}</span>"
        for (text, term), count in counted.head(30).items()
    )
    if tags:
        st.html(f'<p class="or-eyebrow">In these words, by these terms of the codebook:</p><div>{tags}</div>')


def _marks(held: pd.DataFrame) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    ruled = held[held["method"] == "rule"].dropna(subset="statement_id")
    for article_id, statement, text in zip(ruled["article_id"], ruled["statement_id"], ruled["text"], strict=True):
        found.setdefault((article_id, statement), []).append(text)
    return found


def _reason(row: Any, key: str, held: pd.DataFrame) -> None:
    """Why a statement has the theme, and a way to refuse it."""
    mine = held[(held["article_id"] == row.article_id) & (held["statement_id"] == row.statement_id)]
    terms = list(dict.fromkeys(mine["term"].dropna()))
    reason = f"by the {wording.noun(len(terms), 'term')} {wording.listed(f'“{term}”' for term in terms)}"
    st.html(f'<span class="or-meta">{safe.html(reason if terms else "decided by you")}</span>', width="content")
    theme_decisions.refuse_button(view, row, key)


found = rows.theme_counts(view, shown)
if found.empty:
    if shown.statements.empty or filters.is_active:
        frame.nothing(view, "themes")
    else:
        st.info("No theme of the codebook shows in this text. Another codebook, or a new theme, can be chosen there.")
        frame.link("pages/codebook.py", "Open the codebook →", view)
    theme_decisions.listed(view)
    st.stop()
answer(found)
{"often": frequency, "speakers": speakers, "together": together, "along": along}[choice("view", VIEWS, "View")]()
one_theme(found)
theme_decisions.listed(view)
