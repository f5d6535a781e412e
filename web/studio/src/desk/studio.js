// The studio: one draft, all its parts, each in its editor, saved by itself.
import "./studio.css";
import { settle, copyPath, download } from "./conflict.js";
import { Files, Refused } from "./files.js";
import { Findings } from "./findings.js";
import { Keeper } from "./keeper.js";
import { Mirror } from "./mirror.js";
import { Names } from "./names.js";
import { renameUses, usesOf } from "./uses.js";
import { askNew, askRemove, askRename } from "./new_files.js";
import { isText, openEditor } from "./opening.js";
import { SMALL, ago, button, find } from "./page.js";
import { Parts, nameOf } from "./parts.js";
import { watchPresence } from "./presence.js";
import { Preview } from "./previews.js";
import { Rehearsals } from "./rehearsals.js";
import { Status } from "./status.js";
import { Toolbar } from "./toolbar.js";
import { _ } from "../words/studio.js";

function counted(errors, warnings) {
  const wrong = errors === 1 ? _("1 error") : _("{count} errores", { count: errors });
  return `${wrong}, ${warnings === 1 ? _("1 aviso") : _("{count} avisos", { count: warnings })}`;
}

class Studio {
  constructor(root) {
    this.root = root;
    this.files = new Files(root.dataset.base, root.dataset.csrf);
    this.mirror = new Mirror(root.dataset.borrador);
    this.status = new Status();
    this.names = new Names(this.files);
    this.keeper = new Keeper(this.files, this.mirror, (...said) => this.#told(...said));
    this.tools = new Toolbar(find("herramientas"));
    this.preview = new Preview(this.files, find("vista"));
    this.parts = new Parts(find("partes"), { choose: (path) => this.open(path), create: (group) => this.#create(group) });
    this.findings = new Findings(this.files, find("hallazgos"), {
      lead: (file, element) => this.lead(file, element),
      news: (list) => this.#found(list),
    });
    this.rehearsals = new Rehearsals(this.files, find("ensayos"), {
      flush: () => this.keeper.flush(),
      light: (path) => this.#onFlow((editor) => editor.light(path)),
      cover: (coverage) => this.#onFlow((editor) => editor.cover(coverage)),
      lead: (file, element) => this.lead(file, element),
      say: (text) => this.status.say(text),
      has: (path) => this.parts.paths.includes(path),
    });
    this.opening = Promise.resolve();
    this.path = "";
    this.editor = null;
  }

  async start() {
    const { files } = await this.files.list();
    this.parts.paths = files.map((file) => file.path);
    this.parts.draw();
    this.#chrome();
    watchPresence(this.files, find("presencia"));
    this.findings.load();
    await this.names.load().catch((problem) => console.warn(problem));
    const wanted = decodeURIComponent(location.hash.slice(1));
    const first = this.parts.paths.find((path) => path === wanted) || this.#usual();
    if (first) await this.open(first);
    await this.#lostWork();
    this.status.tell("saved");
    this.status.savedAt = 0;
  }

  #usual() {
    return this.parts.paths.includes("process.bpmn") ? "process.bpmn" : this.parts.paths[0];
  }

  // One opening after another: a second click must not mix two editors.
  open(path) {
    this.opening = this.opening.then(() => this.#open(path)).catch((problem) => this.#failed(path, problem));
    return this.opening;
  }

  async #open(path) {
    if (path === this.path && this.editor) return;
    await this.#leave();
    const { bytes, tag } = await this.files.read(path);
    const text = isText(path) ? new TextDecoder().decode(bytes) : "";
    if (!this.keeper.isUnsaved(path)) this.keeper.begin(path, text, tag);
    await this.#show(path, this.keeper.text(path), bytes);
  }

  async #leave() {
    if (this.path && this.keeper.has(this.path)) this.keeper.save(this.path);
    if (this.path && this.editor?.content) await this.keeper.settled(this.path);
    this.editor?.close();
    this.editor = null;
  }

  async #show(path, text, bytes) {
    this.path = path;
    history.replaceState(null, "", `#${encodeURIComponent(path)}`);
    this.parts.select(path);
    find("archivo").textContent = nameOf(path);
    find("ruta-abierta").textContent = path;
    this.#notice();
    this.tools.clear();
    const place = find("editor");
    place.className = `estudio__editor estudio__editor--${path.split(".").pop()}`;
    place.replaceChildren();
    this.editor = await openEditor({
      place,
      path,
      text,
      bytes,
      label: _("Texto de {path}", { path }),
      names: this.names,
      tools: this.tools,
      changed: (read) => this.#changed(path, read),
      redraw: (text) => this.files.drawn(text),
      diagnose: (expression, kind) => this.#diagnose(expression, kind),
    });
    if (this.editor.broken) this.#notice(_("No se pudo abrir con su editor ({why}). Corríjalo aquí como texto.", { why: this.editor.broken }));
    this.#undrawn();
    this.#fileTools(path);
    this.#showPreview(path);
    this.#mark();
    if (this.keeper.conflict(path)) this.#conflict(path);
  }

