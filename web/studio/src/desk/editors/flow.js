// The flow: bpmn-js with the properties of Camunda 8, our findings on the drawing, and what a rehearsal passed.
import Modeler from "bpmn-js/lib/Modeler";
import {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  ZeebePropertiesProviderModule,
} from "bpmn-js-properties-panel";
import TokenSimulationModule from "bpmn-js-token-simulation";
import ZeebeBehaviorsModule from "camunda-bpmn-js-behaviors/lib/camunda-cloud";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css";
import "@bpmn-io/properties-panel/dist/assets/properties-panel.css";
import "./flow.css";
import { expressionsOf } from "../expressions.js";
import { ask, element } from "../page.js";
import { spanish } from "../spanish.js";
import { FieldWarnings } from "./field_warnings.js";
import { Marks } from "./flow_marks.js";
import { _ } from "../../words/studio.js";

const PALETTE_PX = 140;
const MARGIN_PX = 40;

export async function open({ place, text, changed, names, diagnose, tools, redraw }) {
  place.classList.add("flujo");
  place.innerHTML = `
    <div class="flujo__lienzo" data-flujo-lienzo></div>
    <div class="flujo__lado">
      <div class="flujo__propiedades" data-flujo-propiedades></div>
      <div class="flujo__feel" data-flujo-feel role="status" hidden></div>
    </div>`;
  const modeler = new Modeler({
    container: place.querySelector("[data-flujo-lienzo]"),
    propertiesPanel: {
      parent: place.querySelector("[data-flujo-propiedades]"),
      feelPopupContainer: document.querySelector("[data-estudio]"),
      feelLanguageContext: { builtins: names.builtins() },
    },
    additionalModules: [
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      ZeebePropertiesProviderModule,
      ZeebeBehaviorsModule,
      TokenSimulationModule,
      spanish,
      { variableResolver: ["value", { getVariablesForElement: async (object) => names.at(around(object)) }] },
    ],
    moddleExtensions: { zeebe },
  });
  await modeler.importXML(text);
  // What is drawn is the procedure's own text; the tools around it speak the page's language.
  for (const drawing of place.querySelectorAll(".djs-container > svg")) drawing.setAttribute("lang", "es");
  const canvas = modeler.get("canvas");
  whole(canvas);
  const marks = new Marks(modeler);
  const strip = place.querySelector("[data-flujo-feel]");
  const warnings = new FieldWarnings(place.querySelector("[data-flujo-propiedades]"), modeler.get("eventBus"));
  const chosen = () => (modeler.get("selection").get().length === 1 ? modeler.get("selection").get()[0].id : "");
  // Written as it came until somebody changes something: opening and saving is no change.
  let isTouched = false;
  const content = async () => (isTouched ? (await modeler.saveXML({ format: true })).xml : text);
  modeler.on("commandStack.changed", () => {
    isTouched = true;
    changed(content);
    explain(modeler, strip, diagnose, warnings);
  });
  modeler.on("selection.changed", () => {
    warnings.show(chosen());
    explain(modeler, strip, diagnose, warnings);
  });
  const tidy = async () => {
    await modeler.importXML(await redraw((await modeler.saveXML({ format: true })).xml));
    isTouched = true;
    changed(content);
    whole(canvas);
  };
  undoing(modeler, tools);
  simulation(modeler, tools);
  tools.button(_("Ordenar el dibujo"), () => askTidy().then((wanted) => wanted && tidy())).title = _("Dibuja todo de nuevo; lo que dice el flujo no cambia");
  zooming(canvas, tools);
  return {
    content,
    tidy,
    undrawn: undrawn(modeler),
    reveal: (id) => reveal(modeler, id),
    findings: (found) => {
      marks.findings(found);
      warnings.take(found, chosen());
      explain(modeler, strip, diagnose, warnings);
    },
    light: (path) => marks.light(path),
    cover: (coverage) => marks.cover(coverage),
    resized: () => canvas.resized(),
    close() {
      warnings.stop();
      modeler.destroy();
    },
  };
}

// The ids of an element and of the sub-processes in which it stands.
function around(object) {
  const found = [];
  for (let here = object; here; here = here.$parent) if (here.id) found.push(here.id);
  return found;
}

function reveal(modeler, id) {
  const element = modeler.get("elementRegistry").get(id);
  if (!element) return false;
  const canvas = modeler.get("canvas");
  const root = canvas.findRoot(element);
  if (root) canvas.setRootElement(root);
  if (element !== root) {
    modeler.get("selection").select(element);
    canvas.zoom(Math.max(canvas.zoom(), 0.9));
    canvas.scrollToElement(element, { top: 120, right: 120, bottom: 120, left: 120 });
  }
  return true;
}

