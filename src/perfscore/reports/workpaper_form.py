"""One form's sheet of a work paper: its rows, our scores, and formulas beside them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from perfscore.auditing.figures import set_text
from perfscore.auditing.models import Finding
from perfscore.forms.models import BudgetLine
from perfscore.messages import Lang, number_text
from perfscore.reports.book import Book, cell, span
from perfscore.reports.tallies import FormTally
from perfscore.reports.words import (
    evidence_text,
    heading,
    item_name,
    method_text,
    paper,
    ruleset_text,
    targets_text,
    verdict_shown,
    word,
)
from perfscore.scoring.models import ItemKind, ItemScore, Scorecard, Verdict
from perfscore.values.full_text import full_text
from perfscore.values.rounding import Rounding

_WIDTHS = (5, 9, 24, 13, 13, 11, 8, 9, 10, 9, 9, 9, 7, 9, 12, 12, 11, 25, 18, 10)
_NARROW = 9
_KEYS = (
    "number",
    "level1",
    "name",
    "target",
    "actual",
    "rate",
    "weight",
    "claimed",
    "score",
    "low",
    "high",
    "gap",
    "verdict",
    "again",
    "status",
    "method",
    "evidence",
    "clause",
    "reason",
    "codes",
)
_AT = {key: at for at, key in enumerate(_KEYS)}
_HEAD = 4
_IN_PROPORTION = {"budget", "proportional"}
_VERDICTS = {Verdict.CONTRADICTED: "error", Verdict.POSSIBLE: "warning"}


class FormSheet:
    """The sheet of one form.

    Attributes:
        sheet: the sheet.
        scored: whether there is a score on it; targets alone have none.
        cells: where the totals stand.
        totals: the totals, as the formulas give them.
        open_rows: what stands in place of a total score where some rows have none:
            the sum of the others, and how many are open; else blank.
    """

    def __init__(
        self,
        book: Book,
        tally: FormTally,
        card: Scorecard,
        findings: Iterable[Finding],
    ) -> None:
        form = card.form
        self.sheet = book.sheet(f"{tally.number} {form.name}", _widths(card))
        self.card = card
        self.scored = tally.scored
        self.cells: dict[str, str] = {}
        self.totals: dict[str, Fraction | None] = {}
        self.open_rows = ""
        self._reasons = {row.number: row.reason for row in form.indicators}
        self._lang: Lang = book.lang
        self._codes: dict[int | None, list[str]] = {}
        for one in findings:
            self._codes.setdefault(one.number, []).append(one.code)
        self._rates: dict[str, tuple[str, Fraction]] = {}
        self._write(tally.name)

    def _write(self, name: str) -> None:
        lang, sheet, card = self._lang, self.sheet, self.card
        sheet.title(name, len(_KEYS))
        sheet.text(1, 0, heading(card.form, lang), "subtitle")
        sheet.text(2, 0, ruleset_text(card, lang), "subtitle")
        if not self.scored:
            sheet.text(3, 0, " ".join(targets_text(card, lang)), "subtitle")
        sheet.head(_HEAD, [paper(f"row-{key}", lang) for key in _KEYS])
        first = _HEAD + 1
        below = first + len(card.items) + 2
        after = self._budget(below)
        for row, item in enumerate(card.items, start=first):
            self._item(row, item)
        self._sums(first, first + len(card.items) - 1)
        self._checks(after + 1, first, first + len(card.items) - 1)

    def _item(self, row: int, item: ItemScore) -> None:
        lang, sheet = self._lang, self.sheet
        sheet.number(row, _AT["number"], item.number, "center")
        sheet.text(row, _AT["level1"], item.level1)
        sheet.text(row, _AT["name"], item_name(item, lang))
        sheet.text(row, _AT["target"], full_text(item.target))
        sheet.text(row, _AT["actual"], full_text(item.actual))
        style = "inferred" if item.weight_inferred else "number"
        sheet.number(row, _AT["weight"], item.weight, style)
        sheet.number(row, _AT["claimed"], item.claimed)
        blank = ("rate", "score", "low", "high", "gap", "again")
        for key in blank:
            sheet.number(row, _AT[key], None)
        sheet.text(row, _AT["verdict"], "")
        method = method_text(item.rule.method, lang) if item.rule else ""
        sheet.text(row, _AT["method"], method.partition(" (")[0])
        sheet.text(row, _AT["evidence"], "")
        sheet.text(row, _AT["status"], "")
        sheet.text(row, _AT["clause"], item.clause)
        reason = self._reasons.get(item.number, "") if item.number else ""
        sheet.text(row, _AT["reason"], reason)
        codes = sorted(set(self._codes.get(item.number, ()))) if item.number else []
        sheet.text(row, _AT["codes"], ", ".join(codes))
        if self.scored:
            self._scores(row, item)

    def _scores(self, row: int, item: ItemScore) -> None:
        lang, sheet = self._lang, self.sheet
        sheet.number(row, _AT["score"], item.score, "points")
        sheet.number(row, _AT["low"], item.set.low, "points")
        sheet.number(row, _AT["high"], item.set.high, "points")
        shown = verdict_shown(item)
        verdict = word(f"verdict-{shown}", lang)
        sheet.text(row, _AT["verdict"], verdict, _VERDICTS.get(shown, "center"))
        sheet.text(row, _AT["evidence"], evidence_text(item, lang))
        status = word(f"status-{item.status}", lang)
        if len(item.set.pieces) > 1:
            # The ends alone would let what lies between them seem possible.
            status = f"{status}\n{set_text(item.set)}"
        sheet.text(row, _AT["status"], status, "center")
        self._rate(row, item)
        if item.claimed is not None:
            formula, value = self._gap(row, item)
            sheet.formula(row, _AT["gap"], formula, value)

    def _gap(self, row: int, item: ItemScore) -> tuple[str, Fraction]:
        """Return how far a claim is from our score, or from the nearest honest one."""
        claimed = item.claimed or Fraction(0)
        claim = cell(row, _AT["claimed"])
        if item.score is not None:
            score = cell(row, _AT["score"])
            return f"=ROUND({claim}-{score},4)", _four(claimed - Fraction(item.score))
        low, high = cell(row, _AT["low"]), cell(row, _AT["high"])
        formula = (
            f"=ROUND(IF({claim}>{high},{claim}-{high},"
            f"IF({claim}<{low},{claim}-{low},0)),4)"
        )
        return formula, _four(_beyond(claimed, item))

    def _rate(self, row: int, item: ItemScore) -> None:
        """Write the rate and the score in proportion to it, where they are our own."""
        if item.rate is None:
            return
        formula = self._rate_formula(item)
        where = _AT["rate"]
        if formula is None:
            self.sheet.number(row, where, item.rate, "percent")
        else:
            self.sheet.formula(row, where, formula, item.rate, "percent")
        share = _proportion(item)
        if share is None or item.score is None:
            return
        places = _places(item.score)
        weight = cell(row, _AT["weight"])
        again = f"=ROUND({weight}*MIN(1,{share.format(cell(row, where))}),{places})"
        self.sheet.formula(row, _AT["again"], again, item.score)

    def _rate_formula(self, item: ItemScore) -> str | None:
        """Return the formula of a rate, from the budget's cells or printed figures."""
        if item.kind is ItemKind.BUDGET:
            found = self._rates.get(item.name)
            return f"={found[0]}" if found and found[1] == item.rate else None
        target, actual = item.target.number, item.actual.number
        if not target or actual is None or actual / target != item.rate:
            return None
        figures = [number_text(number, 12) for number in (actual, target)]
        if [Fraction(figure) for figure in figures] != [actual, target]:
            return None
        return f"={figures[0]}/{figures[1]}"

    def _sums(self, first: int, last: int) -> None:
        lang, sheet, items = self._lang, self.sheet, self.card.items
        row = last + 1
        for column in range(len(_KEYS)):
            sheet.text(row, column, "", "total")
        sheet.text(row, _AT["name"], word("points", lang), "total")
        whole = all(item.score is not None for item in items)
        gaps = [self._gap(0, item)[1] for item in items if item.claimed is not None]
        values = {
            "weight": _sum(item.weight for item in items),
            "claimed": _sum(item.claimed for item in items),
        }
        if self.scored:
            values["score"] = _sum(item.score for item in items)
            values["low"] = _sum(item.set.low for item in items)
            values["high"] = _sum(item.set.high for item in items)
            values["gap"] = _sum(gaps) if gaps else None
        for key, value in values.items():
            self.totals[key] = value
            self.cells[key] = cell(row, _AT[key])
            if key == "score" and not whole:
                self._open(row, span(first, last, _AT[key]))
            elif value is not None and items:
                formula = f"=SUM({span(first, last, _AT[key])})"
                sheet.formula(row, _AT[key], formula, value, "sum")

    def _open(self, row: int, scores: str) -> None:
        """Write the sum of the scores there are, and how many rows are still open."""
        count = sum(item.score is None for item in self.card.items)
        points = Rounding(2).score(self.totals["score"] or Fraction(0))
        told = paper("points-open", self._lang, count=count)
        before, after = paper("points-open", self._lang, count="|").split("|")
        self.open_rows = f"{points}\n{told}"
        formula = (
            f'=TEXT(SUM({scores}),"0.00")&CHAR(10)&"{before}"'
            f'&COUNTBLANK({scores})&"{after}"'
        )
        self.sheet.formula(row, _AT["score"], formula, self.open_rows, "open")

    def _budget(self, row: int) -> int:
        """Write the budget block, with the rate reckoned beside the printed one."""
        lines = self.card.form.budget
        if not lines:
            return row
        lang, sheet = self._lang, self.sheet
        unit = self.card.form.money_unit or ""
        sheet.text(row, 1, paper("budget-block", lang, unit=unit), "section")
        row += 1
        titles = ("line", "initial", "adjusted", "executed", "printed", "again", "gap")
        for column, title in enumerate(titles, start=_AT["name"]):
            sheet.text(row, column, paper(f"budget-{title}", lang), "head")
        for line in lines:
            row += 1
            self._line(row, line)
        return row + 1

    def _line(self, row: int, line: BudgetLine) -> None:
        sheet = self.sheet
        sheet.text(row, 2, line.name)
        for column, number in enumerate(
            (line.initial, line.adjusted, line.executed), start=3
        ):
            sheet.number(row, column, number)
        sheet.number(row, 6, line.execution_rate, "percent")
        sheet.number(row, 7, None)
        sheet.number(row, 8, None)
        whole, column = (line.adjusted, 4) if line.adjusted else (line.initial, 3)
        if not whole or line.executed is None:
            return
        rate = line.executed / whole
        formula = f"={cell(row, 5)}/{cell(row, column)}"
        sheet.formula(row, 7, formula, rate, "percent")
        self._rates.setdefault(line.name, (cell(row, 7), rate))
        if line.execution_rate is not None:
            gap = f"=ROUND({cell(row, 6)}-{cell(row, 7)},6)"
            value = Rounding(6).score(line.execution_rate - rate)
            sheet.formula(row, 8, gap, value, "percent")

    def _checks(self, row: int, first: int, last: int) -> None:
        """Write what the form declares beside what its rows make."""
        lang, sheet, form = self._lang, self.sheet, self.card.form
        if not self.card.items:
            return
        sheet.text(row, 1, paper("checks", lang), "section")
        row += 1
        for column, key in zip(
            (2, 6, 7, 8), ("what", "declared", "made", "gap"), strict=True
        ):
            sheet.text(row, column, paper(f"checks-{key}", lang), "head")
        names, weights = span(first, last, 1), span(first, last, _AT["weight"])
        for heading_ in form.level1:
            own = [one for one in self.card.items if one.level1 == heading_.name]
            if not own:
                continue
            row += 1
            what = paper("checks-block", lang, name=heading_.name)
            sheet.text(row, 1, heading_.name)
            formula = f"=SUMPRODUCT(({names}={cell(row, 1)})*{weights})"
            made = _sum(one.weight for one in own) or Fraction(0)
            self._check(row, what, heading_.weight, (formula, made))
        for key, declared in (
            ("weight", form.total_weight),
            ("claimed", form.total_claimed),
        ):
            total = self.totals[key]
            if total is not None:
                row += 1
                what = paper(f"checks-{key}", lang)
                self._check(row, what, declared, (f"={self.cells[key]}", total))
        if self.scored and self.card.max_points:
            self._out_of_100(row + 1)

    def _check(
        self,
        row: int,
        what: str,
        declared: Fraction | None,
        made: tuple[str, Fraction],
    ) -> None:
        sheet = self.sheet
        sheet.text(row, 2, what)
        sheet.number(row, 6, declared)
        sheet.formula(row, 7, *made)
        sheet.number(row, 8, None)
        if declared is not None:
            formula = f"=ROUND({cell(row, 6)}-{cell(row, 7)},4)"
            sheet.formula(row, 8, formula, _four(declared - made[1]))

    def _out_of_100(self, row: int) -> None:
        """Write both ends of the score out of 100, ours and reckoned anew."""
        found = self.card.range
        for key, ours in (("low", found.low), ("high", found.high)):
            sheet, places = self.sheet, _places(ours)
            sheet.text(row, 2, paper(f"checks-{key}", self._lang))
            sheet.number(row, 6, ours, "points")
            weight, points = self.cells["weight"], self.cells[key]
            formula = f"=ROUND(100*{points}/{weight},{places})"
            exact = 100 * (self.totals[key] or 0) / self.card.max_points
            value = Rounding(places).score(exact)
            sheet.formula(row, 7, formula, value)
            gap = f"=ROUND({cell(row, 6)}-{cell(row, 7)},4)"
            sheet.formula(row, 8, gap, ours - value)
            row += 1


