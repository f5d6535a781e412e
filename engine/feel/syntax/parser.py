"""Tokens to a tree, by recursive descent with one method for each rule of `grammar.ebnf`."""

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from engine.feel.errors import FeelLimitExceeded, FeelSyntaxError
from engine.feel.limits import Limits
from engine.feel.syntax.names import NamesInSight, Scope
from engine.feel.syntax.tokens import Token, name_parts, tokens, unquoted
from engine.feel.syntax.tree import Node, TypeName

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
# A "[" before one of these closes a range; before anything else it opens a filter.
_AFTER_RANGE = frozenset(
    {
        "", ",", ")", "]", "}", ":", ".", "..", "=", "!=", "<", "<=", ">", ">=", "+", "*", "/", "**",
        "and", "or", "then", "else", "in", "between", "instance", "return", "satisfies",
    }
)  # fmt: skip


class Parser:
    """One text being read."""

    def __init__(self, text: str, scope: Scope, limits: Limits) -> None:
        if len(text) > limits.characters:
            raise FeelLimitExceeded("characters")
        self._text = text
        self._tokens = tokens(text)
        self._names = NamesInSight(scope)
        self._at = 0
        self._depth = 0
        self._limits = limits
        self._in_range = 0

    def whole_expression(self) -> Node:
        """The text as one expression.

        Raises:
            FeelSyntaxError: it is none.
            FeelLimitExceeded: it is nested too deeply.
        """
        node = self.expression()
        self._end()
        return node

    def whole_unary_tests(self) -> Node:
        """The text as the tests of a decision table's cell; raises as `whole_expression`."""
        first = self._now
        if first.text == "-" and self._ahead(1).kind == "end":
            return self._node(first, "any")
        if first.text == "not" and self._ahead(1).text == "(" and self._closes_at_end(1):
            self._at += 2
            tests = self._tests()
            self._expect(")")
            self._end()
            return self._node(first, "not-tests", tests)
        tests = self._tests()
        self._end()
        return tests

    # -- the text's tokens -------------------------------------------------

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _ahead(self, count: int) -> Token:
        return self._tokens[min(self._at + count, len(self._tokens) - 1)]

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

    def _listed(self, closing: str) -> Iterator[None]:
        """Once for each of some things that commas part, up to what closes them."""
        if not self._is(closing):
            yield
            while self._accept(","):
                yield
        self._expect(closing)

    def _fail(self, expected: str) -> NoReturn:
        token = self._now
        raise FeelSyntaxError(token.line, token.column, token.text, expected)

    def _end(self) -> None:
        if self._now.kind != "end":
            self._fail("end")

    def _node(self, token: Token, kind: str, *parts: Any) -> Node:
        return Node(kind, parts, token.line, token.column)

    def _closes_at_end(self, opening: int) -> bool:
        depth = 0
        for at in range(self._at + opening, len(self._tokens)):
            text = self._tokens[at].text if self._tokens[at].kind == "symbol" else ""
            depth += (text == "(") - (text == ")")
            if depth == 0:
                return self._tokens[at + 1].kind == "end"
        return False

    # -- names -------------------------------------------------------------

    def _variable(self) -> str:
        name, length = self._names.variable(self._tokens, self._at)
        if length:
            self._at += length
            return name
        return self._take().text

    def _member(self) -> str:
        name, length = self._names.member(self._tokens, self._at)
        if length:
            self._at += length
            return name
        if self._now.kind not in ("word", "keyword"):
            self._fail("name")
        return self._take().text

    def _declared(self, *closing: str) -> str:
        """A name that is made here: everything up to what closes it."""
        first = self._now
        if first.kind not in ("word", "keyword"):
            self._fail("name")
        last = self._take()
        while not self._is(*closing):
            if self._now.kind in ("end", "string", "strange") or self._now.text in "()[]{},:@":
                self._fail(closing[0])
            last = self._take()
        return " ".join(self._text[first.start : last.end].split())

    # -- expressions -------------------------------------------------------

    def expression(self) -> Node:
        """Any expression."""
        self._deeper()
        node = self._special() or self._disjunction()
        self._depth -= 1
        return node

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > self._limits.depth:
            raise FeelLimitExceeded("depth")

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
        self._names.enter(())
        while True:
            name = self._declared("in")
            self._expect("in")
            low = self.expression()
            high = self.expression() if self._accept("..") else None
            found.append((name, low, high))
            self._names.add(name)
            if not self._accept(","):
                return tuple(found)

    def _for(self) -> Node:
        token = self._take()
        iterations = self._iterations()
        self._expect("return")
        body = self.expression()
        self._names.leave()
        return self._node(token, "for", iterations, body)

    def _quantified(self) -> Node:
        token = self._take()
        iterations = self._iterations()
        self._expect("satisfies")
        body = self.expression()
        self._names.leave()
        return self._node(token, token.text, iterations, body)

    def _function(self) -> Node:
        token = self._take()
        self._expect("(")
        parameters: list[tuple[str, TypeName | None]] = []
        for _ in self._listed(")"):
            name = self._declared(":", ",", ")")
            parameters.append((name, self._type() if self._accept(":") else None))
        if self._is("external"):
            self._fail("feel-body")
        self._names.enter(name for name, _ in parameters)
        body = self.expression()
        self._names.leave()
        return self._node(token, "function", tuple(parameters), body)

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
            else:
                return left

    def _in_tests(self) -> Node:
        token = self._now
        if not self._accept("("):
            return self._test("member", whole=False)
        tests = [self._test("member")]
        if self._is("..") and tests[0].parts[0] == "":
            interval = self._range_rest(token, tests[0].parts[1], included=False)
            return self._node(token, "member", "", interval)
        while self._accept(","):
            tests.append(self._test("member"))
        self._expect(")")
        if len(tests) == 1 and tests[0].parts[0] == "":
            # The brackets may be those of an expression that goes on: `x in (lists)[1]`.
            return self._node(token, "member", "", self._postfix(tests[0].parts[1]))
        return self._node(token, "tests", tuple(tests))

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
            self._deeper()
            node = self._node(token, "negate", self._unary())
            self._depth -= 1
            return node
        node = self._postfix(self._primary())
        while token := self._accept("instance"):
            self._expect("of")
            node = self._node(token, "instance", node, self._type())
        return node

    def _postfix(self, node: Node) -> Node:
        while True:
            if self._is("[") and not (self._in_range and self._ahead(1).text in _AFTER_RANGE):
                node = self._filter(node)
            elif self._is("("):
                node = self._call(node)
            elif dot := self._accept("."):
                node = self._node(dot, "path", node, self._member())
            else:
                return node

    def _filter(self, node: Node) -> Node:
        token = self._take()
        self._names.enter_members()
        outside, self._in_range = self._in_range, 0
        test = self.expression()
        self._in_range = outside
        self._names.leave()
        self._expect("]")
        return self._node(token, "filter", node, test)

    def _call(self, target: Node) -> Node:
        token = self._take()
        outside, self._in_range = self._in_range, 0
        positional: list[Node] = []
        named: list[tuple[str, Node]] = []
        for _ in self._listed(")"):
            if self._is_named():
                name = self._declared(":")
                self._expect(":")
                named.append((name, self.expression()))
            else:
                positional.append(self.expression())
        self._in_range = outside
        if positional and named:
            raise FeelSyntaxError(token.line, token.column, token.text, "one-kind-of-arguments")
        return self._node(token, "call", target, tuple(positional), tuple(named))

    def _is_named(self) -> bool:
        at = self._at
        if self._tokens[at].kind not in ("word", "keyword"):
            return False
        while self._tokens[at].kind in ("word", "keyword", "number") or (
            self._tokens[at].kind == "symbol" and self._tokens[at].text in "+-*/'."
        ):
            at += 1
        return self._tokens[at].kind == "symbol" and self._tokens[at].text == ":"

    def _primary(self) -> Node:
        token = self._now
        if token.kind == "number":
            self._take()
            return self._node(token, "number", token.text)
        if token.kind == "string":
            self._take()
            return self._node(token, "string", unquoted(token.text))
        if token.kind == "word":
            return self._node(token, "name", self._variable())
        if token.kind == "keyword":
            return self._keyword()
        return self._bracketed()

    def _keyword(self) -> Node:
        token = self._now
        name, length = self._names.variable(self._tokens, self._at)
        if length:
            self._at += length
            return self._node(token, "name", name)
        if token.text in ("true", "false", "null"):
            self._take()
            return self._node(token, "constant", {"true": True, "false": False}.get(token.text))
        special = self._special()
        if special is None:
            self._fail("expression")
        return special

    def _bracketed(self) -> Node:
        token = self._now
        if self._accept("@"):
            if self._now.kind != "string":
                self._fail("at-text")
            return self._node(token, "at", unquoted(self._take().text))
        if self._is("["):
            return self._list_or_range()
        if self._accept("]"):
            return self._range_rest(token, self._endpoint(), included=False)
        if self._is("{"):
            return self._context()
        if not self._accept("("):
            self._fail("expression")
        if self._is(*COMPARISONS):
            return self._comparison_range(token)
        outside, self._in_range = self._in_range, 0
        inner = self.expression()
        self._in_range = outside
        if self._is(".."):
            return self._range_rest(token, inner, included=False)
        self._expect(")")
        return inner

    def _comparison_range(self, token: Token) -> Node:
        sign = self._take().text
        value = self._sum()
        self._expect(")")
        return self._node(token, "comparison-range", sign, value)

    def _endpoint(self) -> Node:
        self._in_range += 1
        node = self.expression()
        self._in_range -= 1
        return node

    def _range_rest(self, token: Token, low: Node, *, included: bool) -> Node:
        self._expect("..")
        high = self._endpoint()
        closing = self._accept("]", ")", "[")
        if closing is None:
            self._fail("range-end")
        return self._node(token, "range", low, high, included, closing.text == "]")

    def _list_or_range(self) -> Node:
        token = self._take()
        outside, self._in_range = self._in_range, 0
        items: list[Node] = []
        node = None
        for _ in self._listed("]"):
            items.append(self.expression())
            if len(items) == 1 and self._is(".."):
                node = self._range_rest(token, items[0], included=True)
                break
        if node is None:
            node = self._node(token, "list", tuple(items))
        self._in_range = outside
        return node

    def _context(self) -> Node:
        token = self._take()
        outside, self._in_range = self._in_range, 0
        entries: list[tuple[str, Node]] = []
        self._names.enter(())
        for _ in self._listed("}"):
            place = self._now
            key = unquoted(self._take().text) if place.kind == "string" else self._declared(":")
            self._expect(":")
            if any(key == known for known, _ in entries):
                raise FeelSyntaxError(place.line, place.column, key, "new-key")
            self._names.add(key)
            self._names.add_member(key)
            entries.append((key, self.expression()))
        self._names.leave()
        self._in_range = outside
        return self._node(token, "context", tuple(entries))

    # -- types -------------------------------------------------------------

    def _type(self) -> TypeName:
        self._deeper()
        token = self._now
        name = self._type_name()
        inner = None
        result = None
        if name in ("list", "range", "context", "function") and self._accept("<"):
            inner = self._type_arguments(named=name == "context")
        if name == "function" and self._accept("->"):
            result = self._type()
        self._depth -= 1
        return TypeName(name, inner, result, token.line, token.column)

    def _type_arguments(self, *, named: bool) -> tuple[tuple[str, TypeName], ...]:
        found: list[tuple[str, TypeName]] = []
        for _ in self._listed(">"):
            name = self._declared(":") if named else ""
            if named:
                self._expect(":")
            found.append((name, self._type()))
        return tuple(found)

    def _type_name(self) -> str:
        for words in _SPACED_TYPES:
            if [t.text for t in self._tokens[self._at : self._at + len(words)]] == list(words):
                self._at += len(words)
                return " ".join(words)
        name, length = self._names.type(self._tokens, self._at)
        if length:
            self._at += length
            return name
        if self._now.text == "function":
            return self._take().text
        if self._now.kind == "keyword" and self._now.text != "null":
            self._fail("type")
        if self._now.kind not in ("word", "keyword"):
            self._fail("type")
        parts = [self._take().text]
        while self._is(".") and self._ahead(1).kind == "word":
            self._take()
            parts.append(self._take().text)
        return ".".join(parts)

    # -- unary tests -------------------------------------------------------

    def _tests(self) -> Node:
        token = self._now
        tests = [self._test()]
        while self._accept(","):
            tests.append(self._test())
        return self._node(token, "tests", tuple(tests))

    def _test(self, kind: str = "test", *, whole: bool = True) -> Node:
        token = self._now
        if sign := self._accept(*COMPARISONS):
            return self._node(token, kind, sign.text, self._sum())
        return self._node(token, kind, "", self.expression() if whole else self._sum())


_SPACED_TYPES = tuple(
    name_parts(name)
    for name in ("date and time", "days and time duration", "years and months duration")
)
