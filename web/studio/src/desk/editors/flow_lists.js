// Forms, tables and shared processes are chosen from what there is, in the fields that name them.
import { element } from "../page.js";

const FIELDS = { formId: "forms", decisionId: "decisions", targetProcessId: "processes" };

export function offerLists(panel, names) {
  const lists = Object.values(FIELDS).map((kind) => element("datalist", { id: `hay-${kind}` }));
  panel.after(...lists);
  const draw = () => {
    for (const [field, kind] of Object.entries(FIELDS)) {
      const input = panel.querySelector(`[data-entry-id="${field}"] input`);
      if (!input || input.getAttribute("list")) continue;
      const options = names.list(kind).map(({ id, title }) => element("option", { value: id }, title));
      lists.find((one) => one.id === `hay-${kind}`).replaceChildren(...options);
      input.setAttribute("list", `hay-${kind}`);
    }
  };
  const watcher = new MutationObserver(draw);
  watcher.observe(panel, { childList: true, subtree: true });
  return () => watcher.disconnect();
}
