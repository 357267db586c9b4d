"""Which branches of a ruleset's formulas no case of it reaches."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from perfscore.errors import RuleSetError
from perfscore.messages import Lang, Message, say
from perfscore.places import Place
from perfscore.rules.cells import branches, cells_between
from perfscore.rules.formula import Formula, parse_formula
from perfscore.rules.library import load_ruleset
from perfscore.rules.methods import Grades, MethodBase
from perfscore.rules.methods.base import JUDGED
from perfscore.rules.parts import Direction, RuleRow, Subject
from perfscore.rules.readings import TooManyReadings, readings_of
from perfscore.rules.ruleset import Case, RuleSet
from perfscore.rules.scalars import ScalarWalker
from perfscore.rules.walker import Names, UndefinedResult
from perfscore.rules.wording import formula_text, worded
from perfscore.rules.words import Sort
from perfscore.scoring.budget import budget_result
from perfscore.scoring.cases import budget_of, row_of
from perfscore.scoring.figures import Figures
from perfscore.scoring.outcome import outcome_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """A branch of a formula that no case of its ruleset reaches.

    Attributes:
        rule: the rule's method, such as ``bands``; ``budget`` for budget execution.
        place: where the rule stands in its file.
        formula: the formula, in the words of both languages.
        branch: when the branch holds and what it gives.
    """

    rule: str
    place: Place
    formula: Message
    branch: Message

    def text(self, lang: Lang = "zh") -> str:
        """Return the branch with its place and rule, in a language."""
        return f"{self.place}: {self.rule}: {self.branch.text(lang)}"


Where = tuple[str | int, ...]
"""The way to a rule in its file."""


def unreached(rules: RuleSet) -> tuple[Unreached, ...]:
    """Return the branches of a ruleset's formulas that none of its cases reaches.

    A method is asked for its formula in rows of every kind that come to it, a clause of
    the ruleset in those of the cases, and both under every reading. Branches are those
    of the conditionals; a formula without one is a single branch. What a rule that is
    inherited as it stands does in the cases of its own file is not asked for again.

    Args:
        rules: the ruleset.

    Returns:
        The branches in the order of the rules.

    Example:
        >>> from perfscore.rules.library import load_ruleset
        >>> unreached(load_ruleset("mof-2020"))
        ()
    """
    reached = _Reached(rules)
    for case in rules.cases:
        reached.run(case)
    known = _inherited(rules) | reached.by_place()
    wanted: dict[Where, dict[str, None]] = {("budget",): {}}
    wanted |= {("methods", n): {} for n in range(len(rules.methods))}
    wanted |= {("clauses", n): {} for n in range(len(rules.clauses))}
    for where, text in (*_of_methods(rules), *_of_budget(rules)):
        wanted[where][text] = None
    for where, text in reached.used:
        if where[0] == "clauses":
            wanted[where][text] = None
    return tuple(_missing(rules, wanted, known))


Known = set[tuple[Place, Message]]
"""Branches that cases reach, each with the place of its rule."""


def _inherited(rules: RuleSet) -> Known:
    """Return what the cases of the rulesets that it extends reach."""
    if rules.extends is None:
        return set()
    try:
        parent = load_ruleset(rules.extends)
    except RuleSetError:
        # A file that is not shipped answers for all of its rules itself.
        return set()
    reached = _Reached(parent)
    for case in parent.cases:
        reached.run(case)
    return _inherited(parent) | reached.by_place()


def _missing(
    rules: RuleSet, wanted: dict[Where, dict[str, None]], known: Known
) -> Iterator[Unreached]:
    for where, texts in wanted.items():
        rule, place = _rule(rules, where), rules.place(*where)
        if not texts and where[0] == "clauses":
            # No case has the clause, so that nothing says in which rows it stands.
            none = say("scoring.branch-none")
            yield Unreached(rule=rule, place=place, formula=none, branch=none)
        told: set[Message] = set()
        for text in texts:
            formula = parse_formula(text)
            for branch in _branches(formula).values():
                # Readings share branches: what one reaches need not be reached again.
                if (place, branch) not in known and branch not in told:
                    told.add(branch)
                    words = formula_text(formula)
                    yield Unreached(
                        rule=rule, place=place, formula=words, branch=branch
                    )


def _rule(rules: RuleSet, where: Where) -> str:
    if where[0] == "budget":
        return "budget"
    position = int(where[1])
    if where[0] == "clauses":
        return rules.clauses[position].rule.method
    return rules.methods[position].method


# Rows of every kind.
def _of_methods(rules: RuleSet) -> Iterator[tuple[Where, str]]:
    """Yield every formula that a method stands for in rows that come to it."""
    for row, level1 in _rows(rules):
        for position, method in enumerate(rules.methods):
            if method.for_.fits(row, level1):
                for known in _told(method, row):
                    for text in _texts(method, known, rules):
                        yield ("methods", position), text
                break


def _texts(method: MethodBase, row: RuleRow, rules: RuleSet) -> list[str]:
    beyond = rules.conventions.over_achievement
    options = rules.conventions.options
    try:
        found = readings_of(lambda ask: method.write(ask, row, beyond), options)
    except TooManyReadings:
        return []
    return [reading.result for reading in found]


def _told(method: MethodBase, row: RuleRow) -> Iterator[RuleRow]:
    yield row
    if isinstance(method, Grades) and row.subject is Subject.TEXT:
        for grade in range(len(method.grades)):
            yield RuleRow(row.weight, Subject.TEXT, None, grade=grade)


def _rows(rules: RuleSet) -> Iterator[tuple[RuleRow, str]]:
    selectors = [method.for_ for method in rules.methods]
    level1 = ["", *(name for one in selectors for name in one.level1)]
    level2 = ["", *(name for one in selectors for name in one.level2)]
    weight = Fraction(10)
    for one, two in product(dict.fromkeys(level1), dict.fromkeys(level2)):
        for direction in _directions(rules):
            for share, zero in product((False, True), repeat=2):
                ranged = direction is Direction.BETWEEN
                if zero and ranged:
                    continue
                row = RuleRow(
                    weight,
                    direction=direction,
                    zero_target=zero,
                    is_share=share,
                    counts=not share,
                    level2=two,
                )
                yield row, one
        yield RuleRow(weight, Subject.DATE, None, level2=two), one
        yield RuleRow(weight, Subject.TEXT, None, level2=two), one


def _directions(rules: RuleSet) -> list[Direction]:
    options = rules.conventions.options
    equal = {*options("equal"), *options("equal_cost")}
    always = {Direction.AT_LEAST, Direction.AT_MOST, Direction.BETWEEN}
    return [one for one in Direction if one in always or one.value in equal]


def _of_budget(rules: RuleSet) -> Iterator[tuple[Where, str]]:
    texts = [text for _, text, _ in rules.budget.texts()]
    beyond = set(rules.conventions.options("over_budget"))
    zero = set(rules.conventions.options("zero_budget"))
    texts += ["weight"] if "capped" in beyond or "full" in zero else []
    texts += ["0"] if "nothing" in beyond else []
    texts += [JUDGED] if "judged" in beyond else []
    for text in texts:
        yield ("budget",), text


# What cases reach.
@dataclass(slots=True)
class _Reached:
    """The branches that cases reach.

    Attributes:
        rules: the ruleset.
        branches: the branches, each with its rule.
        used: each rule with the texts of the formulas that it stood for.
    """

    rules: RuleSet
    branches: set[tuple[Where, Message]] = field(default_factory=set)
    used: dict[tuple[Where, str], None] = field(default_factory=dict)

    def by_place(self) -> Known:
        """Return the branches, each with the place of its rule."""
        place = self.rules.place
        return {(place(*where), branch) for where, branch in self.branches}

    def run(self, case: Case) -> None:
        """Run a case under every reading and note what it reaches."""
        options = self.rules.conventions.options
        rules = self.rules
        if case.budget is not None:
            row = budget_of(case)
            for one in readings_of(lambda ask: budget_result(row, rules, ask), options):
                result = one.result
                self.note(("budget",), result.formula, result.names, None)
            return
        given = row_of(case)
        try:
            found = readings_of(lambda ask: outcome_of(given, rules, ask), options)
        except TooManyReadings:
            return
        for outcome in (reading.result for reading in found):
            if outcome.selected is None or outcome.formula is None:
                continue
            where = self.where(outcome.selected.method)
            if where is not None:
                self.note(where, outcome.formula, outcome.names, outcome.figures)

    def where(self, method: object) -> Where | None:
        """Return where a rule stands in the ruleset."""
        for position, own in enumerate(self.rules.methods):
            if own is method:
                return ("methods", position)
        for position, clause in enumerate(self.rules.clauses):
            if clause.rule is method:
                return ("clauses", position)
        return None

    def note(
        self, where: Where, formula: Formula, names: Names, figures: Figures | None
    ) -> None:
        """Note the branches that a row's numbers reach."""
        self.used[where, formula.text] = None
        for known in _points(formula, names, figures):
            walker = _Noting(known)
            try:
                walker._eval(formula.tree)  # noqa: SLF001 -- simpleeval's own way in
            except UndefinedResult:
                continue
            ends = _branches(formula)
            for taken in walker.taken or [id(formula.tree)]:
                if taken in ends:
                    self.branches.add((where, ends[taken]))


