// Names that FEEL may use in this draft, as the server knows them: {name, type, info, entries} and functions.

export class Names {
  #known = { variables: [], functions: [] };

  constructor(files) {
    this.files = files;
  }

  async load() {
    this.#known = await this.files.get("nombres.json");
  }

  variables() {
    return this.#known.variables;
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
