from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "unit", "dimension"),
    [
        ("Output grew 3%.", "percent", "percent"),
        ("Output grew 3 per cent.", "percent", "percent"),
        ("The rate fell by 0.2 percentage points.", "percentage point", "percentage_point"),
        ("Yields climbed 5bps.", "basis point", "percentage_point"),
        ("The bridge cost $5.", "dollar", "money"),
        ("The bridge cost US$5 million.", "US dollar", "money"),
        ("The bridge cost RMB 3 trillion.", "yuan", "money"),
        ("The bridge cost 3 million euros.", "euro", "money"),
        ("The bridge cost Rs 40 crore.", "rupee", "money"),
        ("The bridge cost 40 pounds.", "pound sterling", "money"),
        ("The stone weighs 40 pounds.", "pound", "mass"),
        ("The fine is 3 dollars 50 cents.", "dollar", "money"),
        ("Oil fetched $61 a barrel.", "dollar per barrel", "money"),
        ("The pump moves 500,000 barrels per day.", "barrel per day", "volume"),
        ("The road is 12 km long.", "kilometre", "length"),
        ("The farm covers 640 sq km.", "square kilometre", "area"),
        ("It carried 31 million tonnes of wheat.", "tonne", "mass"),
        ("The wind reached 120 km/h.", "kilometre per hour", "speed"),
        ("The air holds 35 micrograms per cubic metre.", "microgram per cubic metre", "mass"),
        ("The region has 3.7m people, many of them young.", "people", "count"),
        ("Some 2.5m poor and disabled adults live alone.", "poor and disabled adults", "count"),
        ("She drove in 28 RBIs.", "run batted in", "count"),
        ("The dose was 3 mSv.", "millisievert", "other"),
        ("The plant makes 5 MW.", "megawatt", "power"),
        ("Seas would warm by 1.5C.", "degree Celsius", "temperature"),
        ("The drive holds 54GB.", "gigabyte", "data"),
        ("They waited three days.", "day", "duration"),
        ("They walked for 12 consecutive months.", "month", "duration"),
        ("A 15-year-old boy was found.", "year of age", "age"),
        ("Ada Okafor, 53, of Harrow, agreed.", "year of age", "age"),
        ("Voters aged nearly 90 stayed home.", "year of age", "age"),
        ("Some 500 guests came.", "guests", "count"),
        ("It drew guests from 50 countries and regions.", "countries and regions", "count"),
        ("Dozens of small farms closed.", "small farms", "count"),
        ("The engine turns sixfold faster.", "times", "ratio"),
    ],
)
def test_names_the_unit(text: str, unit: str, dimension: str, figures) -> None:
    row = figures(text)[0]
    assert (row["unit"], row["dimension"]) == (unit, dimension)


def test_span_ends_with_the_unit(figure) -> None:
    assert figure("It employs 1,200 skilled workers here.")["text"] == "1,200 skilled workers"
    assert figure("Oil fetched $61 a barrel on Friday.")["text"] == "$61 a barrel"


def test_an_earlier_year_is_no_denominator(figures) -> None:
    rows = figures("Revenue was $7 million, against $6 million a year earlier.")
    assert [row["unit"] for row in rows] == ["dollar", "dollar"]


def test_a_fraction_counts_nothing(figure) -> None:
    row = figure("About one in five children skip breakfast.")
    assert (row["dimension"], row["unit"], row["what"]) == ("ratio", None, "children")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The hospital reported 40 cases of measles.", "cases of measles"),
        ("The town has 900 residents of Sparta.", "residents"),
        ("The city wants 12 charging stations.", "charging stations"),
        ("She owns 90 Model 3 sedans.", "Model 3 sedans"),
        ("The port needs 400 more workers.", "workers"),
        ("It employs 25 full-time and part-time clerks.", "full-time and part-time clerks"),
        ("The herd has 400 elk.", "elk"),
    ],
)
def test_names_what_is_counted(text: str, unit: str, figures) -> None:
    assert figures(text)[-1]["unit"] == unit


def test_one_in_eight_is_a_part_whatever_stands_between(figure) -> None:
    row = figure("It supports one job in eight.")
    assert (row["text"], row["value"], row["dimension"], row["what"]) == ("one job in eight", 0.125, "ratio", "job")
