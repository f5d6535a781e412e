// Two versions of a flow side by side, moved together: <div data-differ-before="…" data-differ-after="…">.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { diff } from "bpmn-js-differ";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./differ.css";
import { pinch } from "./touch.js";
import { _ } from "./words/desk.js";

const LEAST = 0.05;
const MOST = 3;

async function load(place, address) {
  const answer = await fetch(address, { headers: { Accept: "application/xml" } });
  if (!answer.ok) throw new Error(`diagram: ${answer.status}`);
  const viewer = new NavigatedViewer({ container: place });
  await viewer.importXML(await answer.text());
  keepWheel(place);
  pinch(place, {
    zoom: (factor, spot) => zoomBy(viewer.get("canvas"), factor, spot),
    move: (dx, dy) => viewer.get("canvas").scroll({ dx, dy }),
  });
  return viewer;
}

async function compare(place) {
  place.hidden = false;
  const [before, after] = await Promise.all(
    ["before", "after"].map((side) => {
      const inner = place.querySelector(`[data-differ="${side}"]`);
      const address = side === "before" ? place.dataset.differBefore : place.dataset.differAfter;
      return inner && address ? load(inner, address) : null;
    }),
  );
  if (before && after) {
    colour(before, after);
    together([before, after]);
  }
  const shown = [before, after].filter(Boolean);
  for (const viewer of shown) viewer.get("canvas").zoom("fit-viewport", "auto");
  nearer(shown);
  showOnAsking(place, shown);
  place.dataset.differDrawn = "";
}

function colour(before, after) {
  const found = diff(before.getDefinitions(), after.getDefinitions());
  mark(after, found._added, "dif-added");
  mark(before, found._removed, "dif-removed");
  for (const viewer of [before, after]) {
    mark(viewer, found._layoutChanged, "dif-layout");
    mark(viewer, found._changed, "dif-changed");
  }
}

function mark(viewer, elements, name) {
  const registry = viewer.get("elementRegistry");
  for (const id of Object.keys(elements)) {
    if (registry.get(id)) viewer.get("canvas").addMarker(id, name);
  }
}

// What one drawing shows, the other shows too; the first to move is followed until it is done.
function together(viewers) {
  let following = false;
  for (const viewer of viewers) {
    viewer.on("canvas.viewbox.changed", ({ viewbox }) => {
      if (following) return;
      following = true;
      for (const other of viewers) if (other !== viewer) other.get("canvas").viewbox(plain(viewbox));
      following = false;
    });
  }
}

// A wide flow would be too small to read: begin where the changes are, if they are close together.
function nearer(viewers) {
  for (const viewer of viewers) {
    const registry = viewer.get("elementRegistry");
    const found = registry.filter((one) => one.width && registry.getGraphics(one).matches(".dif-added, .dif-removed, .dif-changed"));
    if (!found.length) continue;
    const left = Math.min(...found.map((one) => one.x)) - 160;
    const top = Math.min(...found.map((one) => one.y)) - 120;
    const width = Math.max(...found.map((one) => one.x + one.width)) + 160 - left;
    const height = Math.max(...found.map((one) => one.y + one.height)) + 120 - top;
    viewer.get("canvas").viewbox({ x: left, y: top, width: Math.max(width, 700), height: Math.max(height, 400) });
    return;
  }
}

function plain({ x, y, width, height }) {
  return { x, y, width, height };
}

// The wheel belongs to the page, but for who holds Ctrl.
function keepWheel(place) {
  const keep = (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  };
  place.addEventListener("wheel", keep, { capture: true, passive: true });
}

function zoomBy(canvas, factor, spot) {
  canvas.zoom(Math.min(MOST, Math.max(LEAST, canvas.zoom() * factor)), spot);
}

function showOnAsking(place, viewers) {
  let shown = [];
  for (const button of document.querySelectorAll("[data-bpmn-show]")) {
    const id = button.dataset.bpmnShow;
    const having = viewers.filter((viewer) => viewer.get("elementRegistry").get(id));
    if (!having.length) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const [viewer, old] of shown) viewer.get("canvas").removeMarker(old, "bpmn-senalado");
      shown = having.map((viewer) => [viewer, id]);
      const last = having.at(-1);
      for (const viewer of having) viewer.get("canvas").addMarker(id, "bpmn-senalado");
      last.get("canvas").zoom(0.9);
      last.get("canvas").scrollToElement(id, { top: 80, right: 80, bottom: 80, left: 80 });
      place.scrollIntoView({ block: "center" });
    });
  }
}

for (const place of document.querySelectorAll("[data-differ-after]")) {
  compare(place).catch((problem) => {
    console.error(problem);
    place.hidden = false;
    place.classList.add("diagrama--falla");
    place.textContent = _("No pudimos dibujar los dos flujos. Debajo está lo mismo en palabras.");
  });
}
