// The official's desk, where there is JavaScript: the inbox keeps itself up to date and obeys the keyboard.
import { keepInbox } from "./inbox.js";
import { obeyKeys } from "./keys.js";

const inbox = document.querySelector("[data-bandeja]");
if (inbox) {
  keepInbox(inbox);
  obeyKeys(inbox);
}
