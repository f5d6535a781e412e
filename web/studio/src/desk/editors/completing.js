// Which names are offered where: in the FEEL of a message, and in what a document reads.

export function completing(kind, names) {
  return (context) => {
    const before = context.state.sliceDoc(Math.max(0, context.pos - 200), context.pos);
    const typed = /[\p{L}\w.]*$/u.exec(before)[0];
    if (!typed && !context.explicit) return null;
    if (!isPlace(kind, before)) return null;
    const withDots = names.paths();
    const offered = kind === "typ" ? withDots : [...withDots, ...names.functions()];
    return { from: context.pos - typed.length, options: offered, validFor: /^[\p{L}\w.]*$/u };
  };
}

function isPlace(kind, before) {
  if (kind === "typ") return /dato\(\s*"[^"]*$/.test(before);
  if (kind === "md") return before.lastIndexOf("{{") > before.lastIndexOf("}}");
  return false;
}
