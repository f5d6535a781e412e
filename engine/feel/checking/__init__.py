"""Tells the author of an expression what is wrong with it, before it ever runs, in Spanish.

A finding is certain: what may be right for some value is not told.
"""

from collections.abc import Collection, Mapping

from engine.feel.builtins import FUNCTIONS
from engine.feel.checking.finding import Diagnostic, Finder
from engine.feel.checking.inference import Checker
from engine.feel.checking.sentences import limit_sentence, problem_sentence, syntax_sentence
from engine.feel.errors import FeelError, FeelLimitExceeded, FeelSyntaxError
from engine.feel.limits import default_limits
from engine.feel.syntax import Node, Parser, Scope
from engine.feel.types import ANY, Type

__all__ = [
    "Diagnostic",
    "check",
    "check_unary_tests",
    "diagnose",
    "explain",
    "problem_sentence",
    "type_of_text",
]

Variables = Collection[str] | Mapping[str, Type | str | None]


def check(
    text: str,
    variables: Variables = (),
    *,
    types: Mapping[str, Type] | None = None,
    expects: Type = ANY,
    knows_all: bool = True,
) -> tuple[Diagnostic, ...]:
    """What is wrong with an expression, in the order of the text.

    Args:
        text: the expression.
        variables: names in sight; with types, as `Type` or as FEEL writes them, if they are known.
        types: named types.
        expects: type that the whole must give.
        knows_all: there are no other variables, so that any other name is told.

    Raises:
        FeelSyntaxError: the type of a variable is no type.
    """
    scope = _scope(variables, types or {})
    try:
        node = Parser(text, scope, default_limits()).whole_expression()
        return diagnose(node, scope, expects=expects, knows_all=knows_all)
    except (FeelSyntaxError, FeelLimitExceeded, RecursionError) as error:
        return (_refusal(error),)


def check_unary_tests(
    text: str,
    variables: Variables = (),
    *,
    types: Mapping[str, Type] | None = None,
    given: Type = ANY,
) -> tuple[Diagnostic, ...]:
    """What is wrong with the tests of a table's cell; arguments and errors as `check`.

    Args:
        text: the tests.
        variables: names in sight.
        types: named types.
        given: type of the value that is tested.
    """
    scope = _scope(variables, types or {})
    try:
        node = Parser(text, scope, default_limits()).whole_unary_tests()
        return diagnose(node, scope, given=given)
    except (FeelSyntaxError, FeelLimitExceeded, RecursionError) as error:
        return (_refusal(error),)


def type_of_text(text: str, types: Mapping[str, Type] | None = None) -> Type:
    """A type as FEEL writes it, for example `list<number>`; one that is not known is Any.

    Raises:
        FeelSyntaxError: the text is no type.
    """
    scope = Scope(types=types or {})
    node = Parser(f"null instance of {text}", scope, default_limits()).whole_expression()
    return Checker(scope, Finder()).builder.type(node.parts[1]) or ANY


def _scope(variables: Variables, types: Mapping[str, Type]) -> Scope:
    known: dict[str, Type | None] = {}
    if isinstance(variables, Mapping):
        for name, kind in variables.items():
            known[name] = type_of_text(kind, types) if isinstance(kind, str) else kind
    else:
        known = dict.fromkeys(variables)
    return Scope(known, types, frozenset(FUNCTIONS))


def diagnose(
    node: Node, scope: Scope, *, expects: Type = ANY, given: Type = ANY, knows_all: bool = True
) -> tuple[Diagnostic, ...]:
    """What is wrong with a tree.

    Args:
        node: an expression or unary tests.
        scope: names in sight.
        expects: type that the whole must give.
        given: type of the value that unary tests are asked of.
        knows_all: the scope holds every variable, so that any other one is told.
    """
    finder = Finder()
    Checker(scope, finder, knows_all=knows_all).whole(node, expects, given)
    return finder.sorted()


def explain(error: FeelError) -> str:
    """Why a text is not accepted, in Spanish, with the line and column."""
    return str(_refusal(error))


def _refusal(error: FeelError | RecursionError) -> Diagnostic:
    if isinstance(error, FeelSyntaxError):
        return Diagnostic(error.code, error.line, error.column, syntax_sentence(error))
    limit = error.limit if isinstance(error, FeelLimitExceeded) else "depth"
    return Diagnostic(FeelLimitExceeded.code, 1, 1, limit_sentence(limit))
