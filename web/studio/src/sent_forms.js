// A form that sends files shows how far it is, and can be stopped; without this file the browser sends it.
import { make, showProgress } from "./progress.js";
import { _ } from "./words/uploads.js";

const LOST = _("Se cortó la conexión y no llegó todo. Los archivos siguen elegidos: envíelos otra vez.");
const ARRIVED = _("Ya llegó todo. Lo estamos guardando…");

export function startSending() {
  for (const form of document.querySelectorAll("form[data-envio]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!form.sending) send(form, event.submitter);
    });
  }
}

function send(form, button) {
  const request = new XMLHttpRequest();
  form.sending = request;
  const place = placeOf(form);
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  const text = files.length === 1 ? _("Subiendo {file}", { file: files[0].name }) : _("Subiendo {count} archivos", { count: files.length });
  const stop = make("button", { type: "button", class: "boton boton--segundo boton--pequeno" }, _("Cancelar el envío"));
  stop.addEventListener("click", () => request.abort());
  showProgress(request, place, text, stop);
  button?.setAttribute("hidden", "");
  request.upload.addEventListener("load", () => {
    place.querySelector(".subida__texto").textContent = ARRIVED;
    stop.remove();
  });
  const over = (problem) => {
    form.sending = null;
    button?.removeAttribute("hidden");
    place.replaceChildren(...(problem ? [make("p", { class: "error-campo" }, problem)] : []));
  };
  request.addEventListener("load", () => answered(request, over));
  request.addEventListener("error", () => over(LOST));
  request.addEventListener("abort", () => {
    over("");
    button?.focus();
  });
  request.open("POST", form.action || location.href);
  request.send(new FormData(form));
}

function placeOf(form) {
  const known = form.querySelector(".subida");
  if (known) return known;
  const place = make("div", { class: "subida", role: "status" });
  form.append(place);
  return place;
}

// What was taken has a page of its own; what was refused comes as this page with the reason.
function answered(request, over) {
  if (request.status === 200) {
    location.assign(request.responseURL);
    return;
  }
  const told = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
  if (!told) {
    over(LOST);
    return;
  }
  const here = document.querySelector("main");
  here.replaceChildren(...told.childNodes);
  here.focus();
  startSending();
}
