// What the window adds where there is JavaScript. Every page works without this file.
import "./window.css";
import "./marking.js";
import { liveForms } from "./live_forms.js";

document.documentElement.classList.add("con-js");

// htmx weighs as much as the letters: only pages that use it download it.
async function startHtmx() {
  if (!document.querySelector("[hx-get], [hx-post]")) return;
  const { default: htmx } = await import("htmx.org");
  htmx.config.allowEval = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.selfRequestsOnly = true;
  htmx.process(document.body);
  document.body.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });
  liveForms(htmx);
}

// A second press of the same button sends nothing; the server would give the first answer anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.enviado === "1") {
    event.preventDefault();
    return;
  }
  if (form.matches("[data-una-vez]")) {
    form.dataset.enviado = "1";
    const button = event.submitter;
    if (button) {
      button.setAttribute("aria-busy", "true");
      button.textContent = button.dataset.ocupado || (document.documentElement.lang === "en" ? "Sending…" : "Enviando…");
    }
  }
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-enviado]")) delete form.dataset.enviado;
});

for (const button of document.querySelectorAll("[data-imprimir]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Errors are read first: the summary takes the focus when the page has one.
document.querySelector(".resumen-errores")?.focus();

startHtmx();

// A live form may bring an attachment later.
if (document.querySelector("[data-subir], form[data-vivo]")) {
  import("./uploads.js").then(({ startUploads }) => startUploads());
}
