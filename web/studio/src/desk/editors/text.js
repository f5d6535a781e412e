// Texts of the folder (documents, messages, sheet, scenarios) in CodeMirror, with names and findings.
import { autocompletion } from "@codemirror/autocomplete";
import { markdown } from "@codemirror/lang-markdown";
import { yaml, yamlFrontmatter } from "@codemirror/lang-yaml";
import { StreamLanguage } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, basicSetup } from "codemirror";
import "./text.css";
import { toml, typst } from "./languages.js";
import { completing } from "./completing.js";
import { feelOfMessage } from "./message_feel.js";
import { isSpanish } from "../../language.js";

const FEEL_MS = 500;

const LANGUAGES = {
  md: () => yamlFrontmatter({ content: markdown() }),
  yaml: () => yaml(),
  toml: () => StreamLanguage.define(toml),
  typ: () => StreamLanguage.define(typst),
};

const PHRASES = {
  Find: "Buscar",
  Replace: "Reemplazar",
  next: "siguiente",
  previous: "anterior",
  all: "todos",
  "match case": "mayúsculas",
  "by word": "palabra",
  regexp: "patrón",
  replace: "reemplazar",
  "replace all": "reemplazar todo",
  close: "cerrar",
  "Go to line": "Ir a la línea",
  go: "ir",
  Diagnostics: "Por revisar",
  "No diagnostics": "Nada por revisar",
  Completions: "Nombres",
};

export async function open({ place, path, text, changed, names, label, diagnose }) {
  place.classList.add("texto-estudio");
  const kind = path.split(".").pop();
  const content = async () => view.state.doc.toString();
  // The text is Spanish, its name is not always: it stands outside.
  const name = Object.assign(document.createElement("span"), { className: "oculto-visual", id: "nombre-del-texto", textContent: label });
  place.append(name);
  const view = new EditorView({
    parent: place,
    state: EditorState.create({
      doc: text,
      extensions: [
        basicSetup,
        LANGUAGES[kind]?.() || [],
        autocompletion({ override: [completing(kind, names)] }),
        lintGutter(),
        EditorView.lineWrapping,
        EditorState.phrases.of(isSpanish ? PHRASES : {}),
        EditorView.contentAttributes.of({ "aria-labelledby": name.id, spellcheck: "true", lang: "es" }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          changed(content);
          if (kind === "md") explain();
        }),
      ],
    }),
  });
  let told = [];
  let found = [];
  let feel = [];
  const mark = () => {
    const length = view.state.doc.length;
    const all = [...found, ...told, ...feel].filter((one) => one.to <= length);
    view.dispatch(setDiagnostics(view.state, all));
  };
  let timer = 0;
  const explain = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const asked = view.state.doc;
      const said = await feelOfMessage(asked.toString(), diagnose);
      // Places are those of the text that was asked about.
      if (asked !== view.state.doc) return;
      feel = said;
      mark();
    }, FEEL_MS);
  };
  if (kind === "md") explain();
  return {
    content,
    now: () => view.state.doc.toString(),
    rewrite: (after) => rewrite(view, after),
    reveal: (element) => reveal(view, element),
    findings(those) {
      found = those.map((one) => diagnostic(view, one));
      mark();
    },
    // What the preview could not do, at its line.
    trouble(line, message) {
      told = line ? [{ ...lineAt(view, line), severity: "error", message }] : [];
      mark();
    },
    focus: () => view.focus(),
    close() {
      clearTimeout(timer);
      view.destroy();
    },
  };
}

// Only what differs is replaced, so that the cursor and what can be undone stay.
function rewrite(view, after) {
  const before = view.state.doc.toString();
  let from = 0;
  while (from < before.length && before[from] === after[from]) from += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - from;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  view.dispatch({ changes: { from, to: before.length - end, insert: after.slice(from, after.length - end) } });
}

function lineAt(view, number) {
  const line = view.state.doc.line(Math.min(Math.max(1, number), view.state.doc.lines));
  return { from: line.from, to: line.to };
}

function diagnostic(view, { element, severity, message, remedy }) {
  const place = spot(view, element);
  return { ...place, severity: severity === "error" ? "error" : "warning", message: `${message} ${remedy}`.trim() };
}

// Findings name a line («línea 4: fee.amount»), or a key of the sheet («documents.acta»).
function spot(view, element) {
  const line = /línea (\d+)/.exec(element || "");
  if (line) return lineAt(view, Number(line[1]));
  const text = view.state.doc.toString();
  const at = element ? placeOfKey(text, element) : -1;
  return at < 0 ? lineAt(view, 1) : lineAt(view, view.state.doc.lineAt(at).number);
}

function placeOfKey(text, key) {
  const parts = key.split(".");
  const table = text.search(new RegExp(`^\\[+${escaped(key)}\\]+`, "m"));
  if (table >= 0) return table;
  const last = parts.pop();
  const start = parts.length ? Math.max(0, text.search(new RegExp(`^\\[+${escaped(parts.join("."))}\\]+`, "m"))) : 0;
  const inside = text.slice(start).search(new RegExp(`^\\s*${escaped(last)}\\s*[=:]`, "m"));
  return inside < 0 ? -1 : start + inside;
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function reveal(view, element) {
  const { from, to } = spot(view, element);
  view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
  view.focus();
  return true;
}
