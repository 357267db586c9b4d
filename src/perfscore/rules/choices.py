"""What a ruleset chooses at an open point, in the words of people."""

from __future__ import annotations

from fractions import Fraction

from perfscore.messages import Message, number_text, percent_text, say
from perfscore.rules.methods import Beyond
from perfscore.rules.readings import POINTS, reading_text
from perfscore.rules.ruleset import Conventions

OPEN = (*POINTS, "over_achievement", "approximate")
"""Every key of a ruleset's conventions."""


def choice_text(conventions: Conventions, point: str) -> Message:
    """Return the choice at a point, and the readings that stay honest beside it.

    Args:
        conventions: the ruleset's conventions.
        point: a key of them, such as ``reverse_rate`` or ``over_achievement``.

    Example:
        >>> from perfscore.rules.library import load_ruleset
        >>> found = choice_text(load_ruleset("mof-2020").conventions, "reverse_rate")
        >>> print(found.text("en"))
        lower is better: target ÷ actual (also: lower is better: 2 − actual ÷ target)
    """
    if point == "over_achievement":
        return beyond_text(conventions.over_achievement)
    if point == "approximate":
        about = conventions.approximate
        if about is None:
            return say("rules.about-digits")
        return say("rules.about-share", share=percent_text(about.share))
    chosen, *others = conventions.options(point)
    text = reading_text(f"{point}={chosen}")
    if not others:
        return text
    readings = [reading_text(f"{point}={other}") for other in others]
    return say("rules.choice-and-others", chosen=text, others=readings)


def point_text(point: str) -> Message:
    """Say what a point leaves open.

    Example:
        >>> point_text("steps").text("en")
        'a step that is not full'
    """
    return say(f"rules.point-{point.replace('_', '-')}")


def beyond_text(rule: Beyond | None) -> Message:
    """Say what achieving more than the target does; None: nothing."""
    if rule is None:
        return say("rules.beyond-none")
    rate = percent_text(rule.rate)
    if rule.step is None:
        return say(f"rules.beyond-{rule.effect.replace('_', '-')}", rate=rate)
    if rule.of_weight is None:
        each = say("rules.beyond-points", points=rule.points or Fraction(0))
    else:
        each = say("rules.beyond-share", share=percent_text(rule.of_weight))
    data = {"rate": rate, "step": str(rule.step), "each": each}
    if rule.most is None:
        return say(f"rules.beyond-{rule.effect}", **data)
    return say(f"rules.beyond-{rule.effect}-most", most=number_text(rule.most), **data)
