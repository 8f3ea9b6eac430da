"""String functions and regular expressions (DMN 1.5, table 74)."""

import pytest

from service import feel

STRINGS = [
    ('substring("foobar", 3)', '"obar"'),
    ('substring("foobar", 3, 3)', '"oba"'),
    ('substring("foobar", -2, 1)', '"a"'),
    ('substring("foobar", 0)', "null"),
    ('substring("foobar", 7)', "null"),
    ('substring("foobar", -7)', "null"),
    ('substring("foobar", 3, 99)', '"obar"'),
    ('substring("foobar", 3, 0)', "null"),
    ('substring("foobar", 3, null)', "null"),
    ('substring("foobar", 3.8)', '"obar"'),
    ('substring("foobar", 1, 1.9)', '"f"'),
    ('substring("\\U01F40Eab", 2)', '"ab"'),
    ('substring(string: "foobar", start position: 3)', '"obar"'),
    ('string length("\\U01F40E")', "1"),
    ('string length("")', "0"),
    ("string length(null)", "null"),
    ("string length(1)", "null"),
    ('string length(["abc"])', "3"),
    ('upper case("aBc4ß")', '"ABC4SS"'),
    ('lower case("ABC4")', '"abc4"'),
    ('substring before("foobar", "bar")', '"foo"'),
    ('substring before("foobar", "xyz")', '""'),
    ('substring before("foobar", "")', '""'),
    ('substring after("foobar", "ob")', '"ar"'),
    ('substring after("foobar", "x")', '""'),
    ('substring after("foobar", "")', '"foobar"'),
    ('substring after("", "a")', '""'),
    ('contains("foobar", "of")', "false"),
    ('contains("foobar", "")', "true"),
    ("contains(null, null)", "null"),
    ('starts with("foobar", "fo")', "true"),
    ('ends with("foobar", "bar")', "true"),
    ('ends with("foobar", null)', "null"),
    ('string join(["a", null, "b"])', '"ab"'),
    ('string join(["a", "b"], null)', '"ab"'),
    ('string join(["a", "b"], "X")', '"aXb"'),
    ('string join([], "X")', '""'),
    ('string join("a", "X")', '"a"'),
    ('string join(["a", 1], "X")', "null"),
    ("string join(null)", "null"),
    ('string join(["a", "b"], ", ", "[", "]")', '"[a, b]"'),
    ('split("a;b;;c;;", ";")', '["a", "b", "", "c", "", ""]'),
    ('split("abc", "x")', '["abc"]'),
    ('split("", ",")', '[""]'),
    ('split("abc", "(")', "null"),
    ('split(null, ",")', "null"),
    ('extract("references are 1234, 1256, 1378", "12[0-9]*")', '["1234", "1256"]'),
    ('extract("abc", "x")', "[]"),
    ('trim("  a b ")', '"a b"'),
    ('is blank("")', "true"),
    ('is blank(" x ")', "false"),
]


@pytest.mark.parametrize(("text", "expected"), STRINGS)
def test_string_function(value_of, text, expected):
    assert value_of(text) == expected


