"""The errors of perfscore, each of which says what, where, and what to try.

* PerfscoreError
  x ReadError           a document, or a file of figures, cannot be read
  x RuleSetError        a ruleset is wrong or not to be found
    + FormulaError      a formula is wrong, at the character it names
    + SourceMissing     a value of a ruleset cites no source
    + RuleConflict      a ruleset contradicts itself: a failing case, a loop
  x ScoringError        a form cannot be scored as asked: unknown names, decisions
  x ReportError         a report cannot be written as asked: no such library, no room
  x SettingsError       a configuration, a baseline or a choice of checks is wrong
  x WrongArgument       a function is given what it does not take; a TypeError too
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfscore.messages import Lang, say

if TYPE_CHECKING:
    from perfscore.places import Place


class PerfscoreError(Exception):
    """The base of all errors that perfscore raises on purpose.

    Args:
        key: the message's entry in the catalogue.
        place: where the trouble stands, if it stands anywhere.
        data: what the message's text asks for.

    Attributes:
        message: what is wrong, in both languages.
        place: where, or None.

    Example:
        >>> from perfscore.places import Place
        >>> raise ReadError("forms.no-form", place=Place(file="a.docx"))
        Traceback (most recent call last):
        ...
        perfscore.errors.ReadError: a.docx: 没有找到绩效目标表或绩效自评表
    """

    def __init__(self, key: str, *, place: Place | None = None, **data: object) -> None:
        self.message = say(key, **data)
        self.place = place
        super().__init__(key)

    def text(self, lang: Lang = "zh") -> str:
        """Return where, what and what to try, in a language."""
        where = f"{self.place.text(lang)}: " if self.place else ""
        hint = self.message.hint(lang)
        return f"{where}{self.message.text(lang)}" + (f"\n{hint}" if hint else "")

    def __str__(self) -> str:
        return self.text()


class ReadError(PerfscoreError):
    """A document, or a file of figures, cannot be read.

    Example:
        >>> ReadError("forms.no-form").message.text("en")
        'there is no performance target form or self-evaluation form here'
    """


class RuleSetError(PerfscoreError):
    """A ruleset is wrong, or there is none of that name.

    Attributes:
        others: further errors found in the same file, so that all are mended at once.

    Example:
        >>> error = RuleSetError("rules.no-ruleset", name="mof", near="mof-2020")
        >>> error.message.text()
        '没有名为“mof”的规则集'
    """

    others: tuple[RuleSetError, ...] = ()

    def text(self, lang: Lang = "zh") -> str:
        """Return this error and the others, one after another."""
        own = super().text(lang)
        return "\n".join([own, *(other.text(lang) for other in self.others)])


class FormulaError(RuleSetError):
    """A formula is wrong at the character that the place names.

    Example:
        >>> from perfscore.rules.formula import parse_formula
        >>> try:
        ...     parse_formula("rate ** 2")
        ... except FormulaError as error:
        ...     error.place.character
        7
    """


class SourceMissing(RuleSetError):  # noqa: N818 -- says what is missing
    """A value of a ruleset cites no source, or one that is not listed."""


class RuleConflict(RuleSetError):  # noqa: N818 -- says what is the matter
    """A ruleset contradicts itself."""


class ScoringError(PerfscoreError):
    """A form cannot be scored as it was asked.

    Example:
        >>> from perfscore.values.exact import exact
        >>> try:
        ...     exact("ten")
        ... except ScoringError as error:
        ...     print(error.message.text("en"))
        “ten” is not a number
    """


class ReportError(PerfscoreError):
    """A report or a form cannot be written as it was asked.

    Example:
        >>> ReportError("writing.no-decimal", number="1/3").message.text("en")
        'the number 1/3 has no end as a decimal'
    """


class SettingsError(PerfscoreError):
    """A configuration file, a baseline or a choice of checks is wrong.

    Example:
        >>> from perfscore.auditing.choosing import choose
        >>> try:
        ...     choose(select="PS1O1")
        ... except SettingsError as error:
        ...     print(error.message.text("en"))
        there is no check or family “PS1O1”; did you mean PS101?
    """


class WrongArgument(PerfscoreError, TypeError):  # noqa: N818 -- says what is wrong
    """A function is given what it does not take; also a ``TypeError``.

    Example:
        >>> error = WrongArgument("forms.no-document", given=type(None).__name__)
        >>> isinstance(error, TypeError), error.message.text("en")
        (True, 'a path, bytes or an open binary file is wanted, not NoneType')
    """
