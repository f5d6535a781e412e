// Who else has the draft open; asking is also how we say that we are here.
import { LOCALE, _ } from "../words/studio.js";

const BEAT_MS = 15000;

export function watchPresence(files, place) {
  const beat = async () => {
    if (document.visibilityState === "hidden") return;
    try {
      const said = await files.get("presencia.json");
      show(place, said.people || said.presence || []);
    } catch (problem) {
      console.warn(problem);
    }
  };
  beat();
  setInterval(beat, BEAT_MS);
}

function show(place, people) {
  const names = people.map((one) => (typeof one === "string" ? one : one.name));
  const list = new Intl.ListFormat(LOCALE).format(names);
  const said = names.length > 1 ? _("{people} también tienen abierto este borrador", { people: list }) : _("{people} también tiene abierto este borrador", { people: list });
  const text = names.length ? said : "";
  if (place.textContent !== text) place.textContent = text;
}
