"""Where a proper name begins and ends, and what it names."""

from __future__ import annotations

import pytest

from onrecord import parse


def rows(text: str) -> list[tuple[str, str]]:
    """Name and kind of each speaker."""
    found: list[list[str]] = parse(text).speakers[["name", "kind"]].values.tolist()
    return [(str(name), str(kind)) for name, kind in found]


@pytest.mark.parametrize(
    "name",
    [
        "Amara Diallo-Okeke",
        "Jean-Luc Peeters",
        "Cho Min-seo",
        "Sipho 'Bullet' Dlamini",
        "Rosa “Chata” Quispe",
        "Joost van den Bergh",
        "Marguerite de Lannoy",
        "Khalid bin Saeed al-Harthy",
        "Sean O'Malley",
        "R.K. Subramaniam",
        "Lionel J. Abbott Jr.",
    ],
)
def test_a_persons_name_is_whole(name: str) -> None:
    assert rows(f"{name} told reporters the road was closed.") == [(name, "person")]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Amara Diallo-Okeke", "Diallo-Okeke"),
        ("Marie-Ange Toussaint", "Marie-Ange"),
        ("Joost van den Bergh", "Van den Bergh"),
        ("Joost van den Bergh", "Bergh"),
        ("Khalid bin Saeed al-Harthy", "Al-Harthy"),
        ("Inés de la Vega", "De la Vega"),
        ("Cho Min-seo", "Cho"),
        ("Björn Ekström", "Ekstrom"),
    ],
)
def test_a_short_form_is_the_same_persons(full: str, short: str) -> None:
    text = f"{full}, a farmer, said the road was closed. {short} said the bridge was open."
    assert rows(text) == [(full, "person")]


@pytest.mark.parametrize(
    ("titled", "name"),
    [
        ("Labour MP Wanda Prior", "Wanda Prior"),
        ("Detective Tomas Keogh", "Tomas Keogh"),
        ("Sheikh Omar al-Nuaimi", "Omar al-Nuaimi"),
        ("Magistrate Judge Ellen Boyd", "Ellen Boyd"),
        ("Prof. Dr. Uwe Lindner", "Uwe Lindner"),
        ("Port Authority Director Nils Aas", "Nils Aas"),
        ("Secretary of State Ada Lund", "Ada Lund"),
        ("Wanda Prior MP", "Wanda Prior"),
    ],
)
def test_a_title_is_no_part_of_a_name(titled: str, name: str) -> None:
    assert rows(f"{titled} said the road was closed.") == [(name, "person")]


@pytest.mark.parametrize(
    "name",
    [
        "Institute for Safe Rivers",
        "Ministry of Water and Forestry",
        "Campaign to Protect Rural Wales",
        "Council on Rural Housing",
        "Land and Water Research Centre",
        "Brand & Okafor",
        "Pell & Sons Ltd",
        "Kestrel Motors AG",
        "Arrow Hire Direct",
        "Women's Farming Union",
        "General Telecom",
    ],
)
def test_a_bodys_name_is_whole(name: str) -> None:
    assert rows(f"The {name} said its road was closed.") == [(name, "organisation")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The Institute for Safe Rivers (ISR)", "ISR"),
        ("The Institute for Safe Rivers", "ISR"),
        ("Atlantic Rail & Ferry Co.", "AR&F"),
        ("The Institute for Safe Rivers", "The Institute"),
        ("The Northport Evening Herald", "The Herald"),
        ("Kestrel Motors AG", "Kestrel Motors"),
        ("Kestrel Motors AG", "Kestrel"),
        ("The Ministry of Finance", "The Finance Ministry"),
    ],
)
def test_a_body_is_one_speaker_however_named(first: str, second: str) -> None:
    text = f"{first} said on Monday that the road was closed. {second} said the bridge was open."
    name = first.removeprefix("The ").removesuffix(" (ISR)")
    assert rows(text) == [(name, "organisation")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The Southern Rail Authority (SRA)", "The State Roads Agency"),
        ("Pell Ltd", "Pell Inc"),
        ("Brand & Okafor plc", "Okafor Shipping Ltd"),
        ("Google", "Google Cloud"),
        ("The Northport Herald", "The Southport Herald"),
    ],
)
def test_two_bodies_are_two_speakers(first: str, second: str) -> None:
    text = f"{first} said the road was closed. {second} said the bridge was open."
    assert [name for name, _ in rows(text)] == [
        first.removeprefix("The ").removesuffix(" (SRA)"),
        second.removeprefix("The "),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Morgan Wells said it would open two offices. The consultancy has 90 staff.", "organisation"),
        ("Law firm Grant Thackeray said the deal was off.", "organisation"),
        ("Ashby Lane, a charity, said the deal was off.", "organisation"),
        ("Morgan Wells said he would open two offices. He has 90 staff.", "person"),
        ("Grant Thackeray, 41, said the deal was off.", "person"),
        ("Ashby Lane, who runs a café, said the deal was off.", "person"),
        ("Marcus Judge said it was raining.", "person"),
    ],
)
def test_what_a_name_names_is_read_from_the_article(text: str, kind: str) -> None:
    assert [found for _, found in rows(text)][:1] == [kind]


