"""The time that an article tells of: that of its publication, or, for a look back, the past."""

from __future__ import annotations

import re
from statistics import median_low

from kg.model import Article

_YEAR = re.compile(r"(?<!\bat )(?<![\d.,/–-])(1[89]\d\d|20\d\d)(?![\d%]|[.,]\d| ?(?:GMT|UTC|CET|hours|hrs|h\b))")
_OF_THE_DAY = re.compile(
    r"\b(?:yesterday|tonight|tomorrow|[Oo]n (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|this week)\b"
)
_ENOUGH = 4
_FEWEST = 2
_LONG_AGO = 8


def time_told(article: Article) -> str | None:
    """Return, as EDTF, the day of publication, or the middle one of the years told where nearly all lie long before it.

    >>> time_told(Article("x", "From 1961 to 1962, in 1963 and in 1965.", published="2012-03-04"))
    '1962'
    """
    if article.published is None:
        return None
    now = int(article.published[:4])
    years = [int(year) for year in _YEAR.findall(article.text)]
    past = [year for year in years if year < now - _LONG_AGO]
    looks_back = len(years) >= _ENOUGH or not _OF_THE_DAY.search(article.text)
    if len(years) < _FEWEST or len(past) < 0.75 * len(years) or not looks_back:
        return article.published
    return str(median_low(past))
