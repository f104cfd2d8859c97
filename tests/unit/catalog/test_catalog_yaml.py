"""Files that are not YAML, or more of it than a catalog needs."""

import pytest

from tests.unit.catalog.sample import ProblemsOf, catalog_text, line_of, replaced


def test_a_correct_catalog_has_no_problems(problems_of: ProblemsOf) -> None:
    assert problems_of(catalog_text()) == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("purpose: Old", "purpose: [Old", "a bracket is not closed"),
        ("purpose: Old", 'purpose: "Old', "a quote is not closed"),
        ("purpose: Old", "purpose: @old", "a value cannot begin with '@'; put it in quotes"),
        ("purpose: Old", "purpose: O\0d", "the character U+0000 must not stand in a text file"),
        ("    port: 8080", "\tport: 8080", "a tab cannot indent; use spaces"),
        ("    port: 8080", "    port: 80: 80", "a text with ': ' in it needs quotes"),
        ("    metrics", "   metrics", "an indentation is wrong"),
    ],
)
def test_broken_yaml_is_explained(problems_of: ProblemsOf, old: str, new: str, words: str) -> None:
    (problem,) = problems_of(replaced(old, new))
    assert problem.message.startswith("is not YAML: ")
    assert words in problem.message


def test_broken_yaml_is_reported_where_it_breaks(problems_of: ProblemsOf) -> None:
    text = replaced("organization: Reg-Kris", "organization: Reg: Kris")
    (problem,) = problems_of(text)
    assert (problem.line, problem.column) == (2, len("organization: Reg:"))


def test_a_duplicate_key_is_reported_with_the_line_of_the_first(problems_of: ProblemsOf) -> None:
    text = catalog_text() + "organization: Other\n"
    (problem,) = problems_of(text)
    assert problem.message == "'organization' stands here twice, first on line 2; keep one"
    assert (problem.line, problem.column) == (line_of(text, "organization: Other"), 1)


def test_an_alias_is_refused_where_it_is_used(problems_of: ProblemsOf) -> None:
    text = replaced("purpose: Old", "purpose: &p Old").replace("purpose: Entry", "purpose: *p")
    (problem,) = problems_of(text)
    assert problem.line == line_of(text, "*p")
    assert "write the value out here" in problem.message


def test_a_merge_key_is_refused_without_further_complaints(problems_of: ProblemsOf) -> None:
    text = replaced("  go:\n", "  go: &go\n").replace("  python:\n", "  python:\n    <<: *go\n")
    assert [(p.line, p.message) for p in problems_of(text)] == [
        (line_of(text, "<<"), "'<<' merges nothing here; write the keys out")
    ]


def test_aliases_that_multiply_are_not_expanded(problems_of: ProblemsOf) -> None:
    bomb = "".join(f"x{i}: &x{i} [{', '.join([f'*x{i - 1}'] * 9)}]\n" for i in range(1, 30))
    problems = problems_of(catalog_text(x0="&x0 [a]") + bomb)
    assert sum("an alias stands" in problem.message for problem in problems) == 29 * 9


def test_a_value_that_contains_itself_is_refused(problems_of: ProblemsOf) -> None:
    assert any("an alias" in problem.message for problem in problems_of(catalog_text(phases="&a [*a]")))


@pytest.mark.parametrize("value", ["!!python/object/apply:os.system [id]", "!!python/name:os.system ''", "!!set {a}"])
def test_a_tag_is_refused_and_not_obeyed(problems_of: ProblemsOf, value: str) -> None:
    (problem,) = problems_of(catalog_text(organization=value))
    assert problem.message == f"the tag '{value.split(maxsplit=1)[0]}' has no meaning here; remove it"


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_deep_nesting_is_refused_at_the_level_where_it_begins_to_be_too_deep(
    problems_of: ProblemsOf, opening: str
) -> None:
    (problem,) = problems_of(catalog_text(organization=opening * 100_000))
    assert "nested more than 20 levels deep" in problem.message
    assert problem.line == 2


def test_a_key_that_is_not_a_word_is_refused(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of("? [a, b]\n: c\n" + catalog_text())
    assert problem.message == "a key must be a plain word"


def test_a_second_document_is_refused(problems_of: ProblemsOf) -> None:
    text = catalog_text() + "---\nversion: 1\n"
    (problem,) = problems_of(text)
    assert problem.message == "a second document begins here; a catalog is one document"
    assert problem.line == line_of(text, "---")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n", "null\n", "\ufeff"])
def test_an_empty_file_is_told_how_to_begin(problems_of: ProblemsOf, text: str) -> None:
    assert [p.message for p in problems_of(text)] == ["the file is empty; a catalog begins with 'version: 1'"]


@pytest.mark.parametrize("text", ["hello", "- a\n- b\n", "42\n", "<html>\n<b>x</b>\n"])
def test_a_file_that_is_no_mapping_is_told_what_keys_it_needs(problems_of: ProblemsOf, text: str) -> None:
    (problem,) = problems_of(text)
    assert problem.message.startswith("the file must be a mapping with keys such as version, organization")


@pytest.mark.parametrize("content", [b"\x7fELF\x02\x01\x01\x00\xff\xfe", "version: 1".encode("utf-16")])
def test_a_binary_file_is_refused(problems_of: ProblemsOf, content: bytes) -> None:
    (problem,) = problems_of(content)
    assert "not UTF-8" in problem.message


def test_bytes_that_are_not_utf8_are_reported_at_their_place(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(b"version: 1\norganization: \xe9t\xe9\n")
    assert (problem.line, problem.column) == (2, 15)


def test_a_huge_file_is_refused_before_it_is_read(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(b"#" * (5 * 2**20))
    assert problem.message == "the file is larger than 4 MiB, so it is no catalog; name another file"


def test_a_syntax_error_does_not_hide_what_was_wrong_before_it(problems_of: ProblemsOf) -> None:
    first, second = problems_of("version: 1\nversion: 1\nphases: [\n")
    assert "stands here twice" in first.message
    assert "is not YAML" in second.message


@pytest.mark.parametrize("word", ["yes", "No", "on", "2026-01-01", "0b1", "1_000", "12:30:00"])
def test_what_yaml_1_2_calls_text_is_text(problems_of: ProblemsOf, word: str) -> None:
    assert problems_of(replaced("purpose: Old", f"purpose: {word}")) == ()
