// The official's desk, where there is JavaScript: the inbox keeps itself up to date and obeys the keyboard;
// an item keeps its draft and shows its case in tabs.
import { keepDraft } from "./draft.js";
import { keepInbox } from "./inbox.js";
import { obeyKeys } from "./keys.js";
import { showPapers } from "./papers.js";
import { makeTabs } from "./tabs.js";

const inbox = document.querySelector("[data-bandeja]");
if (inbox) {
  keepInbox(inbox);
  obeyKeys(inbox);
}
if (document.querySelector("form[data-borrador]")) keepDraft();
document.querySelectorAll("[data-papeles]").forEach(showPapers);

// bpmn-js is heavy and needs to know its size: it comes when somebody looks at the flow.
for (const frame of document.querySelectorAll("[data-solo-js]")) {
  frame.hidden = false;
  const panel = frame.closest("[data-pestana]");
  panel.addEventListener("pestana:vista", () => import("./viewer.js"), { once: true });
}
document.querySelectorAll("[data-pestanas]").forEach(makeTabs);
