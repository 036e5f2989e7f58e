"""Who speaks: people by their names, short names, roles and pronouns; organisations, groups, events and the unnamed."""

from __future__ import annotations

import pytest

from onrecord import parse
from onrecord.speakers.resolve import slugify


def speakers_of(text: str) -> list[str | None]:
    """The speaker of each statement; what is local to the article without its id."""
    tables = parse(text, article_id="a1")
    ids = tables.statements["speaker_id"].tolist()
    return [name.removesuffix("@a1") if isinstance(name, str) else None for name in ids]


def kind(text: str) -> str:
    (value,) = parse(text).speakers["kind"]
    return str(value)


@pytest.mark.parametrize(
    "second",
    [
        "Ruiz said it would rain.",
        "Ms. Ruiz said it would rain.",
        "She said it would rain.",
        "The minister said it would rain.",
        "“It will rain tomorrow,” the minister added.",
    ],
)
def test_a_person_is_one_speaker_however_named(second: str) -> None:
    assert speakers_of(f"Trade minister Marta Ruiz said it was late. {second}") == ["marta-ruiz", "marta-ruiz"]


def test_family_first_names_are_not_turned_round() -> None:
    tables = parse("Lin Yuchen, a professor, said it was late. Lin said it would rain. He said it was cold.")
    assert tables.speakers["name"].tolist() == ["Lin Yuchen"]
    assert set(tables.statements["speaker_id"]) == {"lin-yuchen"}


def test_people_who_share_a_surname_are_kept_apart() -> None:
    text = "Marta Ruiz said it was late. Tomas Ruiz said it was early."
    assert speakers_of(text) == ["marta-ruiz", "tomas-ruiz"]


def test_pronouns_follow_gender() -> None:
    text = "Mr. Tom Hale and Mrs. Marta Ruiz met on Friday. She said it was late. He said it was early."
    assert speakers_of(text) == ["marta-ruiz", "tom-hale"]


def test_whoever_is_named_within_a_statement_does_not_take_the_floor() -> None:
    text = "Tom Hale said that Peter Stone was wrong. He said it was late."
    assert speakers_of(text) == ["tom-hale", "tom-hale"]


def test_a_pronoun_that_cannot_be_led_back_stays_open() -> None:
    assert speakers_of("He said it was late.") == [None]


def test_researchers_are_they() -> None:
    text = "Researchers surveyed 86 rivers. They found that most were clean."
    assert speakers_of(text) == ["researchers"]


def test_the_company_is_the_body_named_before() -> None:
    text = "Harbour Foods said it was late. The company expects sales to fall."
    assert set(speakers_of(text)) == {"harbour-foods"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marta Ruiz said it was late.", "person"),
        ("The World Bank said it was late.", "organisation"),
        ("The ministry said it was late.", "organisation"),
        ("Participants said it was late.", "group"),
        ("Experts from twelve cities said it was late.", "group"),
        ("The forum called for more trains.", "event"),
        ("The report said it was late.", "document"),
        ("A spokeswoman said it was late.", "unnamed"),
    ],
)
def test_kinds_of_speakers(text: str, expected: str) -> None:
    assert kind(text) == expected


def test_only_people_and_named_bodies_have_an_id_that_holds_everywhere() -> None:
    text = "Marta Ruiz said it was late. The World Bank said it was early. The ministry said it was dark."
    ids = parse(text, article_id="a1").speakers["speaker_id"].tolist()
    assert ids == ["marta-ruiz", "world-bank", "ministry@a1"]


def test_a_headline_in_title_case_makes_no_names() -> None:
    text = "Marta Ruiz Seeks More Trains For Portville\n\nMarta Ruiz said on Monday that the town needs more trains."
    assert set(parse(text).speakers["name"]) == {"Marta Ruiz"}


def test_the_fuller_name_that_is_used_most_is_the_name() -> None:
    text = (
        "Tom Hale said it was late. Angry Tom Hale Watchers met in Portville. "
        "Tom Hale told them that it was late. Hale said it would rain."
    )
    assert "Tom Hale" in set(parse(text).speakers["name"])


def test_mentions_reproduce_the_text() -> None:
    text = "Trade minister Marta Ruiz said it was late. She said it would rain. Ruiz said it was cold."
    mentions = parse(text).mentions
    assert mentions["kind"].tolist() == ["name", "pronoun", "short_name"]
    assert [text[start:end] for start, end in zip(mentions["start"], mentions["end"], strict=True)] == list(
        mentions["text"]
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [("António Guterres", "antonio-guterres"), ("U.N.", "u-n"), ("Дума", "дума"), ("…", "speaker")],
)
def test_slugs(name: str, expected: str) -> None:
    assert slugify(name) == expected


def test_whoever_a_transcript_names_is_a_person() -> None:
    text = (
        "The hearing began at noon. Karl Brandt, chief engineer of the port, was heard first.\n\n"
        "HOLT: Did you know about the cracks in the pier?\n\nBRANDT: I learned of them in May, from the divers.\n\n"
        "HOLT: And what did the board do about it?"
    )
    tables = parse(text)
    kinds = tables.speakers.set_index("speaker_id")["kind"].to_dict()
    assert kinds == {"holt": "person", "karl-brandt": "person"}
    assert tables.statements["speaker_id"].tolist() == ["holt", "karl-brandt", "holt"]
    assert tables.speakers.set_index("speaker_id").loc["karl-brandt", "role"] == "chief engineer of the port"


def test_a_body_signs_as_a_body() -> None:
    tables = parse("“We will appeal against the ruling.” — Halden Port Authority")
    assert tables.speakers[["name", "kind"]].values.tolist() == [["Halden Port Authority", "organisation"]]


@pytest.mark.parametrize("name", ["Ana de la Cruz", "Pablo Reyes Montoya", "Tran Van Duc", "Khalid bin Rashid"])
def test_a_name_is_whole_wherever_it_stands(name: str) -> None:
    for text in (f"{name} said the ferries would stay.", f"“The ferries will stay,” said {name}."):
        assert parse(text).speakers["name"].tolist() == [name]
