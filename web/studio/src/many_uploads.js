// Several attachments in one field: each is sent by itself, one after another, and has its own line in the list.
// The field is always empty again, so that choosing more adds; what has not arrived goes back into it for the page.
import { barOf, make } from "./progress.js";
import { clearError, EMPTY, FAILED, LOST, sendFile } from "./sending.js";
import { _ } from "./words/uploads.js";

const PLACE = "[data-archivos]";
const INPUT = `${PLACE} > input[type=file][data-subir]`;

// One at a time: on a slow line the first arrives whole, and two answers never write one session.
const queue = [];
let current = null;
const pending = new WeakMap();

const inputOf = (place) => place.querySelector(":scope > input[type=file]");
const listOf = (place) => place.querySelector(":scope > .adjuntos__lista");
const pendingOf = (place) => pending.get(place) ?? pending.set(place, new Set()).get(place);

function prepare(place) {
  if (place.dataset.archivos) return;
  place.dataset.archivos = "listo";
  place.append(make("p", { class: "oculto-visual", role: "status" }));
  for (const line of listOf(place).children) {
    line.querySelector("[data-quitar]").replaceWith(removeButton(place, line, line.querySelector("a, strong").firstChild.textContent));
  }
}

function tell(place, sentence) {
  place.querySelector(":scope > [role=status]").textContent = sentence;
}

function chosen(input) {
  const place = input.closest(PLACE);
  prepare(place);
  const files = [...input.files];
  input.value = "";
  for (const file of files) add(place, input, file);
  next();
}

function add(place, input, file) {
  const line = make("li", { class: "adjuntos__uno" });
  const isFull = taken(place) >= Number(input.dataset.caben);
  listOf(place).append(line);
  listOf(place).hidden = false;
  if (!file.size) return refuse(place, line, file, EMPTY);
  if (file.size > Number(input.dataset.maximo)) return refuse(place, line, file, input.dataset.demasiado);
  if (isFull) return refuse(place, line, file, input.dataset.lleno);
  wait({ place, line, file });
}

const taken = (place) => listOf(place).querySelectorAll(":scope > li > input[type=hidden]").length + pendingOf(place).size;

function wait(one) {
  pendingOf(one.place).add(one);
  queue.push(one);
  one.line.replaceChildren(named(one.file.name, _("en espera")), removeButton(one.place, one.line, one.file.name, () => drop(one)));
}

function next() {
  if (current || !queue.length) return;
  current = queue.shift();
  send(current);
}

function done(one) {
  if (current === one) current = null;
  next();
}

function send(one) {
  const { place, line, file } = one;
  one.request = sendFile(inputOf(place), file, {
    begun(request) {
      const [bar, percent] = barOf(request, _("Subiendo {file}", { file: file.name }));
      line.replaceChildren(named(file.name, percent), bar, removeButton(place, line, file.name, () => drop(one)));
    },
    kept(answer) {
      keep(one, answer);
      done(one);
    },
    refused(problem) {
      pendingOf(place).delete(one);
      refuse(place, line, file, problem);
      done(one);
    },
    failed(isAnswer) {
      offerAgain(one, isAnswer ? FAILED : LOST);
      done(one);
    },
  });
}

function keep(one, answer) {
  const { place, line } = one;
  pendingOf(place).delete(one);
  clearError(inputOf(place));
  const link = make("a", { href: answer.address, target: "_blank", rel: "noopener" }, answer.name);
  line.replaceChildren(
    make("input", { type: "hidden", name: `${inputOf(place).name}__anterior`, value: answer.id }),
    make("p", { class: "adjuntos__nombre" }, link, " ", make("span", { class: "adjuntos__peso" }, `(${answer.size})`)),
    removeButton(place, line, answer.name),
  );
  tell(place, _("Adjuntamos {file}.", { file: answer.name }));
  // What leaves the page without being sent is kept where it was typed (unsent.js).
  inputOf(place).dispatchEvent(new Event("input", { bubbles: true }));
}

function refuse(place, line, file, problem) {
  line.classList.add("adjuntos__uno--mal");
  line.replaceChildren(named(file.name), error(problem), removeButton(place, line, file.name, undefined, _("Quitar de la lista")));
  tell(place, `${_("No adjuntamos {file}.", { file: file.name })} ${problem}`);
}

function offerAgain(one, problem) {
  const { place, line, file } = one;
  const again = make("button", { type: "button", class: "boton boton--segundo boton--pequeno" }, _("Reintentar"), hidden(file.name));
  again.addEventListener("click", () => {
    pendingOf(place).delete(one);
    wait({ place, line, file });
    next();
  });
  const buttons = make("div", { class: "adjuntos__botones" }, again, removeButton(place, line, file.name, () => drop(one)));
  line.replaceChildren(named(file.name), error(problem), buttons);
  tell(place, `${file.name}: ${problem}`);
}

// Nobody waits for it any more.
function drop(one) {
  pendingOf(one.place).delete(one);
  if (queue.includes(one)) queue.splice(queue.indexOf(one), 1);
  one.request?.abort();
  done(one);
}

const hidden = (name) => make("span", { class: "oculto-visual" }, `: ${name}`);
const error = (problem) => make("p", { class: "error-campo" }, make("span", { class: "oculto-visual" }, `${_("Error:")} `), problem);

function named(name, ...state) {
  const told = state.length ? [" ", make("span", { class: "adjuntos__peso" }, ...state)] : [];
  return make("p", { class: "adjuntos__nombre" }, make("strong", {}, name), ...told);
}

function removeButton(place, line, name, also, words = _("Quitar este archivo")) {
  const button = make("button", { type: "button", class: "boton boton--enlace boton--peligro" }, words, hidden(name));
  button.addEventListener("click", () => {
    also?.();
    line.remove();
    listOf(place).hidden = !listOf(place).children.length;
    tell(place, _("Quitamos {file} de la lista.", { file: name }));
    inputOf(place).dispatchEvent(new Event("input", { bubbles: true }));
    inputOf(place).focus();
  });
  return button;
}

// What has not arrived travels with the page.
function putBack(place) {
  const files = new DataTransfer();
  for (const one of pendingOf(place)) {
    one.request?.abort();
    files.items.add(one.file);
    one.line.replaceChildren(named(one.file.name, _("se envía con la página")));
  }
  queue.length = 0;
  current = null;
  if (files.files.length) inputOf(place).files = files.files;
}

// Who comes back to the page as it was left: what was put back is sent again.
function takeBack(place) {
  if (!pendingOf(place).size) return;
  inputOf(place).value = "";
  const again = [...pendingOf(place)];
  pendingOf(place).clear();
  for (const { line, file } of again) wait({ place, line, file });
  next();
}

export function startManyUploads() {
  const places = (root) => root.querySelectorAll(PLACE);
  places(document).forEach(prepare);
  // A choice may bring another field (live_forms.js, which leaves those that are there alone).
  document.addEventListener("htmx:afterSwap", () => places(document).forEach(prepare));
  document.addEventListener("change", (event) => {
    if (event.target.matches(INPUT)) chosen(event.target);
  });
  document.addEventListener("submit", (event) => places(event.target).forEach(putBack));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) places(document).forEach(takeBack);
  });
}
