// One-key shortcuts of the inbox. Never while somebody types; who wants none switches them off (WCAG 2.1.4).
const OFF = "ventanilla.atajos";

export function obeyKeys(place) {
  const help = document.querySelector("[data-atajos]");
  const choice = document.querySelector("[data-atajos-letras]");
  const search = document.querySelector("[data-bandeja-buscar]");
  choice.checked = !isOff();
  choice.addEventListener("change", () => remember(choice.checked));
  for (const button of document.querySelectorAll("[data-atajos-abrir]")) {
    button.hidden = false;
    button.addEventListener("click", () => open(help));
  }
  const letters = {
    j: () => step(place, 1),
    k: () => step(place, -1),
    "/": () => search.focus(),
    "?": () => open(help),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open || isTyping(event.target)) return;
    const isInside = place.contains(event.target);
    const arrow = isInside && { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const does = arrow ? () => step(place, arrow) : !isOff() && letters[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });
}

function isTyping(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox]):not([type=radio])");
}

function step(place, way) {
  const links = [...place.querySelectorAll("[data-abrir]")];
  if (!links.length) return;
  const row = document.activeElement?.closest?.("[data-fila]");
  const now = row ? links.indexOf(row.querySelector("[data-abrir]")) : way > 0 ? -1 : links.length;
  links[Math.min(links.length - 1, Math.max(0, now + way))].focus();
}

function open(help) {
  if (help.showModal) help.showModal();
  else help.setAttribute("open", "");
}

// A browser that keeps nothing has the shortcuts on: they can be switched off for as long as the page stands.
let here = null;
function isOff() {
  try {
    return window.localStorage.getItem(OFF) === "no";
  } catch {
    return here === "no";
  }
}
function remember(isOn) {
  here = isOn ? "" : "no";
  try {
    window.localStorage.setItem(OFF, here);
  } catch {
    // Kept in `here`.
  }
}