class _Noting(ScalarWalker):
    """Evaluates a formula and notes the branches taken."""

    def __init__(self, names: Names) -> None:
        super().__init__(names)
        self.taken: list[int] = []

    def _conditional(self, node: ast.IfExp) -> object:
        branch = node.body if self.holds(node.test) else node.orelse
        self.taken.append(id(branch))
        return self._eval(branch)


def _points(formula: Formula, names: Names, figures: Figures | None) -> Iterator[Names]:
    """Yield the names with each piece of what is uncertain as one number of it."""
    if "achieved" in formula.names and "achieved" not in names.definitions:
        for way in _BOTH:
            definitions = {**names.definitions, "achieved": way}
            told = Names(names.numbers, names.unknown, definitions)
            yield from _points(formula, told, figures)
        return
    if names.unknown is None or figures is None:
        yield names
        return
    cells = cells_between(
        figures.low,
        figures.high,
        low_open=figures.low_open,
        high_open=figures.high_open,
    )
    try:
        found = branches(formula, names, cells, names.numbers["weight"])
    except UndefinedResult:
        return
    for branch in found:
        numbers = {**names.numbers, names.unknown: branch.cell.sample()}
        yield Names(numbers, None, names.definitions)


_BOTH = [
    parse_formula(text, sort=Sort.CONDITION) for text in ("weight >= 0", "weight < 0")
]


def _branches(formula: Formula) -> dict[int, Message]:
    """Return when each branch holds and what it gives, by the node where it ends."""
    found = {}
    for node in ast.walk(formula.tree):
        if isinstance(node, ast.IfExp):
            test = _part(node.test, formula)
            for key, end in (("then", node.body), ("else", node.orelse)):
                if not isinstance(end, ast.IfExp):
                    value = _part(end, formula)
                    branch = say(f"scoring.branch-{key}", test=test, value=value)
                    found[id(end)] = branch
    return found or {id(formula.tree): _part(formula.tree, formula)}


def _part(node: ast.expr, formula: Formula) -> Message:
    part = Formula(ast.unparse(node), node, formula.sort, formula.names)
    return say("common.both", zh=worded(part, "zh"), en=worded(part, "en"))
