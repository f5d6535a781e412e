// The English of the studio, which only analysts load.
import { LOCALE, _, learn } from "../language.js";
import english from "./studio.en.json";

learn(english);

export { LOCALE, _ };
