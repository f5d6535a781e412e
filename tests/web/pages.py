"""A page as a person meets it: valid HTML, text, and forms filled in by their labels."""

from typing import Any

import html5lib
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import etree


class Page:
    """A response read strictly: HTML that is not valid raises."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        self.html = response.content.decode()
        parser = html5lib.HTMLParser(
            html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False
        )
        self.tree = parser.parse(self.html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.tree.xpath("//main//text()")).split())

    @property
    def title(self) -> str:
        return self.tree.xpath("string(//h1)").strip()

    @property
    def ids(self) -> list[str]:
        return self.tree.xpath("//@id")

    def values(self, form: etree._Element) -> dict[str, Any]:
        """What a browser would send if nothing were touched."""
        sent: dict[str, Any] = {}
        for control in form.xpath(".//input[@name]|.//textarea[@name]|.//select[@name]"):
            kind = control.get("type", "text")
            if kind in ("file", "submit") or (
                kind in ("radio", "checkbox") and control.get("checked") is None
            ):
                continue
            if control.tag == "select":
                chosen = control.xpath("./option[@selected]|./option")[:1]
                marked = control.xpath("./option[@selected]") or chosen
                sent[control.get("name")] = marked[0].get("value", "") if marked else ""
            elif control.tag == "textarea":
                sent[control.get("name")] = (control.text or "").strip()
            elif kind == "hidden" and control.get("name") in sent:
                # Several files of one field.
                before = sent[control.get("name")]
                before = before if isinstance(before, list) else [before]
                sent[control.get("name")] = [*before, control.get("value", "")]
            else:
                sent[control.get("name")] = control.get("value", "")
        return sent

    def form_with(self, button: str) -> etree._Element:
        found = [
            form
            for form in self.tree.xpath("//main//form")
            if any(button in "".join(b.itertext()) for b in form.xpath(".//button"))
        ]
        assert len(found) == 1, f"{len(found)} forms have a button {button!r}"
        return found[0]

    def control(self, label: str) -> etree._Element:
        found = [
            self.tree.xpath("//*[@id=$id]", id=tag.get("for"))
            for tag in self.tree.xpath("//label[@for]")
            if " ".join("".join(tag.itertext()).split()).startswith(label)
        ]
        assert found, f"no field is labelled {label!r}"
        assert found[0], f"the label {label!r} points nowhere"
        return found[0][0]

    def has(self, label: str) -> bool:
        """Whether a field is labelled so."""
        labels = (
            " ".join("".join(tag.itertext()).split()) for tag in self.tree.xpath("//label[@for]")
        )
        return any(text.startswith(label) for text in labels)

    def button_among(self, *buttons: str) -> str | None:
        """The first of these buttons that the page has."""
        there = " ".join("".join(tag.itertext()) for tag in self.tree.xpath("//main//button"))
        return next((button for button in buttons if button in there), None)

    @property
    def problems(self) -> list[str]:
        """What the page says is wrong."""
        found = self.tree.xpath("//*[contains(@class,'resumen-errores')]//li")
        return [" ".join("".join(one.itertext()).split()) for one in found]

    def press(self, client: Client, button: str, answers: dict[str, Any] | None = None) -> "Page":
        """Write the answers by their labels, press the button, follow where it leads."""
        form = self.form_with(button)
        sent = self.values(form)
        for label, value in (answers or {}).items():
            sent[self.control(label).get("name")] = value
        for pressed in form.xpath(".//button[@name]"):
            if button in "".join(pressed.itertext()):
                sent[pressed.get("name")] = pressed.get("value")
        address = form.get("action") or self.response.request["PATH_INFO"]
        send = client.get if form.get("method", "get").lower() == "get" else client.post
        return Page(send(address, sent, follow=True))


def walk(client: Client, page: Page, answers: dict[str, Any]) -> Page:
    """Go through the steps of a form with the answers by their labels, to its end or to an error."""
    while button := page.button_among(
        "Continuar", "Revisar y enviar", "Guardar y volver a revisar"
    ):
        asked = {label: value for label, value in answers.items() if page.has(label)}
        page = page.press(client, button, asked)
        if page.problems:
            break
    return page


def visit(client: Client, address: str, *arguments: object) -> Page:
    """Open an address, or the page of that name."""
    place = address if address.startswith("/") else reverse(address, args=arguments)
    return Page(client.get(place, follow=True))
