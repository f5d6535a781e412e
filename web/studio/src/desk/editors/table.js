// A decision: its graph, its table or its expression, by dmn-js.
import Modeler from "dmn-js/lib/Modeler";
import "dmn-js/dist/assets/diagram-js.css";
import "dmn-js/dist/assets/dmn-js-shared.css";
import "dmn-js/dist/assets/dmn-js-drd.css";
import "dmn-js/dist/assets/dmn-js-decision-table.css";
import "dmn-js/dist/assets/dmn-js-decision-table-controls.css";
import "dmn-js/dist/assets/dmn-js-literal-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression-controls.css";
import "dmn-js/dist/assets/dmn-font/css/dmn.css";
import "./table.css";
import { spanish } from "../spanish.js";
import { _ } from "../../words/studio.js";

const TITLES = { drd: _("Diagrama"), decisionTable: _("Tabla"), literalExpression: _("Expresión"), boxedExpression: _("Función") };

export async function open({ place, path, text, changed, tools, names }) {
  place.classList.add("tabla-estudio");
  const completed = { __init__: ["caseNames"], caseNames: ["type", caseNames(() => names.of(path))] };
  const additionalModules = [spanish, completed];
  const feelLanguageContext = { builtins: names.builtins() };
  const modeler = new Modeler({
    container: place,
    common: { expressionLanguages: { options: [{ value: "feel", label: "FEEL" }], defaults: { editor: "feel" } } },
    drd: { additionalModules: [spanish] },
    decisionTable: { additionalModules, feelLanguageContext },
    literalExpression: { additionalModules, feelLanguageContext },
    boxedExpression: { additionalModules, feelLanguageContext },
  });
  await modeler.importXML(text, { open: false });
  const views = modeler.getViews();
  const first = views.find((view) => view.type === "decisionTable") || views[0];
  let isTouched = false;
  const content = async () => (isTouched ? (await modeler.saveXML({ format: true })).xml : text);
  watch(modeler, () => {
    isTouched = true;
    changed(content);
  });
  await modeler.open(first);
  tabs(modeler, tools);
  return {
    content,
    reveal: (id) => reveal(modeler, id),
    close: () => modeler.destroy(),
  };
}

// Completes, besides what the file declares, the variables of the cases that ask it.
function caseNames(known) {
  function CaseNames(variableResolver) {
    variableResolver.registerProvider({ getVariables: (variables) => [...variables, ...known()] });
  }
  CaseNames.$inject = ["variableResolver"];
  return CaseNames;
}

// Each view has a stack of commands of its own, made when it is first opened.
function watch(modeler, touched) {
  const known = new WeakSet();
  modeler.on("views.changed", () => {
    const bus = modeler.getActiveViewer()?.get("eventBus");
    if (!bus || known.has(bus)) return;
    known.add(bus);
    bus.on("elements.changed", touched);
    bus.on("commandStack.changed", touched);
  });
}

function tabs(modeler, tools) {
  const list = tools.tabs(_("Partes de la decisión"));
  const draw = () => {
    const active = modeler.getActiveView();
    list.replaceChildren(
      ...modeler.getViews().map((view) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "estudio-ficha";
        button.textContent = view.type === "drd" ? TITLES.drd : view.name || TITLES[view.type];
        button.title = TITLES[view.type];
        if (view.element === active?.element) button.setAttribute("aria-current", "true");
        button.addEventListener("click", () => modeler.open(view));
        return button;
      }),
    );
  };
  modeler.on("views.changed", () => {
    draw();
    if (modeler.getActiveView()?.type === "drd") clearOfThePalette(modeler.getActiveViewer());
  });
  draw();
}

// The whole graph, small enough to be seen at once and not under the palette.
function clearOfThePalette(viewer) {
  const canvas = viewer.get("canvas");
  canvas.zoom("fit-viewport");
  if (canvas.zoom() > 1) canvas.zoom(1);
  const { inner } = canvas.viewbox();
  canvas.scroll({ dx: 110 - (inner.x - canvas.viewbox().x) * canvas.zoom(), dy: 70 - (inner.y - canvas.viewbox().y) * canvas.zoom() });
}

async function reveal(modeler, id) {
  const name = id.split(/[ .#[]/)[0];
  const view = modeler.getViews().find((one) => one.element.id === name || one.element.id === id);
  const holder = view || modeler.getViews().find((one) => holds(one.element, id));
  if (!holder) return false;
  await modeler.open(holder);
  const cell = [...modeler._container.querySelectorAll("[data-element-id], [data-row-id]")].find(
    (one) => one.dataset.elementId === id || one.dataset.rowId === id,
  );
  cell?.scrollIntoView({ block: "center" });
  cell?.classList.add("tabla-estudio__senalada");
  return true;
}

function holds(decision, id) {
  const logic = decision.decisionLogic;
  const parts = [logic, ...(logic?.input || []), ...(logic?.output || []), ...(logic?.rule || [])];
  const cells = (logic?.rule || []).flatMap((rule) => [...(rule.inputEntry || []), ...(rule.outputEntry || [])]);
  return [...parts, ...cells].some((part) => part?.id === id);
}
