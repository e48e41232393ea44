"""Articles out of files, folders and streams, and one clear line for all that is none."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import DemarcheError, InputUnreadable, LimitReached
from kg.model import Article
from kg.text import html, read

ROOT = Path(__file__).parent
HOSTILE = ROOT / "hostile" / "text"
FIXTURES = ROOT / "fixtures" / "text"
EXAMPLES = ROOT.parent / "examples"

REFUSED = {
    "empty.txt": "the file is empty",
    "blank.txt": "nothing but white space",
    "mark-only.txt": "nothing but white space",
    "zero-width.txt": "nothing but white space",
    "nul.txt": "NUL bytes",
    "utf16-without-mark.txt": "UTF-16 without a byte order mark",
    "pdf.txt": "this is PDF, not text",
    "docx.txt": "this is ZIP (DOCX, ODT, EPUB), not text",
    "controls.txt": "7 of 14 characters are control characters",
    "damaged-utf8.txt": "damaged UTF-8 at byte 33",
    "neither.txt": "neither UTF-8 nor windows-1252",
    "damaged-utf16.txt": "damaged UTF-16 at byte 8",
    "no-article.html": "no article was found in this page",
    "unknown-suffix.pdf": "the suffix '.pdf' tells no format that is read",
    "frame-as-root.html": "no article was found in this page (AssertionError)",
    "no-rows.jsonl": "no row in this file",
    "meta-not-json.txt": "meta-not-json.meta.json: not JSON: ",
    "meta-not-object.txt": "meta-not-object.meta.json: not a JSON object",
    "meta-bad-date.txt": "\"published\" is no date: 'yesterday'; write it as YYYY-MM-DD",
    "meta-number-date.txt": '"published" is not a string',
    "meta-bad-url.txt": "\"url\" is no web address: 'www.post.example'",
    "meta-latin-bytes.txt": "meta-latin-bytes.meta.json: damaged UTF-8 at byte 11",
    "meta-bad-url.meta.json": "this is metadata, not an article",
}
REFUSED_ROWS = {
    2: "not JSON",
    3: "not a JSON object",
    4: 'the row has no "text" that is a string',
    5: 'the row has no "text" that is a string',
    6: "\"published\" is no date: '04.05.2021'",
    7: "\"published\" is no date: '2021-02-30'",
    8: "\"url\" is no web address: 'javascript:alert(1)'",
    9: '"title" is not a string',
    10: "nothing but white space",
    11: "damaged UTF-8",
    12: "not JSON",
}


def one(found: list[Article | DemarcheError]) -> Article:
    assert len(found) == 1
    assert isinstance(found[0], Article), found[0]
    return found[0]


def error(found: list[Article | DemarcheError]) -> DemarcheError:
    assert len(found) == 1
    assert isinstance(found[0], DemarcheError)
    assert "\n" not in str(found[0])
    return found[0]


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def stream(data: bytes) -> list[Article | DemarcheError]:
    return list(read.read_all(["-"], io.BytesIO(data)))


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_told_in_one_line(name: str) -> None:
    found = error(list(read.read_all([HOSTILE / name])))
    assert isinstance(found, InputUnreadable)
    assert REFUSED[name] in str(found)
    assert name.partition(".")[0] in str(found)
    with pytest.raises(InputUnreadable):
        list(read.read_file(HOSTILE / name))


def test_every_hostile_file_has_its_test() -> None:
    names = {p.name for p in HOSTILE.iterdir()}
    metadata = {n for n in names if n.endswith(".meta.json")}
    assert names - metadata == {n for n in REFUSED if not n.endswith(".meta.json")} | {"rows.jsonl"}


def test_bad_rows_are_told_one_by_one_and_the_others_load() -> None:
    path = HOSTILE / "rows.jsonl"
    found = list(read.read_all([path]))
    articles = [a for a in found if isinstance(a, Article)]
    errors = [str(e) for e in found if isinstance(e, DemarcheError)]
    assert [a.name for a in articles] == ["rows.jsonl#1", "rows.jsonl#14"]
    assert len(errors) == len(REFUSED_ROWS)
    for said, (line, expected) in zip(errors, REFUSED_ROWS.items(), strict=True):
        assert said.startswith(f"{path}:{line}: {expected}")
    first = articles[0]
    assert (first.title, first.published, first.publisher, first.url) == (
        "Norland proposes",
        "2021-05-04",
        "Post",
        "https://post.example/1",
    )
    assert first.text == "Norland proposes\n\nNorland proposed a treaty."
    assert articles[1].text == "Sudland rejected it."


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    written(tmp_path, "a.txt", "Norland said yes.")
    written(tmp_path, "b.txt", b"")
    written(tmp_path, "c.txt", "Sudland said no.")
    found = list(read.read_all([tmp_path, tmp_path / "missing.txt"]))
    assert [type(f) for f in found] == [Article, InputUnreadable, Article, InputUnreadable]
    assert str(found[3]).endswith("missing.txt: there is no such file or folder; check the path")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Élysée".encode(), "Élysée"),
        ("Élysée".encode("utf-8-sig"), "Élysée"),
        ("Élysée".encode("utf-16"), "Élysée"),
        (b"\xfe\xff" + "Élysée".encode("utf-16-be"), "Élysée"),
        ("Élysée".encode("utf-32"), "Élysée"),
        ("Élysée – “non”".encode("windows-1252"), "Élysée – “non”"),
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        (
            b"a tab\tstays, a bell\x07 and\x0ca page do not, it is said",
            "a tab\tstays, a bell  and a page do not, it is said",
        ),
        ("next\x85line is a control character".encode(), "next line is a control character"),
        ("e\u0301 is not composed".encode(), "e\u0301 is not composed"),
        ("no \uffff character".encode(), "no \ufffd character"),
        (b"  spaces stay \n", "  spaces stay \n"),
    ],
)
def test_bytes_become_the_stored_text(tmp_path: Path, data: bytes, text: str) -> None:
    path = written(tmp_path, "a.txt", data)
    assert one(list(read.read_all([path]))).text == text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Norland says no\n\nIt said so on Monday.", "Norland says no"),
        ("\n\n  Will Norland answer?  \n \nIt said so.", "Will Norland answer?"),
        ("# Norland says no\n\nIt said so.", "Norland says no"),
        ("Norland said no.\n\nIt said so.", None),
        ("Norland says no\nIt said so.", None),
        ("Norland says no", None),
        ("n" * 201 + "\n\nIt said so.", None),
        ("HOME | NEWS | WORLD\n\nIt said so.", None),
    ],
)
def test_a_title_is_taken_from_the_first_line_only_where_it_is_one(
    tmp_path: Path, text: str, title: str | None
) -> None:
    article = one(list(read.read_all([written(tmp_path, "a.txt", text)])))
    assert article.title == title
    assert article.text == text


def test_metadata_beside_a_text_wins(tmp_path: Path) -> None:
    path = written(tmp_path, "note.TXT", "First line\n\nThe rest.")
    told = {"title": " The \n title ", "published": "1914-07-23", "publisher": "", "url": None, "style": 3}
    written(tmp_path, "note.meta.json", "\ufeff" + json.dumps(told))
    article = one(list(read.read_all([path])))
    assert (article.title, article.published, article.publisher, article.url) == ("The title", "1914-07-23", None, None)
    assert article.text == "First line\n\nThe rest."


def test_a_page_gives_its_article_and_what_it_tells_about_it() -> None:
    article = one(list(read.read_all([FIXTURES / "page.html"])))
    assert article.title == "Ministers fail to agree on ferry treaty"
    assert article.published == "2021-05-04"
    assert article.publisher == "The Harbour Post"
    assert article.url == "https://harbour-post.example/2021/05/ferry-treaty"
    lines = article.text.split("\n\n")
    assert len(lines) == 4
    assert lines[0] == article.title
    assert "rejected that account & said" in lines[2]
    for furniture in ("Home", "newsletter", "Tracked", "recalls its ambassador", "Olaf", "Privacy"):
        assert furniture not in article.text


def test_a_pages_title_goes_before_its_text_once(tmp_path: Path) -> None:
    source = "<html><head><title>Norland says no</title></head><body><p>It said so on Monday.</p></body></html>"
    path = written(tmp_path, "a.html", source)
    written(tmp_path, "a.meta.json", '{"published": "2020-01-02"}')
    article = one(list(read.read_all([path])))
    assert article.text == "Norland says no\n\nIt said so on Monday."
    assert article.published == "2020-01-02"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("koi8-r", "koi8-r"), ("windows-1251", "windows-1251"), ("utf-8", "utf-8"), ("windows-1251", "utf-8")],
)
def test_a_page_is_read_in_the_character_set_it_declares_unless_it_is_utf8(
    tmp_path: Path, declared: str, encoding: str
) -> None:
    words = "Министр сказал, что предложение отклонено."
    source = f'<html><head><meta charset="{declared}"></head><body><p>{words}</p></body></html>'
    assert one(list(read.read_all([written(tmp_path, "a.htm", source.encode(encoding))]))).text == words


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">', "windows-1252"),
        (b"<meta charset=iso-8859-7>", "iso-8859-7"),
        (b'<meta charset="unicode_escape">', None),
        (b"<p>charset=koi8-r", None),
    ],
)
def test_declared_charset(head: bytes, charset: str | None) -> None:
    assert html.declared_charset(head) == charset


def test_xhtml_and_its_entities_are_read_without_any_file_being_opened(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret", "the secret words")
    source = (
        f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
        "<html><body><p>The minister said &a; and left the building.</p></body></html>"
    )
    article = one(stream(source.encode()))
    assert "and left the building" in article.text
    assert "secret words" not in article.text


def test_a_pages_date_is_never_measured_against_today() -> None:
    head = '<meta property="article:published_time" content="2190-03-04T00:00:00Z">'
    source = (
        f"<html><head>{head}</head><body><p>Norland said so three hours ago.</p><time>2 hours ago</time></body></html>"
    )
    assert one(stream(source.encode())).published == "2190-03-04"
    assert one(stream(source.replace(head, "").encode())).published is None


def test_a_deeply_nested_page_is_refused_in_one_line(tmp_path: Path) -> None:
    source = "<html><body>" + "<div>" * 20_000 + "words" + "</div>" * 20_000
    assert isinstance(error(list(read.read_all([written(tmp_path, "deep.html", source)]))), InputUnreadable)


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"Norland said no.", ["Norland said no."]),
        (b"{curly} words said.", ["{curly} words said."]),
        (b'{"text": "one"}\n{"text": "two"}', ["one", "two"]),
        (b'\xef\xbb\xbf{"text": "one"}', ["one"]),
        ('{"text": "one é"}\n'.encode("utf-16"), ["one é"]),
        (b"{" + b'"a":[' * 5000, ["{" + '"a":[' * 5000]),
        (b"<!doctype HTML><html><body><p>Norland said no.</p></body></html>", ["Norland said no."]),
        ("<html><body><p>Norland said no.</p></body></html>".encode("utf-16"), ["Norland said no."]),
    ],
)
def test_a_stream_is_told_by_how_it_begins(data: bytes, texts: list[str]) -> None:
    found = stream(data)
    assert [a.text for a in found if isinstance(a, Article)] == texts
    assert [a.text for a in read.read_stream(io.BytesIO(data))] == texts


def test_a_streams_article_is_named_by_its_content() -> None:
    first, again, other = (one(stream(d)).name for d in (b"Yes, he said.", b"Yes, he said.", b"No, he said."))
    assert first == again != other
    assert first.startswith("stdin-")
    rows = stream(b'{"text": "one"}\n{"text": "two"}')
    assert [a.name.partition("#")[2] for a in rows if isinstance(a, Article)] == ["1", "2"]


def test_the_process_own_stdin_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Norland said no.")))
    assert one(list(read.read_all(["-", "-"]))).text == "Norland said no."


def test_a_closed_stream_is_an_error() -> None:
    closed = io.BytesIO(b"words")
    closed.close()
    assert "the stream cannot be read" in str(error(list(read.read_all(["-"], closed))))


def test_a_folder_is_read_sorted_and_what_is_passed_over_is_listed(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "2023/a.txt", "2022/a.txt", "C.HTML"):
        written(tmp_path, name, "<html><body><p>Words were said.</p></body></html>")
    skipped = ["README.md", "2023/readme.txt", ".hidden.txt", ".git/a.txt", "scan.pdf", "orphan.meta.json", "x.json"]
    for name in skipped:
        written(tmp_path, name, "{}")
    written(tmp_path, "b.meta.json", "{}")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    names = [a.name for a in read.read_all(tmp_path) if isinstance(a, Article)]
    assert names == ["C.HTML", "a.md", "b.txt", "2022/a.txt", "2023/a.txt"]
    listed = {p.relative_to(tmp_path).as_posix() for p in read.passed_over(tmp_path)}
    assert listed == {
        "README.md",
        "2023/readme.txt",
        ".hidden.txt",
        ".git",
        "scan.pdf",
        "orphan.meta.json",
        "x.json",
        "loop",
    }
    assert read.passed_over(["-", tmp_path / "b.txt"]) == ()


def test_a_readme_given_by_name_is_read(tmp_path: Path) -> None:
    assert one(list(read.read_all([written(tmp_path, "README.md", "Words were said.")]))).name == "README.md"


def test_a_folder_without_articles_is_an_error(tmp_path: Path) -> None:
    written(tmp_path, "README.md", "words")
    assert "no article in this folder" in str(error(list(read.read_all([tmp_path]))))


def test_a_file_met_twice_is_read_once_and_a_second_of_its_name_is_an_error(tmp_path: Path) -> None:
    first = written(tmp_path, "one/note.txt", "Norland said no.")
    second = written(tmp_path, "two/note.txt", "Sudland said no.")
    (tmp_path / "link.txt").symlink_to(first)
    found = list(read.read_all([first, first, tmp_path / "link.txt", second]))
    assert isinstance(found[0], Article)
    assert "another article of this run has the same name" in str(error(found[1:]))
    names = [a.name for a in read.read_all([tmp_path]) if isinstance(a, Article)]
    assert names == ["link.txt", "two/note.txt"]


def broken_link(folder: Path) -> Path:
    (folder / "a.txt").symlink_to(folder / "nowhere.txt")
    return folder / "a.txt"


def link_to_itself(folder: Path) -> Path:
    (folder / "a.txt").symlink_to(folder / "a.txt")
    return folder / "a.txt"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "a.txt")
    return folder / "a.txt"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (broken_link, "a broken symbolic link; mend or remove it"),
        (link_to_itself, "check the path"),
        (pipe, "not a regular file"),
        (lambda folder: Path("/dev/null"), "not a regular file"),
        (lambda folder: folder / "a\0b.txt", "embedded null byte"),
        (lambda folder: folder / ("x" * 5000), "too long"),
        (lambda folder: written(folder, "a.txt", "words") / "b.txt", "check the path"),
        (lambda folder: written(folder, "noname", "words"), "a name without suffix tells no format"),
        (lambda folder: folder / "two\nlines.txt", "there is no such file or folder"),
    ],
)
def test_what_is_no_file_is_told_in_one_line(tmp_path: Path, make: Callable[[Path], Path], said: str) -> None:
    found = error(list(read.read_all([make(tmp_path)])))
    assert isinstance(found, InputUnreadable)
    assert said in str(found)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_must_not_be_read_is_told_and_the_rest_loads(tmp_path: Path) -> None:
    written(tmp_path, "a.txt", "Norland said no.")
    shut = written(tmp_path, "b.txt", "Sudland said no.")
    folder = written(tmp_path, "shut/c.txt", "Norland said yes.").parent
    shut.chmod(0)
    folder.chmod(0)
    try:
        found = list(read.read_all([tmp_path]))
        assert [type(f) for f in found] == [Article, InputUnreadable, InputUnreadable]
        assert "permission denied" in str(found[1])
    finally:
        folder.chmod(0o700)


def test_a_folder_that_cannot_be_listed_is_told_and_the_rest_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "a.txt", "Norland said no.")
    shut = written(tmp_path, "shut/b.txt", "Sudland said no.").parent
    listing = Path.iterdir

    def iterdir(path: Path) -> object:
        if path == shut:
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    found = list(read.read_all([tmp_path]))
    assert [type(f) for f in found] == [Article, InputUnreadable]
    assert str(found[1]).endswith("shut: the folder cannot be listed; change its permissions")


@pytest.mark.parametrize(
    ("name", "limit", "data"),
    [
        ("a.txt", "DEMARCHE_MAX_FILE_BYTES", b"x" * 101),
        ("a.txt", "DEMARCHE_MAX_ARTICLE_CHARS", b"word " * 21),
        ("a.jsonl", "DEMARCHE_MAX_ARTICLE_CHARS", b'{"text": "' + b"word " * 21 + b'"}'),
        ("a.html", "DEMARCHE_MAX_ARTICLE_CHARS", b"<html><body><p>" + b"word " * 30 + b"</p></body></html>"),
    ],
)
def test_a_limit_is_named_and_how_to_raise_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, limit: str, data: bytes
) -> None:
    path = written(tmp_path, name, data)
    assert isinstance(one(list(read.read_all([path]))), Article)
    monkeypatch.setenv(limit, "100")
    found = error(list(read.read_all([path])))
    assert isinstance(found, LimitReached)
    assert f"above the limit of 100; set {limit} to raise it" in str(found)
    with pytest.raises(LimitReached):
        list(read.read_file(path))
    if name == "a.txt":
        assert isinstance(error(stream(data)), LimitReached)


def test_the_number_of_articles_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "a.jsonl", b'{"text": "one"}\n' * 5)
    monkeypatch.setenv("DEMARCHE_MAX_ARTICLES", "2")
    found = list(read.read_all([path]))
    assert [type(f) for f in found] == [Article, Article, LimitReached]
    assert "set DEMARCHE_MAX_ARTICLES to raise it" in str(found[2])


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as out:
        out.truncate(21_000_000)
    found = error(list(read.read_all([path])))
    assert isinstance(found, LimitReached)
    assert "DEMARCHE_MAX_FILE_BYTES" in str(found)


def test_lone_surrogates_never_reach_the_text_or_the_metadata() -> None:
    article = one(stream(b'{"text": "half \\ud800 a pair", "title": "T\\udfff"}'))
    assert article.text == "T\ufffd\n\nhalf \ufffd a pair"
    article.text.encode()


@pytest.mark.parametrize("name", sorted(p.name for p in EXAMPLES.glob("*.txt")))
def test_examples_load_with_their_metadata(name: str) -> None:
    article = one(list(read.read_all([EXAMPLES / name])))
    assert article.title
    assert article.published
    assert article.publisher
    assert article.text.startswith(article.title)


def test_the_folder_of_examples_holds_nine_articles_and_passes_over_its_readme() -> None:
    found = list(read.read_all([EXAMPLES]))
    assert len(found) == 9
    assert all(isinstance(a, Article) for a in found)
    assert [p.name for p in read.passed_over([EXAMPLES])] == ["README.md"]
