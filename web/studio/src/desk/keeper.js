// Saves by itself: each file has the tag it was read with, one save at a time, and never one over another's.
import { Refused, SignedOut, Unreachable } from "./files.js";

const QUIET_MS = 1500;
const READ_MS = 400;
const AGAIN_MS = 5000;

export class Keeper {
  #papers = new Map();
  #again = 0;

  // `tell(state, path, detail)`: state is saved, typing, saving, offline, signed-out, conflict or refused.
  constructor(files, mirror, tell) {
    this.files = files;
    this.mirror = mirror;
    this.tell = tell;
    window.addEventListener("online", () => this.flush());
    window.addEventListener("beforeunload", (event) => {
      if (this.hasUnsaved()) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.flush();
    });
  }

  // A file begins with what the server has; null as tag for one that is not there yet.
  begin(path, text, tag) {
    this.#papers.set(path, { saved: text, text, tag, read: null, taking: null, sending: null, conflict: null });
  }

  has(path) {
    return this.#papers.has(path);
  }

  text(path) {
    return this.#papers.get(path)?.text;
  }

  tag(path) {
    return this.#papers.get(path)?.tag;
  }

  conflict(path) {
    return this.#papers.get(path)?.conflict || null;
  }

  isUnsaved(path) {
    const paper = this.#papers.get(path);
    return Boolean(paper && (paper.read || paper.text !== paper.saved));
  }

  hasUnsaved() {
    return [...this.#papers.keys()].some((path) => this.isUnsaved(path));
  }

  // `read` gives the text of the editor; it is asked shortly after, since writing XML on each key costs.
  changed(path, read) {
    const paper = this.#papers.get(path);
    const isFirst = !paper.read;
    paper.read = read;
    this.tell("typing", path);
    if (isFirst) setTimeout(() => this.#take(path), READ_MS);
    clearTimeout(paper.saving);
    paper.saving = setTimeout(() => this.save(path), QUIET_MS);
    // Who types without a pause is saved too.
    paper.latest ??= setTimeout(() => this.save(path), 3 * QUIET_MS);
  }

  // One reading at a time; an editor may close only when it has ended.
  async #take(path) {
    const paper = this.#papers.get(path);
    await paper?.taking;
    if (!paper?.read) return;
    paper.taking = this.#read(path, paper);
    await paper.taking;
  }

  async #read(path, paper) {
    const read = paper.read;
    paper.read = null;
    const text = await read();
    if (text === paper.text) return;
    paper.text = text;
    await this.mirror.keep(path, text, paper.tag);
  }

  async save(path) {
    const paper = this.#papers.get(path);
    if (!paper) return;
    clearTimeout(paper.saving);
    clearTimeout(paper.latest);
    paper.latest = null;
    await this.#take(path);
    if (paper.sending) {
      await paper.sending;
      return this.save(path);
    }
    if (paper.conflict) return this.tell("conflict", path, paper.conflict);
    if (paper.text === paper.saved) return this.tell("saved", path);
    paper.sending = this.#send(path, paper).finally(() => {
      paper.sending = null;
    });
    await paper.sending;
  }

  async #send(path, paper) {
    const { text, tag } = paper;
    this.tell("saving", path);
    try {
      const kept = await this.files.write(path, text, tag);
      paper.tag = kept.sha256;
      paper.saved = text;
      if (paper.text === text && !paper.read) await this.mirror.forget(path);
      this.tell(this.isUnsaved(path) ? "typing" : "saved", path);
    } catch (problem) {
      this.#failed(path, paper, problem);
    }
  }

  #failed(path, paper, problem) {
    if (problem instanceof Refused && problem.status === 412) {
      paper.conflict = problem.said;
      this.tell("conflict", path, problem.said);
    } else if (problem instanceof Unreachable || problem instanceof SignedOut) {
      this.tell(problem instanceof SignedOut ? "signed-out" : "offline", path);
      clearTimeout(this.#again);
      this.#again = setTimeout(() => this.flush(), AGAIN_MS);
    } else {
      this.tell("refused", path, problem.said || { message: problem.message });
    }
  }

  // The text of the editor is safe here, so that it may close; the sending goes on.
  async settled(path) {
    await this.#take(path);
  }

  async flush() {
    const waiting = [...this.#papers.keys()].filter((path) => this.isUnsaved(path));
    await Promise.all(waiting.map((path) => this.save(path)));
  }

  // Somebody chose: what the server has now is known, and what follows is written over it.
  async settle(path, text, tag) {
    const paper = this.#papers.get(path);
    paper.conflict = null;
    paper.read = null;
    paper.tag = tag;
    paper.text = text;
    await this.save(path);
  }

  async take(path, text, tag) {
    this.begin(path, text, tag);
    await this.mirror.forget(path);
    this.tell("saved", path);
  }

  forget(path) {
    const paper = this.#papers.get(path);
    clearTimeout(paper?.saving);
    clearTimeout(paper?.latest);
    this.#papers.delete(path);
    return this.mirror.forget(path);
  }
}