def _widths(card: Scorecard) -> list[float]:
    """Return the widths of the columns; what the form does not print needs no room."""
    wide: list[float] = list(_WIDTHS)
    if not any(item.clause for item in card.items):
        wide[_AT["clause"]] = _NARROW
    if not any(row.reason for row in card.form.indicators):
        wide[_AT["reason"]] = _NARROW
    return wide


def _proportion(item: ItemScore) -> str | None:
    """Return the share of its weight that a row earns by a formula of its rate's cell.

    None where the score is not in plain proportion, or a tie is left to a float. Where
    less is better, the share is what the rate goes into.
    """
    if item.rule is None or item.rule.method not in _IN_PROPORTION:
        return None
    if item.score is None or not item.rate:
        return None
    places = _places(item.score)
    for share, formula in ((item.rate, "{}"), (1 / item.rate, "1/{}")):
        exact = item.weight * min(share, Fraction(1))
        tie = (exact * 10**places * 2).denominator == 1
        if tie and (exact * 10**places).denominator != 1:
            continue
        if Rounding(places).score(exact) == item.score:
            return formula
    return None


def _places(score: Decimal) -> int:
    exponent = score.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _beyond(claimed: Fraction, item: ItemScore) -> Fraction:
    low, high = Fraction(item.set.low), Fraction(item.set.high)
    return claimed - high if claimed > high else min(claimed - low, Fraction(0))


def _four(number: Fraction) -> Fraction:
    """Round a difference as its formula does."""
    return Fraction(Rounding(4).score(number))


def _sum(numbers: Iterable[Fraction | Decimal | None]) -> Fraction | None:
    found = [Fraction(number) for number in numbers if number is not None]
    return sum(found, Fraction(0)) if found else None
