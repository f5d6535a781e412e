// Asks every 20 seconds whether the inbox changed; only then are its rows drawn anew, and nothing is lost:
// what is typed stands outside of them, focus and marked boxes are found again.
import { _ } from "./words/desk.js";

const PAUSE = 20_000;

export function keepInbox(place) {
  let stamp = place.dataset.bandejaSello;
  const say = document.querySelector("[data-bandeja-anuncio]");

  async function look() {
    if (document.hidden) return;
    const answer = await fetch(window.location.href, {
      cache: "no-store",
      headers: { "HX-Request": "true", "If-None-Match": stamp },
      redirect: "manual",
    });
    if (answer.type === "opaqueredirect") {
      say.textContent = _("Su sesión terminó. Entre de nuevo para ver lo que llegue.");
    } else if (answer.status === 200) {
      stamp = answer.headers.get("ETag") || "";
      change(place, await answer.text(), say);
    }
  }

  const safely = () => look().catch(() => {});
  window.setInterval(safely, PAUSE);
  document.addEventListener("visibilitychange", safely);
}

function change(place, html, say) {
  const before = ids(place);
  const held = remember(place);
  place.innerHTML = html;
  recall(place, held);
  counts(place);
  const fresh = [...place.querySelectorAll("[data-fila]")].filter((row) => !before.has(row.dataset.fila));
  for (const row of fresh) row.classList.add("fila--nueva");
  if (fresh.length) say.textContent = fresh.length === 1 ? _("Llegó 1 tarea nueva.") : _("Llegaron {count} tareas nuevas.", { count: fresh.length });
  place.dispatchEvent(new CustomEvent("bandeja:cambio", { bubbles: true }));
}

function ids(place) {
  return new Set([...place.querySelectorAll("[data-fila]")].map((row) => row.dataset.fila));
}

function remember(place) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const row = focused?.closest("[data-fila]");
  return {
    marked: [...place.querySelectorAll("input[type=checkbox]:checked")].map((box) => [box.name, box.value]),
    row: row?.dataset.fila,
    index: row ? [...row.querySelectorAll("a, button, input")].indexOf(focused) : -1,
    number: row ? [...place.querySelectorAll("[data-fila]")].indexOf(row) : -1,
  };
}

function recall(place, held) {
  for (const [name, value] of held.marked) {
    const box = place.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (box) box.checked = true;
  }
  if (held.row === undefined) return;
  const rows = [...place.querySelectorAll("[data-fila]")];
  const same = rows.find((row) => row.dataset.fila === held.row);
  // Somebody else finished the row that had the focus: its neighbour takes it.
  const row = same || rows[Math.min(held.number, rows.length - 1)];
  const controls = row ? [...row.querySelectorAll("a, button, input")] : [];
  (controls[same ? held.index : -1] || row?.querySelector("[data-abrir]"))?.focus({ preventScroll: true });
}

function counts(place) {
  for (const fresh of place.querySelectorAll("[data-bandeja-nueva-cuenta]")) {
    const shown = document.querySelector(`[data-bandeja-cuenta="${fresh.dataset.bandejaNuevaCuenta}"]`);
    if (shown) shown.textContent = fresh.value;
  }
}
