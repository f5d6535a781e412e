// What the open file will look like, made by the server: a form, a PDF or a message.
import { Refused, SignedOut, Unreachable } from "./files.js";
import { element } from "./page.js";
import { _ } from "../words/studio.js";

const QUIET_MS = 600;
const KINDS = {
  form: { title: _("Como lo ve la ciudadanía"), draw: drawForm },
  typ: { title: _("PDF con datos de ejemplo"), draw: drawDocument, isOfCase: true },
  md: { title: _("Como llega el mensaje"), draw: drawMessage, isOfCase: true },
};

export class Preview {
  constructor(files, place) {
    this.files = files;
    this.place = place;
    this.title = place.querySelector("[data-vista-titulo]");
    this.body = place.querySelector("[data-vista-cuerpo]");
    this.note = place.querySelector("[data-vista-nota]");
    this.sample = place.querySelector("[data-vista-muestra]");
    this.sample.addEventListener("change", () => this.draw());
  }

  // Whose answers are shown: those of a scenario of the folder.
  offer(scenarios) {
    const chosen = this.sample.value;
    const options = scenarios.map((path) => element("option", { value: path }, path.replace(/^scenarios\/|\.yaml$/g, "")));
    this.sample.replaceChildren(element("option", { value: "" }, _("El primer escenario")), ...options);
    this.sample.value = scenarios.includes(chosen) ? chosen : "";
  }

  static has(path) {
    return path.split(".").pop() in KINDS;
  }

  // `read` gives the text as it is now; `trouble(line, message)` marks a line of the editor.
  begin(path, read, trouble) {
    this.path = path;
    this.read = read;
    this.trouble = trouble || (() => {});
    this.kind = KINDS[path.split(".").pop()];
    this.answers = [];
    this.body.replaceChildren();
    this.title.textContent = this.kind.title;
    this.sample.parentElement.hidden = !this.kind.isOfCase;
    this.draw();
  }

  wanted(text) {
    return { path: this.path, source: text, scenario: this.sample.value };
  }

  soon() {
    if (this.place.hidden) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), QUIET_MS);
  }

  async draw() {
    if (this.place.hidden || !this.kind) return;
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    this.place.setAttribute("aria-busy", "true");
    try {
      await this.kind.draw(this, await this.read(), asking.signal);
      if (!asking.signal.aborted) this.#say("", 0);
    } catch (problem) {
      if (problem.name !== "AbortError") this.#fail(problem);
    } finally {
      if (this.asking === asking) this.place.removeAttribute("aria-busy");
    }
  }

  #fail(problem) {
    if (problem instanceof Refused) {
      const { message, remedy, line, file } = problem.said;
      const here = !file || this.path.endsWith(file);
      this.#say([message, remedy].filter(Boolean).join(" ") || _("No se pudo mostrar."), here ? line : 0);
    } else if (problem instanceof Unreachable || problem instanceof SignedOut) {
      this.#say(_("Sin conexión: la vista previa vuelve con ella."), 0);
    } else {
      console.error(problem);
      this.#say(_("No se pudo mostrar. Intente de nuevo."), 0);
    }
  }

  #say(text, line) {
    this.note.textContent = text;
    this.note.hidden = !text;
    this.trouble(line || 0, text);
  }
}

async function drawForm(preview, text, signal) {
  const body = { path: preview.path, source: text, answers: preview.answers };
  const answer = await preview.files.send("formulario.html", body, { signal });
  const html = await answer.text();
  let frame = preview.body.querySelector("iframe");
  const top = frame?.contentWindow?.scrollY || 0;
  // No scripts run in it: what may change is asked of the server again, which knows the rules.
  frame ??= element("iframe", { class: "estudio-marco", title: _("Vista previa del formulario"), sandbox: "allow-same-origin" });
  frame.onload = () => {
    frame.contentWindow.scrollTo(0, top);
    frame.contentDocument.addEventListener("change", (event) => {
      preview.answers = answersOf(event.target.form);
      preview.draw();
    });
    frame.contentDocument.addEventListener("submit", (event) => event.preventDefault());
  };
  frame.srcdoc = html;
  if (!frame.isConnected) preview.body.replaceChildren(frame);
}

function answersOf(form) {
  return form ? [...new FormData(form)].filter(([, value]) => typeof value === "string") : [];
}

async function drawDocument(preview, text, signal) {
  const answer = await preview.files.send("documento.pdf", preview.wanted(text), { signal });
  const address = URL.createObjectURL(await answer.blob());
  const pages = answer.headers.get("X-Paginas");
  const frame = element("iframe", { class: "estudio-marco", title: _("Vista previa del documento"), src: `${address}#toolbar=0&view=FitH` });
  const link = element("a", { href: address, target: "_blank", class: "estudio-vista__abrir" }, opening(pages));
  preview.body.replaceChildren(link, frame);
  if (preview.address) URL.revokeObjectURL(preview.address);
  preview.address = address;
}

function opening(pages) {
  if (!pages) return _("Abrir el PDF");
  return pages === "1" ? _("Abrir el PDF (1 página)") : _("Abrir el PDF ({pages} páginas)", { pages });
}

async function drawMessage(preview, text, signal) {
  const answer = await preview.files.send("mensaje.html", preview.wanted(text), { signal });
  const frame = element("iframe", { class: "estudio-marco", title: _("Vista previa del mensaje"), sandbox: "" });
  frame.srcdoc = await answer.text();
  preview.body.replaceChildren(frame);
}
