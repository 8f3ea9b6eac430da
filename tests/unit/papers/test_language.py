"""One text in three languages."""

from handlers.documents.language import Language, simplified


def test_simplified_characters_and_mainland_terms():
    assert (
        simplified("猶豫期內,繳款帳戶與身分證件須為投保人本人所有") == "犹豫期内,缴款账户与身份证件须为投保人本人所有"
    )


def test_a_message_unknown_to_the_catalogue_is_shown_as_it_is():
    assert Language("en")("沒有這一句") == "沒有這一句"


def test_places_in_a_message_are_filled_and_data_is_not_converted():
    assert Language("zh-Hans")("{name} 為投保人", name="陳先生") == "陳先生 为投保人"


def test_a_text_with_languages_of_its_own():
    name = {"zh-Hant": "示範壽險", "en": "Demonstration life"}
    assert [Language(code).own(name) for code in ("zh-Hant", "zh-Hans", "en")] == [
        "示範壽險",
        "示范寿险",
        "Demonstration life",
    ]
