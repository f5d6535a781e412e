// What is typed and not yet saved, kept in this browser: a crash or a lost line loses nothing.
const NAME = "ventanilla-estudio";
const STORE = "pendientes";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

let database = null;

async function run(mode, work) {
  try {
    database ??= opened();
    const store = (await database).transaction(STORE, mode).objectStore(STORE);
    return await new Promise((resolve, reject) => {
      const asked = work(store);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  } catch (problem) {
    // A private window may have no storage: then only the server keeps.
    console.warn(problem);
    return undefined;
  }
}

export class Mirror {
  constructor(draft) {
    this.draft = draft;
  }

  keep(path, text, tag) {
    return run("readwrite", (store) => store.put({ text, tag, at: Date.now() }, this.#key(path)));
  }

  forget(path) {
    return run("readwrite", (store) => store.delete(this.#key(path)));
  }

  of(path) {
    return run("readonly", (store) => store.get(this.#key(path)));
  }

  async paths() {
    const keys = (await run("readonly", (store) => store.getAllKeys())) || [];
    const prefix = `${this.draft}/`;
    return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  }

  #key(path) {
    return `${this.draft}/${path}`;
  }
}
