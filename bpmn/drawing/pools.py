"""Lanes stand in a pool: a process that has lanes and none gets one of its own name, which changes nothing that runs."""

from xml.sax.saxutils import quoteattr

from lxml import etree

from bpmn.drawing.elements import local
from bpmn.drawing.writing import Text


def with_pool(xml: bytes, root: etree._Element) -> bytes:
    """The model with a pool around its one process, if that has lanes and nothing holds it."""
    tags = [local(element) for element in root]
    processes = [element for element in root if local(element) == "process"]
    if "collaboration" in tags or len(processes) != 1:
        return xml
    (process,) = processes
    if not any(local(element) == "lane" for element in process.iter()):
        return xml
    text = Text(xml, root)
    prefix, taken = text.prefix(process), {str(one.get("id")) for one in root.iter("*")}
    name, slug = str(process.get("name") or process.get("id") or ""), str(process.get("id") or "")
    participant = (
        f"<{prefix}participant id={quoteattr(_free('Pool_1', taken))} "
        f"name={quoteattr(name)} processRef={quoteattr(slug)} />"
    )
    around = f"{prefix}collaboration"
    lines = [
        f"<{around} id={quoteattr(_free('Colaboracion_1', taken))}>",
        f"  {participant}",
        f"</{around}>",
    ]
    text.insert(root, None, lines)
    return text.edited()


def _free(wanted: str, taken: set[str]) -> str:
    while wanted in taken:
        wanted += "_"
    return wanted
