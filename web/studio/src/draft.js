// Keeps what an official types, a moment after the last key; never the PIN, and no file before it is sent.
import { _ } from "./words/desk.js";

const PAUSE = 1_200;
const LATER = 10_000;
const SECRETS = ["pin", "codigo"];
const LOST = _("No hay conexión: lo escrito sigue en esta página. Lo intentaremos otra vez.");

// The form is found anew each time: when a choice shows other questions, another one stands in its place.
const formNow = () => document.querySelector("form[data-borrador]");

export function keepDraft() {
  let timer = 0;
  let isDirty = false;
  let isOver = false;

  async function save() {
    const form = formNow();
    if (!form || !isDirty || isOver) return;
    isDirty = false;
    const answer = await send(form).catch(() => LOST);
    tell(answer);
    if (answer === LOST) {
      isDirty = true;
      later(LATER);
    }
  }
  function later(pause) {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, pause);
  }
  function typed(event) {
    if (!event.target.closest?.("form[data-borrador]") || SECRETS.includes(event.target.name)) return;
    isDirty = true;
    later(PAUSE);
  }

  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("visibilitychange", () => document.hidden && save());
  document.addEventListener("submit", (event) => {
    if (event.target !== formNow()) return;
    isOver = true;
    window.clearTimeout(timer);
  });
  window.addEventListener("pageshow", () => {
    isOver = false;
  });
}

function tell(words) {
  const state = formNow()?.querySelector("[data-borrador-estado]");
  if (state) state.textContent = words;
}

async function send(form) {
  const body = new FormData(form);
  for (const name of SECRETS) body.delete(name);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  const answer = await fetch(form.dataset.borrador, {
    method: "POST",
    body,
    headers: { "HX-Request": "true" },
    redirect: "manual",
    keepalive: true,
  });
  if (answer.ok) return answer.text();
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    return _("Su sesión terminó. Lo escrito sigue en esta página: entre en otra pestaña y vuelva.");
  }
  if (answer.status >= 500) return LOST;
  return _("La tarea cambió y el borrador no se guardó. Recargue la página para ver qué pasó.");
}
