// New files, with the least that each kind needs; and another name for one that exists.
import { ask, element } from "./page.js";
import { nameOf } from "./parts.js";
import { _ } from "../words/studio.js";

const BEGINNINGS = {
  forms: (name, title) =>
    `${JSON.stringify({ type: "default", id: name, schemaVersion: 18, executionPlatform: "Camunda Cloud", executionPlatformVersion: "8.6.0", components: [{ type: "text", id: "titulo", text: `## ${title}` }] }, null, 2)}\n`,
  decisions: (name, title) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="Definitions_${name.replaceAll("-", "_")}" name="${xml(title)}" namespace="http://camunda.org/schema/1.0/dmn">
  <decision id="${name}" name="${xml(title)}">
    <decisionTable id="${name}-tabla" hitPolicy="FIRST">
      <input id="${name}-entrada" label="Entrada"><inputExpression id="${name}-expresion" typeRef="string"><text></text></inputExpression></input>
      <output id="${name}-salida" label="Salida" name="resultado" typeRef="string" />
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram>
      <dmndi:DMNShape dmnElementRef="${name}"><dc:Bounds height="80" width="180" x="160" y="100" /></dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`,
  documents: (_name, title) => `#import "ventanilla.typ": *
#show: cuerpo
#encabezado(fecha: dato("document.issuedAt"))

*${title}*

Que #dato("applicant.name") …
`,
  messages: (_name, title) => `---
subject: "${title.replaceAll('"', "'")}"
---
Hola, {{ applicant.name }}:

…
`,
  scenarios: (name, title) => `id: ${name.toUpperCase()}
title: "${title.replaceAll('"', "'")}"
now: 2026-11-20T09:00:00-05:00
channel: portal
answers: {}
expect:
  state: ARCHIVADO
`,
};

function xml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

export function slug(title) {
  const plain = title.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
}

function nameField(value = "") {
  const input = element("input", { class: "entrada", name: "nombre", required: true, maxlength: "80", value, autocomplete: "off" });
  return element("label", { class: "estudio-dialogo__campo" }, _("Nombre"), input);
}

// Gives {path, text}, or null when nobody wants it any more.
export async function askNew(group, taken) {
  const choices = [{ value: "crear", text: _("Agregar"), kind: "" }, { value: "", text: _("Cancelar") }];
  const { answer, values } = await ask({ title: group.add, body: [nameField()], choices });
  const name = slug(values.nombre || "");
  if (answer !== "crear" || !name) return null;
  let path = `${group.folder}/${name}${group.ending}`;
  for (let number = 2; taken.includes(path); number += 1) path = `${group.folder}/${name}-${number}${group.ending}`;
  return { path, text: BEGINNINGS[group.folder](path.split("/").pop().replace(group.ending, ""), values.nombre.trim()) };
}

// Which files name it, and how often.
function listed(uses, title) {
  const rows = uses.map(({ file, times }) => element("li", {}, times > 1 ? _("{name}, {times} veces", { name: nameOf(file), times }) : nameOf(file)));
  return uses.length ? [element("p", {}, title), element("ul", {}, ...rows)] : [];
}

// Gives {to, follow}: the new path, and whether what names it is to be changed too.
export async function askRename(path, uses) {
  const [folder, file] = path.split("/");
  const ending = file.slice(file.lastIndexOf("."));
  const choices = [{ value: "si", text: _("Cambiar"), kind: "" }, { value: "", text: _("Cancelar") }];
  const box = element("input", { type: "checkbox", name: "seguir", value: "si", checked: true });
  const follow = uses.length ? [...listed(uses, _("Lo usan:")), element("label", { class: "opcion" }, box, _("Cambiar el nombre también allí"))] : [];
  const { answer, values } = await ask({ title: _("Cambiar el nombre"), body: [nameField(file.replace(ending, "")), ...follow], choices });
  const name = slug(values.nombre || "");
  return answer === "si" && name ? { to: `${folder}/${name}${ending}`, follow: Boolean(values.seguir) } : null;
}

export async function askRemove(name, uses) {
  const choices = [{ value: "si", text: _("Eliminar"), kind: "" }, { value: "", text: _("Cancelar") }];
  const body = [element("p", {}, _("«{name}» sale de este borrador. Lo que tenía queda en el historial.", { name })), ...listed(uses, _("Todavía lo usan, y quedarán con un error:"))];
  return (await ask({ title: _("¿Eliminar este archivo?"), body, choices })).answer === "si";
}
