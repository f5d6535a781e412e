// What the window adds where there is JavaScript. Every page works without this file.
import "./window.css";
import "./marking.js";
import "./in_view.js";
import "./waiting.js";
import { liveForms } from "./live_forms.js";
import { keepUnsent } from "./unsent.js";

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

for (const button of document.querySelectorAll("[data-imprimir]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Errors are read first: the summary takes the focus when the page has one.
document.querySelector(".resumen-errores")?.focus();

startHtmx();
keepUnsent();

// A live form may bring an attachment later.
if (document.querySelector("[data-subir], form[data-vivo]")) {
  import("./uploads.js").then(({ startUploads }) => startUploads());
}

if (document.querySelector("form[data-envio]")) {
  import("./sent_forms.js").then(({ startSending }) => startSending());
}
