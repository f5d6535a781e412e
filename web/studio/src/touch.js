// Fingers on a drawing: two zoom and move it, one moves it sideways and otherwise scrolls the page.

export function pinch(place, does) {
  let last = [];
  const spots = (event) => {
    const box = place.getBoundingClientRect();
    return [...event.touches].map((touch) => ({ x: touch.clientX - box.left, y: touch.clientY - box.top }));
  };
  const middle = ([one, other]) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });
  const apart = ([one, other]) => Math.hypot(one.x - other.x, one.y - other.y);

  const follow = (event) => {
    const now = spots(event);
    if (now.length === 2 && last.length === 2) {
      event.preventDefault();
      const [from, to] = [middle(last), middle(now)];
      does.move(to.x - from.x, to.y - from.y);
      if (apart(last) > 0) does.zoom(apart(now) / apart(last), to);
    } else if (now.length === 1 && last.length === 1) {
      does.move(now[0].x - last[0].x, document.fullscreenElement ? now[0].y - last[0].y : 0);
    }
    last = now;
  };
  const begin = (event) => {
    last = spots(event);
    if (last.length === 2) event.preventDefault();
  };
  place.addEventListener("touchstart", begin, { passive: false });
  place.addEventListener("touchmove", follow, { passive: false });
  for (const end of ["touchend", "touchcancel"]) place.addEventListener(end, (event) => (last = spots(event)));
}
