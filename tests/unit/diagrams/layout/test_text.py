from service.diagrams.layout.text import balanced, width, wrapped


def test_a_chinese_character_is_as_wide_as_high():
    assert width("報價單") == 36
    assert 19 < width("abc") < 21


def test_chinese_breaks_anywhere_and_english_between_words():
    assert wrapped("出具需求分析報告", 84) == ["出具需求分析報", "告"]
    assert wrapped("issue the report", 64) == ["issue the", "report"]


def test_closing_punctuation_does_not_begin_a_line():
    assert wrapped("審批結論如何？", 72) == ["審批結論如何？"]


def test_a_given_line_break_stays():
    assert wrapped("報價\n確認", 84) == ["報價", "確認"]


def test_balanced_lines_are_of_about_equal_length():
    assert balanced("出具需求分析報告", 84) == ["出具需求", "分析報告"]
    assert balanced("需求訪談", 84) == ["需求訪談"]
