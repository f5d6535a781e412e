"""The Django form of a procedure's form: what is hidden is neither asked nor kept."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from engine.feel import Expression, FeelLimitExceeded
from engine.feel.values import normalise
from forms.fields.attached import Attached, Receiver, RefusedFile
from forms.fields.blocks import Block, blocks
from forms.fields.makers import make_field
from forms.fields.offers import offered
from forms.fields.problem import Problem, problem
from forms.fields.rules import apply_validator
from forms.fields.scopes import Answers, Scope, nested
from forms.fields.upload import KEPT, UploadField, answer_of, ids_of
from forms.models import Upload
from forms.schema import Component, FormSchema, leaves, unrolled
from forms.schema.texts import filled
from forms.wording import words

_MAX_ROUNDS = 32


class ProcedureForm(forms.Form):
    """A form-js form on the server.

    Attributes:
        schema: what it was made from.
        components: what it shows, with the rows of its lists laid out.
        leaves: component of each field, by the field's name (rows of lists have names of their own).
    """

    template_name = "ventanilla_forms/form.html"
    use_required_attribute = False

    def __init__(
        self,
        schema: FormSchema,
        *,
        context: Mapping[str, Any],
        owner_id: int | None,
        today: date,
        filed: Mapping[str, Upload] | None = None,
        **kwargs: Any,
    ) -> None:
        self.schema = schema
        self._filed = filed or {}
        self.components = unrolled(offered(schema.components, context, today))
        self.leaves = {leaf.name: leaf for leaf in leaves(self.components)}
        self._context = context
        self._owner_id = owner_id
        self._today = today
        self._hidden: set[str] = set()
        self._attached: dict[str, Attached] = {}
        super().__init__(auto_id="id_%s", **kwargs)
        for name, component in self.leaves.items():
            self.fields[name] = field = make_field(component)
            if isinstance(field, UploadField):
                field.widget.filed = self._filed
        if self.is_bound:
            self._receive_files()
        self._show_what_applies()

    # -- what the page shows -----------------------------------------------

    def get_context(self) -> dict[str, Any]:
        """What the template sees."""
        return {"form": self, "blocks": self.blocks, "problems": self.problems}

    @property
    def blocks(self) -> list[Block]:
        """Groups, texts and fields as they are shown."""
        return blocks(self, self.components)

    def hides(self, component: Component) -> bool:
        """Whether the answers hide what the component shows."""
        return self._asks(component.hide, self._typed_answers, component.scope, default=False)

    def tells(self, component: Component) -> str:
        """The component's text as HTML, with what its expressions give for what was typed."""
        seen = (
            self._worked_out(told, self._typed_answers, component.scope) for told in component.told
        )
        return filled(component.text, [words(value) for value in seen])

    @property
    def problems(self) -> list[tuple[str, Problem]]:
        """What is wrong, with the id of where."""
        return [
            (f"id_{name}", problem(self.leaves[name].label, str(sentence)))
            for name in self.leaves
            if name in self.errors
            for sentence in self.errors[name]
        ]

    # -- answers -----------------------------------------------------------

    @property
    def answers(self) -> dict[str, Any]:
        """Valid answers as FEEL values, nested by path; only of a valid form."""
        valid = self.cleaned_data if self.is_valid() else {}
        return dict(self._nested({name: valid.get(name) for name in self.fields}).whole)

    def draft(self) -> dict[str, Any]:
        """Everything typed, right or wrong, by field name: what a draft keeps and `initial` takes."""
        typed: dict[str, Any] = {}
        for name, component in self.leaves.items():
            if component.type == "filepicker":
                kept = [str(one.pk) for one in self._files_of(name).files]
                typed[name] = kept if component.multiple else next(iter(kept), "")
            elif component.type == "checklist":
                typed[name] = list(self.data.getlist(name)) if hasattr(self.data, "getlist") else []
            else:
                typed[name] = self.data.get(name) or ""
        return typed

    def _nested(self, flat: Mapping[str, Any]) -> Answers:
        values: dict[str, Any] = {}
        for name, value in flat.items():
            kept = _told(value) if self.leaves[name].type == "filepicker" else value
            empty = self.leaves[name].type != "checkbox" and kept in (None, "", [])
            values[name] = None if empty else normalise(kept)
        return nested(values)

    # -- checking ----------------------------------------------------------

    @property
    def refused(self) -> dict[str, list[list[str]]]:
        """Files that were not taken, each its name and why, by field name: a draft does not keep it."""
        return {
            name: [[file.name, file.reason] for file in found.refused]
            for name, found in self._attached.items()
            if found.refused
        }

    def recall(self, refused: Mapping[str, Sequence[Sequence[str]]]) -> None:
        """Say again why files were not taken; before the form is checked."""
        for name, told in refused.items():
            if name in self._attached:
                again = tuple(RefusedFile(file, reason) for file, reason in told)
                self._attached[name] = Attached(self._attached[name].files, again)

    def _files_of(self, name: str) -> Attached:
        return self._attached.get(name, Attached())

    def _receive_files(self) -> None:
        moment = datetime.combine(self._today, time(0), tzinfo=UTC)
        receiver = Receiver(self._owner_id, moment, self._filed)
        for name, field in self.fields.items():
            if isinstance(field, UploadField):
                sent = field.widget.value_from_datadict(self.data, self.files, name)
                most = field.most
                found = receiver.one(sent) if most is None else receiver.several(sent, most)
                self._attached[name] = found
                field.widget.kept = tuple(str(one.pk) for one in found.files)

    def _show_what_applies(self) -> None:
        # What is hidden answers nothing: its old value must not show or hide anything else.
        for _ in range(_MAX_ROUNDS):
            typed = self._typed_answers = self._lenient()
            hidden = set(self._hidden_by(typed, self.components))
            if hidden == self._hidden:
                break
            self._hidden = hidden
        for name in self._hidden:
            del self.fields[name]

    def _hidden_by(self, typed: Answers, components: tuple[Component, ...]) -> Iterator[str]:
        for component in components:
            if self._asks(component.hide, typed, component.scope, default=False):
                inside = (component,) if component.is_leaf else component.children
                yield from (leaf.name for leaf in leaves(inside))
            else:
                yield from self._hidden_by(typed, component.children)

    def _lenient(self) -> Answers:
        """What was typed, as values where it can be read; for conditions only."""
        flat: dict[str, Any] = {}
        for name, field in self.fields.items():
            if name in self._hidden:
                continue
            try:
                flat[name] = field.to_python(self._typed(name, field))
            except ValidationError:
                flat[name] = None
        return self._nested(flat)

    def _typed(self, name: str, field: forms.Field) -> Any:
        if isinstance(field, UploadField):
            return field.value_of(self._files_of(name))
        if not self.is_bound:
            return self.get_initial_for_field(field, name)
        return field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def _clean_fields(self) -> None:
        for name, field in self.fields.items():
            is_file = isinstance(field, UploadField)
            raw = self._files_of(name) if is_file else self._typed(name, field)
            try:
                self.cleaned_data[name] = self._clean_one(name, field, raw)
            except ValidationError as problem:
                self.add_error(name, problem)

    def _clean_one(self, name: str, field: forms.Field, raw: Any) -> Any:
        value = field.clean(raw)
        component = self.leaves[name]
        if component.rules.validator and value not in (None, ""):
            beside = {
                key: self._sibling(name, key) for key in ("doc_type", "search_by", "minor_doc_type")
            }
            value = apply_validator(component.rules.validator, component.key, value, beside)
        return value

    def _sibling(self, name: str, key: str) -> str:
        scope = name.rpartition(".")[0]
        place = f"{scope}.{key}" if scope else key
        return "" if place in self._hidden else str(self.data.get(place) or "")

    def clean(self) -> dict[str, Any]:
        """Rules that look at more than one answer."""
        blank = set(self._left_blank())
        for name in blank & set(self.errors):
            del self.errors[name]
        whole = self._nested({**self.cleaned_data, **dict.fromkeys(blank)})
        for name, field in list(self.fields.items()):
            if name not in self.errors and name not in blank:
                self._check_together(name, field, whole)
        # Only now is it known which answers are wrong by themselves.
        self._check_confirmations()
        for component in lists(self.components):
            self._check_list(component, whole)
        return self.cleaned_data

    def _left_blank(self) -> Iterator[str]:
        """Fields of rows that nobody had to fill in and nobody began: nothing in them is missing."""
        for component in lists(self.components):
            for row in component.children[component.least_rows :]:
                names = [leaf.name for leaf in leaves(row.children) if leaf.name in self.fields]
                typed = (self._typed(name, self.fields[name]) for name in names)
                if all(value in (None, "", [], False) for value in typed):
                    yield from names

    def _check_list(self, component: Component, whole: Answers) -> None:
        first = next((n for n in self.fields if n.startswith(f"{component.name}.")), None)
        if first is None:
            return
        rules, scope = component.rules, component.scope
        empty = not whole.at(component.path)
        if empty and self._asks(rules.required_if, whole, scope, default=False):
            self.add_error(
                first, gettext("Llene los datos de «{group}».").format(group=component.label)
            )
        elif not self._asks(rules.check, whole, scope, default=True):
            self.add_error(first, rules.check_message or gettext("Revise estas respuestas."))

    def _check_together(self, name: str, field: forms.Field, whole: Answers) -> None:
        rules, scope = self.leaves[name].rules, self.leaves[name].scope
        value = self.cleaned_data.get(name)
        # Zero is an answer, and in Python equal to False.
        empty = value is False or value is None or value in ("", [])
        if empty and self._asks(rules.required_if, whole, scope, default=False):
            self.add_error(name, str(field.error_messages["required"]))
        elif not empty and not self._asks(rules.check, whole, scope, default=True):
            self.add_error(name, rules.check_message or gettext("Revise esta respuesta."))

    def _check_confirmations(self) -> None:
        for name in self.fields:
            key = self.leaves[name].rules.confirm
            if key and name not in self.errors and not self._agrees(name, key):
                self.add_error(
                    name, gettext("No coincide con lo que escribió antes. Escríbalo igual.")
                )

    def _agrees(self, name: str, key: str) -> bool:
        """Whether an answer is that of another field; one that is wrong or hidden asks nothing."""
        scope = name.rpartition(".")[0]
        other = f"{scope}.{key}" if scope else key
        if other in self.errors or other in self._hidden:
            return True
        return bool(self.cleaned_data.get(name) == self.cleaned_data.get(other))

    def _asks(
        self, question: Expression | None, answers: Answers, scope: Scope, *, default: bool
    ) -> bool:
        value = None if question is None else self._worked_out(question, answers, scope)
        return default if value is None else value is True

    def _worked_out(self, question: Expression, answers: Answers, scope: Scope) -> Any:
        """What an expression gives there; nothing where it is too much work."""
        now = datetime.combine(self._today, time(12), tzinfo=UTC)
        seen = {**self._context, **answers.seen_from(scope)}
        try:
            return question.evaluate(seen, now=now).value
        except FeelLimitExceeded:
            return None


