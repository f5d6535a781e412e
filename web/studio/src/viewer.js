// Draws a process, with where the case stands: <div data-bpmn-url="…" data-bpmn-current="id id">.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./viewer.css";

async function draw(place) {
  const answer = await fetch(place.dataset.bpmnUrl, { headers: { Accept: "application/xml" } });
  if (!answer.ok) throw new Error(`diagram: ${answer.status}`);
  const viewer = new NavigatedViewer({ container: place });
  await viewer.importXML(await answer.text());
  const canvas = viewer.get("canvas");
  mark(viewer, place.dataset.bpmnPassed, "bpmn-pasado");
  mark(viewer, place.dataset.bpmnCurrent, "bpmn-actual");
  canvas.zoom("fit-viewport", "auto");
  for (const button of place.parentElement.querySelectorAll("[data-bpmn-zoom]")) {
    button.hidden = false;
    button.addEventListener("click", () => zoom(canvas, button.dataset.bpmnZoom));
  }
}

function mark(viewer, ids, name) {
  const registry = viewer.get("elementRegistry");
  for (const id of (ids || "").split(/\s+/).filter(Boolean)) {
    if (registry.get(id)) viewer.get("canvas").addMarker(id, name);
  }
}

function zoom(canvas, how) {
  if (how === "todo") canvas.zoom("fit-viewport", "auto");
  else canvas.zoom(canvas.zoom() * (how === "mas" ? 1.25 : 0.8));
}

for (const place of document.querySelectorAll("[data-bpmn-url]")) {
  draw(place).catch(() => {
    place.classList.add("diagrama--falla");
    place.textContent = "No pudimos dibujar el diagrama. Recargue la página para intentarlo otra vez.";
  });
}
