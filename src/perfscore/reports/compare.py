"""Rulesets side by side: the totals, the items, and what moves the scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from perfscore.auditing.figures import nothing_yet, set_text
from perfscore.messages import Lang, number_text
from perfscore.reports.html import html_page, html_pairs, html_rows, html_text
from perfscore.reports.layout import (
    WIDTH,
    Column,
    Line,
    Span,
    labelled,
    line,
    paragraph,
    table,
    widest,
)
from perfscore.reports.reading import head_lines
from perfscore.reports.words import (
    heading,
    item_name,
    method_text,
    rating_word,
    said,
    targets_text,
    weight_text,
    word,
)
from perfscore.scoring.compare import ComparedItem, ComparedScore, Comparison
from perfscore.scoring.models import ItemKind, ItemScore, Scorecard, Status
from perfscore.scoring.trials import Cause, CauseKind
from perfscore.values.full_text import full_text

_NAMED = 3
"""So many rulesets are called by their names, more of them by letters."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ITEM_ROOM = 24
_GAP = 2
_ROOM = WIDTH - 4


@dataclass(frozen=True, slots=True)
class _Group:
    """Rulesets that give an item the same for the same reasons."""

    members: tuple[int, ...]
    score: str
    told: tuple[tuple[str, str], ...]


def comparison_lines(found: Comparison, lang: Lang = "zh") -> list[Line]:
    """Lay out a comparison: totals, items by ruleset, then what moves the scores.

    Args:
        found: the comparison.
        lang: the language.

    Returns:
        Lines of at most 80 columns.
    """
    lines = head_lines(found.form, lang)
    if nothing_yet(found.cards[0]):
        texts = targets_text(found.cards[0], lang)
        return [*lines, *(one for text in texts for one in paragraph(text))]
    lines += table(_total_columns(found, lang), _total_rows(found, lang))
    for text in _notes(found, lang):
        lines += paragraph(text, style="dim")
    lines += [line(), *paragraph(word("compared-items", lang), style="bold")]
    for block in _blocks(found, lang):
        lines += _items(found, block, lang)
    for text in _marks_said(found, lang):
        lines += paragraph(text, style="dim")
    differing = [row for row in found.rows if row.differs]
    if not differing:
        return [*lines, *paragraph(word("compared-same", lang), style="green")]
    lines += [line(), *paragraph(_moves(found, lang), style="bold")]
    for row in differing:
        lines += paragraph(_row_title(found, row, lang), style="bold")
        for group in _groups(found, row, lang):
            lines += paragraph(_head(found, group, lang), indent=2, hang=4)
            for label, text in group.told:
                lines += labelled(label, text, indent=6)
    return lines


def comparison_html(found: Comparison, lang: Lang = "zh") -> str:
    """Return a comparison as a fragment: totals, items, what moves the scores.

    Args:
        found: the comparison.
        lang: the language.
    """
    name, kind = escape(found.form.name), escape(heading(found.form, lang))
    parts = [f'<p><strong>{name}</strong><br><span class="dim">{kind}</span></p>']
    if nothing_yet(found.cards[0]):
        return html_page([*parts, *map(html_text, targets_text(found.cards[0], lang))])
    columns = _total_columns(found, lang)
    parts.append(html_rows(columns, _total_rows(found, lang)))
    parts += [html_text(text, "dim") for text in _notes(found, lang)]
    parts.append(html_text(word("compared-items", lang)))
    every = _columns(found)
    parts.append(
        html_rows(_item_columns(found, every, lang), _cells(found, every, lang))
    )
    parts += [html_text(text, "dim") for text in _marks_said(found, lang)]
    differing = [row for row in found.rows if row.differs]
    if not differing:
        parts.append(html_text(word("compared-same", lang), "confirmed"))
    for row in differing:
        title = escape(_row_title(found, row, lang))
        parts.append(f"<p><strong>{title}</strong></p>")
        for group in _groups(found, row, lang):
            parts.append(html_text(_head(found, group, lang)))
            parts.append(html_pairs(group.told))
    return html_page(parts)


# Names and letters.
def _mark(found: Comparison, at: int) -> str:
    if len(found.rulesets) <= _NAMED:
        return found.rulesets[at]
    more, letter = divmod(at, len(_LETTERS))
    return f"{_LETTERS[letter]}{more or ''}"


