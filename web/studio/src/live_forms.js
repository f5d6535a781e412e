// A choice may show or hide other questions: the server, which knows the rules, draws them again.
// The page takes over what differs and nothing else: what a person has in hand stays in their hand.
import { Idiomorph } from "idiomorph";

const FORM = "form[data-vivo]";
const CHOICES = "select, input[type=radio], input[type=checkbox]";
const CONTROLS = "select, textarea, input:not([type=hidden])";
const REDRAW = "redibujo";

export function liveForms(htmx) {
  document.addEventListener("change", (event) => {
    const form = event.target.closest(FORM);
    if (form && event.target.matches(CHOICES)) htmx.trigger(form, "actualizar");
  });
  htmx.defineExtension(REDRAW, {
    isInlineSwap: (style) => style === REDRAW,
    handleSwap: (style, form, drawn) => style === REDRAW && redraw(form, drawn),
  });
  askAgain(htmx);
}

// What the form held when it was sent; what was chosen after that, its answer does not know.
let sent = new Map();

function askAgain(htmx) {
  let isBehind = false;
  const isLive = (event) => event.target.matches?.(FORM);
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isLive(event)) sent = new Map(controls(event.target).map((one) => [one, state(one)]));
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isLive(event)) isBehind = controls(event.target).some((one) => one.matches(CHOICES) && isChanged(one));
  });
  // Only now does htmx know the new form.
  document.addEventListener("htmx:afterSettle", () => {
    const form = isBehind && document.querySelector(FORM);
    isBehind = false;
    if (form) htmx.trigger(form, "actualizar");
  });
}

const controls = (form) => [...form.querySelectorAll(CONTROLS)].filter((one) => one.name);
const state = (one) => (one.matches("[type=radio], [type=checkbox]") ? one.checked : one.value);
const isChanged = (one) => sent.get(one) !== state(one);

function redraw(form, drawn) {
  return Idiomorph.morph(form, drawn.children, {
    morphStyle: "outerHTML",
    callbacks: {
      beforeAttributeUpdated: (name, node) => !(name === "open" && node.matches("details")) && !(isValue(name) && isInHand(node)),
      beforeNodeMorphed: (node, other) => !(isListOfFiles(node) && node.id === other.id),
      beforeNodeRemoved: (node) => !isSending(node, drawn),
    },
  });
}

const isValue = (name) => ["value", "checked", "selected"].includes(name);

// Written or chosen meanwhile, half written (a date), or never sent at all (a PIN).
function isInHand(node) {
  const one = node.closest(CONTROLS);
  if (!one) return false;
  return isChanged(one) || one.validity.badInput || one.matches("[data-no-viaja]");
}

// The page's own list is the right one: it also knows what the server was not told yet.
const isListOfFiles = (node) => node.matches?.("[data-archivos=listo]");

// A file that is on its way, or was refused: the server has not heard of it.
function isSending(node, drawn) {
  if (!node.matches?.(".subida")) return false;
  const known = [...drawn.querySelectorAll("input[type=hidden]")].map((one) => one.value);
  return ![...node.querySelectorAll("input[type=hidden]")].some((one) => known.includes(one.value));
}
