"""The language of a text."""

import pytest

from onrecord.nlp.language import detect_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The minister said on Friday that the bridge is not safe and will be closed soon.", "en"),
        ("Die Ministerin sagte am Freitag, dass die Brücke nicht sicher sei und bald gesperrt werde.", "de"),
        ("La ministre a déclaré vendredi que le pont n'était pas sûr et serait bientôt fermé.", "fr"),
        ("", None),
        ("It rained.", None),
        ("1 2 3 4 5 6 7 8 9 " * 20, None),
    ],
)
def test_the_language_is_guessed_where_there_are_letters_to_tell(text: str, code: str | None) -> None:
    assert detect_language(text) == code
