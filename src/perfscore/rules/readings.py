"""Readings: the open points of a rule, and every combination of their choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from perfscore.messages import Message, say

MOST_READINGS = 24
"""The most readings of one row; a rule with more is left to judgement."""

MOST_RUNS = 400
"""The most combinations that are tried before equal results are merged."""

POINTS = MappingProxyType(
    {
        "steps": ("full", "started", "pro_rata"),
        "step_unit": ("relative", "points"),
        "occurrences": ("beyond", "all"),
        "exception": ("absent", "present"),
        "baseline": ("zero", "unknown"),
        "boundary": ("better", "worse"),
        "inside_band": ("judged", "linear"),
        "strict": ("style", "written"),
        "month_deadline": ("last_day", "day_before"),
        "weight_conflict": ("by_weight", "as_written"),
        "target_conflict": ("by_row", "as_written"),
        "reverse_rate": ("ratio", "linear", "met"),
        "zero_target": ("nothing", "judged"),
        "negative_actual": ("as_written", "zero"),
        "not_applicable": ("judged", "full", "zero", "rescale", "leave_out"),
        "direction": ("at_least", "at_most"),
        "equal": ("at_least", "at_most", "exact", "two_sided"),
        "equal_cost": ("at_most", "at_least", "exact", "two_sided"),
        "bonus": ("capped", "allowed"),
        "over_budget": ("capped", "nothing", "judged", "uncapped"),
        "zero_budget": ("judged", "full"),
        "budget_denominator": ("adjusted", "initial"),
    }
)
"""The open points met in practice with the choices that an honest reader has."""

NO_READINGS = MappingProxyType({"not_applicable": frozenset({"rescale", "leave_out"})})
"""Choices that take a row off the card, so that no other reading stands beside them."""

ALWAYS_OPEN = MappingProxyType({"comparator": ("text", "cell")})
"""Open points that no ruleset settles: the form contradicts itself."""

Choices = tuple[tuple[str, str], ...]
"""The choices of one reading, point by point."""

T = TypeVar("T")


class Ask(Protocol):
    """Ask for the choice at an open point; asking makes the point open."""

    def __call__(self, point: str, options: Sequence[str] | None = None) -> str:
        """Return the choice.

        Args:
            point: the open point.
            options: the choices where the point is the rule's own, the chosen first.
        """


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What one reading of a rule gives.

    Attributes:
        choices: the choices made, point by point, in the order they came up.
        result: what the rule gives under them.
    """

    choices: Choices
    result: T


class TooManyReadings(Exception):  # noqa: N818 -- the row is left to judgement
    """A rule has more readings than a person could weigh."""


def readings_of(
    build: Callable[[Ask], T], options: Callable[[str], Sequence[str]]
) -> list[Reading[T]]:
    """Run a rule under every combination of the choices that it asks for.

    Args:
        build: the rule; it asks for choices as it goes.
        options: the choices at a point, the chosen one first.

    Returns:
        One reading for each combination, the chosen one first.

    Raises:
        TooManyReadings: there are more than can be tried.

    Example:
        >>> found = readings_of(
        ...     lambda ask: ask("steps") + ask("strict"),
        ...     lambda point: POINTS[point][:2],
        ... )
        >>> [reading.result for reading in found]
        ['fullstyle', 'startedstyle', 'fullwritten', 'startedwritten']
    """
    todo: list[Choices] = [()]
    done: list[Reading[T]] = []
    while todo:
        if len(done) + len(todo) > MOST_RUNS:
            raise TooManyReadings
        settled = todo.pop(0)
        asker = _Asker(settled, options)
        result = build(asker)
        done.append(Reading(tuple(asker.asked), result))
        for position, (point, others) in asker.opened:
            before = tuple(asker.asked[:position])
            todo.extend((*before, (point, other)) for other in others)
    return done


class _Asker:
    def __init__(
        self, settled: Choices, options: Callable[[str], Sequence[str]]
    ) -> None:
        self.settled = settled
        self.options = options
        self.asked: list[tuple[str, str]] = []
        self.opened: list[tuple[int, tuple[str, Sequence[str]]]] = []

    def __call__(self, point: str, options: Sequence[str] | None = None) -> str:
        for asked, choice in self.asked:
            if asked == point:
                return choice
        position = len(self.asked)
        if position < len(self.settled):
            self.asked.append(self.settled[position])
            return self.settled[position][1]
        first, *others = options or ALWAYS_OPEN.get(point) or self.options(point)
        self.opened.append((position, (point, others)))
        self.asked.append((point, first))
        return first


def merged(found: Sequence[Reading[T]]) -> list[Reading[T]]:
    """Drop the open points that change nothing, and the readings left equal by it.

    Args:
        found: the readings, the chosen one first.

    Returns:
        The readings that differ, with only the choices that matter.

    Raises:
        TooManyReadings: more than 24 are left.
    """
    if all(reading.result == found[0].result for reading in found):
        return [Reading((), found[0].result)]
    points = dict.fromkeys(point for reading in found for point, _ in reading.choices)
    idle = {point for point in points if _is_idle(point, found)}
    kept: dict[Choices, Reading[T]] = {}
    for reading in found:
        choices = tuple(c for c in reading.choices if c[0] not in idle)
        kept.setdefault(choices, Reading(choices, reading.result))
    readings = list(kept.values())
    if len(readings) > MOST_READINGS:
        readings = _distinct(readings)
    if len(readings) > MOST_READINGS:
        raise TooManyReadings
    return readings


def _is_idle(point: str, found: Sequence[Reading[T]]) -> bool:
    """Whether every choice at a point gives the same results, come what may."""
    results: dict[str | None, dict[Choices, T]] = {}
    for reading in found:
        rest = tuple(sorted(c for c in reading.choices if c[0] != point))
        results.setdefault(dict(reading.choices).get(point), {})[rest] = reading.result
    first, *others = results.values()
    return all(other == first for other in others)


def _distinct(found: Sequence[Reading[T]]) -> list[Reading[T]]:
    kept: list[Reading[T]] = []
    for reading in found:
        if all(reading.result != other.result for other in kept):
            kept.append(reading)
    return kept


def reading_name(choices: Choices) -> str:
    """Return the name of a reading: ``steps=full weight_conflict=by_weight``.

    A reading without an open point is called ``only``.
    """
    return " ".join(f"{point}={choice}" for point, choice in choices) or "only"


def choices_of(name: str) -> Mapping[str, str]:
    """Return the choices that a reading's name says."""
    pairs = (part.partition("=") for part in name.split())
    return {point: choice for point, equals, choice in pairs if equals}


def reading_text(name: str, labels: Mapping[str, Message] | None = None) -> Message:
    """Return a reading's name in the words of both languages.

    Args:
        name: the reading's name.
        labels: the words for choices of a rule's own, by ``point=choice``.
    """
    said = tuple(
        (labels or {}).get(pair) or _label(*pair.split("="))
        for pair in name.split()
        if "=" in pair
    )
    return say("rules.reading", choices=said) if said else say("rules.reading-only")


def _label(point: str, choice: str) -> Message:
    if choice in {**POINTS, **ALWAYS_OPEN}.get(point, ()):
        return say(f"rules.choice-{point.replace('_', '-')}-{choice.replace('_', '-')}")
    return say("common.text", text=f"{point}={choice}")


def named(readings: Sequence[Reading[T]]) -> Iterator[tuple[str, T]]:
    """Yield the readings' names and results."""
    for reading in readings:
        yield reading_name(reading.choices), reading.result
