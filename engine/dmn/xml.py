"""Reads XML from people whom we do not trust: no DTD, no entity, no network, a bounded size."""

from lxml import etree

MAX_BYTES = 2 * 1024 * 1024
_NO_ELEMENTS = (etree._Comment, etree._ProcessingInstruction, etree._Entity)


class XmlRefused(Exception):
    """The bytes are not XML that we read.

    Attributes:
        code: stable name in kebab-case.
        line: where, from 1; 0 when no line is to blame.
        detail: what the parser met, in English.
    """

    def __init__(self, code: str, line: int, detail: str) -> None:
        self.code = code
        self.line = line
        self.detail = detail
        super().__init__(f"{code} at line {line}: {detail}")


def parse(xml: bytes) -> etree._Element:
    """The root element.

    Raises:
        XmlRefused: too large, malformed, or with a DOCTYPE.
    """
    if len(xml) > MAX_BYTES:
        raise XmlRefused("xml-too-large", 0, f"{len(xml)} bytes")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=False,
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        raise XmlRefused("xml-malformed", line, str(error)) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise XmlRefused("xml-doctype", 1, "a DOCTYPE is not allowed")
    return root


def line_of(node: etree._Element) -> int:
    """Line of the file that a node begins on, from 1; 0 when it is not known."""
    line: object = node.sourceline
    return line if isinstance(line, int) else 0


class Tags:
    """Children by the local name of their tag, in one namespace."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def all(self, node: etree._Element, name: str) -> list[etree._Element]:
        """Children of that name."""
        return node.findall(f"{{{self._namespace}}}{name}")

    def one(self, node: etree._Element, name: str) -> etree._Element | None:
        """The first child of that name."""
        return node.find(f"{{{self._namespace}}}{name}")

    def text(self, node: etree._Element, name: str) -> str:
        """Text of the first child of that name, without spaces around it."""
        inner = self.one(node, name)
        return (inner.text or "").strip() if inner is not None else ""

    def name(self, node: etree._Element) -> str:
        """Local name of a node; empty for comments and for tags of other namespaces."""
        if isinstance(node, _NO_ELEMENTS):
            return ""
        tag = etree.QName(node)
        return tag.localname if tag.namespace == self._namespace else ""
