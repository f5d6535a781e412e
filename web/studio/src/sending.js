// Sends one attachment and says what came of it.
import { _ } from "./words/uploads.js";

export const EMPTY = _("El archivo está vacío. Ábralo para revisarlo y adjúntelo de nuevo.");
export const LOST = _("Se cortó la conexión. El archivo sigue elegido: cuando vuelva la señal, reinténtelo.");
export const FAILED = _("No pudimos recibir el archivo. Reinténtelo; si sigue fallando, continúe y lo enviaremos con la página.");

// `on`: `begun` gets the request, before it goes; `kept` what the server calls the file; `refused` why; `failed` whether it was an answer.
export function sendFile(input, file, on) {
  const request = new XMLHttpRequest();
  on.begun(request);
  request.addEventListener("load", () => answered(request, on));
  for (const end of ["error", "timeout"]) request.addEventListener(end, () => on.failed(false));
  const form = new FormData();
  form.append("archivo", file);
  form.append("acepta", input.accept);
  request.open("POST", input.dataset.subir);
  request.timeout = 300_000;
  request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  request.send(form);
  return request;
}

function answered(request, on) {
  let answer = {};
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    // What is no JSON is no answer of ours.
  }
  if (request.status === 200 && answer.id) on.kept(answer);
  else if (request.status === 422 && answer.problem) on.refused(answer.problem);
  else on.failed(true);
}

// What was wrong with a field is no longer so.
export function clearError(input) {
  input.closest(".campo--error")?.classList.remove("campo--error");
  for (const error of input.closest(".campo")?.querySelectorAll(":scope > .error-campo") ?? []) error.remove();
}
