"""Tokens to a tree, by recursive descent with precedences. Source: DMN 1.5, 10.3.1.2 (grammar)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.feel.errors import FeelLimitExceeded, FeelSyntaxError
from engine.feel.lexer import Token, tokens, unquoted
from engine.feel.limits import Limits

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its kind, its parts, and where it began."""

    kind: str
    parts: tuple[Any, ...]
    line: int
    column: int


class Parser:
    """One text being read."""

    def __init__(self, text: str, names: frozenset[str], limits: Limits) -> None:
        if len(text) > limits.characters:
            raise FeelLimitExceeded("characters")
        self._tokens = tokens(text, names)
        self._at = 0
        self._depth = 0
        self._limits = limits

    def whole_expression(self) -> Node:
        """The text as one expression."""
        node = self.expression()
        self._end()
        return node

    def whole_unary_tests(self) -> Node:
        """The text as the tests of a decision table's cell."""
        first = self._now
        if first.text == "-" and self._tokens[self._at + 1].kind == "end":
            self._take()
            return Node("any", (), first.line, first.column)
        if first.text == "not" and self._tokens[self._at + 1].text == "(":
            self._take()
            self._take()
            tests = self._tests()
            self._expect(")")
            self._end()
            return Node("not-tests", (tests,), first.line, first.column)
        tests = self._tests()
        self._end()
        return tests

    # -- the text's tokens -------------------------------------------------

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._now
        self._at += 1
        return token

    def _is(self, *texts: str) -> bool:
        return self._now.kind in ("symbol", "keyword") and self._now.text in texts

    def _accept(self, *texts: str) -> Token | None:
        return self._take() if self._is(*texts) else None

    def _expect(self, text: str) -> Token:
        if not self._is(text):
            self._fail(text)
        return self._take()

    def _fail(self, expected: str) -> None:
        token = self._now
        raise FeelSyntaxError(token.line, token.column, token.text, expected)

    def _end(self) -> None:
        if self._now.kind != "end":
            self._fail("the end of the expression")

    def _name(self) -> str:
        if self._now.kind not in ("name", "keyword"):
            self._fail("a name")
        return self._take().text

    def _node(self, token: Token, kind: str, *parts: Any) -> Node:
        return Node(kind, parts, token.line, token.column)

    # -- expressions -------------------------------------------------------

    def expression(self) -> Node:
        """Any expression."""
        self._depth += 1
        if self._depth > self._limits.depth:
            raise FeelLimitExceeded("depth")
        node = self._special() or self._disjunction()
        self._depth -= 1
        return node

    def _special(self) -> Node | None:
        readers: dict[str, Callable[[], Node]] = {
            "if": self._if,
            "for": self._for,
            "some": self._quantified,
            "every": self._quantified,
            "function": self._function,
        }
        reader = readers.get(self._now.text) if self._now.kind == "keyword" else None
        return reader() if reader else None

    def _if(self) -> Node:
        token = self._take()
        condition = self.expression()
        self._expect("then")
        then = self.expression()
        self._expect("else")
        return self._node(token, "if", condition, then, self.expression())

    def _iterations(self) -> tuple[tuple[str, Node, Node | None], ...]:
        found = []
        while True:
            name = self._name()
            self._expect("in")
            low = self.expression()
            high = self.expression() if self._accept("..") else None
            found.append((name, low, high))
            if not self._accept(","):
                return tuple(found)

    def _for(self) -> Node:
        token = self._take()
        iterations = self._iterations()
        self._expect("return")
        return self._node(token, "for", iterations, self.expression())

    def _quantified(self) -> Node:
        token = self._take()
        iterations = self._iterations()
        self._expect("satisfies")
        return self._node(token, token.text, iterations, self.expression())

    def _function(self) -> Node:
        token = self._take()
        self._expect("(")
        names: list[str] = []
        while not self._is(")"):
            names.append(self._name())
            if self._accept(":"):
                self._type()
            if not self._accept(","):
                break
        self._expect(")")
        if self._is("external"):
            self._fail("a FEEL body (external functions are not allowed)")
        return self._node(token, "function", tuple(names), self.expression())

    def _disjunction(self) -> Node:
        left = self._conjunction()
        while token := self._accept("or"):
            left = self._node(token, "or", left, self._conjunction())
        return left

    def _conjunction(self) -> Node:
        left = self._comparison()
        while token := self._accept("and"):
            left = self._node(token, "and", left, self._comparison())
        return left

    def _comparison(self) -> Node:
        left = self._sum()
        while True:
            if token := self._accept(*COMPARISONS):
                left = self._node(token, "compare", token.text, left, self._sum())
            elif token := self._accept("between"):
                low = self._sum()
                self._expect("and")
                left = self._node(token, "between", left, low, self._sum())
            elif token := self._accept("in"):
                left = self._node(token, "in", left, self._in_tests())
            elif token := self._accept("instance"):
                self._expect("of")
                left = self._node(token, "instance", left, self._type())
            else:
                return left

    def _in_tests(self) -> Node:
        start = self._at
        if self._accept("("):
            try:
                tests = self._tests()
                self._expect(")")
                if not self._is("..", "+", "-", "*", "/", "**"):
                    return tests
            except FeelSyntaxError:
                # "(1..2)" is a range and not tests in brackets; read it again as one test.
                pass
            self._at = start
        return self._test(whole=False)

    def _type(self) -> str:
        words = [self._name()]
        while self._now.kind in ("name", "keyword") and self._now.text not in (
            "and", "or", "then", "else", "return", "satisfies", "in", "between",
        ):  # fmt: skip
            words.append(self._take().text)
        if words[-2:] == ["date", "and"]:
            words.append(self._name())
        if words == ["date"] and self._is("and") and self._tokens[self._at + 1].text == "time":
            self._take()
            words += ["and", self._take().text]
        if words in (["days"], ["years"]) and self._is("and"):
            self._take()
            words += ["and", self._name(), self._name()]
        if self._accept("<"):
            self._skip_type_arguments()
        return " ".join(words)

    def _skip_type_arguments(self) -> None:
        open_brackets = 1
        while open_brackets and self._now.kind != "end":
            text = self._take().text
            open_brackets += (text == "<") - (text == ">")

    def _sum(self) -> Node:
        left = self._product()
        while token := self._accept("+", "-"):
            left = self._node(token, "arithmetic", token.text, left, self._product())
        return left

    def _product(self) -> Node:
        left = self._power()
        while token := self._accept("*", "/"):
            left = self._node(token, "arithmetic", token.text, left, self._power())
        return left

    def _power(self) -> Node:
        left = self._unary()
        while token := self._accept("**"):
            left = self._node(token, "arithmetic", "**", left, self._unary())
        return left

    def _unary(self) -> Node:
        if token := self._accept("-"):
            self._depth += 1
            if self._depth > self._limits.depth:
                raise FeelLimitExceeded("depth")
            node = self._node(token, "negate", self._unary())
            self._depth -= 1
            return node
        return self._postfix()

    def _postfix(self) -> Node:
        node = self._primary()
        while True:
            if self._is("["):
                token = self._take()
                node = self._node(token, "filter", node, self.expression())
                self._expect("]")
            elif self._is("("):
                node = self._call(node)
            elif dot := self._accept("."):
                node = self._node(dot, "path", node, self._name())
            else:
                return node

    def _call(self, target: Node) -> Node:
        token = self._take()
        positional: list[Node] = []
        named: dict[str, Node] = {}
        while not self._is(")"):
            if self._now.kind in ("name", "keyword") and self._named_ahead():
                words = []
                while not self._is(":"):
                    words.append(self._take().text)
                self._take()
                named[" ".join(words)] = self.expression()
            else:
                positional.append(self.expression())
            if not self._accept(","):
                break
        self._expect(")")
        return self._node(token, "call", target, tuple(positional), tuple(named.items()))

    def _named_ahead(self) -> bool:
        at = self._at
        while self._tokens[at].kind in ("name", "keyword"):
            at += 1
        return at > self._at and self._tokens[at].text == ":" and self._tokens[at].kind == "symbol"

    def _primary(self) -> Node:
        token = self._now
        if token.kind == "number":
            self._take()
            return self._node(token, "number", token.text)
        if token.kind == "string":
            self._take()
            return self._node(token, "string", unquoted(token.text))
        if token.kind == "name":
            self._take()
            return self._node(token, "name", token.text)
        if token.kind == "keyword":
            return self._keyword()
        return self._bracketed()

    def _keyword(self) -> Node:
        token = self._now
        if token.text in ("true", "false", "null"):
            self._take()
            return self._node(token, "constant", {"true": True, "false": False}.get(token.text))
        if token.text == "not" and self._tokens[self._at + 1].text == "(":
            self._take()
            return self._node(token, "name", "not")
        special = self._special()
        if special is None:
            self._fail("an expression")
        return special  # type: ignore[return-value]

    def _bracketed(self) -> Node:
        token = self._now
        if self._accept("@"):
            if self._now.kind != "string":
                self._fail('a text in quotes after "@"')
            return self._node(token, "at", unquoted(self._take().text))
        if self._is("["):
            return self._list_or_range()
        if self._is("]"):
            self._take()
            return self._range_rest(token, self.expression(), included=False)
        if self._is("{"):
            return self._context()
        if self._accept("("):
            if self._is(*COMPARISONS):
                return self._comparison_range(token)
            inner = self.expression()
            if self._is(".."):
                return self._range_rest(token, inner, included=False)
            self._expect(")")
            return inner
        self._fail("an expression")
        raise AssertionError

    def _comparison_range(self, token: Token) -> Node:
        sign = self._take().text
        value = self._sum()
        self._expect(")")
        return self._node(token, "open-range", sign, value)

    def _range_rest(self, token: Token, low: Node, *, included: bool) -> Node:
        self._expect("..")
        high = self.expression()
        closing = self._accept("]", ")", "[")
        if closing is None:
            self._fail('"]" or ")"')
        return self._node(
            token, "range", low, high, included, closing is not None and closing.text == "]"
        )

    def _list_or_range(self) -> Node:
        token = self._take()
        items: list[Node] = []
        while not self._is("]"):
            items.append(self.expression())
            if len(items) == 1 and self._is(".."):
                return self._range_rest(token, items[0], included=True)
            if not self._accept(","):
                break
        self._expect("]")
        return self._node(token, "list", tuple(items))

    def _context(self) -> Node:
        token = self._take()
        entries: list[tuple[str, Node]] = []
        while not self._is("}"):
            if self._now.kind == "string":
                key = unquoted(self._take().text)
            else:
                words = [self._name()]
                while not self._is(":") and self._now.kind != "end":
                    words.append(self._take().text)
                key = " ".join(words)
            self._expect(":")
            entries.append((key, self.expression()))
            if not self._accept(","):
                break
        self._expect("}")
        return self._node(token, "context", tuple(entries))

    # -- unary tests -------------------------------------------------------

    def _tests(self) -> Node:
        token = self._now
        tests = [self._test()]
        while self._accept(","):
            tests.append(self._test())
        return self._node(token, "tests", tuple(tests))

    def _test(self, *, whole: bool = True) -> Node:
        token = self._now
        if sign := self._accept(*COMPARISONS):
            return self._node(token, "test", sign.text, self._sum())
        return self._node(token, "test", "", self.expression() if whole else self._sum())
