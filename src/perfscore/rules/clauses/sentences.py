"""The pieces of a clause one after another: which condition earns what."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from perfscore.rules.clauses.parts import (
    JUDGEMENTS,
    Arm,
    Condition,
    Deduction,
    Earns,
    End,
    Figure,
    Named,
    Outcome,
    Points,
    Side,
    Span,
    When,
    Written,
)
from perfscore.rules.clauses.phrases.names import DONE, EVENTS, NAMELESS
from perfscore.rules.clauses.pieces import (
    Accrual,
    And,
    Base,
    Bonus,
    BonusCap,
    By,
    Cap,
    Deadline,
    Each,
    Example,
    Floor,
    Graded,
    Happening,
    Ignored,
    LateRatio,
    Likewise,
    NotApplicable,
    PartSteps,
    Piece,
    Ratio,
    Reached,
    Stated,
    Steps,
    Stop,
    Timely,
    Unknown,
)
from perfscore.rules.clauses.shape import is_gate, is_tier
from perfscore.rules.clauses.wording import words_of

_NEGATIVE = re.compile(
    "[不未违漏迟误错退返逾拖瞒谎缺失假虚无]|投诉|事故|问题|超标|早退"
)
"""What tells that words describe something bad, which a clause then counts."""
_NOUN = re.compile(
    r"(?:(?![除非外若如或且每仅只不未无没得扣按以后前内首末同累超低高达完已应须因随再另各均])"
    r"[^\W\d_]){2,12}"
)
"""Words that may name what is measured, and no condition of their own."""
_WORDS = re.compile(r"(?:(?![每扣得若如除非否])[^\W\d_]){2,12}")
"""Words that may name it where the row's name has them all."""
_COMMON = re.compile("(?:安全|生产|责任|相关|此类|任何)*(?:事故|情况|现象|行为|问题)?")
"""What says nothing of its own of what happened."""
_LONGEST_GRADE = 24
_LEAST_GRADES = _TWO = 2
_GRADES = frozenset(
    [
        *("优", "良", "中", "差", "优秀", "良好", "中等", "较差", "一般", "好", "较好"),
        *("合格", "不合格", "基本合格"),
    ]
)
_MOST_DEDUCTIONS = 4
_MOST_ARMS = 12


