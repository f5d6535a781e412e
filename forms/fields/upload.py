"""The field of attachments: new files, and those that were accepted before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop

from forms.fields.attached import NO_ROOM, Attached, RefusedFile, Sent, read_ids
from forms.models import Upload
from forms.schema.components import FILE_ENDINGS, FILE_TYPES

_MEGABYTE = 1024 * 1024
_NAMED = 3
KEPT, REMOVE = "__anterior", "__quitar"
REASONS: Mapping[str, str] = {
    "empty": gettext_noop("El archivo está vacío. Ábralo para revisarlo y adjúntelo de nuevo."),
    "too-large": gettext_noop(
        "El archivo pesa más de {most}. Redúzcalo o tome la foto con menos calidad."
    ),
    "kind": gettext_noop("Sólo recibimos PDF, JPG o PNG. Conviértalo a uno de esos formatos."),
    "broken": gettext_noop(
        "No pudimos abrir el archivo: parece dañado. Expórtelo o fotografíelo de nuevo."
    ),
    "encrypted": gettext_noop(
        "El PDF tiene contraseña. Guárdelo sin contraseña y adjúntelo de nuevo."
    ),
    "bounds": gettext_noop(
        "El PDF tiene demasiadas páginas o contenido desmedido. Divídalo o expórtelo de nuevo."
    ),
    "pixels": gettext_noop(
        "La imagen tiene más puntos de los que podemos abrir. Tómela con menos resolución."
    ),
    "full": gettext_noop(
        "En este momento no podemos recibir más archivos sin cuenta. Inténtelo más tarde, o ingrese a su cuenta."
    ),
    "too-many": gettext_noop(
        "Ya adjuntó muchos archivos en poco tiempo. Espere una hora, o ingrese a su cuenta."
    ),
    NO_ROOM: gettext_noop(
        "Aquí caben {most_files} archivos como máximo: quite alguno antes de adjuntar otro."
    ),
    "active": gettext_noop(
        "El PDF contiene programas o formularios activos. Imprímalo como PDF y adjunte esa copia."
    ),
}


def largest() -> str:
    """How large an attachment may be, as people say it: «10 MB»."""
    size = settings.UPLOAD_MAX_BYTES
    unit, name = (_MEGABYTE, "MB") if size >= _MEGABYTE else (1024, "KB")
    return f"{size / unit:.1f}".removesuffix(".0").replace(".", ",") + f" {name}"


def refusal(reason: str, most_files: int = 1) -> str:
    """Why a file was not taken, and what to do.

    Args:
        reason: as `UploadRefused` gives it, or one of this file.
        most_files: how many the field takes.
    """
    return gettext(REASONS[reason]).format(most=largest(), most_files=most_files)


def wrong_kind(mime: str, accepts: Iterable[str]) -> str:
    """Why a field does not take a file that we take elsewhere; empty where it does.

    Args:
        mime: type of the file, by its content.
        accepts: endings that the field takes; none for all.
    """
    known = [ending for ending in accepts if ending in FILE_TYPES]
    if not known or mime in {FILE_TYPES[ending] for ending in known}:
        return ""
    kinds = dict.fromkeys(ending[1:].upper().replace("JPEG", "JPG") for ending in known)
    return gettext(
        "Aquí sólo recibimos {kinds}. Convierta el archivo y adjúntelo de nuevo."
    ).format(kinds=gettext(" o ").join(kinds))


class UploadWidget(forms.FileInput):
    """Shows the file that was accepted before, and keeps its id in the page.

    Attributes:
        filed: files that the case already has, by id.
        kept: ids of the files that it shows.
    """

    template_name = "ventanilla_forms/upload_input.html"
    needs_multipart_form = True

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.filed: Mapping[str, Upload] = {}
        self.kept: tuple[str, ...] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        """What the page sent."""
        kept = _listed(data, name + KEPT)[-1:]
        is_removed = data.get(name + REMOVE) == "1"
        removed = frozenset(kept) if is_removed else frozenset[str]()
        return Sent(tuple(_listed(files, name)[-1:]), kept, removed)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the page said nothing of it."""
        return name not in (files or {}) and name + KEPT not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """What the template sees: also what was accepted before."""
        context = super().get_context(name, None, attrs)
        shown = list(_found(self.kept, self.filed))
        context["kept_files"] = [(one, str(one.pk) in self.filed) for one in shown]
        context["kept"] = shown[-1] if shown else None
        context["is_filed"] = bool(shown) and str(shown[-1].pk) in self.filed
        context["most_bytes"] = settings.UPLOAD_MAX_BYTES
        context["too_large"] = refusal("too-large")
        context["kept_name"], context["remove_name"] = name + KEPT, name + REMOVE
        return context


