// A choice may show or hide other questions: the server, which knows the rules, draws them again.
// What a person writes, chooses or attaches while the answer travels is put into the form that comes.

const FORM = "form[data-vivo]";
const CHOICES = "select, input[type=radio], input[type=checkbox]";
const TEXTS = "textarea, input:not([type=file]):not([type=radio]):not([type=checkbox]):not([type=hidden])";
const FILES = "input[type=file]";

export function liveForms(htmx) {
  document.addEventListener("change", (event) => {
    const form = event.target.closest(FORM);
    if (form && event.target.matches(CHOICES)) htmx.trigger(form, "actualizar");
  });
  keepMeanwhile(htmx);
}

function keepMeanwhile(htmx) {
  let sent = new Map();
  let meanwhile = [];
  let asksAgain = false;
  const isLive = (event) => event.target.matches?.(FORM);
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isLive(event)) sent = stateOf(event.target);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isLive(event)) meanwhile = controls(event.target).filter((one) => sent.get(key(one)) !== state(one));
  });
  document.addEventListener("htmx:afterSwap", () => {
    const form = document.querySelector(FORM);
    if (!form || !meanwhile.length) return;
    for (const one of meanwhile) bring(one, form);
    asksAgain = meanwhile.some((one) => one.matches(CHOICES));
    meanwhile = [];
  });
  // Only now does htmx know the new form.
  document.addEventListener("htmx:afterSettle", () => {
    const form = asksAgain && document.querySelector(FORM);
    asksAgain = false;
    if (form) htmx.trigger(form, "actualizar");
  });
}

const controls = (form) => [...form.querySelectorAll(`${CHOICES}, ${TEXTS}, ${FILES}`)].filter((one) => one.name);
const isTick = (one) => one.matches("input[type=radio], input[type=checkbox]");
const key = (one) => (isTick(one) ? `${one.name}=${one.value}` : one.name);
const stateOf = (form) => new Map(controls(form).map((one) => [key(one), state(one)]));

function state(one) {
  if (isTick(one)) return one.checked;
  if (!one.matches(FILES)) return one.value;
  return `${one.files[0]?.name ?? ""} ${uploadOf(one)?.textContent ?? ""}`;
}

const uploadOf = (input) => input.parentElement.querySelector(":scope > .subida");

function bring(old, form) {
  const same = [...form.querySelectorAll(`[name="${CSS.escape(old.name)}"]`)];
  const found = isTick(old) ? same.find((one) => one.value === old.value) : same[0];
  if (!found) return;
  if (isTick(old)) found.checked = old.checked;
  else if (!old.matches(FILES)) found.value = old.value;
  else bringFile(old, found);
}

// The old control goes on being the one that sends its file.
function bringFile(old, found) {
  const upload = uploadOf(old);
  found.replaceWith(old);
  if (upload) old.after(upload);
}