MATCHES = [
    ("abracadabra", "bra", "", True),
    ("abracadabra", "^a.*a$", "", True),
    ("abracadabra", "^bra", "", False),
    ("a\nb", "a.b", "", False),
    ("a\rb", "a.b", "", False),
    ("a\nb", "a.b", "s", True),
    ("a\nb", "^b$", "", False),
    ("a\nb", "^b$", "m", True),
    ("ab\n", "b$", "", False),
    ("ABC", "abc", "i", True),
    ("ABC", "abc", "", False),
    ("hello world", "hello world", "x", False),
    ("helloworld", "hello world", "x", True),
    ("helloworld", "hello[ ]world", "x", False),
    ("hello world", "hello[ ]world", "x", True),
    ("5", "\\ d", "x", True),
    ("hello world", "hello\\ sworld", "x", True),
    ("abc", "abc", "p", None),
    ("abc", "abc", " ", None),
    ("abc", "abc", "I", None),
    ("abc", "abc", None, True),
    ("x", "[A-Z-[OI]]", "i", True),
    ("o", "[A-Z-[OI]]", "i", False),
    ("O", "[A-Z-[OI]]", "", False),
    ("B", "[A-Z-[OI]]", "", True),
    ("hellohello", "(hello)\\1", "", True),
    ("hellohallo", "(hello)\\1", "", False),
    ("helloHELLO", "(hello)\\1", "i", True),
    ("abab", "^(a)(b)\\1\\2$", "", True),
    ("a", "(a)\\2", "", None),
    ("a", "\\1(a)", "", None),
    ("a", "(a\\1)", "", None),
    ("a", "[\\1]", "", None),
    ("a", "\\0", "", None),
    ("a", "a{2", "", None),
    ("aa", "^a{2}$", "", True),
    ("aaa", "^a{2,}$", "", True),
    ("aaaa", "^a{2,3}$", "", False),
    ("a", "a{3,2}", "", None),
    ("a", "(a", "", None),
    ("a", "a)", "", None),
    ("a", "[a", "", None),
    ("a", "[]", "", None),
    ("a", "[b-a]", "", None),
    ("a", "*a", "", None),
    ("a", "a**", "", None),
    ("a", "(?=a)", "", None),
    ("a", "\\y", "", None),
    ("]", "]", "", None),
    ("a", "(?:a)", "", True),
    ("x", "\\p{IsBasicLatin}", "", True),
    ("\u00e9", "\\p{IsBasicLatin}", "", False),
    ("\u00e9", "\\P{IsBasicLatin}", "", True),
    ("\u00e9", "^\\p{L}$", "", True),
    ("\u00e9", "^\\p{Lu}$", "", False),
    ("a", "^\\p{Lu}$", "i", False),
    ("1", "\\p{Nd}", "", True),
    ("\u0665", "^\\d$", "", True),
    ("a", "\\p{Foo}", "", None),
    ("a", "\\p{IsNowhere}", "", None),
    ("a-1", "^[\\w-]+$", "", True),
    ("a b", "^\\S+$", "", False),
    ("\u3000", "^\\s$", "", False),
    ("xml:name", "^\\i\\c*$", "", True),
    ("1name", "^\\i\\c*$", "", False),
    ("\u212a", "^k$", "i", True),
    ("K", "[^k]", "i", False),
    ("\U0001f40e", "^.$", "", True),
    ("保費", "^[\u4e00-\u9fff]+$", "", True),
    ("a.b", "a\\.b", "", True),
    ("word", "\\bword\\b", "", True),
    ("a^b", "[a^]\\^", "", True),
    ("-", "[-a]", "", True),
    ("-", "[a-]", "", True),
    ("", "", "", True),
    ("abc", "", "", True),
]


@pytest.mark.parametrize(("text", "pattern", "flags", "expected"), MATCHES)
def test_matches(text, pattern, flags, expected):
    expression = feel.compile("matches(text, pattern, flags)")
    assert expression.evaluate({"text": text, "pattern": pattern, "flags": flags}) is expected


REPLACE = [
    ("abracadabra", "bra", "*", None, "a*cada*"),
    ("abracadabra", "a.*a", "*", None, "*"),
    ("abracadabra", "a.*?a", "*", None, "*c*bra"),
    ("abracadabra", "a", "", None, "brcdbr"),
    ("abracadabra", "a(.)", "a$1$1", None, "abbraccaddabbra"),
    ("AAAA", "A+", "b", None, "b"),
    ("AAAA", "A+?", "b", None, "bbbb"),
    ("darted", "^(.*?)d(.*)$", "$1c$2", None, "carted"),
    ("abc", "(b)", "[$0]", None, "a[b]c"),
    ("abc", "(b)|(x)", "[$2]", None, "a[]c"),
    ("abc", "b", "$1", None, "ac"),
    ("abc", "b", "\\$", None, "a$c"),
    ("abc", "b", "\\\\", None, "a\\c"),
    ("abc", "b", "$", None, None),
    ("abc", "b", "\\x", None, None),
    ("abc", "B", "x", "i", "axc"),
    ("abc", "(", "x", None, None),
    ("abc", "b", "x", "q", None),
    ("hellohello", "(hel)(lo)\\1", "$2-", None, "lo-lo"),
    ("abc", "x*", "-", None, "-a-b-c-"),
]


@pytest.mark.parametrize(("text", "pattern", "replacement", "flags", "expected"), REPLACE)
def test_replace(text, pattern, replacement, flags, expected):
    scope = {"text": text, "pattern": pattern, "replacement": replacement, "flags": flags}
    assert feel.compile("replace(text, pattern, replacement, flags)").evaluate(scope) == expected


def test_patterns_are_written_in_strings_without_doubled_backslashes(value_of):
    assert value_of('replace("a 1", "\\s\\d", "")') == '"a"'
    assert value_of('replace("a 1", "\\\\s\\\\d", "")') == '"a"'


def test_a_pattern_cannot_hang():
    warnings = []
    scope = {"text": "a" * 60}
    assert feel.compile('matches(text, "^(a+)+$")').evaluate(scope) is True
    assert feel.compile('matches(text, "^(a+)+b$")').evaluate(scope) is False
    assert feel.compile('matches(text, "^((a+)+)\\2b$")').evaluate(scope, warnings) is None
    assert [each.kind for each in warnings] == ["limit"]
    assert warnings[0].fatal
