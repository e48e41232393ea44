"""Articles made of text and pages, with their titles and furniture."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from kg.errors import InputUnreadable
from kg.limits import check
from kg.model import Article
from kg.text import clean, decode, html
from kg.text.meta import DATE, URL, Metadata

_TITLE_CHARS = 200


def from_text(text: str, name: str, where: str, told: Metadata) -> Article:
    """Return the article of a plain text; its first line is the title where it is one and none is told.

    Raises:
        InputUnreadable: when it holds nothing but white space.
        LimitReached: when it is too long.
    """
    article = made(text, name, where, told)
    return article if article.title else replace(article, title=_first_line(article))


def from_page(source: str, name: str, where: str, told: Metadata) -> Article:
    """Return the article of an HTML page; what is told wins over what the page tells.

    Raises:
        InputUnreadable: when no article is found in it.
        LimitReached: when it is too long.
    """
    page = html.page(source, where)
    found = Metadata(
        title=decode.one_line(page.title or "") or None,
        published=page.published if page.published and DATE.fullmatch(page.published) else None,
        publisher=decode.one_line(page.publisher or "") or None,
        url=page.url if page.url and URL.fullmatch(page.url) else None,
    )
    merged = Metadata(
        title=told.title or found.title,
        published=told.published or found.published,
        publisher=told.publisher or found.publisher,
        url=told.url or found.url,
    )
    return made(with_title(decode.cleaned(page.text, where), merged.title), name, where, merged)


def with_title(text: str, title: str | None) -> str:
    r"""Return a text with the title before it as a paragraph, unless it begins with it.

    >>> with_title("It said so.", "Norland says no")
    'Norland says no\n\nIt said so.'
    """
    if not title or not text.strip():
        return text
    begin = decode.one_line(text[: 3 * len(title) + 100])
    return text if begin.casefold().startswith(title.casefold()) else f"{title}\n\n{text}"


def made(text: str, name: str, where: str, told: Metadata) -> Article:
    """Return the article of a text as it is stored.

    Raises:
        InputUnreadable: when it holds nothing but white space.
        LimitReached: when it is too long.
    """
    check("DEMARCHE_MAX_ARTICLE_CHARS", len(text), "the article's length in characters", where=where)
    if not any(not c.isspace() and unicodedata.category(c) != "Cf" for c in text):
        raise InputUnreadable("nothing but white space", where=where, remedy="give a file with text")
    return Article(
        name=name,
        text=text,
        title=told.title,
        published=told.published,
        publisher=told.publisher,
        url=told.url,
        furniture=clean.furniture(text),
    )


def _first_line(article: Article) -> str | None:
    """The title that a text opens with: a short line without a final full stop, with a blank line after it."""
    head, _, rest = article.text.lstrip().partition("\n")
    start = len(article.text) - len(article.text.lstrip())
    following = rest.partition("\n")[0]
    title = decode.one_line(head.lstrip("#") if head.startswith(("# ", "## ")) else head)
    if not title or following.strip() or not rest.strip() or len(title) > _TITLE_CHARS or title.endswith("."):
        return None
    return None if any(s.start <= start < s.end for s in article.furniture) else title