def test_a_campaign_is_no_person() -> None:
    text = "Ana Brandt spoke on Monday. The Brandt campaign said it would stop. The Brandt team said it was tired."
    assert rows(text) == [("Brandt campaign", "organisation")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The Northern Water Supply Organisation", "Nwso"),
        ("The Union of Coastal Fishing Towns (Ucoft)", "Ucoft"),
        ("The Mayor's Office of River Safety", "The Mayor's Office of River Safety"),
    ],
)
def test_an_acronym_may_be_written_as_a_word(first: str, second: str) -> None:
    text = f"{first} said on Monday that the road was closed. {second} said the bridge was open."
    assert rows(text) == [(first.removeprefix("The ").removesuffix(" (Ucoft)"), "organisation")]


@pytest.mark.parametrize(
    "before",
    [
        "A spokesman for the Coastal Fire Service",
        "The spokeswoman for the National Rail Authority",
        "Harbour Trust chairwoman",
        "Goalkeeper",
        "Rival",
    ],
)
def test_what_stands_before_a_persons_name_is_none_of_it(before: str) -> None:
    text = f"Residents met on Friday. {before} Miriam Adeleke said the road was closed. Adeleke said it was late."
    assert rows(text) == [("Miriam Adeleke", "person")]


@pytest.mark.parametrize("word", ["Okonjo", "Birch", "Castellanos"])
def test_a_surname_that_opens_a_sentence_is_known_from_elsewhere(word: str) -> None:
    text = f"The mayor met Dr. Ines {word}. “We are tired,” {word} said. {word} warned that the road was closed."
    assert rows(text) == [(f"Ines {word}", "person")]


@pytest.mark.parametrize("word", ["Before", "Although", "Under"])
def test_a_small_word_that_opens_a_sentence_is_no_name(word: str) -> None:
    text = f"Ines Birch said the road was closed. {word} Birch left, she said the bridge was open."
    assert rows(text) == [("Ines Birch", "person")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Yoruba leaders met on Friday. Yoruba elders said the road was closed.", "Yoruba elders"),
        ("The Falcons won. The Falcons said the bus was late.", "Falcons"),
    ],
)
def test_a_people_or_a_team_is_no_person(text: str, name: str) -> None:
    assert [(found, kind == "person") for found, kind in rows(text)] == [(name, False)]


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ("Peter Lindqvist", "Mrs. Lindqvist", ["Peter Lindqvist", "Lindqvist"]),
        ("Maria Okoro", "Mr. Okoro", ["Maria Okoro", "Okoro"]),
        ("Thomas Haddad", "Mr. Haddad", ["Thomas Haddad"]),
    ],
)
def test_a_form_of_address_tells_husband_and_wife_apart(first: str, second: str, names: list[str]) -> None:
    text = f"{first} said the road was closed. {second} said the bridge was open."
    assert [name for name, _ in rows(text)] == names


@pytest.mark.parametrize(("pronoun", "speaker"), [("she", "Maria Okoro"), ("he", "James Okoro")])
def test_a_surname_that_two_share_follows_the_pronoun_beside_it(pronoun: str, speaker: str) -> None:
    text = f"Maria Okoro and James Okoro run the ferry.\n\nOkoro said {pronoun} had sold a boat."
    assert rows(text) == [(speaker, "person")]


