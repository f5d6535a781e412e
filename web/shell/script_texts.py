"""The texts of the browser's scripts: what they say in Spanish, and the English catalogues beside them."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings

_SAID = re.compile(r'\b_\(\s*"((?:[^"\\]|\\.)*)"')
_PLACEHOLDER = re.compile(r"\{\w+\}")
_IMPORT = re.compile(r'^import \{[^}]*\b_\b[^}]*\} from "[^"]*words/(\w+)\.js";', re.MULTILINE)


def faults() -> Iterator[tuple[str, str, str]]:
    """Place, text and what is wrong with it, for each text of a script that has no English that fits."""
    folder = settings.ROOT / "web" / "studio" / "src"
    files = {file.stem.split(".")[0]: file for file in (folder / "words").glob("*.en.json")}
    catalogues = {
        name: json.loads(file.read_text(encoding="utf-8")) for name, file in files.items()
    }
    said: dict[str, set[str]] = {name: set() for name in catalogues}
    for script in sorted(folder.rglob("*.js")):
        source = script.read_text(encoding="utf-8")
        texts = {json.loads(f'"{text}"') for text in _SAID.findall(source)}
        found = _IMPORT.search(source)
        if texts and found:
            said[found[1]] |= texts
    for name, texts in said.items():
        yield from _compared(files[name].relative_to(settings.ROOT), texts, catalogues[name])


def _compared(
    place: Path, texts: set[str], english: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    for text in sorted(texts | english.keys()):
        if text not in texts:
            yield str(place), text, "unsaid"
        elif not english.get(text):
            yield str(place), text, "missing"
        elif set(_PLACEHOLDER.findall(text)) != set(_PLACEHOLDER.findall(english[text])):
            yield str(place), text, "placeholders"
