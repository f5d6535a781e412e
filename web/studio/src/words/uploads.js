// The English of sending attachments.
import { _, learn } from "../language.js";
import english from "./uploads.en.json";

learn(english);

export { _ };
