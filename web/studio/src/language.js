// The language of the page, and the texts of the scripts in it. Spanish is the source: a text is its own key.
// `manage.py messages --check` holds the catalogues whole.
export const isSpanish = document.documentElement.lang !== "en";
export const LOCALE = isSpanish ? "es-CO" : "en-GB";
const known = {};

export function learn(english) {
  if (!isSpanish) Object.assign(known, english);
}

export function _(text, values = {}) {
  return (known[text] ?? text).replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole);
}
