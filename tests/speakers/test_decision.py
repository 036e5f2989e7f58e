"""Whom descriptions and pronouns stand for: whoever agrees with them, or nobody; how that was found, and how sure."""

from __future__ import annotations

import pytest

from onrecord import parse


def names_of(text: str) -> list[str | None]:
    """The displayed name of each statement's speaker."""
    tables = parse(text)
    names = dict(zip(tables.speakers["speaker_id"], tables.speakers["name"], strict=True))
    return [names.get(speaker) for speaker in tables.statements["speaker_id"]]


def evidence_of(text: str) -> list[str | None]:
    """How the speaker of each statement was found."""
    found = parse(text).statements["speaker_evidence"]
    return found.astype(object).where(found.notna(), None).tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Somebody new comes in with these nouns: never whoever was named last.
        ("Bogdan Ilie was fined in Cluj on Monday. The magistrate said the dog had bitten twice.", "magistrate"),
        ("Aroha Paki fell from the pier. The coroner said nobody had seen her.", "coroner"),
        ("Samir Haddad lost his flat in May. The landlord said the rent was late.", "landlord"),
        # The other side: the one whose role it is, wherever that is said.
        ("Magistrate Ilinca Radu fined Bogdan Ilie. The magistrate said the dog had bitten twice.", "Ilinca Radu"),
        ("Aroha Paki fell, coroner Wiremu Tane found. The coroner said nobody had seen her.", "Wiremu Tane"),
        ("The flat belongs to Samir Haddad, a landlord. The landlord said the rent was late.", "Samir Haddad"),
        ("The club appointed Ewa Lis as its treasurer. The new treasurer said the debt was paid.", "Ewa Lis"),
        ("Ohio Sen. Pat Moro met Maine Sen. Lee Dunn. The Maine senator said the bill was dead.", "Lee Dunn"),
        # What can be said of anybody leads to the topic.
        ("Dele Okafor won the final in Lagos. The 24-year-old said he had slept badly.", "Dele Okafor"),
        ("Ines Prado, 31, met Rosa Lima, 28. The 28-year-old said the song was hers.", "Rosa Lima"),
        ("Dele Okafor won the final in Lagos. The striker said he had slept badly.", "Dele Okafor"),
        ("Ela Kaya lost her case. The Izmir-based mother of two said it was late.", "Ela Kaya"),
        ("Lila Kaya, six, drowned in the canal. The mother said it was late.", "mother"),
        ("Omar Sy fled to Calais. The 38-year-old volunteers for a charity and said he was glad.", "Omar Sy"),
        ("Mia Holm sued her ex-husband, Jon Dahl. Her ex-husband said the boat was his.", "Jon Dahl"),
    ],
)
def test_a_description_leads_to_whom_it_can_describe(text: str, expected: str) -> None:
    assert names_of(text)[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A welder freed Jan Novak from the car. The welder said the door was jammed.", "welder"),
        ("Two ships collided. A pilot was hurt. The pilot said the radio had failed.", "pilot"),
        ("A nurse said the ward was full. The nurse said the beds were broken.", "nurse"),
    ],
)
def test_whoever_comes_in_without_a_name_is_one_speaker(text: str, expected: str) -> None:
    assert set(names_of(text)) == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The midwife visited Anna Weiss at dawn. She said the child was well.", "midwife"),
        (
            "Police questioned Ivo Maric. A spokeswoman for the port said he had resigned. She said it was late.",
            "spokeswoman",
        ),
        ("A guard asked Ivo Maric for a pass. He replied that he had none.", "Ivo Maric"),
        ("Lena Brandt praised the cook. “Ivo Maric is a genius at the stove,” she said.", "Lena Brandt"),
        ("Alba Bank shut its plant at Gijon. It said the ovens were too old.", "Alba Bank"),
        ("A memo reached the council on Friday. It warned that the bridge would sink.", "memo"),
        ("Kim Aalto, a potter who goes by they, moved north. They said the clay was better.", "Kim Aalto"),
        ("“It is late,” said Ada Obi.\n\n“The rain fell for days on the hill.”\n\nShe said it was cold.", "Ada Obi"),
        ("A vet said the cow was ill. “She will not eat,” the vet said.\n\nHe said the hay was wet.", "vet"),
        ("Villagers blocked the road to the mine. They said the dust made them ill.", "Villagers"),
        ("Ana Sol and Tom Hale counted the birds. They said the terns were gone.", "Ana Sol and Tom Hale"),
    ],
)
def test_a_pronoun_leads_to_whom_it_can_mean(text: str, expected: str) -> None:
    (found,) = {name for name in names_of(text)[-1:] if name}
    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tom Hale met Ana Sol, who said it was late.", "Ana Sol"),
        ("Ana Sol of the water board, who said it was late, left.", "Ana Sol"),
        ("Tom Hale, a driver from Kent who said it was late, left.", "Tom Hale"),
        ("Ana Sol, the deputy head of the World Bank, who said it was late, left.", "Ana Sol"),
        ("Tom Hale backs those who say it was late.", "those"),
        ("Jo Reyes runs a shop. It serves growers who say it was late.", "growers"),
    ],
)
def test_who_is_what_it_hangs_on(text: str, expected: str) -> None:
    assert names_of(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["It said the ovens were too old.", "They said the clay was better.", "The storm hit Gijon. It said it was late."],
)
def test_a_pronoun_that_nobody_fits_stays_open(text: str) -> None:
    assert names_of(text) == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tallis Energy said it was late. The utility said it would rain.", "Tallis Energy"),
        ("Tallis said it was late. The nation's oldest utility said it would rain.", "Tallis"),
        (
            "The Ghana Water Council met. The water council said it was late.",
            "Ghana Water Council",
        ),
        ("Kerala sued the dam board. In its petition, the State said it was late.", "Kerala"),
        ("Nimbus, a charity in Leeds, runs buses. Tom Hale uses them. The charity said it was late.", "Nimbus"),
        # The other side of a story speaks for itself.
        ("Tallis Energy said it was late. The regulator said it would rain.", "regulator"),
        ("Tallis Energy said it was late. The hospital said it would rain.", "hospital"),
        ("Tallis Energy was late. Tom Hale met Rowe Steel. The company said it would rain.", "company"),
    ],
)
def test_a_body_that_is_described_is_the_one_it_can_describe(text: str, expected: str) -> None:
    assert names_of(text)[-1] == expected


