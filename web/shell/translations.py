"""The window's texts in other languages: what is said where, what lacks a translation, and compiled catalogues.

Spanish is the source: a text is its own key. Procedures' folders are data and are not translated.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation.template import templatize

from bpmn.package.sheet import AutomationLevel
from signatures.verification import sentences as verification_sentences
from web.shell import script_texts
from web.shell.mobile_sentences import MOBILE_SENTENCES
from web.shell.record_sentences import PROBLEMS
from web.shell.sentences import SENTENCES

Key = str | tuple[str, str]
_SOURCE = "es"
_TEMPLATES = (".html", ".txt")
_ROOMS = ("engine", "bpmn", "forms", "signatures", "archive", "web")
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
_NAMED = re.compile(r"%\((\w+)\)s")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*[^{}]*\}|%[sd]")


@dataclass(frozen=True)
class Lack:
    """A text without a translation, or with one that does not fit.

    Attributes:
        place: the app that says it.
        why: `missing`, `placeholders` when the two do not name the same values, `ambiguous` when another app
            translates it differently, or `unsaid` when no script says it.
    """

    language: str
    place: str
    text: str
    why: str


def languages() -> list[str]:
    """Those that Spanish is translated into."""
    return [code for code, _ in settings.LANGUAGES if not code.startswith(_SOURCE)]


def said() -> dict[str, set[Key]]:
    """What each app says to people, by the app's folder; a pair is singular and plural."""
    found: dict[str, set[Key]] = {}
    for folder in _folders():
        texts = {key for file in _files(folder) for key in _texts_of(file)}
        if texts:
            found[str(folder.relative_to(settings.ROOT))] = texts
    for place, label in _labels():
        found.setdefault(place, set()).add(label)
    found["web/shell"] = found.get("web/shell", set()) | set(_sentences())
    return found


def lacks() -> list[Lack]:
    """Every text that somebody who chose another language would read in Spanish."""
    everything = said()
    scripts = [Lack("en", place, text, why) for place, text, why in script_texts.faults()]
    return (
        scripts
        + _ambiguous()
        + [
            Lack(language, place, _words(key)[0], why)
            for language in languages()
            for known in [_known(language)]
            for place, texts in everything.items()
            for key in sorted(texts, key=str)
            if (why := _fault(key, known.get(key, ())))
        ]
    )


def _ambiguous() -> list[Lack]:
    """Texts that two apps translate differently: Django joins the catalogues, and everybody reads the first."""
    found: list[Lack] = []
    for language in languages():
        said_as: dict[Key, tuple[str, ...]] = {}
        for folder in _folders():
            file = _catalogue_file(folder, language)
            for message in _read(file) if file.exists() else ():
                if message.id:
                    key, text = _key(message.id), tuple(_listed(message.string))
                    if said_as.setdefault(key, text) != text:
                        place = str(folder.relative_to(settings.ROOT))
                        found.append(Lack(language, place, _words(key)[0], "ambiguous"))
    return found


def sentences_of(place: str, language: str = "en") -> dict[str, str]:
    """Whole sentences of an app with their translation; a place for a value is `{name}`."""
    found = _read(_catalogue_file(settings.ROOT / place, language))
    texts = ((_listed(one.id), _listed(one.string)) for one in found if one.id)
    return {
        _NAMED.sub(r"{\1}", spanish[0]): _NAMED.sub(r"{\1}", english[0])
        for spanish, english in texts
        if len(spanish) == 1 and spanish[0][-1] in ".?"
    }


def add_missing() -> int:
    """Add an empty entry for each text without one, in its app's catalogue; how many."""
    added = 0
    for language in languages():
        known = _known(language)
        for place, texts in said().items():
            new = sorted((key for key in texts if key not in known), key=str)
            if new:
                _extend(_catalogue_file(settings.ROOT / place, language), language, new)
            added += len(new)
            known |= dict.fromkeys(new, ())
    return added