  // A flow that was written elsewhere may lack its drawing, or a part of it.
  #undrawn() {
    const missing = this.editor.undrawn || [];
    if (!missing.length) return;
    const tidy = async () => {
      await this.editor.tidy();
      this.#notice();
    };
    this.#notice(_("El dibujo no muestra {count} elementos del flujo: {names}. Ordénelo antes de cambiarlo.", { count: missing.length, names: missing.slice(0, 5).join(", ") }), [
      button(_("Ordenar el dibujo"), () => tidy().catch((problem) => this.#failed(this.path, problem)), SMALL),
    ]);
  }

  #changed(path, read) {
    this.keeper.changed(path, read);
    if (path === this.path) this.preview.soon();
  }

  async #diagnose(text, kind) {
    const names = this.names.names();
    const said = await this.files.post("expresion.json", { text, kind, names }).catch(() => ({ diagnostics: [] }));
    return said.diagnostics;
  }

  // ---- what the keeper says ---------------------------------------------

  #told(state, path, detail) {
    this.status.tell(state, detail);
    this.parts.mark(path, this.keeper.isUnsaved(path));
    if (state === "saved") this.findings.soon();
    if (state === "conflict" && path === this.path) this.#conflict(path, detail);
  }

  #conflict(path) {
    const { by } = this.keeper.conflict(path);
    this.#notice(_("{person} guardó este archivo mientras usted lo cambiaba. No hemos escrito encima de nada.", { person: by || _("Otra persona") }), [
      button(_("Comparar y decidir"), () => this.#settle(path), SMALL),
    ]);
    if (!this.settling) this.#settle(path);
  }

  async #settle(path) {
    this.settling = true;
    try {
      const mine = this.keeper.text(path);
      const { choice, text, tag } = await settle(path, this.keeper.conflict(path), mine, this.files);
      if (choice === "copy") await this.#copy(path, mine);
      if (choice === "gone") await this.#gone(path, this.#usual());
      if (choice === "theirs" || choice === "copy") await this.#reload(path, text, tag);
      if (choice === "mine") await this.keeper.settle(path, this.keeper.text(path), tag);
      if (choice) this.#notice();
    } catch (problem) {
      this.#failed(path, problem);
    } finally {
      this.settling = false;
    }
  }

  async #copy(path, text) {
    const place = copyPath(path, this.parts.paths);
    if (!place) return download(`${this.root.dataset.nombre}-${path}`, text);
    await this.files.write(place, text, null);
    this.parts.paths.push(place);
    this.parts.draw();
  }

  async #reload(path, text, tag) {
    await this.keeper.take(path, text, tag);
    if (path !== this.path) return;
    this.editor?.close();
    this.editor = null;
    await this.#show(path, text, null);
  }

  // ---- what an earlier crash left in this browser -----------------------

  async #lostWork() {
    for (const path of await this.mirror.paths()) {
      const kept = await this.mirror.of(path);
      const now = await this.files.readText(path).catch(() => null);
      if (!kept || this.keeper.isUnsaved(path)) continue;
      if (now?.text === kept.text) await this.mirror.forget(path);
      else return this.#offer(path, kept, now);
    }
  }

  async #offer(path, kept, now) {
    await this.open(now ? path : this.#usual());
    const recover = async () => {
      this.#notice();
      // With the tag that it was written over: if somebody saved since, that is told as a conflict.
      this.keeper.begin(path, now?.text || "", now ? kept.tag : null);
      if (!this.parts.paths.includes(path)) this.parts.paths.push(path);
      this.editor?.close();
      this.editor = null;
      await this.#show(path, kept.text, null);
      this.keeper.changed(path, async () => kept.text);
    };
    const drop = async () => {
      this.#notice();
      await this.mirror.forget(path);
      await this.#lostWork();
    };
    this.#notice(_("Este navegador guarda un cambio de «{name}», de {when}, que no llegó al servidor.", { name: nameOf(path), when: ago(kept.at) }), [
      button(_("Recuperarlo"), recover, SMALL),
      button(_("Descartarlo"), drop, SMALL),
    ]);
  }

  // ---- findings, previews, rehearsals -----------------------------------

  #found(list) {
    this.names.load().catch((problem) => console.warn(problem));
    this.parts.findings = list;
    this.parts.draw();
    const errors = list.filter((one) => one.severity === "error").length;
    find("hallazgos-cuenta").textContent = list.length ? counted(errors, list.length - errors) : _("ninguno");
    this.#mark();
  }

  #mark() {
    this.editor?.findings?.(this.findings.list.filter((one) => one.file === this.path));
  }

  async lead(file, element) {
    const path = this.parts.paths.includes(file) ? file : this.path;
    await this.open(path);
    if (element && !this.editor?.reveal?.(element)) this.editor?.focus?.();
    find("centro").scrollIntoView({ block: "nearest" });
  }

  async #onFlow(draw) {
    await this.open("process.bpmn");
    if (this.editor?.light) draw(this.editor);
  }

  #showPreview(path) {
    const can = Preview.has(path) && this.editor.content && !this.editor.broken;
    this.preview.place.hidden = !can || !this.wantsPreview(path);
    if (!can) {
      this.preview.kind = null;
      return;
    }
    const toggle = this.tools.toggle(_("Vista previa"), _("Cómo se verá, hecho por el servidor"));
    const show = () => toggle.setAttribute("aria-pressed", String(!this.preview.place.hidden));
    toggle.addEventListener("click", () => {
      this.preview.place.hidden = !this.preview.place.hidden;
      show();
      this.preview.draw();
    });
    show();
    this.preview.offer(this.parts.paths.filter((one) => one.startsWith("scenarios/")));
    this.preview.begin(path, this.editor.content, this.editor.trouble);
  }

  wantsPreview(path) {
    return !path.endsWith(".form") || window.innerWidth >= 1500;
  }

  // ---- the frame ---------------------------------------------------------

  #notice(text = "", buttons = []) {
    const place = find("aviso");
    place.hidden = !text;
    place.replaceChildren(...(text ? [Object.assign(document.createElement("p"), { textContent: text }), ...buttons] : []));
  }

  #fileTools(path) {
    if (!path.includes("/")) return;
    this.tools.button(_("Renombrar"), () => this.#rename(path));
    this.tools.button(_("Eliminar"), () => this.#remove(path));
  }

  async #create(group) {
    const made = await askNew(group, this.parts.paths);
    if (!made) return;
    try {
      await this.files.write(made.path, made.text, null);
      this.parts.paths.push(made.path);
      this.findings.soon();
      await this.open(made.path);
    } catch (problem) {
      this.#failed(made.path, problem);
    }
  }

  async #rename(path) {
    try {
      await this.keeper.flush();
      const uses = await usesOf(path, this.parts.paths, this.files);
      const wanted = await askRename(path, uses);
      if (!wanted || wanted.to === path) return;
      const { to, follow } = wanted;
      await this.keeper.save(path);
      await this.files.move(path, to);
      if (follow) await renameUses(uses, to, this.files);
      await this.#gone(path, to);
    } catch (problem) {
      this.#failed(path, problem);
    }
  }

  async #remove(path) {
    try {
      await this.keeper.flush();
      if (!(await askRemove(nameOf(path), await usesOf(path, this.parts.paths, this.files)))) return;
      await this.keeper.save(path);
      await this.files.remove(path, this.keeper.tag(path));
      await this.#gone(path, this.#usual());
    } catch (problem) {
      this.#failed(path, problem);
    }
  }

  async #gone(path, next) {
    await this.keeper.forget(path);
    this.editor?.close();
    this.editor = null;
    this.path = "";
    const { files } = await this.files.list();
    this.parts.paths = files.map((file) => file.path);
    this.findings.soon();
    await this.open(next);
  }

  #failed(path, problem) {
    console.error(problem);
    const said = problem instanceof Refused ? `${problem.said.message || ""} ${problem.said.remedy || ""}`.trim() : "";
    this.#notice(said || _("No se pudo abrir «{name}». Recargue la página para intentarlo otra vez.", { name: nameOf(path) }));
  }

  #chrome() {
    for (const tab of this.root.querySelectorAll("[data-pie-ficha]")) {
      tab.addEventListener("click", () => this.#dock(tab.dataset.pieFicha));
    }
    const fold = find("pie-plegar");
    fold.addEventListener("click", () => {
      const isFolded = find("pie").toggleAttribute("data-plegado");
      fold.setAttribute("aria-expanded", String(!isFolded));
      this.editor?.resized?.();
    });
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        this.keeper.flush();
      }
    });
    window.addEventListener("hashchange", () => {
      const path = decodeURIComponent(location.hash.slice(1));
      if (this.parts.paths.includes(path)) this.open(path);
    });
  }

  #dock(name) {
    find("pie").removeAttribute("data-plegado");
    find("pie-plegar").setAttribute("aria-expanded", "true");
    for (const tab of this.root.querySelectorAll("[data-pie-ficha]")) {
      tab.setAttribute("aria-pressed", String(tab.dataset.pieFicha === name));
    }
    find("hallazgos").hidden = name !== "hallazgos";
    find("ensayos").hidden = name !== "ensayos";
  }
}

const root = find("estudio");
if (root) {
  const studio = new Studio(root);
  studio.start().catch((problem) => {
    console.error(problem);
    const place = find("aviso");
    place.hidden = false;
    place.textContent = _("No se pudo abrir el borrador. Recargue la página para intentarlo otra vez.");
  });
}
