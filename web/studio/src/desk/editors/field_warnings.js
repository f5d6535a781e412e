// Findings about names, shown at the very field of the properties that reads them.
const NAMED = /[«“]([^»”]+)[»”]/;
const FEEL = /^(name-|expression-)/;

export class FieldWarnings {
  #found = [];
  #element = "";
  #shown = "";

  // `bus` is the editor's: its panel shows what is told as `propertiesPanel.setErrors`.
  constructor(panel, bus) {
    this.panel = panel;
    this.bus = bus;
    // Fields come and go as groups are opened and rows are added.
    this.watcher = new MutationObserver(() => this.#soon());
    this.watcher.observe(panel, { childList: true, subtree: true });
  }

  take(found, element) {
    this.#found = found.filter((one) => FEEL.test(one.code));
    this.show(element);
  }

  show(element) {
    this.#element = element;
    this.#soon();
  }

  // What is told of the chosen element.
  here() {
    return this.#found.filter((one) => one.element === this.#element);
  }

  stop() {
    clearTimeout(this.timer);
    this.watcher.disconnect();
  }

  #soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#draw(), 150);
  }

  #draw() {
    const here = this.here();
    const errors = {};
    for (const entry of this.panel.querySelectorAll("[data-entry-id]")) {
      if (entry.querySelector("[data-entry-id]")) continue;
      const text = feelOf(entry);
      const told = text ? here.filter((one) => reads(text, one)) : [];
      if (told.length) errors[entry.dataset.entryId] = told.map((one) => `${one.message} ${one.remedy}`).join(" ");
    }
    const said = JSON.stringify(errors);
    if (said === this.#shown) return;
    this.#shown = said;
    this.bus.fire("propertiesPanel.setErrors", { errors });
  }
}

function feelOf(entry) {
  const written = entry.querySelector(".cm-content")?.textContent;
  const plain = entry.querySelector("input[type=text], textarea")?.value;
  return (written || (plain?.startsWith("=") ? plain : "") || "").trim();
}

// An expression is meant by a finding if it is the text that it cites, or reads the name.
function reads(text, { message }) {
  const name = NAMED.exec(message)?.[1];
  if (!name) return false;
  if (text.replace(/^=\s*/, "") === name) return true;
  return text.split(/[^\p{L}\p{N}_]+/u).includes(name);
}