def test_a_surname_that_two_share_means_whoever_came_first_further_on() -> None:
    text = (
        "Maria Okoro has run the ferry since 1990. Her sister Ada Okoro keeps the books.\n\nThe river rose.\n\n"
        "Okoro said the ferry would stop."
    )
    assert rows(text) == [("Maria Okoro", "person")]


@pytest.mark.parametrize("place", ["Washington", "London", "Kenya"])
def test_a_capital_is_nobody_of_its_name(place: str) -> None:
    text = f"The singer Denise {place} came on Friday. {place} said it would cut tariffs."
    assert ("Denise " + place, "person") not in rows(text)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Mr. Daniloff, now 81 and retired in Cambridge, Mass.,", "Daniloff"),
        ("Mrs. Achterberg, the presumptive nominee and strong favorite to win,", "Achterberg"),
        ("Dr. Okafor, a surgeon and father of four,", "Okafor"),
    ],
)
def test_a_name_that_leads_its_source_is_the_speaker(first: str, second: str) -> None:
    assert rows(f"{first} said the road was closed. {second} said the bridge was open.") == [(second, "person")]


def test_a_campaign_is_one_body_with_and_without_an_owners_mark() -> None:
    text = (
        "Ana Brandt spoke on Monday. The Brandt campaign said it was tired. Ana Brandt’s campaign said the road was "
        "closed. Brandt’s campaign said the bridge was open."
    )
    assert rows(text) == [("Brandt campaign", "organisation")]


@pytest.mark.parametrize(
    ("titled", "name"),
    [
        ("Comrade Tunde Bello", "Tunde Bello"),
        ("Datuk Seri Rosli Hamid", "Rosli Hamid"),
        ("Alhaji Musa Danjuma", "Musa Danjuma"),
        ("Rovers QB Mark Okoro", "Mark Okoro"),
    ],
)
def test_titles_of_many_countries_are_no_part_of_a_name(titled: str, name: str) -> None:
    assert rows(f"{titled} said the road was closed.") == [(name, "person")]


@pytest.mark.parametrize("body", ["Portville Bridges", "Whitby Bearings", "Kano Dredging"])
def test_where_somebody_holds_a_post_is_a_body(body: str) -> None:
    tables = parse(f"“It is safe,” said Marta Ruiz, chief engineer at {body}. Traffic rose 12 percent last year.")
    assert tables.speakers["organisation"].tolist() == [body]


@pytest.mark.parametrize(
    ("titled", "name"),
    [
        ("Ustaz Karim Salleh", "Karim Salleh"),
        ("Kapitan Rodel Santos", "Rodel Santos"),
        ("Apostle Kwabena Asare", "Kwabena Asare"),
        ("Haji Yusof Mattar", "Yusof Mattar"),
        ("Swami Anand Tirthan", "Anand Tirthan"),
        ("ASP Jane Mutesi", "Jane Mutesi"),
        ("Minister of Works and Housing Babatunde Salami", "Babatunde Salami"),
    ],
)
def test_forms_of_address_and_ranks_are_no_part_of_a_name(titled: str, name: str) -> None:
    assert rows(f"{titled} said the road was closed.") == [(name, "person")]


@pytest.mark.parametrize(
    ("before", "office", "name"),
    [
        ("Taoiseach Aoife Brannigan was in Cork.", "The Taoiseach", "Aoife Brannigan"),
        ("The Emir of Katuru, Alhaji Bello Sanusi, came.", "The Emir", "Bello Sanusi"),
        ("Kgosi Mpho Seretse opened the meeting.", "The kgosi", "Mpho Seretse"),
        ("Governor Adanna Obi opened the bridge.", "Governor", "Adanna Obi"),
    ],
)
def test_an_office_alone_is_its_holder(before: str, office: str, name: str) -> None:
    assert rows(f"{before} {office} said peace must reign.") == [(name, "person")]


@pytest.mark.parametrize("name", ["Frezgul Melesa", "Bwenge Rusoke", "Yohalmo Xicay"])
def test_whoever_speaks_right_after_being_brought_in_is_a_person(name: str) -> None:
    text = f'{name}, fled war in the north and came to Cardiff.\n\n"There is a war going on," he said.'
    assert rows(text) == [(name, "person")]


def test_a_company_is_no_person_for_what_its_owner_says() -> None:
    text = 'Wanda Prior owns the mill. Olambe Steel closed in May.\n\n"There were no orders," she said.'
    assert rows(text) == [("Wanda Prior", "person")]
