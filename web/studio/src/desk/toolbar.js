// The bar over the editor: each editor adds its own buttons, and takes them with it when it closes.
import { SMALL, button, element } from "./page.js";

export class Toolbar {
  constructor(place) {
    this.place = place;
  }

  clear() {
    this.place.replaceChildren();
  }

  button(text, does, label = "") {
    const made = button(text, does, SMALL);
    if (label) {
      made.setAttribute("aria-label", label);
      made.title = label;
    }
    this.place.append(made);
    return made;
  }

  toggle(text, title) {
    const made = button(text, () => {}, { ...SMALL, "aria-pressed": "false", title });
    this.place.append(made);
    return made;
  }

  tabs(label) {
    const list = element("div", { class: "estudio-fichas", role: "group", "aria-label": label });
    this.place.prepend(list);
    return list;
  }
}
