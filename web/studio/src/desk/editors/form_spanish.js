// The editor of forms in Spanish. It has no translations of its own, so its labels are changed on the page.
import { isSpanish } from "../../language.js";

const WORDS = {
  Components: "Componentes",
  "Search components": "Buscar componentes",
  "No components found.": "Ninguno se llama así.",
  Input: "Respuestas",
  Selection: "Opciones",
  Presentation: "Textos",
  Containers: "Grupos",
  "Text field": "Texto corto",
  "Text area": "Texto largo",
  Number: "Número",
  "Date time": "Fecha",
  "File picker": "Archivo",
  Checkbox: "Casilla",
  "Checkbox group": "Varias opciones",
  "Radio group": "Una opción",
  Select: "Lista",
  "Text view": "Texto",
  Text: "Texto",
  Spacer: "Espacio",
  Separator: "Línea",
  Group: "Grupo",
  "Dynamic list": "Lista de filas",
  Form: "Formulario",
  General: "General",
  Condition: "Cuándo se oculta",
  "Unparsable FEEL expression.": "Esto no es FEEL.",
  Layout: "Lugar en la fila",
  Appearance: "Apariencia",
  Validation: "Reglas",
  "Custom properties": "Propiedades de la ventanilla",
  "Options source": "De dónde salen las opciones",
  "Static options": "Opciones",
  Serialization: "Cómo se guarda",
  Constraints: "Límites",
  "Field label": "Pregunta",
  "Field description": "Ayuda",
  "Date label": "Pregunta",
  Label: "Rótulo",
  Key: "Clave",
  Value: "Valor",
  ID: "ID",
  Type: "Tipo",
  Path: "Ruta",
  Subtype: "Subtipo",
  "Default value": "Valor inicial",
  Disabled: "Deshabilitado",
  "Read only": "Sólo lectura",
  Required: "Obligatorio",
  "Validation pattern": "Patrón",
  "Custom regular expression": "Patrón propio",
  "Custom error message": "Mensaje de error",
  "Minimum length": "Mínimo de letras",
  "Maximum length": "Máximo de letras",
  Minimum: "Mínimo",
  Maximum: "Máximo",
  "Decimal digits": "Decimales",
  Increment: "Paso",
  Prefix: "Antes",
  Suffix: "Después",
  "Hide if": "Se oculta si",
  "Deactivate if": "Se oculta si",
  Columns: "Columnas",
  "Vertical alignment": "Alineación",
  "Supported file formats": "Formatos que acepta",
  "Upload multiple files": "Varios archivos",
  "Not checked": "Sin marcar",
  Checked: "Marcada",
  "Drag and drop components here.": "Arrastre aquí las preguntas.",
  "Drag and drop components here to start designing.": "Arrastre aquí la primera pregunta, o elíjala con Intro.",
  "Build your form": "El formulario está vacío",
  "Use the preview window to test your form.": "«Vista previa» muestra cómo lo ve quien responde.",
  "Default number of items": "Filas al empezar",
  "Allow add/delete items": "Se agregan y quitan filas",
  "Disable collapse": "Sin plegar",
  "Show outline": "Con borde",
  "Disallow past dates": "Sin fechas pasadas",
  Create: "Agregar",
  Custom: "Propio",
  Email: "Correo",
  Phone: "Teléfono",
  Auto: "Automático",
  Date: "Fecha",
  Searchable: "Se puede buscar",
  "Version tag": "Etiqueta de versión",
  "Select a form field to edit its properties.": "Elija un campo para ver sus propiedades.",
  "Binds to a form variable": "Nombre de la respuesta, sin tildes ni espacios",
  "Where the child variables of this component are pathed to.": "Nombre bajo el que quedan sus respuestas",
};
const PLACES = ".fjs-palette-container, .fjs-properties-container, .fjs-empty-component, .fjs-empty-editor";
const TYPED = "input, textarea, .cm-editor, [contenteditable]";

export function inSpanish(editor) {
  if (!isSpanish) return () => {};
  const observer = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") word(change.target);
      for (const node of change.addedNodes) translate(node);
    }
  });
  translate(editor);
  observer.observe(editor, { childList: true, characterData: true, subtree: true });
  return () => observer.disconnect();
}

function translate(node) {
  if (node.nodeType === Node.TEXT_NODE) return word(node);
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(".cm-editor")) return;
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) word(walker.currentNode);
  for (const one of node.querySelectorAll("[title], [placeholder], .cm-content[aria-label]")) attributes(one);
}

function word(text) {
  const parent = text.parentElement;
  if (!parent?.closest(PLACES) || parent.closest(TYPED)) return;
  const known = WORDS[text.data.trim()];
  if (known && text.data !== known) text.data = known;
}

function attributes(one) {
  const created = /^Create an? (.+) element$/.exec(one.title);
  if (created) one.title = `Agregar: ${WORDS[created[1]] || created[1]}`;
  const label = WORDS[one.getAttribute("aria-label")];
  if (label) one.setAttribute("aria-label", label);
  if (WORDS[one.placeholder]) one.placeholder = WORDS[one.placeholder];
}