// What the file says and its drawing does not show; saved like this, its flows would lose their lines too.
function undrawn(modeler) {
  const registry = modeler.get("elementRegistry");
  const missing = (holder) =>
    (holder.flowElements || []).flatMap((one) => [...(isShown(one) && !registry.get(one.id) ? [one] : []), ...missing(one)]);
  const found = modeler.getDefinitions().rootElements.flatMap(missing);
  const nodes = found.filter((one) => one.$instanceOf("bpmn:FlowNode"));
  return (nodes.length ? nodes : found).map((one) => one.name || one.id);
}

const isShown = (one) => one.$instanceOf("bpmn:FlowNode") || one.$instanceOf("bpmn:SequenceFlow");

async function askTidy() {
  const body = [element("p", {}, _("Todo se dibuja de nuevo, por carriles y de izquierda a derecha. Lo que dice el flujo no cambia; lo que usted acomodó a mano, sí."))];
  const choices = [{ value: "si", text: _("Ordenar el dibujo"), kind: "" }, { value: "", text: _("Cancelar") }];
  return (await ask({ title: _("¿Ordenar el dibujo?"), body, choices })).answer === "si";
}

function undoing(modeler, tools) {
  const stack = modeler.get("commandStack");
  const undo = tools.button("↶", () => stack.undo(), _("Deshacer"));
  const redo = tools.button("↷", () => stack.redo(), _("Rehacer"));
  const show = () => {
    undo.disabled = !stack.canUndo();
    redo.disabled = !stack.canRedo();
  };
  modeler.on(["commandStack.changed", "import.done"], show);
  show();
}

// The simulation has a button of its own in the drawing; ours says in words what it does.
function simulation(modeler, tools) {
  const button = tools.toggle(_("Simular"), _("Mueve fichas por el dibujo, sin datos ni casos."));
  button.addEventListener("click", () => modeler.get("toggleMode").toggleMode());
  modeler.on("tokenSimulation.toggleMode", ({ active }) => {
    button.setAttribute("aria-pressed", String(active));
  });
}

function zooming(canvas, tools) {
  tools.button(_("Ver todo"), () => whole(canvas));
  tools.button("+", () => canvas.zoom(Math.min(3, canvas.zoom() * 1.25)), _("Acercar"));
  tools.button("−", () => canvas.zoom(Math.max(0.1, canvas.zoom() / 1.25)), _("Alejar"));
}

// All of the drawing, beside the palette and not under it.
function whole(canvas) {
  canvas.zoom("fit-viewport", "auto");
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(1, (outer.width - PALETTE_PX - MARGIN_PX) / inner.width, (outer.height - 40) / inner.height);
  canvas.viewbox({
    x: inner.x - PALETTE_PX / scale,
    y: inner.y - (outer.height / scale - inner.height) / 2,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}

let asked = 0;

// Our engine's own words on the expressions of the chosen element, and what the checks of the folder say of them.
function explain(modeler, strip, diagnose, warnings) {
  const chosen = modeler.get("selection").get();
  const object = chosen.length === 1 ? chosen[0].businessObject : null;
  const turn = ++asked;
  const expressions = object ? expressionsOf(object) : [];
  if (!expressions.length) {
    strip.hidden = true;
    return;
  }
  clearTimeout(explain.timer);
  explain.timer = setTimeout(async () => {
    const told = await Promise.all(expressions.map((text) => diagnose(text, "expression")));
    if (turn !== asked) return;
    show(strip, expressions, told, warnings.here());
  }, 400);
}

function show(strip, expressions, told, warned) {
  const wrong = expressions.flatMap((text, at) => told[at].map((found) => ({ text, ...found })));
  wrong.push(...warned.filter((one) => one.code.startsWith("name-")).map(({ message, remedy }) => ({ text: "", message: `${message} ${remedy}` })));
  strip.hidden = false;
  strip.className = `flujo__feel ${wrong.length ? "flujo__feel--mal" : "flujo__feel--bien"}`;
  strip.replaceChildren();
  const title = document.createElement("p");
  title.className = "flujo__feel-titulo";
  title.textContent = wrong.length
    ? _("FEEL: {count} por revisar", { count: wrong.length })
    : expressions.length === 1
      ? _("FEEL: la expresión está bien")
      : _("FEEL: las {count} expresiones están bien", { count: expressions.length });
  strip.append(title);
  for (const found of wrong) {
    const line = document.createElement("p");
    const code = document.createElement("code");
    code.textContent = found.text;
    line.append(...(found.text ? [code, " "] : []), found.message);
    strip.append(line);
  }
}