def _by_letter(found: Comparison) -> bool:
    return len(found.rulesets) > _NAMED


def _marks(found: Comparison, members: Sequence[int]) -> str:
    """Write marks, those that follow one another as a run: A–D F."""
    runs: list[list[int]] = []
    for at in members:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    texts = []
    for run in runs:
        first, last = _mark(found, run[0]), _mark(found, run[-1])
        between = "–" if len(run) > len("AB") else " "
        texts.append(first if len(run) == 1 else f"{first}{between}{last}")
    return " ".join(texts)


def _called(found: Comparison, members: Sequence[int], lang: Lang) -> str:
    between = word("separator", lang)
    if not _by_letter(found):
        return between.join(found.rulesets[at] for at in members)
    if len(members) > _NAMED:
        return _marks(found, members)
    return between.join(f"{_mark(found, at)} {found.rulesets[at]}" for at in members)


# The totals.
def _total_columns(found: Comparison, lang: Lang) -> list[Column]:
    letter = [Column("")] if _by_letter(found) else []
    return [
        *letter,
        Column(word("column-ruleset", lang), flexible=True),
        Column(word("points", lang), right=True, flexible=True),
        Column(word("column-most", lang), right=True),
        Column(word("column-of-100", lang), right=True, flexible=True),
        Column(word("rating", lang)),
    ]


def _total_rows(found: Comparison, lang: Lang) -> list[list[str]]:
    rows = []
    for at, card in enumerate(found.cards):
        letter = [_mark(found, at)] if _by_letter(found) else []
        points, score = card.points, card.score
        row = [
            found.rulesets[at],
            str(card.points_range if points is None else points),
            number_text(card.max_points, 2),
            str(card.range if score is None else score),
            _rating(card, lang),
        ]
        rows.append([*letter, *row])
    return rows


def _rating(card: Scorecard, lang: Lang) -> str:
    """Write the rating, or both ends' where there is none; short, for a column."""
    ends = list(dict.fromkeys([card.rating] if card.rating else card.ratings))
    if len(ends) == 1:
        return rating_word(ends[0], lang)
    # Beside their translations, two words are too wide.
    return "–".join(rating_word(one, lang).rpartition(" ")[2] for one in ends)


def _notes(found: Comparison, lang: Lang) -> list[str]:
    analogous = [at for at, card in enumerate(found.cards) if card.by_analogy]
    notes = []
    if analogous:
        names = _called(found, analogous, lang)
        notes.append(word("compared-by-analogy", lang, rulesets=names))
    return [*notes, *said(found.remarks, lang)]


# The items.
def _columns(found: Comparison) -> list[tuple[int, ...]]:
    """Return the rulesets of each column: those that give the same throughout."""
    if not _by_letter(found):
        return [(at,) for at in range(len(found.rulesets))]
    alike: dict[object, list[int]] = {}
    for at in range(len(found.rulesets)):
        given = tuple(_shown(row.scores[at]) for row in found.rows)
        alike.setdefault(given, []).append(at)
    return [tuple(members) for members in alike.values()]


def _shown(one: ComparedScore) -> str:
    """Write a score for a narrow column: one number, or the ends of the set."""
    if one.set is None:
        return "–"
    if one.status is Status.UNSCORED:
        return "?"
    if one.score is None:
        return str(one.set.hull)
    return f"{one.score}*" if one.status is Status.CHOSEN else str(one.score)


def _blocks(found: Comparison, lang: Lang) -> list[list[tuple[int, ...]]]:
    """Return the columns in blocks that are no wider than the terminal."""
    names = [item_name(_any(found, row), lang) for row in found.rows]
    lead = 4 + _GAP + min(_ITEM_ROOM, max([0, *map(widest, names)])) + _GAP
    blocks: list[list[tuple[int, ...]]] = []
    taken = WIDTH
    for members in _columns(found):
        cells = [_shown(row.scores[members[0]]) for row in found.rows]
        wide = max(map(widest, [_marks(found, members), *cells])) + _GAP
        if taken + wide > _ROOM:
            blocks.append([])
            taken = lead
        blocks[-1].append(members)
        taken += wide
    return blocks


def _items(
    found: Comparison, block: Sequence[tuple[int, ...]], lang: Lang
) -> list[Line]:
    cells = _cells(found, block, lang)
    rows = [
        [Span(cell, "" if row.differs else "dim") for cell in texts]
        for row, texts in zip(found.rows, cells, strict=True)
    ]
    return table(_item_columns(found, block, lang), rows)


