// Marks every item of a list at once; without JavaScript each is marked by hand.
for (const part of document.querySelectorAll("[data-marcar-todas]")) {
  const all = part.querySelector("input[type=checkbox]");
  const boxes = [...(part.closest("form")?.querySelectorAll("input[type=checkbox][name=tarea]") ?? [])];
  if (!all || boxes.length < 2) continue;
  const show = () => {
    const marked = boxes.filter((box) => box.checked).length;
    all.checked = marked === boxes.length;
    all.indeterminate = marked > 0 && marked < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  part.hidden = false;
  show();
}
