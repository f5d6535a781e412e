// The draft over HTTP: what is read carries its tag, and what is written says which one it replaces.

export class Refused extends Error {
  constructor(status, said) {
    super(said.message || `HTTP ${status}`);
    this.status = status;
    this.said = said;
  }
}

// No answer at all: the line is down, or the server is.
export class Unreachable extends Error {}

// The session ended: the answer came from the sign-in page.
export class SignedOut extends Error {}

export class Files {
  constructor(base, token) {
    this.base = base;
    this.token = token;
  }

  async list() {
    return (await this.#ask("archivos.json")).json();
  }

  async read(path) {
    const answer = await this.#ask(address(path));
    return { bytes: await answer.arrayBuffer(), tag: tagOf(answer) };
  }

  async readText(path) {
    const { bytes, tag } = await this.read(path);
    return { text: new TextDecoder().decode(bytes), tag };
  }

  // `tag` null: the file is new, and must not replace one that another person made meanwhile.
  async write(path, content, tag) {
    const condition = tag === null ? { "If-None-Match": "*" } : { "If-Match": `"${tag}"` };
    const answer = await this.#ask(address(path), { method: "PUT", body: content, headers: condition });
    return answer.json();
  }

  async remove(path, tag) {
    await this.#ask(address(path), { method: "DELETE", headers: { "If-Match": `"${tag}"` } });
  }

  async move(from, to) {
    return this.post("mover.json", { from, to });
  }

  // The flow with a drawing of its own making.
  async drawn(text) {
    const headers = { "Content-Type": "application/xml" };
    return (await this.#ask("dibujo.bpmn", { method: "POST", body: text, headers })).text();
  }

  async get(name) {
    return (await this.#ask(name)).json();
  }

  async post(name, data) {
    return (await this.send(name, data)).json();
  }

  async send(name, data, options = {}) {
    const headers = { "Content-Type": "application/json" };
    return this.#ask(name, { method: "POST", body: JSON.stringify(data), headers, ...options });
  }

  async #ask(name, options = {}) {
    const headers = { Accept: "application/json, */*;q=0.1", ...options.headers };
    if (options.method) headers["X-CSRFToken"] = cookie("csrftoken") || this.token;
    let answer;
    try {
      answer = await fetch(this.base + name, { ...options, headers, credentials: "same-origin" });
    } catch (problem) {
      if (problem.name === "AbortError") throw problem;
      throw new Unreachable(problem.message);
    }
    if (answer.redirected || answer.status === 401) throw new SignedOut();
    if (answer.ok) return answer;
    if (answer.status >= 502) throw new Unreachable(`HTTP ${answer.status}`);
    throw new Refused(answer.status, await answer.json().catch(() => ({})));
  }
}

function address(path) {
  return `archivos/${path.split("/").map(encodeURIComponent).join("/")}`;
}

function tagOf(answer) {
  return (answer.headers.get("ETag") || "").replace(/^W\//, "").replaceAll('"', "");
}

// Signing in again in another tab changes the token: the cookie has the new one.
function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}
