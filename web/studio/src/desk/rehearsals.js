// Rehearses the folder's scenarios on the server, and shows what each did, its path and what none passed.
import "./rehearsals.css";
import { Refused, Unreachable } from "./files.js";
import { SMALL, button, element } from "./page.js";
import { _ } from "../words/studio.js";

const POLL_MS = 900;

export class Rehearsals {
  // `light(path)` and `cover(coverage)` draw on the flow; `lead(file, element)` opens a place.
  constructor(files, place, { flush, light, cover, lead, say, has }) {
    Object.assign(this, { files, flush, light, cover, lead, say, has });
    this.outcome = null;
    this.message = element("p", { class: "ensayos__dice", role: "status" }, _("Los escenarios de la carpeta se juegan enteros, con el motor de verdad, sin tocar ningún caso."));
    this.bar = element("progress", { class: "ensayos__avance", hidden: true, "aria-label": _("Avance del ensayo") });
    this.run = button(_("Ensayar todos"), () => this.start("all"), SMALL);
    this.covered = button(_("Ver lo que no se probó"), () => this.#cover(), { ...SMALL, hidden: true });
    this.dim = button(_("Quitar las marcas"), () => this.#dim(), { ...SMALL, hidden: true });
    this.list = element("ul", { class: "ensayos__lista" });
    place.replaceChildren(element("div", { class: "ensayos__cabeza" }, this.run, this.covered, this.dim, this.bar, this.message), this.list);
  }

  async start(scenarios) {
    this.run.disabled = true;
    this.bar.hidden = false;
    this.bar.removeAttribute("value");
    this.message.textContent = _("Guardando y preparando el ensayo…");
    try {
      await this.flush();
      const { id } = await this.files.post("ensayos/", { scenarios });
      await this.#follow(id);
    } catch (problem) {
      this.message.textContent = told(problem);
    } finally {
      this.run.disabled = false;
      this.bar.hidden = true;
    }
  }

  async #follow(id) {
    for (;;) {
      const outcome = await this.files.get(`ensayos/${id}.json`);
      if (outcome.total) {
        this.bar.max = outcome.total;
        this.bar.value = outcome.done;
      }
      this.message.textContent = _("Ensayados {done} de {total}", { done: outcome.done, total: outcome.total || "…" });
      this.#draw(outcome);
      if (!["queued", "running"].includes(outcome.status)) return this.#end(outcome);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  #end(outcome) {
    this.outcome = outcome;
    if (outcome.failure) {
      this.message.textContent = _("El ensayo no se pudo hacer: corrija primero los errores de los hallazgos, e intente de nuevo.");
      return;
    }
    if (outcome.status === "stopped") {
      this.message.textContent = _("El ensayo se detuvo: van {done} de {total}.", { done: outcome.done, total: outcome.total });
      return;
    }
    const failed = outcome.scenarios.filter((one) => !one.passed).length;
    const all = outcome.scenarios.length;
    this.message.textContent = failed ? _("{failed} de {all} escenarios no van como está escrito.", { failed, all }) : _("Los {all} escenarios van como está escrito.", { all });
    this.covered.hidden = !outcome.coverage;
    this.say(this.message.textContent);
  }

  #draw({ scenarios = [] }) {
    this.list.replaceChildren(...scenarios.map((one) => element("li", { class: `ensayo ensayo--${one.passed ? "bien" : "mal"}` }, ...this.#row(one))));
  }

  #row(one) {
    const name = button(`${one.passed ? _("Pasa") : _("Falla")} · ${one.id}: `, () => this.#light(one), { class: "ensayo__nombre", title: _("Ver su camino en el flujo") });
    name.append(element("span", { lang: "es" }, one.title));
    const path = one.file || `scenarios/${one.id.toLowerCase()}.yaml`;
    const file = this.has(path) ? button(_("Abrir"), () => this.lead(path, ""), { class: "boton boton--enlace", "aria-label": _("Abrir el escenario {id}", { id: one.id }) }) : null;
    const why = (one.differences || []).map((difference) => element("p", { class: "ensayo__diferencia" }, difference));
    return [name, file, ...why].filter(Boolean);
  }

  #light(one) {
    this.dim.hidden = false;
    this.light(one.path || []);
  }

  #dim() {
    this.dim.hidden = true;
    this.light([]);
  }

  #cover() {
    this.dim.hidden = false;
    this.cover(this.outcome.coverage);
    const missing = this.outcome.coverage.missing?.length || 0;
    this.message.textContent = missing ? _("{missing} flujos no los pasa ningún escenario: están punteados en el dibujo.", { missing }) : _("Todos los flujos los pasa algún escenario.");
  }
}

function told(problem) {
  if (problem instanceof Refused) return `${problem.said.message || _("No se pudo ensayar.")} ${problem.said.remedy || ""}`;
  if (problem instanceof Unreachable) return _("Sin conexión: el ensayo se hace en el servidor. Intente de nuevo al volver.");
  console.error(problem);
  return _("No se pudo ensayar. Intente de nuevo.");
}
