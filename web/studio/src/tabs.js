// The parts of a case as tabs. Without this file they stand one below the other.
export function makeTabs(place) {
  const panels = [...place.querySelectorAll(":scope > [data-pestana]")];
  if (panels.length < 2) return;
  const list = document.createElement("div");
  list.className = "pestanas pestanas--caso";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", place.dataset.pestanas);
  const tabs = panels.map((panel) => tabOf(panel, list));
  place.prepend(list);
  const show = (index, isAsked) => choose(tabs, panels, index, isAsked);
  list.addEventListener("click", (event) => {
    const index = tabs.indexOf(event.target.closest("[role=tab]"));
    if (index >= 0) show(index, true);
  });
  list.addEventListener("keydown", (event) => {
    const now = tabs.indexOf(document.activeElement);
    const last = tabs.length - 1;
    const next = { ArrowRight: now === last ? 0 : now + 1, ArrowLeft: now ? now - 1 : last, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    show(next, true);
    tabs[next].focus();
  });
  const wanted = panels.findIndex((panel) => `#${panel.id}` === window.location.hash);
  show(Math.max(0, wanted), false);
}

function tabOf(panel, list) {
  const heading = panel.querySelector("h3");
  const tab = document.createElement("button");
  tab.type = "button";
  tab.id = `${panel.id}-pestana`;
  tab.textContent = panel.dataset.pestana || heading.textContent;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", panel.id);
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", tab.id);
  panel.tabIndex = 0;
  if (!panel.dataset.pestana) heading.classList.add("oculto-visual");
  list.append(tab);
  return tab;
}

function choose(tabs, panels, index, isAsked) {
  tabs.forEach((tab, place) => {
    tab.setAttribute("aria-selected", String(place === index));
    tab.tabIndex = place === index ? 0 : -1;
    panels[place].hidden = place !== index;
  });
  if (isAsked) window.history.replaceState(window.history.state, "", `#${panels[index].id}`);
  panels[index].dispatchEvent(new CustomEvent("pestana:vista"));
}
