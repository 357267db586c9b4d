"""The words that the command understands; its help is in both languages."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from itertools import zip_longest
from typing import Any

from perfscore.cli.output import write
from perfscore.messages import LANGS, Lang, Message, say
from perfscore.reports.layout import WIDTH, wrap

_ROOM = WIDTH - 2
_SHOWN = 60
_MISSING = re.compile(r"the following arguments are required: (.*)")
_NEEDLESS = re.compile(r"argument (\S+): ignored explicit argument .*")


class Refused(Exception):  # noqa: N818 -- says what is the matter
    """The words of the command line are not understood.

    Attributes:
        command: the command as far as it was understood, such as ``perfscore audit``.
        message: what is the matter.
    """

    def __init__(self, command: str, message: Message) -> None:
        self.command = command
        self.message = message
        super().__init__()

    def text(self, lang: Lang) -> str:
        """Return what is the matter, what to try, and where the help is."""
        lines = [self.message.text(lang), self.message.hint(lang)]
        lines.append(say("cli.see-help", command=self.command).text(lang))
        return "\n".join(line for line in lines if line)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints stand in the catalogue, in both languages."""

    def error(self, message: str) -> Any:
        if missing := _MISSING.fullmatch(message):
            raise self._refused("argument-missing", name=missing[1])
        if needless := _NEEDLESS.fullmatch(message):
            raise self._refused("value-needless", name=needless[1])
        raise self._refused("not-understood", why=message)

    def parse_known_args(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        namespace: argparse.Namespace | None = None,
    ) -> tuple[argparse.Namespace, list[str]]:
        if self._subparsers is not None:
            self._check_options(args or ())
        # A command tells by itself what it does not know: its own options are near.
        found, left = super().parse_known_args(args, namespace)
        options = [word for word in left if word.startswith("-")]
        if options:
            raise self._unknown(options[0])
        if left:
            raise self._refused("word-needless", name=_short(left[0]))
        return found, []

    def _check_options(self, words: Sequence[str]) -> None:
        """Refuse an option before the command that there is not.

        Else what follows it would be taken for the command.
        """
        rest = iter(words)
        for word in rest:
            name, equals, _ = word.partition("=")
            action = self._option_string_actions.get(name)
            if not word.startswith("-") or not word.strip("-"):
                return
            if action is None:
                raise self._unknown(word)
            if action.nargs is None and not equals:
                next(rest, None)

    def _unknown(self, word: str) -> Refused:
        """Return the refusal of an option, with the nearest of this very command."""
        name = word.partition("=")[0]
        own = [one for action in self._actions for one in action.option_strings]
        near = difflib.get_close_matches(name, own, n=1)
        key = "option-unknown-near" if near else "option-unknown"
        more = {"nearest": near[0]} if near else {}
        return self._refused(key, name=_short(name), **more)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        names = [say("common.text", text=str(choice)) for choice in action.choices]
        said = _short(str(value))
        if action.option_strings:
            option = action.option_strings[-1]
            raise self._refused("choice", name=option, value=said, choices=names)
        raise self._refused("command-unknown", name=said, commands=names)

    def _match_argument(self, action: argparse.Action, pattern: str) -> int:
        try:
            taken: int = super()._match_argument(action, pattern)
        except argparse.ArgumentError:
            name = action.option_strings[-1] if action.option_strings else action.dest
            raise self._refused("value-missing", name=name) from None
        return taken

    def _print_message(self, message: str, file: object = None) -> None:
        del file  # help is all that is printed here
        write(message)

    def _refused(self, key: str, **data: object) -> Refused:
        return Refused(self.prog, say(f"cli.{key}", **data))


def _short(word: str) -> str:
    return word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…"


