// Where a folder names one of its files, and the same text with the file's new name.
const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// A text that an element is given as an input of that name.
const given = (name, target) =>
  new RegExp(`(<[\\w:]*input\\b[^>]*\\bsource=(?:'="|"=&quot;|"=&#34;))${name}((?:"'|&quot;"|&#34;")[^>]*\\btarget="\\w*${target}")`, "gi");

// By folder: which files may name it, and how, with the name between two groups.
const WAYS = {
  forms: (name) => [
    [/^process\.bpmn$/, new RegExp(`(\\bformId=")${name}(")`, "g")],
    [/^process\.bpmn$/, new RegExp(`(<[\\w:]*property\\b[^>]*\\bname="\\w*Form"[^>]*\\bvalue=")${name}(")`, "g")],
    [/^process\.bpmn$/, given(name, "form")],
    [/^forms\/.*\.form$/, new RegExp(`("include"\\s*:\\s*")${name}(")`, "g")],
  ],
  messages: (name) => [
    [/^process\.bpmn$/, new RegExp(`(<[\\w:]*header\\b[^>]*\\bvalue=")${name}(")`, "g")],
    [/^process\.bpmn$/, given(name, "message")],
  ],
  documents: (name) => [
    [/\.toml$/, new RegExp(`(\\btemplate\\s*=\\s*")${name}(\\.typ")`, "g")],
    [/^documents\/.*\.typ$/, new RegExp(`(\\b(?:import|include)\\s+")${name}(\\.typ")`, "g")],
  ],
};

const nameIn = (path) => path.split("/").pop().replace(/\.\w+$/, "");

// Gives [{file, text, tag, times, ways}] of the files that name it.
export async function usesOf(path, paths, files) {
  const ways = WAYS[path.split("/")[0]]?.(quoted(nameIn(path))) || [];
  const found = [];
  for (const file of paths) {
    const own = ways.filter(([place]) => place.test(file) && file !== path).map(([, way]) => way);
    if (!own.length) continue;
    const { text, tag } = await files.readText(file);
    const times = own.reduce((count, way) => count + [...text.matchAll(way)].length, 0);
    if (times) found.push({ file, text, tag, times, ways: own });
  }
  return found;
}

export async function renameUses(uses, to, files) {
  for (const { file, text, tag, ways } of uses) {
    const renamed = ways.reduce((now, way) => now.replace(way, (_all, before, after) => before + nameIn(to) + after), text);
    await files.write(file, renamed, tag);
  }
}
