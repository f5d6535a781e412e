// How far a sending is: the same bar for one attachment and for a thousand files.
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// The text is read aloud when it changes; the bar itself is not.
export function showProgress(request, place, text, ...more) {
  const bar = make("progress", { class: "subida__barra", max: "100", value: "0", "aria-label": text });
  const percent = make("span", { "aria-hidden": "true" }, "0 %");
  place.replaceChildren(make("p", { class: "subida__texto" }, `${text}… `, percent), bar, ...more);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = Math.round((100 * event.loaded) / event.total);
    percent.textContent = `${bar.value} %`;
  });
}
