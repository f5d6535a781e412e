"""Makes DMN files: real ones with elements cut, doubled and moved, and texts and attributes bitten."""

import copy
import random
from collections.abc import Sequence

from lxml import etree

from tests.fuzz.texts import Texts

_SMALL = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="n"><decision id="a" name="a">'
    b"<literalExpression><text>1</text></literalExpression></decision></definitions>"
)  # fmt: skip


class Models:
    """A source of files."""

    def __init__(self, seed: int, files: Sequence[bytes], texts: Texts) -> None:
        self._random = random.Random(seed)  # noqa: S311 — a seed gives the same files again
        self._files = files or (_SMALL,)
        self._texts = texts

    def next(self) -> bytes:
        """Another file."""
        raw = self._random.choice(self._files)
        if self._random.random() < 0.1:
            return self._bytes(raw)
        root = etree.fromstring(raw)
        for _ in range(self._random.randrange(1, 6)):
            self._bite(root)
        return etree.tostring(root)

    def _bytes(self, raw: bytes) -> bytes:
        at = self._random.randrange(len(raw))
        return raw[:at] + self._random.randbytes(self._random.randrange(9)) + raw[at + 5 :]

    def _bite(self, root: etree._Element) -> None:
        nodes = [node for node in root.iter() if isinstance(node.tag, str)]
        node, other = self._random.choice(nodes), self._random.choice(nodes)
        what = self._random.randrange(6)
        if what == 0 and node is not root:
            node.getparent().remove(node)  # type: ignore[union-attr]
        elif what == 1:
            other.append(copy.deepcopy(node))
        elif what == 2:
            node.tag = other.tag
        elif what == 3 and node.attrib:
            key = self._random.choice(list(node.attrib))
            node.set(key, self._random.choice(["", "a", "#a", *map(str, other.attrib.values())]))
        else:
            texts = [found for found in nodes if etree.QName(found).localname == "text"]
            if texts:
                text = self._texts.next()
                clean = "".join(c for c in text if c.isprintable() or c in "\t\n ")
                self._random.choice(texts).text = clean
