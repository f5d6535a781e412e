// What takes longer than a moment says so: the button that was pressed turns and says what it does.
const AFTER_MS = 400;
const DOWNLOAD_MS = 5000;

const isEnglish = () => document.documentElement.lang.startsWith("en");

// The second press of a double one is never meant, here or on the page that the first one brought.
document.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest("form[method=post] [type=submit]")) event.preventDefault();
});

// A second press of the same button sends nothing; the server would give the first answer anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.enviado === "1") {
    event.preventDefault();
    return;
  }
  // Forms that a script sends show by themselves how far they are.
  if (event.defaultPrevented || form.target) return;
  if (form.method !== "post" && !form.matches("[data-una-vez]")) return;
  form.dataset.enviado = "1";
  const button = event.submitter;
  if (button) setTimeout(() => turn(form, button), form.matches("[data-una-vez]") ? 0 : AFTER_MS);
  // A file comes without another page: nothing says when it is there.
  if (form.matches("[data-descarga]")) setTimeout(asBefore, DOWNLOAD_MS);
});

function turn(form, button) {
  if (form.dataset.enviado !== "1") return;
  button.dataset.antes = button.innerHTML;
  button.setAttribute("aria-busy", "true");
  button.textContent = button.dataset.ocupado || (isEnglish() ? "One moment…" : "Un momento…");
  tell(button.textContent);
}

function tell(text) {
  const said = document.createElement("p");
  said.className = "oculto-visual";
  said.setAttribute("role", "status");
  document.body.append(said);
  setTimeout(() => {
    said.textContent = text;
  }, 100);
}

// The back button shows the page as it was left.
window.addEventListener("pageshow", asBefore);

function asBefore() {
  for (const form of document.querySelectorAll("[data-enviado]")) delete form.dataset.enviado;
  for (const button of document.querySelectorAll("[data-antes]")) {
    button.innerHTML = button.dataset.antes;
    button.removeAttribute("aria-busy");
    delete button.dataset.antes;
  }
}
