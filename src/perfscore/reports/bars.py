"""Points earned, open and lost as bars: inline SVG that prints and needs no colour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from perfscore.auditing.differences import Differences
from perfscore.messages import Lang, number_text
from perfscore.reports.inert import safe
from perfscore.reports.words import differences_text, paper, word
from perfscore.scoring.models import ItemScore


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: what of some points is earned, what is open, what is lost.

    Attributes:
        label: what it is about.
        low: the points earned for certain.
        high: the most points that can be honest.
        most: the points that it is worth.
        claimed: the points claimed, None where none are.
        link: where its label leads to, blank for nowhere.

    Example:
        >>> bar = Bar(label="a", low=Fraction(6), high=Fraction(8), most=Fraction(10))
        >>> bar.lost, bar.open
        (Fraction(2, 1), Fraction(2, 1))
    """

    label: str
    low: Fraction
    high: Fraction
    most: Fraction
    claimed: Fraction | None = None
    link: str = ""

    @property
    def lost(self) -> Fraction:
        """The points lost for certain."""
        return self.most - self.high

    @property
    def open(self) -> Fraction:
        """The points that rest on no certain evidence."""
        return self.high - self.low


def bar_of(label: str, items: Iterable[ItemScore], link: str = "") -> Bar:
    """Return the bar of some items of a scorecard.

    Args:
        label: what the bar is about.
        items: the items.
        link: where its label leads to.
    """
    some = list(items)
    claims = [item.claimed for item in some if item.claimed is not None]
    return Bar(
        label=label,
        low=sum((Fraction(item.set.low) for item in some), Fraction(0)),
        high=sum((Fraction(item.set.high) for item in some), Fraction(0)),
        most=sum((item.weight for item in some), Fraction(0)),
        claimed=sum(claims, Fraction(0)) if claims else None,
        link=link,
    )


_FIGURE = ' class="n"'

PATTERN = (
    '<svg width="0" height="0" aria-hidden="true" focusable="false"><defs>'
    '<pattern id="open" width="3" height="12" patternUnits="userSpaceOnUse">'
    '<rect width="3" height="12" fill="#f3d79b"/>'
    '<rect width="1.2" height="12" fill="#c98a13"/></pattern></defs></svg>'
)
"""The hatching of open points, once in a page that has bars."""


def bars_html(bars: Iterable[Bar], lang: Lang) -> str:
    """Return bars as a table with a drawing and the figures in every row.

    Args:
        bars: the bars; none is drawn for what is worth nothing.
        lang: the language.
    """
    rows = [_row(bar, lang) for bar in bars if bar.most > 0]
    return _table(_heads("bars", ("label", "bar", "lost", "open", "most"), lang), rows)


def differences_html(found: Differences, lang: Lang) -> str:
    """Return how many claims are how far from what was worked out, as bars.

    Args:
        found: the distribution; of one claim at least.
        lang: the language.
    """
    heads = _heads("bands", ("label", "bar", "count"), lang)
    rows = []
    for band, count in found.by_band().items():
        wide = _px(_share(Fraction(count), Fraction(found.count)))
        rows.append(
            f'<tr><th scope="row">{safe(word(f"difference-{band}", lang))}</th>'
            f'<td class="b"><svg class="bar" viewBox="0 0 300 12" aria-hidden="true" '
            f'preserveAspectRatio="none"><rect class="held" y="1" width="{wide}" '
            f'height="10"/></svg></td><td class="n">{count}</td></tr>'
        )
    return f"<p>{safe(differences_text(found, lang))}</p>\n{_table(heads, rows)}"


def legend_html(lang: Lang) -> str:
    """Return what the parts of a bar mean."""
    shapes = (
        ("held", '<rect class="held" width="20" height="12"/>'),
        ("open", '<rect fill="url(#open)" width="20" height="12"/>'),
        ("lost", '<rect class="lost" width="20" height="12"/>'),
        ("claim", '<rect class="claim" x="8" width="3" height="12"/>'),
    )
    entries = [
        f'<li><svg viewBox="0 0 20 12" aria-hidden="true">{shape}</svg>'
        f"{safe(paper(f'legend-{name}', lang))}</li>"
        for name, shape in shapes
    ]
    return f'<ul class="legend">{"".join(entries)}</ul>'


def _heads(name: str, keys: Iterable[str], lang: Lang) -> str:
    kinds = {"label": "", "bar": ' class="b"'}
    return "".join(
        f'<th scope="col"{kinds.get(key, _FIGURE)}>{safe(paper(f"{name}-{key}", lang))}'
        "</th>"
        for key in keys
    )


def _table(heads: str, rows: Iterable[str]) -> str:
    return (
        f'<table class="bars"><thead><tr>{heads}</tr></thead>\n<tbody>\n'
        + "\n".join(rows)
        + "\n</tbody></table>"
    )


def _row(bar: Bar, lang: Lang) -> str:
    label = safe(bar.label)
    if bar.link:
        label = f'<a href="#{safe(bar.link)}">{label}</a>'
    figures = "".join(
        f'<td class="n" data-label="{safe(paper(f"bars-{key}", lang))}">'
        f"{number_text(number, 2)}</td>"
        for key, number in (("lost", bar.lost), ("open", bar.open), ("most", bar.most))
    )
    return (
        f'<tr><th scope="row">{label}</th><td class="b">{_drawing(bar, lang)}</td>'
        f"{figures}</tr>"
    )


def _drawing(bar: Bar, lang: Lang) -> str:
    told = paper(
        "bar-told",
        lang,
        held=number_text(bar.low, 2),
        open=number_text(bar.open, 2),
        lost=number_text(bar.lost, 2),
        most=number_text(bar.most, 2),
    )
    parts = []
    at = Fraction(0)
    for look, points in (
        ('class="held"', bar.low),
        ('fill="url(#open)"', bar.open),
        ('class="lost"', bar.lost),
    ):
        wide = _share(points, bar.most)
        if wide > 0:
            parts.append(
                f'<rect {look} x="{_px(at)}" y="1" width="{_px(wide)}" height="10"/>'
            )
        at += max(wide, Fraction(0))
    parts.append('<rect class="frame" x="0.5" y="0.5" width="299" height="11"/>')
    if bar.claimed is not None:
        mark = min(max(_share(bar.claimed, bar.most), Fraction(1)), Fraction(299)) - 1
        parts.append(
            f'<rect class="claim" x="{_px(mark)}" y="0" width="2" height="12"/>'
        )
    return (
        f'<svg class="bar" viewBox="0 0 300 12" preserveAspectRatio="none" role="img" '
        f'aria-label="{safe(told)}"><title>{safe(told)}</title>{"".join(parts)}</svg>'
    )


def _share(points: Fraction, most: Fraction) -> Fraction:
    return points * 300 / most


def _px(number: Fraction) -> str:
    return number_text(number, 2)
