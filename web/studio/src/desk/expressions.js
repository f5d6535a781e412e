// The FEEL of an element: every text of it, or of what hangs from it, that begins with "=".
const MOST = 40;

export function expressionsOf(object) {
  const found = new Set();
  walk(object, found, 0);
  return [...found].slice(0, MOST);
}

function walk(node, found, depth) {
  if (!node || depth > 6) return;
  for (const property of node.$descriptor?.properties || []) {
    if (property.isReference) continue;
    const value = node.get(property.name);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === "string") {
        if (/^=(?!=)/.test(one.trim())) found.add(one.trim().slice(1).trim());
      } else if (one?.$descriptor && !isElementOfItsOwn(one)) {
        walk(one, found, depth + 1);
      }
    }
  }
}

// A subprocess holds elements that are chosen by themselves.
function isElementOfItsOwn(object) {
  return object.$instanceOf?.("bpmn:FlowElement") || object.$instanceOf?.("bpmn:Artifact");
}