class Table:
    """What has been read so far, and what waits for its other half."""

    def __init__(self) -> None:
        self.arms: list[Arm] = []
        self.deductions: list[Deduction] = []
        self.examples: list[Example] = []
        self.ratios: set[str] = set()
        self.target_ratios: set[str] = set()
        self.stated: list[Fraction] = []
        self.subjects: dict[str, None] = {}
        self.whats: dict[str, None] = {}
        self.things: dict[str, None] = {}
        self.accidents = False
        self.reached_names: set[str] = set()
        self.nouns: dict[str, None] = {}
        self.defined: set[str] = set()
        self.joined = False
        self.by = ""
        self.unread: list[str] = []
        self.pending: Condition | None = None
        self.before: Condition | None = None
        self.steps: Steps | None = None
        self.opened = False
        self.stopped = False
        self.ceiling: Fraction | None = None
        self.part_steps = ""
        self.base: Figure | None = None
        self.bonus: Bonus | None = None
        self.bonus_most: Fraction | None = None
        self.not_applicable: bool | None = None
        self.accrual: Accrual | None = None
        self.deadline: Figure | None = None
        self.floor: Fraction | None = None
        self.each: Fraction | None = None
        self.grades: tuple[tuple[str, Points], ...] = ()

    def take(self, piece: Piece) -> None:
        """Take the next piece."""
        if isinstance(piece, Unknown):
            self.stopped = False
            self.named(piece.words)
        elif isinstance(piece, Span) and (points := self.points_of_grade(piece)):
            self.earned(points)
        elif isinstance(piece, Span | When):
            self.condition(piece)
        elif isinstance(piece, Happening):
            self.happening(piece.what)
            self.condition(piece.when)
        elif isinstance(piece, Timely):
            self.things[piece.thing] = None
            self.condition(piece.when)
        elif isinstance(piece, Reached | Deadline):
            self.reached(piece)
        elif isinstance(piece, Steps):
            self.begin_steps(piece)
        elif isinstance(piece, Earns | Points | Written):
            self.earned(piece)
        elif isinstance(piece, Stop):
            self.opened = piece.opens
            self.stopped = True
            self.stop(hard=piece.hard)
        else:
            self.aside(piece)

    def reached(self, piece: Reached | Deadline) -> None:
        """Take a target or a date that is reached, or not."""
        if isinstance(piece, Reached):
            self.subject(piece.subject)
            self.reached_names.add(piece.subject)
        else:
            if self.deadline is not None and self.deadline.text != piece.date.text:
                self.unread.append(piece.date.text)
            self.deadline = piece.date
        self.condition(piece.when)

    def points_of_grade(self, span: Span) -> Points | None:
        """Return 8-10分 as points where a grade stands before it (显著8-10分)."""
        ends = [end for end in (span.low, span.high) if end is not None]
        plain = len(ends) == _TWO and not span.subject and not self.opened
        if not plain or not isinstance(self.pending, Named):
            return None
        if ends[1].figure.unit != "分" or ends[0].figure.unit not in {"", "分"}:
            return None
        return Points(ends[0].figure.number, ends[1].figure.number)

    def happening(self, what: str) -> None:
        """Remember what happens; one clause is to count one thing."""
        what = what.strip("的")
        if what and not _COMMON.fullmatch(what):
            self.whats[what] = None
        elif "事故" in what:
            self.accidents = True

    def named(self, words: str) -> None:
        """Take words that are not understood: they may name a grade."""
        if isinstance(self.pending, Named) and self.steps is None:
            words = self.pending.words + words
            self.pending = None
        if self.pending is None and self.steps is None and len(words) <= _LONGEST_GRADE:
            self.pending = Named(words.removesuffix("的").removeprefix("评为"))
        else:
            self.unread.append(words)

    def aside(self, piece: Piece) -> None:
        """Take a piece that is neither condition nor what it earns."""
        if isinstance(piece, Stated | Floor | Cap):
            self.bound(piece)
        elif isinstance(piece, Each):
            # A、B、C各1分: the items before it are no condition.
            self.each, self.pending = piece.points, None
        elif isinstance(piece, And):
            self.joined = isinstance(self.pending, Span)
            if not self.joined:
                self.unread.append("且")
        elif isinstance(piece, Ratio | By):
            self.named_measure(piece)
        elif isinstance(piece, Example | PartSteps | Base):
            self.how_steps_count(piece)
        elif isinstance(piece, Bonus | BonusCap | NotApplicable | LateRatio | Accrual):
            self.exception(piece)
        elif isinstance(piece, Graded) and not self.grades and self.pending is None:
            self.grades = piece.grades
        elif not (
            isinstance(piece, Ignored)
            or (isinstance(piece, Likewise) and self.only_steps())
        ):
            self.unread.append(words_of(piece))

    def only_steps(self) -> bool:
        """Whether what was said last is a step, and no band may go on likewise."""
        tiers = [arm for arm in self.arms if is_tier(arm)]
        return bool(self.deductions) and self.pending is None and len(tiers) <= 1

    def bound(self, piece: Stated | Floor | Cap) -> None:
        """Take the most or the least that a row earns, or that is taken off."""
        if isinstance(piece, Floor):
            self.floor = piece.least
        elif isinstance(piece, Cap):
            self.cap(piece)
        elif piece.at_most:
            self.ceiling = piece.points
        else:
            self.stated.append(piece.points)

    def how_steps_count(self, piece: Example | PartSteps | Base) -> None:
        """Take what is said of steps: from where, and how a part of one counts."""
        if isinstance(piece, Base):
            self.base = piece.figure
        elif isinstance(piece, Example):
            self.examples.append(piece)
        else:
            self.part_steps = piece.choice

    def exception(
        self, piece: Bonus | BonusCap | NotApplicable | LateRatio | Accrual
    ) -> None:
        """Take what is said of rows beyond the target, out of scope or late."""
        if isinstance(piece, Accrual):
            if self.accrual is not None or self.pending is not None:
                self.unread.append(piece.size.text)
            self.accrual = piece
        elif isinstance(piece, LateRatio):
            self.arms.append(Arm(When.LATE, Earns.JUDGED))
        elif isinstance(piece, NotApplicable):
            self.not_applicable = piece.full
        elif isinstance(piece, BonusCap):
            self.bonus_most = piece.most
        else:
            if self.bonus is not None:
                self.unread.append(piece.size.text)
            self.bonus = piece

    def named_measure(self, piece: Ratio | By) -> None:
        """Take a name that the clause gives to what it measures."""
        if isinstance(piece, By):
            self.by = piece.subject
            self.subject(piece.subject)
            return
        if piece.is_ratio:
            self.ratios.add(piece.name)
        if piece.of_target:
            self.target_ratios.add(piece.name)
        if not piece.is_ratio:
            self.defined.add(piece.name)
        self.subject(piece.name)

    def subject(self, name: str) -> None:
        """Remember what is measured."""
        short = name.removeprefix("实际").removeprefix("年度").removeprefix("该")
        name = short if len(short) > 1 else name
        if name:
            self.subjects[name] = None

    def condition(self, piece: Condition) -> None:
        """Take a condition; two spans of the same thing are both to hold."""
        if isinstance(piece, Span) and piece.subject not in NAMELESS:
            self.subject(piece.subject)
        if self.steps is not None:
            self.fail("每")
        before = self.pending
        if isinstance(before, Named) and self.names_measure(before.words, piece):
            before = None
        if before is None:
            self.pending = piece
        elif isinstance(before, Span) and isinstance(piece, Span):
            both = _both(before, piece)
            if both is None:
                self.fail_condition()
            self.pending = both
        else:
            self.fail_condition()
            self.pending = piece

    def names_measure(self, words: str, piece: Condition) -> bool:
        """Whether words before a condition name what is measured, or its grade."""
        if isinstance(piece, Span) and words in _GRADES:
            return self.opened or not self.stopped  # 优（90%以上）, 优90分以上
        if self.stopped or not _WORDS.fullmatch(words):
            return False
        if not isinstance(piece, Span) and piece is not When.MET:
            return False
        if words not in DONE:
            self.nouns[words] = None  # 管网铺设90%以上, 建设内容全部完成
        return True

    def fail_condition(self) -> None:
        """Two conditions stand together, and nothing says how."""
        self.unread.append(words_of(self.pending))

    def fail(self, words: str) -> None:
        """Something lacks its other half."""
        self.unread.append(words)
        self.steps = None

    def begin_steps(self, piece: Steps) -> None:
        """Take the size of a step."""
        if self.steps is not None:
            self.fail(self.steps.size.text)
        if isinstance(self.pending, Named):
            words, self.pending = self.pending.words, None
            if piece.side is Side.EVENTS and _NEGATIVE.search(words):
                # 迟到一次扣0.5分, 病历书写不合格一份扣0.5分: what is counted
                piece = replace(piece, what=words + piece.what, each=True)
            elif self.stopped or not _NOUN.fullmatch(words):
                self.unread.append(words)
            elif piece.side is Side.EVENTS:
                self.subject(words)
            else:
                self.nouns[words] = None
        elif self.pending is When.SOME and piece.side is Side.EVENTS:
            self.pending = None  # 发现问题的,每个问题扣0.5分
        elif self.pending is When.LATE and piece.side is Side.EVENTS:
            self.pending = None
            piece = replace(piece, what="逾期" + piece.what, each=True)
        self.subject(piece.subject)
        self.happening(piece.what)
        self.steps = piece

    def earned(self, piece: Outcome) -> None:
        """Take what a condition earns, or what a step takes off."""
        if self.steps is not None:
            self.deduct(piece)
            return
        last = self.arms[-1] if self.arms and self.pending is None else None
        rough = last is not None and last.earns in {Earns.RATIO, Earns.BEYOND}
        if isinstance(piece, Written) and last is not None and rough:
            self.arms[-1] = replace(last, earns=piece)
            return
        if isinstance(piece, Points) and piece.whole:
            if self.pending is None and self.arms:
                self.stated.append(piece.low)  # …,满分10分
                return
            piece = replace(piece, whole=False)
        when = self.pending
        graded = isinstance(piece, Points) or piece in {Earns.FULL, *JUDGEMENTS}
        if isinstance(when, Named) and not graded:
            self.unread.append(when.words)
        if when is None and self.states_weight(piece):
            return
        if when is None and not self.stands_alone(piece):
            self.unread.append(words_of(piece))
            return
        self.arms.append(Arm(When.ALWAYS if when is None else when, piece))
        self.before, self.pending = when, None

    def states_weight(self, piece: Outcome) -> bool:
        """Take points that stand before everything else: what the row is worth."""
        if not isinstance(piece, Points) or self.arms or self.deductions:
            return False
        plain = piece.low == piece.high > 0 and not piece.off and not piece.of_weight
        if plain:
            self.stated.append(piece.low)
        return plain

    def stands_alone(self, piece: Outcome) -> bool:
        """Whether a piece needs no condition."""
        if isinstance(piece, Written) or piece is Earns.LINEAR:
            return True
        return piece in {Earns.RATIO, *JUDGEMENTS} and all(
            arm.when is not When.ALWAYS for arm in self.arms
        )

    def deduct(self, piece: Outcome) -> None:
        """Take what each step takes off."""
        steps = self.steps
        self.steps = None
        plain = isinstance(piece, Points) and piece.off and piece.low == piece.high
        once = steps is not None and steps.side is Side.EVENTS and not steps.each
        if steps is not None and once and isinstance(piece, Points) and not piece.off:
            # 发生一起不得分: from the first on.
            end = End(steps.size, included=True)
            self.arms.append(Arm(Span(end, None, EVENTS), piece))
            return
        lost = steps is not None and steps.side is Side.MISSING and not steps.each
        if lost and isinstance(piece, Points) and not piece.off and not piece.high:
            self.arms.append(Arm(When.MISSED, piece))  # 有一项未完成不得分
            return
        if steps is None or not plain or not isinstance(piece, Points):
            self.unread.append(words_of(piece))
            return
        side = self.side_of(steps)
        if side is None or steps.size.number <= 0 or piece.low <= 0:
            self.unread.append(steps.size.text)
            return
        when, self.pending = self.pending, None
        gates = [arm.when for arm in self.arms if is_gate(arm)]
        wanted = isinstance(when, Span) and _is_wanted(when, side)
        complement = isinstance(when, Span) and any(
            isinstance(gate, Span) and _figures(gate) & _figures(when) for gate in gates
        )
        if isinstance(when, Span) and wanted and not (complement or steps.of_target):
            # 不低于1000公斤,每少100公斤扣5分: the condition is what is wanted.
            self.arms.append(Arm(when, Earns.FULL))
            when = None
        if isinstance(when, Named):
            self.unread.append(when.words)
        if when in {When.MET, When.SAME, When.ON_TIME}:
            # 完成目标,每少1场扣1分 likewise.
            when = None
        if when is None and self.deductions and steps.side is None:
            when = self.deductions[-1].when
        self.deductions.append(
            Deduction(
                side=side,
                size=steps.size,
                points=piece.low,
                of_weight=piece.of_weight,
                subject=steps.subject or self.by,
                when=when,
                each=steps.each,
                what=steps.what,
                base=steps.base or self.base,
                of_target=steps.of_target or (wanted and complement),
            )
        )

    def side_of(self, steps: Steps) -> Side | None:
        """Return which deviation steps count, None where that is not told."""
        if steps.side is Side.EVENTS and isinstance(self.pending, Span):
            # 超过3次,每次扣2分: each one past the third
            past = self.pending.low is not None and self.pending.high is None
            return Side.OVER if past else None
        return steps.side or self.side_of_pending()

    def side_of_pending(self) -> Side | None:
        """Return the side of steps that only their condition tells (低于…的,每1%)."""
        if self.pending in {When.MISSED, When.BELOW}:
            return Side.UNDER
        if self.pending is When.ABOVE:
            return Side.OVER
        if self.pending is When.LATE:
            return Side.LATE
        if isinstance(self.pending, Span):
            if self.pending.low is None and self.pending.high is not None:
                return Side.UNDER
            if self.pending.high is None:
                return Side.OVER
        return None

    def cap(self, cap: Cap) -> None:
        """Take the most that the last deduction takes off."""
        if cap.alone and (self.bonus is not None or self.accrual is not None):
            self.ceiling = cap.most
            return
        judged = bool(self.arms) and self.arms[-1].earns in JUDGEMENTS
        if not self.deductions and judged and not cap.of_weight:
            self.stated.append(cap.most)  # 酌情扣分,扣完7分为止
            return
        if not self.deductions:
            self.unread.append(f"最多扣{cap.most}")
            return
        last = self.deductions[-1]
        self.deductions[-1] = replace(last, most=cap.most, most_of_weight=cap.of_weight)

    def stop(self, *, hard: bool) -> None:
        """Take a stop: nothing may wait across the end of a sentence."""
        if not hard:
            return
        if self.steps is not None:
            self.fail(self.steps.size.text)
        if self.pending is not None:
            self.fail_condition()
            self.pending = None


def _is_wanted(span: Span, side: Side) -> bool:
    """Whether steps of a side count from a span's end, and not within it."""
    if span.low is not None and span.high is not None:
        return False
    over = side in {Side.OVER, Side.INCREASE, Side.LATE}
    return (span.high if over else span.low) is not None


def _figures(span: Span) -> set[Fraction]:
    return {end.figure.number for end in (span.low, span.high) if end is not None}


def _both(first: Span, second: Span) -> Span | None:
    """Return the span in which two hold, where they bound different sides."""
    if second.subject and first.subject and second.subject != first.subject:
        return None
    subject = first.subject or second.subject
    if first.high is None and second.low is None:
        return Span(first.low, second.high, subject)
    if first.low is None and second.high is None:
        return Span(second.low, first.high, subject)
    return None
