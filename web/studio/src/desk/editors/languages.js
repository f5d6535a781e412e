// Just enough of TOML and Typst to colour them; CodeMirror has no grammar of its own for either.

export const toml = {
  name: "toml",
  startState: () => ({ quote: "" }),
  token(stream, state) {
    if (state.quote) return inString(stream, state);
    if (stream.eatSpace()) return null;
    if (stream.eat("#")) return rest(stream, "comment");
    if (stream.sol() && stream.match(/^\[+[^\]]*\]+/)) return "heading";
    if (stream.match(/^("""|'''|"|')/, false)) {
      state.quote = stream.match(/^("""|'''|"|')/)[0];
      return inString(stream, state);
    }
    if (stream.match(/^(true|false)\b/)) return "bool";
    if (stream.match(/^[\w.-]+(?=\s*=)/)) return "propertyName";
    if (stream.match(/^[+-]?\d[\d_.:T-]*/)) return "number";
    stream.next();
    return null;
  },
};

function inString(stream, state) {
  while (!stream.eol()) {
    if (stream.match(state.quote)) {
      state.quote = "";
      return "string";
    }
    if (stream.next() === "\\" && state.quote[0] === '"') stream.next();
  }
  if (state.quote.length === 1) state.quote = "";
  return "string";
}

function rest(stream, kind) {
  stream.skipToEnd();
  return kind;
}

export const typst = {
  name: "typst",
  startState: () => ({ comment: false }),
  token(stream, state) {
    if (state.comment) {
      if (!stream.skipTo("*/")) return rest(stream, "comment");
      stream.match("*/");
      state.comment = false;
      return "comment";
    }
    if (stream.match("//")) return rest(stream, "comment");
    if (stream.match("/*")) {
      state.comment = true;
      return "comment";
    }
    if (stream.sol() && stream.match(/^=+\s.*/)) return "heading";
    if (stream.match(/^#?(let|set|show|import|include|if|else|for|while|return|context)\b/)) return "keyword";
    if (stream.match(/^#[\w-]+/)) return "variableName";
    if (stream.match(/^"(?:[^"\\]|\\.)*"/)) return "string";
    if (stream.match(/^\*[^*\n]+\*/)) return "strong";
    if (stream.match(/^\d+(\.\d+)?(pt|mm|cm|em|fr|%)?\b/)) return "number";
    stream.next();
    return null;
  },
  languageData: { commentTokens: { line: "//", block: { open: "/*", close: "*/" } } },
};