class UploadsWidget(UploadWidget):
    """The same for several files, each with its own way to be removed."""

    template_name = "ventanilla_forms/uploads_input.html"
    allow_multiple_selected = True

    def __init__(self, most: int) -> None:
        super().__init__({"multiple": True})
        self._most = most

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        """What the page sent."""
        removed = frozenset(_listed(data, name + REMOVE))
        return Sent(_listed(files, name), _listed(data, name + KEPT), removed)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """What the template sees."""
        context = super().get_context(name, value, attrs)
        return context | {"most_files": self._most, "no_room": refusal(NO_ROOM, self._most)}


class UploadField(forms.Field):
    """Attachments; what it cleans is taken by whoever builds the form (see `ProcedureForm`).

    Args:
        accepts: endings of the files.
        most: how many it takes, and then answers a list; None for a field of one file.
    """

    def __init__(
        self, *, accepts: tuple[str, ...] = (), most: int | None = None, **kwargs: Any
    ) -> None:
        widget = UploadWidget() if most is None else UploadsWidget(most)
        super().__init__(widget=widget, **kwargs)
        self.most = most
        self._accepts = accepts or FILE_ENDINGS
        self.widget.attrs |= {"accept": ",".join(self._accepts), "class": "entrada"}

    def value_of(self, attached: Attached) -> Any:
        """What it holds, right or wrong: one upload or None, or a list of them."""
        if self.most is not None:
            return list(attached.files)
        return attached.files[-1] if attached.files else None

    def clean(self, value: Any) -> Any:
        """What was attached, as the form keeps it.

        Args:
            value: `Attached`.
        """
        attached: Attached = value
        problems = list(self._problems(attached))
        if problems:
            raise ValidationError(problems)
        if self.required and not attached.files:
            raise ValidationError(self.error_messages["required"], code="required")
        return self.value_of(attached)

    def _problems(self, attached: Attached) -> Iterator[str]:
        if self.most is None:
            yield from [refusal(one.reason) for one in attached.refused]
        else:
            yield from _refusals(attached.refused, self.most)
            yield from self._too_many(len(attached.files), self.most)
        for one in () if self.most is None and attached.refused else attached.files:
            problem = wrong_kind(one.mime, self._accepts)
            if problem and self.most is not None:
                out = gettext("Quite «{name}».").format(name=one.name)
                problem = f"{out} {problem}"
            yield from [problem] if problem else []

    def _too_many(self, count: int, most: int) -> Iterator[str]:
        if count > most:
            yield gettext(
                "Adjuntó {count} archivos y aquí caben {most} como máximo. Quite los que sobran."
            ).format(count=count, most=most)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Always looked at."""
        return True


def ids_of(value: Any) -> tuple[str, ...]:
    """Ids of the files that a draft names: one, or a list of them."""
    found = value if isinstance(value, list | tuple) else [value]
    return tuple(str(one) for one in found if one)


def answer_of(upload: Upload) -> dict[str, Any]:
    """What the answers hold of an attachment."""
    return {
        "upload": str(upload.pk),
        "name": upload.name,
        "sha256": upload.sha256,
        "size": upload.size_bytes,
        "mime": upload.mime,
    }


def _refusals(refused: Sequence[RefusedFile], most: int) -> Iterator[str]:
    """Of several files: each by its name; those that had no room in one sentence."""
    for one in refused:
        if one.reason != NO_ROOM:
            told = gettext("No adjuntamos «{name}».").format(name=one.name)
            yield f"{told} {refusal(one.reason)}"
    names = [one.name for one in refused if one.reason == NO_ROOM]
    if names:
        shown = ", ".join(f"«{name}»" for name in names[:_NAMED])
        rest = len(names) - _NAMED
        shown += gettext(" y {rest} más").format(rest=rest) if rest > 0 else ""
        told = gettext("No adjuntamos {names}.").format(names=shown)
        yield f"{told} {refusal(NO_ROOM, most)}"


def _listed(data: Any, name: str) -> tuple[Any, ...]:
    """Every value that a page sent under a name, without the empty ones."""
    if data is None:
        return ()
    values = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
    found = values if isinstance(values, list | tuple) else [values]
    return tuple(one for one in found if one is not None and one != "")


def _found(ids: Iterable[str], filed: Mapping[str, Upload]) -> Iterator[Upload]:
    """The uploads of those ids, in their order; those that are gone are left out."""
    wanted = list(ids)
    kept = {str(one.pk): one for one in _kept(one for one in wanted if one not in filed)}
    for one in wanted:
        upload = filed.get(one) or kept.get(one)
        if upload is not None:
            yield upload


def _kept(ids: Iterable[str]) -> list[Upload]:
    wanted = list(read_ids(ids))
    return list(Upload.objects.filter(pk__in=wanted)) if wanted else []
