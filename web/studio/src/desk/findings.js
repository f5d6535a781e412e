// What is to be mended: each finding leads to its file and element.
import { button, element } from "./page.js";
import { nameOf } from "./parts.js";
import { _ } from "../words/studio.js";

const QUIET_MS = 700;

export class Findings {
  // `lead(file, element)` opens the place; `news(list)` hears of every change.
  constructor(files, place, { lead, news }) {
    this.files = files;
    this.place = place;
    this.lead = lead;
    this.news = news;
    this.list = [];
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), QUIET_MS);
  }

  async load() {
    const turn = (this.turn = (this.turn || 0) + 1);
    try {
      const { findings } = await this.files.get("hallazgos.json");
      if (turn !== this.turn) return;
      this.list = findings;
    } catch (problem) {
      console.warn(problem);
      if (!this.list.length) this.place.replaceChildren(element("p", { class: "estudio-bien estudio-bien--no" }, _("Las revisiones no respondieron. Siga trabajando: volvemos a revisar al guardar.")));
      return;
    }
    this.draw();
    this.news(this.list);
  }

  draw() {
    if (!this.list.length) {
      const said = element("p", { class: "estudio-bien" }, _("Nada por corregir: las revisiones de la carpeta pasan."));
      this.place.replaceChildren(said);
      return;
    }
    const rows = this.list.map((one) => element("li", {}, this.#row(one)));
    this.place.replaceChildren(element("ul", { class: "hallazgos" }, ...rows));
  }

  #row(one) {
    const isError = one.severity === "error";
    const kind = element("span", { class: `hallazgo__clase hallazgo__clase--${isError ? "error" : "aviso"}` }, isError ? _("Error") : _("Aviso"));
    const where = element("span", { class: "hallazgo__donde" }, [one.file ? nameOf(one.file) : _("Carpeta"), one.where ?? one.element].filter(Boolean).join(" · "));
    const what = element("span", { class: "hallazgo__que" }, one.message);
    const remedy = element("span", { class: "hallazgo__remedio" }, one.remedy);
    const row = button("", () => this.lead(one.file, one.element), { class: "hallazgo" });
    row.append(kind, where, what, remedy);
    return row;
  }
}
