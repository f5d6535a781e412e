// The folder's parts in groups, with the findings and the unsaved changes of each.
import { button, element } from "./page.js";
import { _ } from "../words/studio.js";

export const GROUPS = [
  { title: _("Flujo"), matches: (path) => path === "process.bpmn" },
  { title: _("Formularios"), folder: "forms", ending: ".form", add: _("Agregar formulario") },
  { title: _("Tablas"), folder: "decisions", ending: ".dmn", add: _("Agregar tabla") },
  { title: _("Documentos"), folder: "documents", ending: ".typ", add: _("Agregar documento") },
  { title: _("Mensajes"), folder: "messages", ending: ".md", add: _("Agregar mensaje") },
  { title: _("Ficha"), matches: (path) => /^(procedure|subprocess)\.toml$/.test(path) },
  { title: _("Escenarios"), folder: "scenarios", ending: ".yaml", add: _("Agregar escenario") },
];

const belongs = (group, path) => (group.matches ? group.matches(path) : path.startsWith(`${group.folder}/`));

export function nameOf(path) {
  if (path === "process.bpmn") return _("Flujo del proceso");
  if (/^(procedure|subprocess)\.toml$/.test(path)) return _("Ficha del trámite");
  return path.split("/").pop().replace(/\.(form|dmn|md|yaml)$/, "");
}

export class Parts {
  // `choose(path)` opens a file, `create(group)` asks for a new one.
  constructor(place, { choose, create }) {
    this.place = place;
    this.choose = choose;
    this.create = create;
    this.paths = [];
    this.findings = [];
    this.unsaved = new Set();
    this.chosen = "";
  }

  draw() {
    const focused = document.activeElement?.dataset?.ruta;
    this.place.replaceChildren(...GROUPS.map((group) => this.#group(group)));
    if (focused) this.#buttonOf(focused)?.focus();
  }

  select(path) {
    this.chosen = path;
    this.draw();
    this.#buttonOf(path)?.scrollIntoView({ block: "nearest" });
  }

  mark(path, isUnsaved) {
    if (this.unsaved.has(path) === isUnsaved) return;
    if (isUnsaved) this.unsaved.add(path);
    else this.unsaved.delete(path);
    this.#buttonOf(path)?.classList.toggle("estudio-parte--sin-guardar", isUnsaved);
  }

  #buttonOf(path) {
    return this.place.querySelector(`[data-ruta="${CSS.escape(path)}"]`);
  }

  #group(group) {
    const title = element("h2", { class: "estudio-grupo__titulo" }, group.title);
    const head = element("div", { class: "estudio-grupo__cabeza" }, title);
    if (group.folder) {
      const add = button("+", () => this.create(group), { class: "estudio-grupo__nuevo" });
      add.setAttribute("aria-label", group.add);
      add.title = group.add;
      head.append(add);
    }
    const own = this.paths.filter((path) => belongs(group, path)).sort((a, b) => a.localeCompare(b, "es", { numeric: true }));
    const list = element("ul", { class: "estudio-grupo__lista" }, ...own.map((path) => element("li", {}, this.#part(path))));
    const body = own.length ? list : element("p", { class: "estudio-grupo__vacio" }, _("Ninguno todavía"));
    return element("section", { class: "estudio-grupo" }, head, body);
  }

  #part(path) {
    const one = button(nameOf(path), () => this.choose(path), { class: "estudio-parte", "data-ruta": path, title: path });
    if (path === this.chosen) one.setAttribute("aria-current", "true");
    one.classList.toggle("estudio-parte--sin-guardar", this.unsaved.has(path));
    const found = this.findings.filter((finding) => finding.file === path);
    if (found.length) one.append(count(found));
    return one;
  }
}

function count(found) {
  const errors = found.filter((one) => one.severity === "error").length;
  const kind = errors ? "error" : "aviso";
  const words = ` ${errors ? _("errores") : _("avisos")}`;
  const mark = element("span", { class: `estudio-cuenta estudio-cuenta--${kind}` }, String(errors || found.length));
  mark.append(element("span", { class: "oculto-visual" }, words));
  return mark;
}
