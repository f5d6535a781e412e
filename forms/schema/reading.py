"""Reads form-js JSON; everything that is wrong is found at once. Nothing of it is trusted."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import regex

from engine.feel import Expression, FeelError, from_attribute
from engine.feel.checking import explain
from forms.errors import FormFinding, FormRefused
from forms.schema.attachments import read_attachments
from forms.schema.components import (
    BRANCHES,
    LEAVES,
    SHOWN,
    Component,
    FormSchema,
    Option,
    Rules,
)
from forms.schema.defaults import NUMBER, DefaultRefused, read_default
from forms.schema.rows import count_leaves
from forms.schema.texts import questions

MAX_BYTES = 500_000
MAX_COMPONENTS = 400
MAX_DEPTH = 6
MAX_ROWS = 20
MAX_ANSWERS = 2_000
VALIDATORS = frozenset({"", "cedula", "nit", "docid", "address", "cadastral", "mobile"})
_KNOWN = ", ".join(f"«{name}»" for name in sorted(VALIDATORS - {""}))
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")

Json = Mapping[str, Any]
Include = Callable[[str], bytes | None]


def load_form(raw: bytes, *, includes: Include) -> FormSchema:
    """Read a form.

    Args:
        raw: form-js JSON.
        includes: bytes of a shared form by name, or None.

    Raises:
        FormRefused: with every finding.
    """
    return _Reader(includes).read(raw)


class _Reader:
    def __init__(self, includes: Include) -> None:
        self._includes = includes
        self._findings: list[FormFinding] = []
        self._count = 0
        self._names: dict[str, Component] = {}

    def read(self, raw: bytes) -> FormSchema:
        document = self._json(raw, "")
        components = self._components(document.get("components"), (), 0) if document else ()
        if document and not self._names and not self._findings:
            self._blame("no-field", "", "no pregunta nada: agregue al menos un campo")
        if count_leaves(components) > MAX_ANSWERS:
            self._blame(
                "too-many-components",
                "",
                f"con las filas de sus listas pide más de {MAX_ANSWERS} respuestas: quite filas o campos",
            )
        if self._findings:
            raise FormRefused(tuple(self._findings))
        return FormSchema(str(document.get("id") or ""), components, dict(self._names))

    def _blame(self, code: str, component: str, detail: str) -> None:
        self._findings.append(FormFinding(code, component, detail))

    def _json(self, raw: bytes, where: str) -> Json:
        if len(raw) > MAX_BYTES:
            self._blame("form-too-large", where, f"pesa más de {MAX_BYTES} bytes: divídalo")
            return {}
        try:
            document = json.loads(raw)
        except json.JSONDecodeError as error:
            place = f"línea {error.lineno}, columna {error.colno}"
            self._blame("form-malformed", where, f"no es JSON: corrija la {place}")
            return {}
        except (ValueError, RecursionError):
            self._blame("form-malformed", where, "no es JSON: guárdelo de nuevo desde el editor")
            return {}
        if not isinstance(document, dict) or not isinstance(document.get("components"), list):
            self._blame("form-malformed", where, "no tiene la lista «components»: agréguela")
            return {}
        return document

    def _components(self, raw: Any, path: tuple[str, ...], depth: int) -> tuple[Component, ...]:
        if self._count > MAX_COMPONENTS:
            return ()
        if not isinstance(raw, list) or depth > MAX_DEPTH:
            problem = f"no es una lista, o está a más de {MAX_DEPTH} niveles: sáquelo del grupo"
            self._blame("form-malformed", ".".join(path), problem)
            return ()
        found = [self._component(item, path, depth) for item in raw]
        return tuple(component for component in found if component is not None)

    def _component(self, raw: Any, path: tuple[str, ...], depth: int) -> Component | None:
        self._count += 1
        kind = raw.get("type") if isinstance(raw, dict) else None
        kind = kind if isinstance(kind, str) else ""
        label = str(raw.get("id") or raw.get("key") or kind) if isinstance(raw, dict) else "?"
        if self._count > MAX_COMPONENTS:
            self._blame(
                "too-many-components", label, f"tiene más de {MAX_COMPONENTS} componentes: divídalo"
            )
            return None
        if kind not in LEAVES | BRANCHES | SHOWN:
            self._blame(
                "unknown-component", label, f"el tipo «{kind}» no se puede usar: elija otro"
            )
            return None
        if kind in SHOWN:
            return self._shown(raw, path)
        return self._leaf(raw, path) if kind in LEAVES else self._branch(raw, path, depth)

    def _shown(self, raw: Json, path: tuple[str, ...]) -> Component:
        return Component(
            type=raw["type"],
            id=str(raw.get("id") or ""),
            key="",
            path=path,
            text=str(raw.get("text") or ""),
            told=tuple(self._told(raw)),
            hide=self._hide(raw),
        )

    def _told(self, raw: Json) -> Iterator[Expression]:
        for question in questions(str(raw.get("text") or "")):
            told = self._feel(f"={question}", str(raw.get("id") or raw["type"]))
            if told is not None:
                yield told

    def _branch(self, raw: Json, path: tuple[str, ...], depth: int) -> Component | None:
        own = str(raw.get("path") or "")
        if (own and not _KEY.fullmatch(own)) or (raw["type"] == "dynamiclist" and not own):
            problem = f"la ruta «{own}» no sirve: escriba en «path» letras sin tilde, cifras o _"
            self._blame("bad-path", str(raw.get("id") or own), problem)
            return None
        inner = (*path, own) if own else path
        children = self._included(raw) or raw.get("components")
        component = Component(
            type=raw["type"],
            id=str(raw.get("id") or ""),
            key=own,
            path=inner,
            label=str(raw.get("label") or ""),
            help=str(raw.get("description") or ""),
            rules=self._rules(raw),
            hide=self._hide(raw),
            children=self._components(children or [], inner, depth + 1),
            rows=self._rows(raw),
            least_rows=_least_rows(raw),
            is_scope=bool(own),
        )
        if raw["type"] == "dynamiclist":
            self._names[component.name] = component
        return component

    def _included(self, raw: Json) -> list[Any] | None:
        name = str(_properties(raw).get("include") or "")
        if not name:
            return None
        found = self._includes(name)
        if found is None:
            self._blame(
                "missing-include",
                str(raw.get("id") or name),
                f"no hay un formulario «{name}»: corrija «include»",
            )
            return []
        return list(self._json(found, name).get("components") or [])

    def _rows(self, raw: Json) -> int:
        if raw["type"] != "dynamiclist":
            return 0
        text = str(_properties(raw).get("rows") or raw.get("defaultRepetitions") or 1)
        return min(int(text), MAX_ROWS) if text.isdecimal() and int(text) else 1

    def _leaf(self, raw: Json, path: tuple[str, ...]) -> Component | None:
        key = str(raw.get("key") or "")
        where = str(raw.get("id") or key)
        if not _KEY.fullmatch(key):
            problem = f"la clave «{key}» no sirve: escriba en «key» letras sin tilde, cifras o _"
            self._blame("bad-key", where, problem)
            return None
        label = str(raw.get("label") or raw.get("dateLabel") or "")
        if not label:
            self._blame("no-label", where, f"«{key}» no tiene pregunta: escríbala en «label»")
        if raw["type"] == "datetime" and raw.get("subtype", "date") != "date":
            self._blame("unknown-component", where, "no se piden horas: use «subtype» «date»")
        options = self._options(raw, where)
        files = read_attachments(
            raw, _properties(raw).get("maxFiles"), lambda code, why: self._blame(code, where, why)
        )
        component = Component(
            type=raw["type"],
            id=str(raw.get("id") or ""),
            key=key,
            path=(*path, key),
            label=label,
            help=str(raw.get("description") or _properties(raw).get("help") or ""),
            options=options,
            rules=self._rules(raw),
            hide=self._hide(raw),
            autocomplete=str(_properties(raw).get("autocomplete") or ""),
            default=self._default(raw, options, where),
            options_from=self._feel(raw.get("valuesExpression"), where),
            prefill=self._feel(_properties(raw).get("prefill"), where),
            accepts=files.accepts,
            multiple=files.multiple,
            most_files=files.most,
            decimals=raw.get("decimalDigits")
            if isinstance(raw.get("decimalDigits"), int)
            else None,
        )
        if component.name in self._names:
            self._blame(
                "duplicate-key", where, f"«{component.name}» está dos veces: cambie una «key»"
            )
        self._names[component.name] = component
        return component

    def _default(self, raw: Json, options: tuple[Option, ...], where: str) -> Any:
        try:
            return read_default(raw["type"], raw.get("defaultValue"), options)
        except DefaultRefused as refused:
            self._blame("bad-default", where, str(refused))
            return None

    def _options(self, raw: Json, where: str) -> tuple[Option, ...]:
        if raw["type"] not in ("select", "radio", "checklist"):
            return ()
        values = raw.get("values")
        if raw.get("valuesExpression") and values is None:
            return ()
        if not isinstance(values, list) or not values:
            self._blame("no-options", where, "no ofrece opciones: agréguelas en «values»")
            return ()
        return tuple(
            Option(str(value.get("value")), str(value.get("label") or value.get("value")))
            for value in values
            if isinstance(value, dict)
        )

    def _rules(self, raw: Json) -> Rules:
        rules = raw.get("validate")
        rules = rules if isinstance(rules, dict) else {}
        properties = _properties(raw)
        where = str(raw.get("id") or raw.get("key") or "")
        pattern = str(rules.get("pattern") or "")
        try:
            regex.compile(pattern)
        except regex.error:
            problem = f"«{pattern}» no es un patrón: revise sus paréntesis y corchetes"
            self._blame("bad-pattern", where, problem)
            pattern = ""
        validator = str(properties.get("validator") or "")
        if validator not in VALIDATORS:
            self._blame(
                "unknown-validator", where, f"no hay un validador «{validator}»: use {_KNOWN}"
            )
        return Rules(
            required=rules.get("required") is True,
            min_length=_whole(rules.get("minLength")),
            max_length=_whole(rules.get("maxLength")),
            minimum=self._bound(rules.get("min"), where),
            maximum=self._bound(rules.get("max"), where),
            pattern=pattern,
            kind=str(rules.get("validationType") or ""),
            required_if=self._feel(properties.get("requiredIf"), where),
            check=self._feel(properties.get("check"), where),
            check_message=str(properties.get("checkMessage") or ""),
            validator=validator,
            confirm=str(properties.get("confirm") or ""),
        )

    def _bound(self, value: Any, where: str) -> str | None:
        if value is None or value == "":
            return None
        if not NUMBER.fullmatch(str(value)):
            self._blame("bad-bound", where, f"el límite «{value}» no es un número: escriba cifras")
            return None
        return str(value)

    def _hide(self, raw: Json) -> Expression | None:
        conditional = raw.get("conditional")
        hide = conditional.get("hide") if isinstance(conditional, dict) else None
        return self._feel(hide, str(raw.get("id") or raw.get("key") or ""))

    def _feel(self, text: Any, where: str) -> Expression | None:
        if not text:
            return None
        if not isinstance(text, str) or not text.startswith("="):
            self._blame("bad-feel", where, f"«{text}» no empieza por «=»: agréguelo")
            return None
        try:
            return from_attribute(text)
        except FeelError as error:
            self._blame("bad-feel", where, f"«{text}» no es FEEL: {explain(error)}")
            return None


def _properties(raw: Json) -> Json:
    properties = raw.get("properties")
    return properties if isinstance(properties, dict) else {}


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _least_rows(raw: Json) -> int:
    """How many rows a list begins with; an empty one more is no answer."""
    least = raw.get("defaultRepetitions", 1)
    return least if isinstance(least, int) and not isinstance(least, bool) and least >= 0 else 1