def compile_catalogues() -> int:
    """Write what Django reads beside each catalogue; how many."""
    files = [
        file
        for language in languages()
        for folder in _folders()
        if (file := _catalogue_file(folder, language)).exists()
    ]
    for file in files:
        with file.with_suffix(".mo").open("wb") as out:
            write_mo(out, _read(file))
    return len(files)


def _folders() -> list[Path]:
    # Other people's apps bring their own catalogues.
    ours = tuple(settings.ROOT / room for room in _ROOMS)
    roots = (Path(config.path) for config in apps.get_app_configs())
    return sorted(path for path in roots if any(map(path.is_relative_to, ours)))


def _files(folder: Path) -> Iterator[Path]:
    templates = (folder / "templates").rglob("*.*")
    yield from sorted(file for file in templates if file.suffix in _TEMPLATES)
    inner = [other for other in _folders() if other != folder and other.is_relative_to(folder)]
    for file in sorted(folder.rglob("*.py")):
        is_of_another = any(file.is_relative_to(other) for other in inner)
        if not is_of_another and not {"migrations", "node_modules"} & {*file.parts}:
            yield file


def _texts_of(file: Path) -> Iterator[Key]:
    text = file.read_text(encoding="utf-8")
    if file.suffix in _TEMPLATES:
        # What Django makes of a template is indented like the template, which is no Python.
        text = "\n".join(map(str.lstrip, templatize(text, origin=str(file)).splitlines()))
    for _, _, message, _ in extract_python(io.BytesIO(text.encode()), _KEYWORDS, (), {}):
        if _listed(message):
            yield _key(message)


def _labels() -> Iterator[tuple[str, str]]:
    """The labels of choices, with their app's folder; one that repeats its member's name is read by nobody."""
    for kind in TextChoices.__subclasses__():
        app = apps.get_containing_app_config(kind.__module__)
        if app is not None and Path(app.path) in _folders():
            for one in kind:
                if one.label != one.name.replace("_", " ").title():
                    yield str(Path(app.path).relative_to(settings.ROOT)), str(one.label)


def _sentences() -> Iterator[str]:
    """The texts of tables whose rooms know no translation; they are translated where they are shown."""
    yield from verification_sentences.texts()
    yield from (level.value for level in AutomationLevel)
    yield from PROBLEMS.values()
    for sentence in (*SENTENCES.values(), *MOBILE_SENTENCES.values()):
        for one in fields(sentence):
            value = getattr(sentence, one.name)
            if isinstance(value, str) and value:
                yield value


def _known(language: str) -> dict[Key, tuple[str, ...]]:
    found: dict[Key, tuple[str, ...]] = {}
    for folder in _folders():
        file = _catalogue_file(folder, language)
        for message in _read(file) if file.exists() else ():
            if message.id:
                found[_key(message.id)] = tuple(_listed(message.string))
    return found


def _fault(key: Key, translated: tuple[str, ...]) -> str:
    if not translated or not all(translated):
        return "missing"
    wanted = set(_PLACEHOLDER.findall(_words(key)[-1]))
    is_fit = all(set(_PLACEHOLDER.findall(text)) <= wanted for text in translated)
    is_whole = set(_PLACEHOLDER.findall(translated[-1])) == wanted
    return "" if is_fit and is_whole else "placeholders"


def _key(ids: object) -> Key:
    named = _listed(ids)
    return named[0] if len(named) == 1 else (named[0], named[1])


def _listed(texts: object) -> list[str]:
    if isinstance(texts, str):
        return [texts]
    return [str(text) for text in texts if text] if isinstance(texts, list | tuple) else []


def _words(key: Key | tuple[str, ...]) -> tuple[str, ...]:
    return (key,) if isinstance(key, str) else tuple(key)


def _catalogue_file(folder: Path, language: str) -> Path:
    return folder / "locale" / language / "LC_MESSAGES" / "django.po"


def _read(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source)


def _extend(file: Path, language: str, new: list[Key]) -> None:
    catalogue = _read(file) if file.exists() else Catalog(locale=language)
    for key in new:
        catalogue.add(key)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as out:
        write_po(out, catalogue, omit_header=False, no_location=True, width=0)
