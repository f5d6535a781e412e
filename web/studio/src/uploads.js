// Attachments are sent as soon as they are chosen, with progress; what the connection loses can be sent again.
// Without this file they travel with the form, and the server judges them by the same rules.
import { startManyUploads } from "./many_uploads.js";
import { make, showProgress } from "./progress.js";
import { clearError, EMPTY, FAILED, LOST, sendFile } from "./sending.js";
import { _ } from "./words/uploads.js";

const ONE = "input[type=file][data-subir]:not([multiple])";
const running = new WeakMap();

function start(input) {
  running.get(input)?.abort();
  const place = placeOf(input);
  const file = input.files[0];
  if (!file) return place.replaceChildren();
  if (!file.size) return refuse(input, place, EMPTY);
  if (file.size > Number(input.dataset.maximo)) return refuse(input, place, input.dataset.demasiado);
  send(input, file, place);
}

// Read aloud when it changes; the bar itself is not.
function placeOf(input) {
  const known = input.parentElement.querySelector(":scope > .subida");
  if (known) return known;
  const place = make("div", { class: "subida", role: "status", id: `${input.id}_subida` });
  input.after(place);
  return place;
}

function send(input, file, place) {
  const request = sendFile(input, file, {
    begun: (sent) => showProgress(sent, place, _("Subiendo {file}", { file: file.name })),
    kept: (answer) => keep(input, answer, place),
    refused: (problem) => refuse(input, place, problem),
    failed: (isAnswer) => offerAgain(input, place, isAnswer ? FAILED : LOST),
  });
  running.set(input, request);
}

// The file is with the server: its id travels with the form, and the file itself no more.
function keep(input, answer, place) {
  input.value = "";
  input.parentElement.querySelector(":scope > .archivo-actual")?.remove();
  clearError(input);
  const link = make("a", { href: answer.address, target: "_blank", rel: "noopener" }, make("strong", {}, answer.name));
  const remove = make("button", { type: "button", class: "boton boton--enlace boton--peligro" }, _("Quitar este archivo"));
  remove.addEventListener("click", () => {
    place.replaceChildren();
    input.focus();
  });
  place.replaceChildren(
    make("div", { class: "archivo-actual" }, make("p", {}, `${_("Adjuntó")} `, link, ` (${answer.size}). `), remove),
    make("input", { type: "hidden", name: `${input.name}__anterior`, value: answer.id }),
  );
}

function refuse(input, place, problem) {
  input.value = "";
  place.replaceChildren(make("p", { class: "error-campo" }, make("span", { class: "oculto-visual" }, `${_("Error:")} `), problem));
}

function offerAgain(input, place, problem) {
  const again = make("button", { type: "button", class: "boton boton--segundo boton--pequeno" }, _("Reintentar"));
  again.addEventListener("click", () => start(input));
  place.replaceChildren(make("p", { class: "error-campo" }, problem), again);
}

export function startUploads() {
  document.addEventListener("change", (event) => {
    if (event.target.matches(ONE)) start(event.target);
  });
  // What has not arrived travels with the page.
  document.addEventListener("submit", (event) => {
    for (const input of event.target.querySelectorAll(ONE)) running.get(input)?.abort();
  });
  startManyUploads();
}
