"""Writes kept answers into the form of a page: what a browser would show if the page had stayed open."""

from lxml import etree, html

from web.shell.kept import KeptForm

_TEXT = ("text", "email", "tel", "number", "date", "time", "datetime-local", "month", "url")


def refill(page: bytes, kept: KeptForm) -> bytes:
    """The page with the answers in the form that sent them; what has no place stands above it as text.

    Args:
        page: HTML in UTF-8.
        kept: the answers.
    """
    document = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    form = _form(document, kept)
    left = _leftover(kept, _fill(form, kept) if form is not None else set())
    main = document.find(".//main")
    if left and main is not None:
        (form if form is not None else main).insert(0, _notice(left))
    written: bytes = html.tostring(document, encoding="utf-8", doctype="<!doctype html>")
    return written


def _form(document: etree._Element, kept: KeptForm) -> etree._Element | None:
    """The form that was sent: by its address, or without one on the page itself."""
    posting = [
        form
        for form in document.iterfind(".//main//form")
        if form.get("method", "").lower() == "post"
        and (form.get("action") or kept.page).split("?")[0] == kept.action
    ]
    names = set(kept.data)
    return max(posting, key=lambda form: len(names & _names(form)), default=None)


def _names(form: etree._Element) -> set[str]:
    return {control.get("name", "") for control in form.iter("input", "select", "textarea")}


def _fill(form: etree._Element, kept: KeptForm) -> set[str]:
    placed = {button.get("name", "") for button in form.iter("button")}
    for control in form.iter("input", "select", "textarea"):
        name = control.get("name", "")
        if name in kept.data and _write(control, kept.data.getlist(name)):
            placed.add(name)
    return placed


def _write(control: etree._Element, values: list[str]) -> bool:
    """Write the values as a browser would; whether the control could take them."""
    if control.tag == "textarea":
        control.text = values[-1]
        return True
    if control.tag == "select":
        return _mark(list(control.iter("option")), "selected", values)
    kind = control.get("type", "text")
    if kind in ("radio", "checkbox"):
        return _mark([control], "checked", values) or kind == "radio"
    if kind in _TEXT:
        control.set("value", values[-1])
    return kind in (*_TEXT, "hidden")


def _mark(choices: list[etree._Element], attribute: str, values: list[str]) -> bool:
    found = [choice for choice in choices if choice.get("value", "on") in values]
    for choice in choices:
        choice.attrib.pop(attribute, "")
    for choice in found:
        choice.set(attribute, attribute)
    return bool(found)


def _leftover(kept: KeptForm, placed: set[str]) -> list[str]:
    return [
        value
        for name, values in kept.data.lists()
        if name not in placed and name != "accion" and "__" not in name
        for value in values
        if value.strip()
    ]


def _notice(values: list[str]) -> etree._Element:
    notice: etree._Element = html.Element("div", {"class": "aviso aviso--info"})
    title = etree.SubElement(notice, "h2", {"class": "aviso__titulo"})
    title.text = "Lo que usted había escrito"
    why = etree.SubElement(notice, "p")
    why.text = "Esta página cambió y ya no tiene dónde ponerlo. Cópielo si lo necesita."
    rows = etree.SubElement(notice, "ul")
    for value in values:
        etree.SubElement(rows, "li").text = value
    return notice
