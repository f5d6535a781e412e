// The sheet: its common keys as fields, and its whole text beside them. Both are the same file.
import "./sheet.css";
import { element } from "../page.js";
import { open as openText } from "./text.js";
import { readKey, writeKey } from "./toml_keys.js";
import { _ } from "../../words/studio.js";

const FIELDS = [
  { key: "official_name", label: _("Nombre oficial") },
  { key: "short_name", label: _("Nombre corto") },
  { key: "purpose", label: _("Para qué sirve"), kind: "long" },
  { key: "audience", label: _("A quién se dirige"), kind: "long" },
  { key: "result", label: _("Qué recibe quien lo pide"), kind: "long" },
  { key: "requirements", label: _("Requisitos"), kind: "list" },
  { key: "steps", label: _("Pasos"), kind: "list" },
  { key: "themes", label: _("Temas"), kind: "list" },
  { key: "life_events", label: _("Momentos de la vida"), kind: "list" },
  { key: "public_search", label: _("Palabras con que lo buscan"), kind: "list" },
  { key: "process_type", label: _("Tipo de proceso"), kind: "choice", options: [["misional", _("misional")], ["estrategico", _("estrategico")], ["apoyo", _("apoyo")], ["evaluacion", _("evaluacion")]] },
  {
    key: "automation_level",
    label: _("Nivel de automatización"),
    kind: "choice",
    options: [
      ["No automatizado", _("No automatizado")],
      ["Parcialmente en línea", _("Parcialmente en línea")],
      ["Totalmente en línea", _("Totalmente en línea")],
    ],
  },
  { key: "paperless_percent", label: _("Porcentaje sin papel"), kind: "number" },
  { key: "info_owner", label: _("Grupo responsable de la información") },
  { key: "series", label: _("Serie de la TRD") },
];

export async function open(options) {
  const { place, changed } = options;
  place.classList.add("ficha-estudio");
  const form = element("div", { class: "ficha-estudio__campos" });
  const paper = element("div", { class: "ficha-estudio__texto" });
  place.append(form, paper);
  const controls = new Map();
  const editor = await openText({
    ...options,
    place: paper,
    changed(read) {
      changed(read);
      if (!form.contains(document.activeElement)) fill(controls, editor.now());
    },
  });
  form.append(element("p", { class: "nota" }, _("Lo más común de la ficha. El término, la tarifa, los documentos y lo demás están en el texto.")));
  for (const field of FIELDS) form.append(drawn(field, controls, editor));
  fill(controls, editor.now());
  return editor;
}

function drawn(field, controls, editor) {
  const control = controlOf(field);
  const help = element("span", { class: "ayuda", hidden: field.kind !== "list" }, _("Uno por línea."));
  control.addEventListener("input", () => {
    const value = valueOf(field, control.value);
    if (value !== undefined) editor.rewrite(writeKey(editor.now(), field.key, value));
  });
  controls.set(field, control);
  return element("label", { class: "ficha-estudio__campo" }, field.label, help, control);
}

function controlOf({ key, kind, options }) {
  const shared = { class: "entrada", name: key, autocomplete: "off" };
  if (kind === "choice") return element("select", shared, ...options.map(([value, text]) => element("option", { value }, text)));
  if (kind === "long" || kind === "list") return element("textarea", { ...shared, rows: kind === "list" ? "4" : "2" });
  return element("input", { ...shared, type: kind === "number" ? "number" : "text" });
}

function valueOf({ kind }, text) {
  if (kind === "list") return text.split("\n").map((line) => line.trim()).filter(Boolean);
  if (kind === "number") return /^\d+$/.test(text) ? Number(text) : undefined;
  return text.replace(/\s*\n\s*/g, " ");
}

// A value that is written in a way of its own is changed in the text, where nothing of it is lost.
function fill(controls, text) {
  for (const [field, control] of controls) {
    const value = readKey(text, field.key);
    control.disabled = value === null || (value !== undefined && Array.isArray(value) !== (field.kind === "list"));
    control.value = Array.isArray(value) ? value.join("\n") : (value ?? "");
  }
}
