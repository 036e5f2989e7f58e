from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from onrecord.figures import lexicon
from onrecord.schema import COMPARATORS, DIMENSIONS

SOURCES = sorted(Path(lexicon.__file__).parent.glob("*.py"))


def test_every_unit_has_a_dimension_of_the_table() -> None:
    units = lexicon.UNITS
    dimensions = {unit.dimension for ways in (units.words, units.symbols, units.before) for unit in ways.values()}
    assert dimensions <= set(DIMENSIONS)


def test_no_spelling_stands_for_two_units() -> None:
    dimensions = lexicon.load("units.toml")
    dimensions.pop("per")
    spellings = Counter(
        (kind, spelling)
        for units in dimensions.values()
        for ways in units.values()
        for kind in ("words", "symbols", "before", "codes")
        for spelling in ways.get(kind, ())
    )
    assert [spelling for spelling, times in spellings.items() if times > 1] == []


@pytest.mark.parametrize(
    ("unit", "many"),
    [("year of age", "years of age"), ("US dollar per barrel", "US dollars per barrel"), ("guests", "guests")],
)
def test_the_plural_of_a_unit_is_that_of_its_head(unit: str, many: str) -> None:
    assert lexicon.plural(unit) == many


def test_every_modifier_means_a_comparator() -> None:
    comparators = {comparator for place in lexicon.MODIFIERS.values() for comparator in place.values()}
    assert comparators <= set(COMPARATORS)


def test_no_word_points_both_ways() -> None:
    for section in lexicon.load("directions.toml").values():
        assert not set(section["up"]) & set(section["down"])


def test_every_word_list_is_read_and_none_is_missing() -> None:
    names = [name for section in lexicon.load("words_around_numbers.toml").values() for name in section]
    assert len(names) == len(set(names)), "two sections have a list of one name"
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    asked = set(re.findall(r"WORDS\[.(\w+).\]", code))
    assert asked == set(names)
