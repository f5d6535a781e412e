// Two people saved the same file: both versions side by side, and a person chooses. Nothing is chosen alone.
import { ask, element } from "./page.js";
import { nameOf } from "./parts.js";
import { LOCALE, _ } from "../words/studio.js";

const AROUND = 2;

// Gives "theirs", "copy", "mine" or "" (later), and what is on the server.
export async function settle(path, conflict, mine, files) {
  const theirs = await files.readText(path).catch((problem) => {
    if (problem.status === 404) return null;
    throw problem;
  });
  if (!theirs) return settleGone(path);
  const person = conflict.by || _("Otra persona");
  const other = conflict.by || _("la otra persona");
  const when = new Date(conflict.at).toLocaleString(LOCALE, { dateStyle: "medium", timeStyle: "short" });
  const body = [
    element("p", {}, _("{person} guardó «{name}» ({when}) mientras usted lo cambiaba. Lo suyo no se ha perdido: elija con cuál seguir.", { person, name: nameOf(path), when })),
    element("div", { class: "conflicto" }, side(_("La versión de {person}", { person: other }), theirs.text, mine), side(_("La suya"), mine, theirs.text)),
    element("label", { class: "conflicto__seguro" }, element("input", { type: "checkbox", name: "seguro", value: "si" }), ` ${_("Entiendo que al guardar la mía encima, la de {person} queda sólo en el historial.", { person: other })}`),
  ];
  const choices = [
    { value: "theirs", text: _("Seguir con la otra") },
    { value: "copy", text: _("Guardar la mía como copia"), kind: "" },
    { value: "mine", text: _("Guardar la mía encima") },
    { value: "", text: _("Decidir después"), kind: "boton--enlace" },
  ];
  for (;;) {
    const { answer, values } = await ask({ title: _("Dos versiones del mismo archivo"), body, choices, wide: true });
    if (answer === "mine" && values.seguro !== "si") {
      const box = body[2];
      box.classList.add("conflicto__seguro--falta");
      continue;
    }
    return { choice: answer, text: theirs.text, tag: theirs.tag };
  }
}

// Nobody's version is left to compare with: the file was taken away or got another name.
async function settleGone(path) {
  const body = [element("p", {}, _("Otra persona eliminó «{name}», o le cambió el nombre, mientras usted lo cambiaba. Lo suyo no se ha perdido.", { name: nameOf(path) }))];
  const choices = [
    { value: "mine", text: _("Guardar la mía de nuevo"), kind: "" },
    { value: "gone", text: _("Dejarlo eliminado") },
    { value: "", text: _("Decidir después"), kind: "boton--enlace" },
  ];
  const { answer } = await ask({ title: _("El archivo ya no está"), body, choices });
  return { choice: answer, text: "", tag: null };
}

function side(title, text, other) {
  const lines = text.split("\n");
  const known = counts(other.split("\n"));
  const isNew = lines.map((line) => !take(known, line));
  const list = element("ol", { class: "conflicto__lineas", tabindex: "0", "aria-label": title });
  let skipped = false;
  lines.forEach((line, at) => {
    const isNear = isNew.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(Boolean);
    if (isNear) {
      const row = element("li", { value: String(at + 1) }, line || " ");
      if (isNew[at]) row.className = "conflicto__distinta";
      list.append(row);
    } else if (!skipped) {
      list.append(element("li", { class: "conflicto__salto", value: String(at + 1) }, "…"));
    }
    skipped = !isNear;
  });
  return element("section", {}, element("h3", {}, title), list);
}

function counts(lines) {
  const found = new Map();
  for (const line of lines) found.set(line, (found.get(line) || 0) + 1);
  return found;
}

function take(known, line) {
  const left = known.get(line) || 0;
  known.set(line, left - 1);
  return left > 0;
}

// Where a copy can stand: beside the file; the flow and the sheet are one alone and go to the computer.
export function copyPath(path, taken) {
  if (!path.includes("/")) return null;
  const dot = path.lastIndexOf(".");
  for (let number = 1; ; number += 1) {
    const found = `${path.slice(0, dot)}-copia${number > 1 ? `-${number}` : ""}${path.slice(dot)}`;
    if (!taken.includes(found)) return found;
  }
}

export function download(name, text) {
  const link = element("a", { href: URL.createObjectURL(new Blob([text])), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