def build_form(  # noqa: PLR0913 — options by name only
    schema: FormSchema,
    *,
    data: Any = None,
    files: Any = None,
    initial: Mapping[str, Any] | None = None,
    context: Mapping[str, Any],
    owner_id: int | None,
    today: date,
    filed: Mapping[str, Upload] | None = None,
) -> ProcedureForm:
    """A form to show (no data) or to check (data).

    Args:
        data: what the page posted.
        files: what the page uploaded.
        schema: the form.
        initial: a draft, as `ProcedureForm.draft()` gave it.
        context: what the form's FEEL sees besides its answers.
        owner_id: whose uploads may be used again.
        today: for rules about dates, in the entity's time zone.
        filed: files that need not be sent again, by id: those that the case already has.
    """
    form = ProcedureForm(
        schema,
        data=data,
        files=files if files is not None or data is None else MultiValueDict(),
        initial=dict(initial or {}),
        context=context,
        owner_id=owner_id,
        today=today,
        filed=filed,
    )
    for name, field in form.fields.items():
        if isinstance(field, UploadField) and not form.is_bound and initial:
            field.widget.kept = ids_of(initial.get(name))
    return form


def _told(value: Any) -> Any:
    """What the answers hold of a file, or of several."""
    if isinstance(value, list):
        return [answer_of(one) for one in value]
    return answer_of(value) if isinstance(value, Upload) else value


def lists(components: tuple[Component, ...]) -> Iterator[Component]:
    """Every list, those in the rows of another too."""
    for component in components:
        if component.type == "dynamiclist":
            yield component
        yield from lists(component.children)


__all__ = ["KEPT", "ProcedureForm", "build_form", "lists"]
