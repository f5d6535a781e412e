// Reads and writes single keys of a sheet's first part, in place: comments and order stay as they are.
const STRING = /"(?:[^"\\\n]|\\.)*"/y;
const STRINGS = /"(?:[^"\\\n]|\\.)*"/g;

// The value of a key: a text, a number, a list of texts; undefined where there is none, null where it is none of these.
export function readKey(text, key) {
  const place = spanOf(text, key);
  if (!place) return undefined;
  const raw = text.slice(place.from, place.to);
  try {
    if (raw.startsWith("[")) return listOf(raw);
    return raw.startsWith('"') || /^-?\d+$/.test(raw) ? JSON.parse(raw) : null;
  } catch {
    return null;
  }
}

export function writeKey(text, key, value) {
  const written = valueOf(value);
  const place = spanOf(text, key);
  if (place) return text.slice(0, place.from) + written + text.slice(place.to);
  const end = endOfTop(text);
  const top = text.slice(0, end).trimEnd();
  return `${top}\n${key} = ${written}\n${end < text.length ? "\n" : ""}${text.slice(end)}`;
}

function valueOf(value) {
  if (!Array.isArray(value)) return JSON.stringify(value);
  const items = value.map((one) => JSON.stringify(one));
  const line = `[${items.join(", ")}]`;
  return line.length > 100 ? `[\n${items.map((one) => `  ${one},\n`).join("")}]` : line;
}

function listOf(raw) {
  const rest = raw.slice(1, -1).replace(STRINGS, "");
  return /^[\s,]*$/.test(rest) ? [...raw.matchAll(STRINGS)].map(([one]) => JSON.parse(one)) : null;
}

function endOfTop(text) {
  const found = text.search(/^\[/m);
  return found < 0 ? text.length : found;
}

function spanOf(text, key) {
  const found = new RegExp(`^${key}[ \\t]*=[ \\t]*`, "m").exec(text.slice(0, endOfTop(text)));
  if (!found) return null;
  const from = found.index + found[0].length;
  return { from, to: endOfValue(text, from) };
}

function endOfValue(text, from) {
  if (text[from] === "[") return endOfList(text, from);
  STRING.lastIndex = from;
  if (STRING.test(text)) return STRING.lastIndex;
  const line = text.indexOf("\n", from);
  return line < 0 ? text.length : line;
}

function endOfList(text, from) {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    STRING.lastIndex = at;
    if (text[at] === '"' && STRING.test(text)) at = STRING.lastIndex - 1;
    else if (text[at] === "#") at = (text.indexOf("\n", at) + 1 || text.length) - 1;
    else if (text[at] === "[") depth += 1;
    else if (text[at] === "]" && --depth === 0) return at + 1;
  }
  return text.length;
}