def _item_columns(
    found: Comparison, block: Sequence[tuple[int, ...]], lang: Lang
) -> list[Column]:
    scores = [Column(_marks(found, members), right=True) for members in block]
    return [
        Column(word("column-number", lang), right=True),
        Column(word("column-indicator", lang), flexible=True),
        *scores,
    ]


def _cells(
    found: Comparison, block: Sequence[tuple[int, ...]], lang: Lang
) -> list[list[str]]:
    rows = []
    for row in found.rows:
        number = "" if row.number is None else str(row.number)
        scores = [_shown(row.scores[members[0]]) for members in block]
        rows.append([number, item_name(_any(found, row), lang), *scores])
    return rows


def _any(found: Comparison, row: ComparedItem) -> ItemScore:
    """Return a row as a ruleset that scores it has it."""
    items = (item for card in found.cards for item in card.items)
    return next(item for item in items if item.number == row.number)


def _marks_said(found: Comparison, lang: Lang) -> list[str]:
    """Say what the marks of the scores mean, where they are used."""
    shown = {_shown(score) for row in found.rows for score in row.scores}
    marks = {
        "chosen": any(text.endswith("*") for text in shown),
        "unscored": "?" in shown,
        "absent": "–" in shown,
    }
    return [word(f"compared-{mark}", lang) for mark, used in marks.items() if used]


# What moves the scores.
def _moves(found: Comparison, lang: Lang) -> str:
    return word("compared-moves", lang, ruleset=_called(found, (0,), lang))


def _head(found: Comparison, group: _Group, lang: Lang) -> str:
    called = _called(found, group.members, lang)
    return word("compared-score", lang, score=group.score, rulesets=called)


def _row_title(found: Comparison, row: ComparedItem, lang: Lang) -> str:
    item = _any(found, row)
    name = item_name(item, lang)
    if row.number is not None:
        name = word("row", lang, number=row.number, name=name)
    if item.kind is ItemKind.BUDGET:
        return word("compared-budget", lang, name=name, weight=weight_text(item))
    return word(
        "compared-row",
        lang,
        name=name,
        target=full_text(item.target),
        actual=full_text(item.actual),
        weight=weight_text(item),
    )


def _groups(found: Comparison, row: ComparedItem, lang: Lang) -> list[_Group]:
    """Return the rulesets by what they give a row and why."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for at, one in enumerate(row.scores):
        why: tuple[object, ...] = one.causes
        key = (one.weight, one.score, one.set, one.status, one.differs, *why)
        alike.setdefault(key, []).append(at)
    return [
        _Group(
            tuple(members),
            _score(row.scores[members[0]], lang),
            tuple(_told(found, row, members[0], lang)),
        )
        for members in alike.values()
    ]


def _score(one: ComparedScore, lang: Lang) -> str:
    if one.set is None:
        return word("compared-left-out", lang)
    if one.status is Status.UNSCORED:
        return word("status-unscored", lang)
    found = set_text(one.set)
    if one.score is None or str(one.score) == found:
        return found
    return f"{one.score} ({found})"


def _told(
    found: Comparison, row: ComparedItem, at: int, lang: Lang
) -> list[tuple[str, str]]:
    """Return what is said of a ruleset's score: its rule, or what moves it."""
    item = found.item(found.rulesets[at], row.number)
    one = row.scores[at]
    if not one.differs:
        return [_method(item, lang)] if item and item.rule else []
    return [_cause(cause, item, _mark(found, 0), lang) for cause in one.causes]


def _method(item: ItemScore, lang: Lang, formula: str = "") -> tuple[str, str]:
    assert item.rule is not None  # noqa: S101 -- asked by the caller
    method = method_text(item.rule.method, lang)
    text = formula or item.rule.formula.text(lang)
    return word("rule", lang), word("compared-rule", lang, method=method, formula=text)


def _cause(
    cause: Cause, item: ItemScore | None, first: str, lang: Lang
) -> tuple[str, str]:
    here, there = cause.here.text(lang), cause.there.text(lang)
    if cause.kind is CauseKind.RULE and item is not None and item.rule is not None:
        return _method(item, lang, here)
    label = word(f"cause-{cause.kind}", lang)
    return label, word("compared-with", lang, here=here, first=first, there=there)
