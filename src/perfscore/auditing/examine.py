"""What one file of a large run comes to: read, scored and checked in one process."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import BinaryIO

from perfscore.auditing.catalogue import checks
from perfscore.auditing.differences import Differences, differences
from perfscore.auditing.digest import Digest, digest
from perfscore.auditing.gather import Gathered, Located, gather
from perfscore.auditing.scored import score_all


@dataclass(frozen=True, slots=True)
class Examined:
    """A form that was scored and checked; what only a report needs is pickled.

    Attributes:
        card: its scorecard.
        findings: what the checks over one form found, as a tuple.
        digest: what the checks across forms need of it.
        differences: how far its claims are from what was worked out.
    """

    card: bytes
    findings: bytes
    digest: Digest
    differences: Differences


@dataclass(frozen=True, slots=True)
class GatheredAndExamined(Gathered):
    """What one file of a run holds, examined; its forms stand in their scorecards.

    Attributes:
        examined: its forms.
    """

    examined: tuple[Examined, ...] = ()


@dataclass(frozen=True, slots=True)
class Examine:
    """Reads, scores and checks files; it can be sent to another process.

    Attributes:
        rules: the ruleset, by name or path.
        codes: the codes of the checks to run.
    """

    rules: str | None
    codes: frozenset[str]

    def __call__(self, source: Located | BinaryIO) -> GatheredAndExamined:
        """Return what a file comes to; a fault is told and not raised."""
        found = gather(source)
        cards, failed = score_all(found.forms, self.rules)
        chosen = [one for one in checks() if one.code in self.codes]
        examined = []
        for card in cards:
            hits = tuple(f for one in chosen for f in one.findings(card.form, card))
            examined.append(
                Examined(
                    card=pickle.dumps(card, pickle.HIGHEST_PROTOCOL),
                    findings=pickle.dumps(hits, pickle.HIGHEST_PROTOCOL),
                    digest=digest(card, 0),
                    differences=differences(card),
                )
            )
        return GatheredAndExamined(
            found.file,
            unread=(*found.unread, *failed),
            doubts=found.doubts,
            examined=tuple(examined),
        )
