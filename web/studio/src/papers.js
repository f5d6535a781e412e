// Documents of a case are read in the page; on a phone, whose frames show no PDF, in a tab of their own.
const NAMED = "papel-elegido";

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
    // Its name may be in another language than the page, which a title could not say.
    list.querySelector(`#${NAMED}`)?.removeAttribute("id");
    paper.id = NAMED;
    frame.removeAttribute("title");
    frame.setAttribute("aria-labelledby", NAMED);
    for (const other of list.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    paper.setAttribute("aria-current", "true");
  });
}
