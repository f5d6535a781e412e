// Keeps what an official types, a moment after the last key; never the PIN, and no file before it is sent.
const PAUSE = 1_200;
const LATER = 10_000;
const SECRETS = ["pin", "codigo"];

export function keepDraft(form) {
  const state = form.querySelector("[data-borrador-estado]");
  let timer = 0;
  let isDirty = false;
  let isOver = false;

  async function save() {
    if (!isDirty || isOver) return;
    isDirty = false;
    const wasKept = await send(form).catch(() => null);
    if (wasKept === null) {
      isDirty = true;
      state.textContent = "No hay conexión: lo escrito sigue en esta página. Lo intentaremos otra vez.";
      later(LATER);
    } else {
      state.textContent = wasKept;
    }
  }
  function later(pause) {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, pause);
  }
  function typed(event) {
    if (SECRETS.includes(event.target.name)) return;
    isDirty = true;
    later(PAUSE);
  }

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  document.addEventListener("visibilitychange", () => document.hidden && save());
  form.addEventListener("submit", () => {
    isOver = true;
    window.clearTimeout(timer);
  });
  window.addEventListener("pageshow", () => {
    isOver = false;
  });
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
    return "Su sesión terminó. Lo escrito sigue en esta página: entre en otra pestaña y vuelva.";
  }
  if (answer.status >= 500) return null;
  return "La tarea cambió y el borrador no se guardó. Recargue la página para ver qué pasó.";
}
