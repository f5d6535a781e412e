// Draws a process, with where the case stands: <div data-bpmn-url="…" data-bpmn-current="id id">.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./viewer.css";
import { pinch } from "./touch.js";
import { _ } from "./words/desk.js";

const LEAST = 0.05;
const MOST = 3;
const READABLE = 0.75;

async function draw(place) {
  const answer = await fetch(place.dataset.bpmnUrl, { headers: { Accept: "application/xml" } });
  if (!answer.ok) throw new Error(`diagram: ${answer.status}`);
  const viewer = new NavigatedViewer({ container: place });
  await viewer.importXML(await answer.text());
  const canvas = viewer.get("canvas");
  mark(viewer, place.dataset.bpmnPassed, "bpmn-pasado");
  markCurrent(viewer, place.dataset.bpmnCurrent);
  liftNames(viewer);
  letThePageScroll(place);
  pinch(place, {
    zoom: (factor, spot) => zoomBy(canvas, factor, spot),
    move: (dx, dy) => canvas.scroll({ dx, dy }),
  });
  whole(canvas);
  nearCurrent(viewer, place.dataset.bpmnHere || place.dataset.bpmnCurrent);
  buttons(place, canvas);
  showOnAsking(place, viewer);
  onOtherWidth(place, () => {
    whole(canvas);
    nearCurrent(viewer, place.dataset.bpmnHere || place.dataset.bpmnCurrent);
  });
  place.dataset.bpmnDrawn = "";
}

// A large drawing shows first where the case stands, large enough to be read.
function nearCurrent(viewer, ids) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  const element = innermost(elementsOf(registry, ids)).at(0);
  if (!element || canvas.zoom() >= READABLE) return;
  const middle = { x: element.x + (element.width || 0) / 2, y: element.y + (element.height || 0) / 2 };
  const { outer } = canvas.viewbox();
  const [width, height] = [outer.width / READABLE, outer.height / READABLE];
  canvas.viewbox({ x: middle.x - width / 2, y: middle.y - height / 2, width, height });
}

// A part of the flow that is open holds the steps where the case stands: only its edge is drawn.
function markCurrent(viewer, ids) {
  const elements = elementsOf(viewer.get("elementRegistry"), ids);
  const steps = new Set(innermost(elements));
  for (const one of elements) viewer.get("canvas").addMarker(one, steps.has(one) ? "bpmn-actual" : "bpmn-abierto");
}

function elementsOf(registry, ids) {
  return (ids || "").split(/\s+/).map((id) => id && registry.get(id)).filter(Boolean);
}

function innermost(elements) {
  return elements.filter((outer) => !elements.some((one) => one !== outer && isInside(one, outer)));
}

function isInside(element, outer) {
  for (let host = element.parent; host; host = host.parent) if (host === outer) return true;
  return false;
}

function mark(viewer, ids, name) {
  const registry = viewer.get("elementRegistry");
  for (const id of (ids || "").split(/\s+/).filter(Boolean)) {
    if (registry.get(id)) viewer.get("canvas").addMarker(id, name);
  }
}

// A name of three lines would run into the mark at the foot of its box.
function liftNames(viewer) {
  const registry = viewer.get("elementRegistry");
  for (const element of registry.filter((one) => one.type === "bpmn:CallActivity")) {
    registry.getGraphics(element).querySelector(":scope > .djs-visual > text")?.classList.add("bpmn-nombre-alto");
  }
}

// The wheel belongs to the page: only sideways, or with Ctrl, does it move the drawing.
function letThePageScroll(place) {
  const keep = (event) => {
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!event.ctrlKey && !event.metaKey && !isSideways && !document.fullscreenElement) event.stopPropagation();
  };
  place.addEventListener("wheel", keep, { capture: true, passive: true });
}

// A narrow page gives a wide drawing no more height than it needs.
function whole(canvas) {
  const place = canvas.getContainer().parentElement.closest(".diagrama");
  const { inner } = canvas.viewbox();
  const needed = (place.clientWidth * inner.height) / inner.width + 40;
  const isNarrow = place.clientWidth < 600 && !document.fullscreenElement;
  place.style.height = isNarrow ? `${Math.min(window.innerHeight * 0.7, Math.max(220, needed))}px` : "";
  canvas.resized();
  canvas.zoom("fit-viewport", "auto");
}

// A turned phone or another width of the window shows the drawing whole again.
function onOtherWidth(place, again) {
  let width = place.clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(place.clientWidth - width) < 40 || document.fullscreenElement) return;
    width = place.clientWidth;
    again();
  }).observe(place);
}

function zoomBy(canvas, factor, spot) {
  canvas.zoom(Math.min(MOST, Math.max(LEAST, canvas.zoom() * factor)), spot);
}

function buttons(place, canvas) {
  const frame = place.closest(".diagrama-marco") || place.parentElement;
  const does = {
    mas: () => zoomBy(canvas, 1.4),
    menos: () => zoomBy(canvas, 1 / 1.4),
    todo: () => whole(canvas),
    pantalla: () => (document.fullscreenElement ? document.exitFullscreen() : frame.requestFullscreen()),
  };
  for (const button of frame.querySelectorAll("[data-bpmn-zoom]")) {
    if (button.dataset.bpmnZoom === "pantalla" && !document.fullscreenEnabled) continue;
    button.hidden = false;
    button.addEventListener("click", does[button.dataset.bpmnZoom]);
  }
  frame.addEventListener("fullscreenchange", () => whole(canvas));
}

// A step of the list is shown in the drawing, large enough to be read.
function showOnAsking(place, viewer) {
  const canvas = viewer.get("canvas");
  let shown = null;
  for (const button of document.querySelectorAll("[data-bpmn-show]")) {
    const element = viewer.get("elementRegistry").get(button.dataset.bpmnShow);
    if (!element) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      if (shown) canvas.removeMarker(shown, "bpmn-senalado");
      shown = element;
      canvas.addMarker(element, "bpmn-senalado");
      canvas.zoom(1);
      canvas.scrollToElement(element, { top: 80, right: 80, bottom: 80, left: 80 });
      place.scrollIntoView({ block: "center" });
    });
  }
}

for (const place of document.querySelectorAll("[data-bpmn-url]")) {
  draw(place).catch((problem) => {
    console.error(problem);
    place.classList.add("diagrama--falla");
    place.textContent = _("No pudimos dibujar el diagrama. Recargue la página para intentarlo otra vez.");
  });
}