def test_all_of_a_list_speak_as_one() -> None:
    assert names_of("“The sea is rising,” said biologists Ana Sol and Tom Hale.") == ["Ana Sol and Tom Hale"]
    assert names_of("The writer and critic Ana Sol said the sea was rising.") == ["Ana Sol"]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("Marta Ruiz said it would rain.", "name"),
        ("Ruiz said it would rain.", "short_name"),
        ("The minister said it would rain.", "description"),
        ("She said it would rain.", "pronoun"),
        ("A spokesman said it would rain.", "description"),
        ("\n\n“It will rain on the whole of the coast tomorrow.”", "floor"),
    ],
)
def test_how_a_speaker_was_found_is_told(second: str, expected: str) -> None:
    assert evidence_of(f"“It is late,” trade minister Marta Ruiz said. {second}")[-1] == expected


def test_nobody_has_no_evidence() -> None:
    assert evidence_of("He said it was late.") == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Planner and Head of Research Ada Obi said it was late.", "Ada Obi"),
        ("Those in favour of the tax say it was late.", "Those in favour of the tax"),
        ("A Cork councillor said it was late. Rain fell.\n\nCllr Orla Daly wants a ban.", "Orla Daly"),
        ("A Cork councillor said it was late. Cllr Orla Daly left. Cllr Ian Shaw stayed.", "Cork councillor"),
        ("The group, Harbour Voices, said it was late.", "Harbour Voices"),
        ("Ada Obi wrote to the board. Asking if Tom Hale was in charge, she said it was late.", "Ada Obi"),
        ("Ian Shaw wrote to the board. Asking it to say that Tom Hale was in charge, he said it was late.", "Ian Shaw"),
    ],
)
def test_the_one_who_is_meant_beside_others(text: str, expected: str) -> None:
    assert names_of(text)[0 if "councillor" in text else -1] == expected
