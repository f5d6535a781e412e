// Attachments are sent as soon as they are chosen, with progress; what the connection loses can be sent again.
// Without this file they travel with the form, and the server judges them by the same rules.
import { make, showProgress } from "./progress.js";
import { _ } from "./words/uploads.js";

const EMPTY = _("El archivo está vacío. Ábralo para revisarlo y adjúntelo de nuevo.");
const LOST = _("Se cortó la conexión. El archivo sigue elegido: cuando vuelva la señal, reinténtelo.");
const FAILED = _("No pudimos recibir el archivo. Reinténtelo; si sigue fallando, continúe y lo enviaremos con la página.");

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
  const place = make("div", { class: "subida", role: "status" });
  input.after(place);
  return place;
}

function send(input, file, place) {
  const request = new XMLHttpRequest();
  running.set(input, request);
  showProgress(request, place, _("Subiendo {file}", { file: file.name }));
  request.addEventListener("load", () => answered(input, request, place));
  for (const end of ["error", "timeout"]) {
    request.addEventListener(end, () => offerAgain(input, place, LOST));
  }
  const form = new FormData();
  form.append("archivo", file);
  request.open("POST", input.dataset.subir);
  request.timeout = 300_000;
  request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  request.send(form);
}

function answered(input, request, place) {
  let answer = {};
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    // What is no JSON is no answer of ours.
  }
  if (request.status === 200 && answer.id) keep(input, answer, place);
  else if (request.status === 422 && answer.problem) refuse(input, place, answer.problem);
  else offerAgain(input, place, FAILED);
}

// The file is with the server: its id travels with the form, and the file itself no more.
function keep(input, answer, place) {
  input.value = "";
  input.parentElement.querySelector(":scope > .archivo-actual")?.remove();
  input.closest(".campo--error")?.classList.remove("campo--error");
  input.closest(".campo")?.querySelector(".error-campo")?.remove();
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
    if (event.target.matches("input[type=file][data-subir]")) start(event.target);
  });
  // What has not arrived travels with the page.
  document.addEventListener("submit", (event) => {
    for (const input of event.target.querySelectorAll("input[type=file][data-subir]")) running.get(input)?.abort();
  });
}
