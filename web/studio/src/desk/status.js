// One line that says how safe the work is. Eyes see it tick; a screen reader hears only what changes.
import { ago, find } from "./page.js";
import { _ } from "../words/studio.js";

const WORDS = {
  opening: _("Abriendo…"),
  typing: _("Cambios sin guardar…"),
  saving: _("Guardando…"),
  offline: _("Sin conexión: guardamos en este navegador y lo enviamos al volver"),
  "signed-out": _("Su sesión terminó: ingrese en otra pestaña y seguimos guardando"),
  conflict: _("Otra persona guardó antes: elija qué hacer"),
};
const TROUBLE = new Set(["offline", "signed-out", "conflict", "refused"]);

export class Status {
  constructor() {
    this.line = find("estado");
    this.spoken = find("estado-voz");
    this.state = "opening";
    this.savedAt = 0;
    setInterval(() => this.#draw(), 1000);
  }

  tell(state, detail) {
    if (state === "saved") this.savedAt = Date.now();
    const isNews = state !== this.state && (TROUBLE.has(state) || (state === "saved" && TROUBLE.has(this.state)));
    this.state = state;
    this.detail = detail;
    this.#draw();
    if (isNews) this.spoken.textContent = this.#words();
  }

  say(text) {
    this.spoken.textContent = text;
  }

  #words() {
    if (this.state === "saved") return this.savedAt ? _("Guardado {when}", { when: ago(this.savedAt) }) : _("Todo está guardado");
    if (this.state === "refused") return `${_("No se pudo guardar.")} ${this.detail?.message || ""} ${this.detail?.remedy || ""}`.trim();
    return WORDS[this.state];
  }

  #draw() {
    this.line.textContent = this.#words();
    this.line.dataset.estado = TROUBLE.has(this.state) ? "mal" : this.state;
  }
}
