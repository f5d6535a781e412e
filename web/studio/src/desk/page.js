// Elements of the page, made with little writing; texts are texts, never HTML.
import { LOCALE, _ } from "../words/studio.js";

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function button(text, does, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", does);
  return made;
}

export const SMALL = { class: "boton boton--segundo boton--pequeno" };

export function find(name) {
  return document.querySelector(`[data-${name}]`);
}

// A question in a dialog; the answer is the value of the pressed button, "" when it is closed.
export function ask({ title, body, choices, wide = false }) {
  const dialog = element("dialog", { class: `estudio-dialogo${wide ? " estudio-dialogo--ancho" : ""}`, "aria-labelledby": "dialogo-titulo" });
  const form = element("form", { method: "dialog" });
  form.append(element("h2", { id: "dialogo-titulo" }, title), ...body);
  const row = element("div", { class: "estudio-dialogo__botones" });
  for (const { value, text, kind = "boton--segundo" } of choices) {
    row.append(element("button", { class: `boton ${kind}`, value, formnovalidate: value === "" }, text));
  }
  form.append(row);
  dialog.append(form);
  find("estudio").append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const answer = dialog.returnValue;
      const values = Object.fromEntries(new FormData(form));
      dialog.remove();
      resolve({ answer, values });
    });
    dialog.showModal();
  });
}

export function ago(moment) {
  const seconds = Math.max(0, Math.round((Date.now() - moment) / 1000));
  if (seconds < 60) return _("hace {count} s", { count: seconds });
  if (seconds < 3600) return _("hace {count} min", { count: Math.floor(seconds / 60) });
  return _("a las {time}", { time: new Date(moment).toLocaleTimeString(LOCALE, { hour: "numeric", minute: "2-digit" }) });
}
