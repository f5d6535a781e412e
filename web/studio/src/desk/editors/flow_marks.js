// What is drawn over the flow: findings, the path of a scenario, and what no scenario passed.
const LIT = "estudio-pasado";
const MISSED = "estudio-sin-pasar";

export class Marks {
  constructor(modeler) {
    this.canvas = modeler.get("canvas");
    this.overlays = modeler.get("overlays");
    this.registry = modeler.get("elementRegistry");
    this.lit = [];
  }

  findings(found) {
    this.overlays.remove({ type: "hallazgo" });
    for (const [id, those] of grouped(found)) {
      const element = this.registry.get(id);
      if (!element || element === this.canvas.getRootElement()) continue;
      const mark = document.createElement("div");
      const isError = those.some((one) => one.severity === "error");
      mark.className = `hallazgo-marca hallazgo-marca--${isError ? "error" : "aviso"}`;
      mark.textContent = those.length > 1 ? String(those.length) : "!";
      mark.title = those.map((one) => `${one.message} ${one.remedy}`).join("\n");
      const position = element.waypoints ? { top: -10, left: 0 } : { top: -10, right: 10 };
      this.overlays.add(element, "hallazgo", { position, html: mark });
    }
  }

  // `path`: ids in the order in which they were passed; flows between two of them are lit too.
  light(path) {
    this.dim();
    const passed = new Set(path);
    for (const id of passed) this.#mark(id, LIT);
    for (const flow of this.registry.filter((one) => one.type === "bpmn:SequenceFlow")) {
      if (passed.has(flow.id)) continue;
      if (follows(path, flow.source?.id, flow.target?.id)) this.#mark(flow.id, LIT);
    }
  }

  cover({ flows = {}, elements = {}, missing = [] }) {
    this.dim();
    for (const [id, count] of [...Object.entries(elements), ...Object.entries(flows)]) {
      if (count > 0) this.#mark(id, LIT);
    }
    for (const id of missing) this.#mark(id, MISSED);
  }

  dim() {
    for (const [id, name] of this.lit) if (this.registry.get(id)) this.canvas.removeMarker(id, name);
    this.lit = [];
  }

  #mark(id, name) {
    const element = this.registry.get(id);
    if (!element || element === this.canvas.getRootElement()) return;
    this.canvas.addMarker(id, name);
    this.lit.push([id, name]);
  }
}

function grouped(found) {
  const groups = new Map();
  for (const one of found) groups.set(one.element, [...(groups.get(one.element) || []), one]);
  return groups;
}

function follows(path, source, target) {
  return path.some((id, at) => id === source && path[at + 1] === target);
}
