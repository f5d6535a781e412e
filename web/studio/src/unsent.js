// What a citizen wrote and did not send goes into the draft when they leave the page: back, a link, a closed window.
const FORM = "form[data-al-salir]";

export function keepUnsent() {
  let isDirty = false;
  let isOver = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest?.(FORM)) isDirty = true;
  });
  // Who sends the form has it kept, and who signs out is nobody afterwards.
  document.addEventListener("submit", () => {
    isOver = true;
  });
  window.addEventListener("pagehide", () => {
    const form = document.querySelector(FORM);
    if (form && isDirty && !isOver) send(form);
    isDirty = false;
  });
  window.addEventListener("pageshow", () => {
    isOver = false;
  });
}

function send(form) {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  body.set("accion", "actualizar");
  fetch(form.getAttribute("action"), { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
}
