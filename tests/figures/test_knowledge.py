from __future__ import annotations

from collections import Counter

from onrecord.figures import lexicon
from onrecord.schema import COMPARATORS, DIMENSIONS


def test_every_unit_has_a_dimension_of_the_table() -> None:
    known = lexicon.units()
    dimensions = {unit.dimension for ways in (known.words, known.symbols, known.before) for unit in ways.values()}
    assert dimensions <= set(DIMENSIONS)


def test_no_spelling_stands_for_two_units() -> None:
    raw = lexicon.read("units.toml")
    raw.pop("per")
    spellings = Counter(
        (kind, spelling)
        for units in raw.values()
        for ways in units.values()
        for kind in ("words", "symbols", "before", "codes")
        for spelling in ways.get(kind, ())
    )
    assert [spelling for spelling, times in spellings.items() if times > 1] == []


def test_every_modifier_means_a_comparator() -> None:
    meanings = {meaning for place in lexicon.modifiers().values() for meaning in place.values()}
    assert meanings <= set(COMPARATORS)