class _Help(argparse.HelpFormatter):
    """Help that counts a Chinese character as two columns."""

    def __init__(self, prog: str, **more: object) -> None:
        del more
        super().__init__(prog, max_help_position=24, width=_ROOM)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        # The part of a command before its own has been said: its prefix is empty.
        prefix = f"{_both('usage', ' ')}: " if prefix is None else prefix
        super().add_usage(usage, actions, groups, prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return [line for part in text.splitlines() for line in wrap(part, width)]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = [
            line
            for part in text.splitlines()
            for line in (wrap(part, width) if part.strip() else [""])
        ]
        return "\n".join(f"{indent}{line}" for line in lines)


class _Version(argparse.Action):
    """Print the version; looked up only when it is asked for."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        del namespace, values, option_string
        write(f"perfscore {version('perfscore')}\n")
        parser.exit()


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse the words of the command line.

    Raises:
        Refused: they are not understood.
        SystemExit: help or the version was asked for and has been printed.
    """
    return _parser().parse_args(arguments)


def spoken(words: Sequence[str]) -> Lang:
    """Return the language that the words ask for, whatever else is wrong with them."""
    lang: Lang = LANGS[0]
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        option, equals, value = word.partition("=")
        said = value if equals else following
        if option == "--lang" and said in LANGS:
            lang = said
    return lang


def _parser() -> _Parser:
    parser = _Parser(
        "perfscore",
        epilog=_both("examples"),
        formatter_class=_Help,
        add_help=False,
        allow_abbrev=False,
    )
    _dress(parser, "about")
    parser.add_argument("--lang", choices=LANGS, default=LANGS[0], help=_both("lang"))
    parser.add_argument("--version", action=_Version, nargs=0, help=_both("version"))
    commands = parser.add_subparsers(
        title=_both("commands", " "), metavar="COMMAND", required=True
    )

    reading = _command(commands, "read", "reading:read")
    _paths(reading)
    _options(reading, ("format", "lang"))

    scoring = _command(commands, "score", "commands:score")
    _paths(scoring)
    _which(scoring)
    _options(scoring, ("rules", "actuals", "decisions", "format", "lang"))

    auditing = _command(commands, "audit", "auditing:audit")
    _paths(auditing)
    _which(auditing)
    _options(auditing, ("rules", "actuals", "decisions"))
    _choosing(auditing)
    _options(auditing, ("report", "lang"))

    filling = _command(commands, "fill", "filling:fill")
    _paths(filling)
    _filled(filling)
    _which(filling)
    _options(filling, ("rules", "actuals", "decisions", "lang"))

    explaining = _command(commands, "explain", "commands:explain")
    explaining.add_argument("form", metavar="FORM", help=_both("form-path"))
    explaining.add_argument(
        "indicator", metavar="INDICATOR", nargs="?", help=_both("indicator")
    )
    _which(explaining)
    _options(explaining, ("rules", "actuals", "decisions", "format", "lang"))

    comparing = _command(commands, "compare", "commands:compare")
    _paths(comparing)
    comparing.add_argument(
        "--rules", metavar="ID|PATH,…", default=None, help=_both("rules-compared")
    )
    _which(comparing)
    _options(comparing, ("actuals", "decisions", "format", "lang"))

    ruling = _command(commands, "rules", None)
    _rules(
        ruling.add_subparsers(
            title=_both("commands", " "), metavar="COMMAND", required=True
        )
    )
    return parser


def _rules(parts: argparse._SubParsersAction[_Parser]) -> None:
    """Add what the command ``rules`` does."""
    listing = _command(parts, "list", "rulesets:show_list", "rules-list")
    _options(listing, ("format", "lang"))
    showing = _command(parts, "show", "rulesets:show", "rules-show")
    showing.add_argument("ruleset", metavar="ID|PATH", help=_both("ruleset"))
    _options(showing, ("format", "lang"))
    checking = _command(parts, "check", "rulesets:check", "rules-check")
    checking.add_argument(
        "rulesets", metavar="ID|PATH", nargs="*", help=_both("rulesets")
    )
    _options(checking, ("format", "lang"))
    starting = _command(parts, "new", "rulesets:new", "rules-new")
    starting.add_argument("ruleset", metavar="ID", help=_both("new-id"))
    starting.add_argument(
        "--extends", metavar="ID", default=None, help=_both("extends")
    )
    _output(starting)
    _options(starting, ("lang",))
    describing = _command(parts, "schema", "rulesets:schema", "rules-schema")
    _output(describing)
    _options(describing, ("lang",))


def _choosing(parser: argparse.ArgumentParser) -> None:
    """Add what chooses checks and findings."""
    for name, metavar in (
        ("select", "CODES"),
        ("ignore", "CODES"),
        ("severity", "LEVEL"),
        ("baseline", "FILE"),
    ):
        parser.add_argument(f"--{name}", metavar=metavar, help=_both(name))
    parser.add_argument(
        "--write-baseline", action="store_true", help=_both("write-baseline")
    )
    parser.add_argument("--config", metavar="FILE", help=_both("config"))


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--form", dest="which", metavar="NAME", default="", help=_both("which")
    )


def _filled(parser: argparse.ArgumentParser) -> None:
    """Add what is asked of a file of forms."""
    parser.add_argument(
        "--output", metavar="FILE", required=True, help=_both("output-forms")
    )
    parser.add_argument(
        "--scores", choices=("ours", "claimed"), default="ours", help=_both("scores")
    )


def _output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", metavar="FILE", default=None, help=_both("output"))


def _dress(parser: argparse.ArgumentParser, about: str) -> None:
    """Give a parser what all of them share."""
    parser.description = _both(about)
    parser._positionals.title = _both("arguments", " ")  # noqa: SLF001 -- no other way
    parser._optionals.title = _both("options", " ")  # noqa: SLF001 -- as above
    parser.add_argument("-h", "--help", action="help", help=_both("help"))


def _command(
    commands: argparse._SubParsersAction[_Parser],
    name: str,
    run: str | None,
    about: str | None = None,
) -> _Parser:
    key = f"about-{about or name}"
    parser = commands.add_parser(
        name,
        help=_both(key),
        formatter_class=_Help,
        add_help=False,
        allow_abbrev=False,
    )
    _dress(parser, key)
    if run:
        parser.set_defaults(run=run)
    return parser


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="+", help=_both("paths"))


def _options(parser: argparse.ArgumentParser, names: Iterable[str]) -> None:
    for name in names:
        if name == "format":
            parser.add_argument(
                "--format",
                choices=("table", "json"),
                default="table",
                help=_both("format"),
            )
        elif name == "report":
            _report(parser)
        elif name == "lang":
            # Where it is not said here, what stands before the command holds.
            parser.add_argument(
                "--lang", choices=LANGS, default=argparse.SUPPRESS, help=_both("lang")
            )
        else:
            metavar = "ID|PATH" if name == "rules" else "FILE"
            parser.add_argument(f"--{name}", metavar=metavar, help=_both(name))


def _report(parser: argparse.ArgumentParser) -> None:
    """Add how an audit is written: the kind of report, and the files."""
    parser.add_argument(
        "--format",
        choices=("table", "summary", "json", "html", "xlsx", "sarif", "junit"),
        default=None,
        metavar="KIND",
        help=_both("report-format"),
    )
    parser.add_argument(
        "--output",
        metavar="FILE",
        action="append",
        default=None,
        help=_both("report-output"),
    )


def _both(entry: str, between: str = "\n") -> str:
    """Return a text of the help in both languages; argparse wants ``%`` doubled."""
    message = say(f"cli.{entry}")
    texts = (message.text("zh"), message.text("en"))
    return between.join(texts).replace("%", "%%")
