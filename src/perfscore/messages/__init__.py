"""Every sentence shown to people, in Chinese (the default) and English.

The catalogue is the folder's TOML files, one for each room of the library. A message is
named by its file and its entry: ``rules.unknown-key`` stands in ``rules.toml`` under
``[unknown-key]`` with the keys ``zh`` and ``en`` and, where there is something to try,
``hint_zh`` and ``hint_en``. ``{name}`` in an entry stands for a datum of the message,
``{count:form|forms}`` for a number and the word that goes with it: 1 form, 2 forms.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, TypeAlias, get_args

Lang: TypeAlias = Literal["zh", "en"]
"""A language that people read: Chinese or English."""

LANGS: tuple[Lang, ...] = get_args(Lang)

Datum: TypeAlias = "str | Message | tuple[Message, ...]"
"""What a message holds under a name: text, or a message that is itself translated."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for people, kept as its key and its data until a language is chosen.

    Attributes:
        key: the entry of the catalogue, as ``file.entry``.
        data: the names and data that the entry's text asks for.

    Example:
        >>> say("common.both", zh="分", en="points").text("en")
        'points'
    """

    key: str
    data: tuple[tuple[str, Datum], ...] = ()

    def text(self, lang: Lang = "zh") -> str:
        """Return the sentence in a language."""
        return self._fill(lang, lang)

    def hint(self, lang: Lang = "zh") -> str:
        """Return what to try, in a language, or the empty text where nothing helps."""
        return self._fill(f"hint_{lang}", lang)

    def _fill(self, part: str, lang: Lang) -> str:
        template = _entry(self.key).get(part, "")
        return template.format(**{name: _Said(_said(d, lang)) for name, d in self.data})

    def __str__(self) -> str:
        return self.text()


class _Said(str):
    """A datum as it is said; a number may be followed by the word that it counts."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        one, counted, many = spec.partition("|")
        if not counted:
            return super().__format__(spec)
        return f"{self} {one if self == '1' else many}"


def say(key: str, **data: object) -> Message:
    """Make a message; numbers become exact or well-rounded decimal text.

    Args:
        key: the entry of the catalogue, as ``file.entry``.
        data: text, numbers, messages or sequences of messages, by name.

    Returns:
        The message, not yet in any language.

    Example:
        >>> from fractions import Fraction
        >>> dict(say("common.both", zh=Fraction(1, 8), en="x").data)["zh"]
        '0.125'
    """
    if not data:
        return _plain(key)
    return Message(key, tuple([(name, _datum(d)) for name, d in data.items()]))


@cache
def _plain(key: str) -> Message:
    return Message(key)


@lru_cache(maxsize=4096)
def number_text(number: Fraction | Decimal | int, places: int = 6) -> str:
    """Write an exact number as decimal text, rounded only where it does not end.

    Args:
        number: any exact number.
        places: the most decimal places to show; a longer number is rounded half up
            and loses trailing zeros, for reading only.

    Returns:
        The decimal text without an exponent.

    Example:
        >>> number_text(Fraction(288, 5)), number_text(Fraction(-1, 3), 4)
        ('57.6', '-0.3333')
    """
    exact = Fraction(number)
    scaled = abs(exact) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).rjust(places + 1, "0")
    head, tail = (digits[:-places], digits[-places:]) if places else (digits, "")
    text = f"{head}.{tail.rstrip('0')}".rstrip(".")
    return f"-{text}" if exact < 0 and text != "0" else text


def percent_text(number: Fraction, places: int = 2) -> str:
    """Write a share as a percentage for reading: 480/501 is ``95.81%``."""
    return f"{number_text(number * 100, places)}%"


def keys() -> frozenset[str]:
    """Return the keys of every message of the catalogue."""
    return frozenset(
        f"{resource.name.removesuffix('.toml')}.{entry}"
        for resource in files(__name__).iterdir()
        if resource.name.endswith(".toml")
        for entry in _room(resource.name.removesuffix(".toml"))
    )


@cache
def _room(room: str) -> dict[str, dict[str, str]]:
    text = files(__name__).joinpath(f"{room}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _entry(key: str) -> dict[str, str]:
    room, _, entry = key.partition(".")
    return _room(room)[entry]


def _datum(datum: object) -> Datum:
    if type(datum) is str or isinstance(datum, (str, Message)):
        return datum
    if isinstance(datum, (int, Fraction, Decimal)):
        return number_text(datum)
    if isinstance(datum, (tuple, list)):
        return tuple(
            d if isinstance(d, Message) else say("common.text", text=d) for d in datum
        )
    return str(datum)


def _said(datum: Datum, lang: Lang) -> str:
    if isinstance(datum, str):
        return datum
    if isinstance(datum, Message):
        return datum.text(lang)
    return ("、" if lang == "zh" else ", ").join(d.text(lang) for d in datum)
