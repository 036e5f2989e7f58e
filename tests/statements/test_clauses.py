"""Reported clauses: what is said, whose it is, and what only looks like a report."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord import parse


def find(text: str) -> list[tuple[Any, Any, str]]:
    """Source, cue and words of each statement."""
    rows = parse(text).statements.to_dict("records")
    return [(row["source_text"], row["cue"], row["text"]) for row in rows]


@pytest.mark.parametrize(
    ("claim", "source", "cue"),
    [
        ("One child in three goes to school without breakfast", "a survey by the Kisumu teachers", "found"),
        ("Rents have doubled since the tram came", "figures from the land registry", "show"),
        ("Half of the wells ran dry in May", "a joint study of Akvo, Delta Trust and Nabard", "showed"),
        ("The reef lost a third of its coral and will not recover soon", "new research", "suggests"),
        ("Nine of ten lorries were overloaded, some by four tonnes", "an audit", "has found"),
        (
            "Lenders with loans to shippers have more to lose from tariffs and are the first to be hit",
            "Ferris Bank analysts",
            "say",
        ),
    ],
)
def test_the_clause_that_ends_a_sentence_has_the_whole_claim_before_it(claim: str, source: str, cue: str) -> None:
    assert find(f"{claim}, {source} {cue}.") == [(source, cue.split()[-1], claim)]


def test_a_closing_clause_may_say_where_it_was_said() -> None:
    text = "Shares in Tarn could fall as output slips and debts rise, Calloway analyst Divya Menon writes in a note."
    (row,) = find(text)
    assert row == ("Calloway analyst Divya Menon", "writes", text.split(", Calloway")[0])


@pytest.mark.parametrize(
    "text",
    [
        "It was the coldest winter, the worst that the islanders had seen.",
        "He left the meeting early, the door never closed, and nobody asked.",
        "The flood took the bridge, the mill and everything the family owned.",
        "She painted the wall, a job her brother never finished.",
    ],
)
def test_other_ends_of_sentences_report_nothing(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize("stamp", ["0834 GMT - ", "(14:05) ", "10.32am: ", "[09:15] ", "10:32 a.m. ET — "])
def test_a_time_stamp_is_no_part_of_a_statement(stamp: str) -> None:
    assert find(f"{stamp}The tunnel will open in May, Orla Brandt said.") == [
        ("Orla Brandt", "said", "The tunnel will open in May")
    ]


@pytest.mark.parametrize("start", ["The 0912 train", "The 09:15 to Leeds"])
def test_other_times_belong_to_what_is_said(start: str) -> None:
    assert find(f"{start} will not run, Orla Brandt said.") == [("Orla Brandt", "said", f"{start} will not run")]


def find_denials(text: str) -> list[tuple[str, bool]]:
    rows = parse(text).statements.to_dict("records")
    return [(row["text"], row["negated"]) for row in rows]


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("The mayor denied that", "the pier was unsafe"),
        ("Sunita Rao does not think that", "the ferries will come back"),
        ("The bank never said that", "loans would be free"),
        ("Ana Pires hardly believes that", "the strike will end"),
        ("Ida Kjær refused to say that", "the vote was fair"),
        ("The senator is not saying that", "the bill is dead"),
        ("The ministry left without saying that", "the tests had failed"),
        ("The ministry rejected", "the claim that it had hidden figures"),
        ("Doctors warned against", "swimming in the canal"),
    ],
)
def test_words_that_their_source_does_not_claim_are_marked(start: str, words: str) -> None:
    assert find_denials(f"{start} {words}.") == [(words, True)]


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("The mayor did not deny that", "the pier was unsafe"),
        ("The minister did not only say that", "taxes would fall"),
        ("She said that", "the ferries will not come back"),
        ("The mayor dismissed", "the plan as a waste of money"),
        ("A few residents said", "the port would reopen in June"),
    ],
)
def test_what_is_claimed_is_not_marked(start: str, words: str) -> None:
    assert find_denials(f"{start} {words}.") == [(words, False)]


@pytest.mark.parametrize(
    "start", ["Nobody said", "Few people expect", "Hardly anyone thinks", "Not everybody believes"]
)
def test_what_nobody_says_is_no_statement(start: str) -> None:
    assert find(f"{start} the port will reopen before June.") == []


def test_a_figure_in_a_denied_claim_is_not_the_denier_s_own() -> None:
    tables = parse("The union said that 400 jobs were at risk. The mill denied that 400 jobs were at risk.")
    speakers = tables.statements["speaker_id"].tolist()
    assert tables.figures["speaker_id"].isna().tolist() == [False, True]
    assert tables.figures["speaker_id"][0] == speakers[0]
    assert tables.figures["statement_id"].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Mr Osei did not deny that the pier was unsafe.", "did not deny"),
        ("The bank has never publicly said that loans would be free.", "has never publicly said"),
        ("Ana Pires doesn't think that the strike will end.", "doesn't think"),
        ("“The road is open,” Ida Kjær did not say.", "did not say"),
        ("The firm did not want to say that 40 percent had been lost.", "did not want to say"),
        ("Mr Osei denied that the pier was unsafe.", "denied"),
        ("Mr Osei said that the pier was not safe.", "said"),
        ("Nor did Mr Osei say that the pier was safe.", "say"),  # his name stands between
    ],
)
def test_a_cue_has_its_negation_with_it(text: str, cue: str) -> None:
    row = parse(text).statements.iloc[0]
    assert row["cue"] == cue
    assert text[row["cue_start"] : row["cue_end"]] == cue


@pytest.mark.parametrize(
    ("text", "source", "cue", "words"),
    [
        ("Kelso Capital rates the shares at hold.", "Kelso Capital", "rates", "the shares at hold"),
        ("Bramley downgrades the insurer to sell from hold.", "Bramley", "downgrades", "the insurer to sell from hold"),
        (
            "Ostra Bank trimmed its growth forecast to 2.1% from 2.4%.",
            "Ostra Bank",
            "trimmed",
            "its growth forecast to 2.1% from 2.4%",
        ),
        (
            "Ines Okoro values the unit at 9 billion rand, up from 8 billion rand.",
            "Ines Okoro",
            "values",
            "the unit at 9 billion rand, up from 8 billion rand",
        ),
        ("The brewer guides for sales growth of 6%.", "The brewer", "guides", "sales growth of 6%"),
    ],
)
def test_what_a_house_announces_of_a_price_is_a_statement(text: str, source: str, cue: str, words: str) -> None:
    assert find(text) == [(source, cue, words)]


@pytest.mark.parametrize(
    "text",
    [
        "The hotel keeps its five-star rating.",
        "The shop cut its prices by 10 percent.",
        "A ranger guides visitors through the marsh.",
        "The town values its old oaks.",
        "The board lowered the flag at noon.",
    ],
)
def test_other_raising_and_rating_announces_nothing(text: str) -> None:
    assert find(text) == []


def test_a_condition_at_its_end_belongs_to_what_is_said() -> None:
    text = (
        "Priya Vaid expects operating profit at the yard to increase 21% thanks to dearer ships, despite a likely dip."
    )
    assert find(text) == [("Priya Vaid", "expects", text.removeprefix("Priya Vaid expects ").removesuffix("."))]


def test_who_never_said_or_does_not_think_it_denies_it() -> None:
    tables = parse("Ida Kjær never said that the road was open. Mr Osei does not think that the canal is clean.")
    assert tables.statements["cue_sense"].tolist() == ["deny", "deny"]


@pytest.mark.parametrize(
    "text",
    [
        "Governor Amina Sesay signed the harbour bill on Friday.",
        "The court rejected a request to open the files.",
        "The fishermen have high hopes for the new pier.",
        "The old tram showed its colours in the rain.",
        "Widows in Vukovar are not used to talking about the siege.",
        "The club refused to pay the fine.",
        "Two unions filed a motion to stop the sale.",
        "Villagers identified the diver as Ana Pole of Hvar.",
    ],
)
def test_acts_moods_and_habits_are_no_statements(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The court rejected the argument that the files were private.", "the argument that the files were private"),
        ("The survey showed a steep fall in rents.", "a steep fall in rents"),
        ("Amina Sesay hopes that the pier will be ready by May.", "the pier will be ready by May"),
        ("Ivo Lukić is quick to say that nothing is settled.", "nothing is settled"),
    ],
)
def test_what_is_said_in_the_like_words_is_one(text: str, words: str) -> None:
    assert [found for _, _, found in find(text)] == [words]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Makers may take the lead in adding the chips and sharing them in cars, said Paul Ng, Orlo research head.",
            ("Paul Ng", "said", "Makers may take the lead in adding the chips and sharing them in cars"),
        ),
        (
            "The reef may never recover from the heat of May, said biologist Ema Kaua in Suva.",
            ("biologist Ema Kaua", "said", "The reef may never recover from the heat of May"),
        ),
    ],
)
def test_a_closing_clause_may_have_its_verb_first(text: str, found: tuple[str, str, str]) -> None:
    assert find(text) == [found]


def test_said_with_a_clause_of_its_own_closes_nothing() -> None:
    assert find("He came home late, said Anna had left, and sat down by the fire.") == []


def test_a_second_cue_with_a_pronoun_opens_a_statement_of_its_own() -> None:
    text = "Ewa Lis said the bill “does not take account of the older parts of town” and she noted that sites are free."
    assert [words for _, _, words in find(text)] == [
        "the bill “does not take account of the older parts of town”",
        "sites are free",
    ]


@pytest.mark.parametrize("cue", ["made no mention of", "never mentioned"])
def test_a_negation_within_a_cue_counts(cue: str) -> None:
    assert [negated for _, negated in find_denials(f"The auditor {cue} the losses at the port.")] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "When the river rose above the dyke last week, the mayor of Zwolle agreed on Monday.",
        "But after the grant was withdrawn in 2019, Kofi Mensah wrote in May.",
        "Because the ferry was full on Sunday, the harbour master said in June.",
    ],
)
def test_a_clause_of_time_or_cause_alone_is_not_said(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    "words",
    [
        "After the dam broke, 200 families lost their homes",
        "As fares have doubled since the spring, few can travel",
        "After three dry years, the reservoirs are full again",
    ],
)
def test_a_clause_of_time_or_cause_before_a_claim_is_part_of_it(words: str) -> None:
    assert [said for _, _, said in find(f"{words}, the water board said on Monday.")] == [words]


@pytest.mark.parametrize("heading", ["'The River Never Forgets.'", "“Gold Beneath the Hills”", "'Last Boat Home.'"])
def test_a_heading_in_quotation_marks_is_nobody_s(heading: str) -> None:
    text = f"“We were never asked about the dam,” said Tsering Dolma.\n\n{heading}\n\nThe valley has three villages."
    assert [said for _, _, said in find(text)] == ["We were never asked about the dam"]
