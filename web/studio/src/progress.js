// How far a sending is: the same bar for one attachment, for each of several and for a thousand files.
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// A bar and its percent, which follow a request. Neither is read aloud when it moves.
export function barOf(request, label) {
  const bar = make("progress", { class: "subida__barra", max: "100", value: "0", "aria-label": label });
  const percent = make("span", { "aria-hidden": "true" }, "0 %");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = Math.round((100 * event.loaded) / event.total);
    percent.textContent = `${bar.value} %`;
  });
  return [bar, percent];
}

// The text is read aloud when it changes.
export function showProgress(request, place, text, ...more) {
  const [bar, percent] = barOf(request, text);
  place.replaceChildren(make("p", { class: "subida__texto" }, `${text}… `, percent), bar, ...more);
}
