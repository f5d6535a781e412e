// Copies elements of a flow from one tab to another, also from modellers that write theirs to the clipboard.
import { _ } from "../../words/studio.js";
import { ask, element } from "../page.js";

// As bpmn-js-native-copy-paste and Camunda Modeler mark it.
const MARK = "bpmn-js-clip----";
const WHOLE = /^\s*(<\?xml[^>]*>)?\s*(<!--[\s\S]*?-->\s*)*<([\w-]+:)?definitions\b/;
const TYPED = "input, textarea, select, [contenteditable], .cm-editor";

// `replace(xml)` takes a whole flow that somebody pasted.
export function sharedClipboard(modeler, place, replace) {
  const own = modeler.get("clipboard");
  modeler.on("copyPaste.elementsCopied", ({ tree }) => {
    navigator.clipboard?.writeText(MARK + JSON.stringify(tree)).catch(() => {});
  });
  // The key would take what this tab copied last; the paste that follows it brings what was copied anywhere.
  const letThrough = (event) => {
    const isPaste = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "v";
    if (isPaste && !event.target.closest(TYPED)) event.stopPropagation();
  };
  const paste = (event) => {
    const isHere = place.contains(event.target) || event.target === document.body;
    if (!isHere || event.target.closest?.(TYPED) || document.querySelector("dialog[open]")) return;
    const text = event.clipboardData?.getData("text/plain") || "";
    if (WHOLE.test(text)) {
      event.preventDefault();
      askReplace().then((wanted) => wanted && replace(text));
      return;
    }
    if (text.startsWith(MARK)) take(own, modeler, text.slice(MARK.length));
    if (own.isEmpty()) return;
    event.preventDefault();
    modeler.get("editorActions").trigger("paste");
  };
  place.addEventListener("keydown", letThrough, true);
  document.addEventListener("paste", paste);
  return () => {
    place.removeEventListener("keydown", letThrough, true);
    document.removeEventListener("paste", paste);
  };
}

function take(own, modeler, text) {
  try {
    own.set(JSON.parse(text, reviver(modeler.get("moddle"))));
  } catch (problem) {
    console.warn(problem);
  }
}

// Elements come back as what they were, each once however often it is named.
function reviver(moddle) {
  const made = new Map();
  return (_key, value) => {
    if (!value || typeof value !== "object" || typeof value.$type !== "string") return value;
    if (value.id && made.has(value.id)) return made.get(value.id);
    const { $type, ...attributes } = value;
    const one = moddle.create($type, attributes);
    if (value.id) made.set(value.id, one);
    return one;
  };
}

async function askReplace() {
  const body = [element("p", {}, _("Lo que pegó es un flujo entero. Toma el lugar del que está en este borrador, que queda en el historial."))];
  const choices = [{ value: "si", text: _("Reemplazar el flujo"), kind: "" }, { value: "", text: _("Cancelar") }];
  return (await ask({ title: _("¿Reemplazar el flujo?"), body, choices })).answer === "si";
}
