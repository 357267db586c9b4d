"""What each command about rulesets does."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from perfscore.cli.output import complain, print_json, write, write_lines
from perfscore.errors import RuleSetError
from perfscore.messages import Lang
from perfscore.reports.rulebook import (
    case_lines,
    list_lines,
    ruleset_lines,
    unreached_lines,
)
from perfscore.rules.library import load_ruleset, rulesets
from perfscore.rules.ruleset import RuleSet
from perfscore.scoring.cases import CaseResult, check_cases
from perfscore.scoring.reach import Unreached, unreached


def show_list(args: argparse.Namespace) -> int:
    """List the rulesets."""
    found = rulesets()
    if args.format == "json":
        print_json(
            [
                {
                    "id": rules.id,
                    "title": rules.title.model_dump(),
                    "jurisdiction": rules.jurisdiction.model_dump(),
                    "fingerprint": rules.fingerprint,
                }
                for rules in found
            ]
        )
    else:
        write_lines(list_lines(found, args.lang))
    return 0


def show(args: argparse.Namespace) -> int:
    """Show a ruleset as a person reads it."""
    rules = load_ruleset(args.ruleset)
    if args.format == "json":
        write(rules.model_dump_json(by_alias=True, indent=2) + "\n")
    else:
        write_lines(ruleset_lines(rules, args.lang))
    return 0


def check(args: argparse.Namespace) -> int:
    """Run the cases of rulesets; a bad file is told and the rest goes on."""
    code = 0
    found = []
    for name in args.rulesets or [rules.id for rules in rulesets()]:
        try:
            rules = load_ruleset(name)
        except RuleSetError as error:
            complain(error, args.lang)
            code = 2
            continue
        results, missed = check_cases(rules), unreached(rules)
        if any(result.problem for result in results):
            code = max(code, 1)
        if args.format == "json":
            found.append(_checked(rules, results, missed, args.lang))
        else:
            write_lines(case_lines(rules, results, args.lang))
            write_lines(unreached_lines(missed, args.lang))
    if args.format == "json":
        print_json(found)
    return code


def _checked(
    rules: RuleSet,
    results: Sequence[CaseResult],
    missed: Sequence[Unreached],
    lang: Lang,
) -> dict[str, object]:
    cases = [
        {
            "name": result.name,
            "found": str(result.item.set),
            "problem": result.problem and result.problem.text(lang),
        }
        for result in results
    ]
    branches = [
        {
            "place": str(one.place),
            "rule": one.rule,
            "formula": one.formula.text(lang),
            "branch": one.branch.text(lang),
        }
        for one in missed
    ]
    return {
        "id": rules.id,
        "fingerprint": rules.fingerprint,
        "cases": cases,
        "unreached": branches,
    }
