// A form: the form-js editor. What the citizen sees is drawn by the server, in the preview beside it.
import { FormEditor } from "@bpmn-io/form-js";
import "@bpmn-io/form-js/dist/assets/form-js.css";
import "@bpmn-io/form-js/dist/assets/form-js-editor.css";
import "@bpmn-io/form-js/dist/assets/properties-panel.css";
import "./form.css";
import { FieldWarnings } from "./field_warnings.js";
import { inSpanish } from "./form_spanish.js";

export async function open({ place, path, text, changed, names }) {
  place.classList.add("formulario-estudio");
  const editor = new FormEditor({ container: place });
  const before = JSON.parse(text);
  await editor.importSchema(withOwnIds(JSON.parse(text)));
  offer(editor, () => names.of(path));
  const warnings = new FieldWarnings(place, editor.get("eventBus"));
  const stop = inSpanish(place);
  let isTouched = false;
  const content = async () => (isTouched ? `${JSON.stringify(ordered(before, saved(editor)), null, 2)}\n` : text);
  editor.on("selection.changed", () => warnings.show(named(editor)));
  editor.on("changed", () => {
    isTouched = true;
    changed(content);
  });
  return {
    content,
    reveal: (id) => reveal(editor, id),
    findings: (found) => warnings.take(found.map((one) => ({ ...one, element: one.element.split(".").pop() })), named(editor)),
    close() {
      warnings.stop();
      stop();
      editor.destroy();
    },
  };
}

// Its panel completes the names of the schema that it asks for; the case's own stand there too, and are never saved.
function offer(editor, known) {
  editor.getSchema = () => {
    const schema = saved(editor);
    const given = known().map(({ name }) => ({ type: "textfield", key: name }));
    return { ...schema, components: [...(schema.components || []), ...given] };
  };
}

const saved = (editor) => FormEditor.prototype.getSchema.call(editor);

// The chosen field as findings name it.
function named(editor) {
  const field = editor.get("selection").get();
  return field?.key || field?.path || field?.id || "";
}

// The editor takes no form in which an id stands twice; the window goes by keys and does not mind.
function withOwnIds(schema, taken = new Set()) {
  for (const component of schema.components || []) {
    const { id } = component;
    for (let number = 2; taken.has(component.id); number += 1) component.id = `${id}_${number}`;
    taken.add(component.id);
    withOwnIds(component, taken);
  }
  return schema;
}

// Keys stay in the order in which the file had them, so that a difference shows only what changed.
function ordered(before, after) {
  const kept = Object.keys(before).filter((key) => key in after);
  const added = Object.keys(after).filter((key) => !(key in before));
  return Object.fromEntries([...kept, ...added].map((key) => [key, after[key]]));
}

function reveal(editor, name) {
  const fields = editor.get("formFieldRegistry").getAll();
  const last = name.split(".").pop();
  const field =
    fields.find((one) => one.id === name || one.key === name) ||
    fields.find((one) => one.key === last || one.path === last);
  if (!field) return false;
  editor.get("selection").set(field);
  editor._container.querySelector(`[data-id="${CSS.escape(field.id)}"]`)?.scrollIntoView({ block: "center" });
  return true;
}
