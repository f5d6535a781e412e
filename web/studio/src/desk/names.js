// Names that FEEL may use in this draft, as the server knows them: {name, type, info, entries} and functions.

export class Names {
  #known = { variables: [], functions: [], places: {} };

  constructor(files) {
    this.files = files;
  }

  async load() {
    this.#known = await this.files.get("nombres.json");
  }

  variables() {
    return this.#known.variables;
  }

  // What an element of the flow sees: `around` are its id and those of the sub-processes it stands in.
  at(around) {
    const here = new Set(around);
    const seen = this.#known.variables.filter((one) => !one.only || one.only.some((id) => here.has(id)));
    // What is given to this element alone is what one looks for there.
    return seen.sort((a, b) => Boolean(b.only) - Boolean(a.only));
  }

  // What a form or a table sees: that of the elements that show or ask it.
  of(path) {
    return this.at(this.#known.places?.[path] || []);
  }

  names() {
    return this.#known.variables.map((one) => one.name);
  }

  builtins() {
    return this.#known.functions.map((one) => ({ ...one, type: "function" }));
  }

  // Every name with its way: answers.residence_address.
  paths() {
    const found = [];
    const walk = (entries, prefix) => {
      for (const one of entries) {
        const label = prefix + one.name;
        found.push({ label, type: "variable", detail: one.detail || "", info: one.info || undefined });
        if (one.entries) walk(one.entries, `${label}.`);
      }
    };
    walk(this.#known.variables, "");
    return found;
  }

  functions() {
    return this.#known.functions.map((one) => ({ label: one.name, type: "function", detail: one.detail, info: one.info }));
  }
}
