// A row of tabs that is wider than the phone begins where the reader stands.
for (const row of document.querySelectorAll(".pestanas")) {
  const here = row.querySelector("[aria-current]")?.parentElement;
  if (here && row.scrollWidth > row.clientWidth) {
    row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }
}
