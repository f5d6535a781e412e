// Documents of a case are read in the page; on a phone, whose frames show no PDF, in a tab of their own.
export function showPapers(list) {
  const frame = list.parentElement.querySelector("[data-visor]");
  if (!frame) return;
  frame.hidden = true;
  list.addEventListener("click", (event) => {
    const paper = event.target.closest("[data-papel]");
    if (!paper) return;
    if (window.matchMedia("(max-width: 47.99rem)").matches) {
      paper.target = "_blank";
      paper.rel = "noopener";
      return;
    }
    paper.target = frame.name;
    frame.hidden = false;
    frame.title = paper.textContent.trim();
    for (const other of list.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    paper.setAttribute("aria-current", "true");
  });
}
