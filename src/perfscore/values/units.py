"""Units: one name for each, and exact factors between those that convert.

pint does the arithmetic of units, from the definitions in ``unit_names`` alone; it is
imported when a factor between two different units is first asked for, and each factor
is asked for once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from perfscore.values.numerals import MULTIPLIERS
from perfscore.values.text import plain
from perfscore.values.unit_names import (
    ALIASES,
    COUNTING,
    COUNTS_OBJECTS,
    DEFINITIONS,
    MEASURES,
    MONEY,
    NAMES_IN_PINT,
    OBJECTS,
    PERIODS,
    SHARES,
)

if TYPE_CHECKING:
    import pint

LONGEST_UNIT = 24
"""The longest text that names a unit."""

_KNOWN = COUNTING | MEASURES | set(SHARES) | {"百分点"}


def _spellings() -> dict[str, str]:
    names = {name.lower(): name for name in _KNOWN}
    names |= {
        f"{word}{thing}": word for word in sorted(COUNTS_OBJECTS) for thing in OBJECTS
    }
    return names | ALIASES


_SPELLINGS = _spellings()
_LONGEST_SPELLING = max(map(len, _SPELLINGS))
_SMALL = frozenset("mhgst")
"""Letters that name a unit only as they are: 5M and 5G are not metres and grams."""
_MULTIPLIER = re.compile("|".join(MULTIPLIERS))
_NO_UNIT = re.compile(
    r"[-—/\\]*|无|无单位|定性|不适用|不涉及|n/a|文字描述", re.IGNORECASE
)
_OPAQUE = re.compile(r"[^\W\d_](?:[^\W\d_]|[()/·])*")
_BETWEEN = re.compile("[.·]")
_PERIOD_NAMES = {"天": "日"}
_PERIOD_ORDER = {name: place for place, name in enumerate(PERIODS)}


@dataclass(frozen=True, slots=True)
class UnitText:
    """A unit found in a text.

    Attributes:
        name: its canonical name, or None for a multiplier alone (13万).
        multiplier: what the number before it is to be multiplied by.
        end: where it ends in the text.
    """

    name: str | None
    multiplier: int
    end: int


def unit_at(text: str, start: int = 0) -> UnitText | None:
    """Return the known unit, or the multiplier, that begins at a place of a text.

    Args:
        text: the text, in one way of writing.
        start: the place.

    Example:
        >>> unit_at("1.2万次", 3)
        UnitText(name='次', multiplier=10000, end=5)
        >>> unit_at("57.6万元", 4)
        UnitText(name='万元', multiplier=1, end=6)
    """
    # 万元 is a name, so a name is tried before a multiplier.
    multiplier, end = 1, _spelling_end(text, start)
    if end is None:
        many = _MULTIPLIER.match(text, start)
        if many is None:
            return None
        multiplier, start = MULTIPLIERS[many[0]], many.end()
        end = _spelling_end(text, start)
        if end is None:
            return UnitText(None, multiplier, start)
    top, below = _SPELLINGS[text[start:end].lower()], []
    while (part := _part_below(text, end)) is not None:
        below.append(text[end + 1 : part])
        end = part
    return UnitText(_compound(top, below), multiplier, end)


def _spelling_end(text: str, start: int) -> int | None:
    """Return where the longest known name at a place ends."""
    for end in range(min(len(text), start + _LONGEST_SPELLING), start, -1):
        name = text[start:end]
        if name.lower() in _SPELLINGS and (
            name in _SMALL or name.lower() not in _SMALL
        ):
            return end
    return None


def _part_below(text: str, start: int) -> int | None:
    """Return where a part such as /(人·月), /人 or 每亩 ends."""
    if text[start : start + 1] not in {"/", "每"}:
        return None
    bracket = text[start + 1 : start + 2] == "("
    end = _spelling_end(text, start + 1 + bracket)
    while end is not None and text[end : end + 1] in ("·", "."):
        following = _spelling_end(text, end + 1)
        if following is None:
            break
        end = following
    if end is None or not bracket:
        return end
    return end + 1 if text[end : end + 1] == ")" else None


def _compound(top: str, below: list[str]) -> str:
    names = [one for part in below for one in _BETWEEN.split(part.strip("()"))]
    known = [_SPELLINGS.get(name.lower(), name) for name in names]
    return _written(top, [_PERIOD_NAMES.get(name, name) for name in known])


def _written(top: str, below: list[str]) -> str:
    if not below:
        return top
    # What it is per first, then the period: 元/人·月.
    ordered = sorted(below, key=lambda name: (_PERIOD_ORDER.get(name, -1), name))
    return f"{top}/{'·'.join(ordered)}"


@dataclass(frozen=True, slots=True)
class UnitCell:
    """What a unit cell says.

    Attributes:
        name: the unit's canonical name, or None.
        multiplier: 万 before a counting word, or alone.
        read: whether the cell was understood; an empty cell is.
    """

    name: str | None = None
    multiplier: int = 1
    read: bool = True


NO_UNIT = UnitCell()


@lru_cache(maxsize=4096)
def read_unit_cell(text: str) -> UnitCell:
    """Return what the text of a unit cell says.

    A name that is not in the table is a unit of its own, convertible to nothing.

    Example:
        >>> read_unit_cell("万人")
        UnitCell(name='人', multiplier=10000, read=True)
    """
    if len(text) > LONGEST_UNIT * 2:
        return UnitCell(read=False)
    name = plain(text)
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1]
    if _NO_UNIT.fullmatch(name):
        return NO_UNIT
    found = unit_at(name)
    if found is not None and found.end == len(name):
        return UnitCell(found.name, found.multiplier)
    if len(name) > LONGEST_UNIT or not _OPAQUE.fullmatch(name):
        return UnitCell(read=False)
    top, *below = name.split("/")
    if not top or not all(below):
        return UnitCell(read=False)
    return UnitCell(_compound(_SPELLINGS.get(top.lower(), top), below))


def canonical(text: str) -> str | None:
    """Return the one name of a unit, or None where a text names none.

    Example:
        >>> canonical("元/月/人"), canonical("km"), canonical("/")
        ('元/人·月', '公里', None)
    """
    return read_unit_cell(text).name


def parts(unit: str) -> tuple[str, tuple[str, ...]]:
    """Return what a unit counts and what it is per: ``("元", ("人", "月"))``."""
    top, _, below = unit.partition("/")
    return top, tuple(below.split("·")) if below else ()


def is_known(unit: str) -> bool:
    """Return whether what a unit counts is in the table, not a name of its own."""
    return parts(unit)[0] in _KNOWN


def is_money(unit: str | None) -> bool:
    """Return whether a unit is an amount of money in yuan."""
    return unit in MONEY


def is_share(unit: str | None) -> bool:
    """Return whether a unit is a share of one (百分点 is not)."""
    return unit in SHARES


@lru_cache(maxsize=4096)
def factor(unit: str, into: str) -> Fraction | None:
    """Return what a number in one unit is multiplied by to be in another.

    Args:
        unit: a canonical unit; ``"1"`` is the unit of bare shares.
        into: another.

    Returns:
        The exact factor, or None where the two do not convert.

    Example:
        >>> factor("万元", "元"), factor("%", "1"), factor("人", "人次")
        (Fraction(10000, 1), Fraction(1, 100), None)
    """
    if unit == into:
        return Fraction(1)
    (top, below), (into_top, into_below) = parts(unit), parts(into)
    above_only, below_only = [top, *into_below], [into_top, *below]
    for name in above_only.copy():
        if name in below_only:
            above_only.remove(name)
            below_only.remove(name)
    above_only = [name for name in above_only if name != "1"]
    below_only = [name for name in below_only if name != "1"]
    if not all(map(_known_to_pint, above_only + below_only)):
        return None
    return _asked(tuple(sorted(above_only)), tuple(sorted(below_only)))


def convert(number: Fraction, unit: str, into: str) -> Fraction | None:
    """Return a number in another unit, or None where the units do not convert.

    Example:
        >>> convert(Fraction(3), "亩", "公顷")
        Fraction(1, 5)
    """
    times = factor(unit, into)
    return None if times is None else number * times


def _known_to_pint(name: str) -> bool:
    return name in MEASURES or name in SHARES or name in NAMES_IN_PINT


@cache
def _asked(above: tuple[str, ...], below: tuple[str, ...]) -> Fraction | None:
    # Bounded: both hold only names of our own table.
    registry = _registry()
    units = registry.UnitsContainer()
    for name in above:
        units *= registry.UnitsContainer({NAMES_IN_PINT.get(name, name): 1})
    for name in below:
        units /= registry.UnitsContainer({NAMES_IN_PINT.get(name, name): 1})
    quantity = registry.Quantity(Fraction(1), units)
    if not quantity.dimensionless:
        return None
    return Fraction(quantity.to_root_units().magnitude)


@cache
def _registry() -> pint.UnitRegistry[Fraction]:
    import pint  # noqa: PLC0415 -- slow to import, and many forms need no factor

    return pint.UnitRegistry(
        list(DEFINITIONS), non_int_type=Fraction, cache_folder=None
    )
