// A picture of a document: shown, not edited.
import { _ } from "../../words/studio.js";

const KINDS = { svg: "image/svg+xml", png: "image/png", jpg: "image/jpeg" };

export async function open({ place, bytes, path }) {
  const picture = document.createElement("img");
  picture.className = "estudio-imagen";
  picture.alt = _("Imagen {path}", { path });
  // The content policy lets pictures come from us or from data:, not from blob:.
  picture.src = await dataAddress(new Blob([bytes], { type: KINDS[path.split(".").pop()] }));
  place.append(picture);
  return { content: null, close() {} };
}

function dataAddress(blob) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
}
