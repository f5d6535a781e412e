// Which editor opens which file; each is downloaded only when it is needed.
const EDITORS = {
  bpmn: () => import("./editors/flow.js"),
  form: () => import("./editors/form.js"),
  dmn: () => import("./editors/table.js"),
  md: () => import("./editors/text.js"),
  typ: () => import("./editors/text.js"),
  toml: () => import("./editors/sheet.js"),
  yaml: () => import("./editors/text.js"),
  svg: () => import("./editors/picture.js"),
  png: () => import("./editors/picture.js"),
  jpg: () => import("./editors/picture.js"),
};
const PICTURES = new Set(["svg", "png", "jpg"]);

export const isText = (path) => !PICTURES.has(path.split(".").pop());

// A model that its editor cannot read is shown as text, where it can be mended.
export async function openEditor(options) {
  const load = EDITORS[options.path.split(".").pop()] || EDITORS.md;
  try {
    return await (await load()).open(options);
  } catch (problem) {
    if (!isText(options.path)) throw problem;
    console.warn(problem);
    options.place.replaceChildren();
    options.place.className = "estudio__editor";
    options.tools.clear();
    const editor = await (await EDITORS.md()).open(options);
    return { ...editor, broken: String(problem.message || problem) };
  }
}
