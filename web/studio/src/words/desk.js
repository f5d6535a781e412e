// The English of what officials load.
import { _, learn } from "../language.js";
import english from "./desk.en.json";

learn(english);

export { _ };
