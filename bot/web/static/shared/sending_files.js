// Sends chosen photos and files. They lie in the memory of this page only, so each is repeated until it arrives or the page closes.

import { Refused, upload } from "./api.js";
import { newId } from "./dom.js";
import { faultOf, fileWords } from "./files.js";

const PAUSES_MS = [1000, 3000, 8000, 15000];

/**
 * input: the file field. begin(): what an entry holds beside its id and words; `fault` says why no file may be sent now.
 * addressOf(entry): where it goes.
 * Returns { send(file) }, for what is no chosen file: a recording.
 * onState(entry, "sending" | "waiting" | "refused", error, { retry, edit }), onDrop(entry), onAnswer(entry, answer).
 */
export function setUpFiles({ input, begin, addressOf, onState, onDrop, onAnswer }) {
  input.addEventListener("change", () => {
    for (const file of input.files) send(file);
    input.value = "";
  });

  function send(file) {
    const entry = { client_id: newId(), text: fileWords.file(file.name), ...begin() };
    const fault = entry.fault || faultOf(file);
    if (fault) onState(entry, "refused", { message: fault, hint: "" }, { edit: () => onDrop(entry) });
    else attempt(entry, file, 0);
  }

  async function attempt(entry, file, failures) {
    const form = new FormData();
    form.append("client_id", entry.client_id);
    if (entry.room) form.append("room", entry.room);
    form.append("file", file, file.name);
    onState(entry, "sending", null, {});
    try {
      onAnswer(entry, await upload(addressOf(entry), form));
    } catch (error) {
      const final = error instanceof Refused && error.status < 500 && ![401, 408, 425, 429].includes(error.status);
      if (final) {
        onState(entry, "refused", error, { edit: () => onDrop(entry) });
        return;
      }
      const timer = setTimeout(() => attempt(entry, file, failures + 1), PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)]);
      const retry = () => {
        clearTimeout(timer);
        attempt(entry, file, 0);
      };
      onState(entry, "waiting", error, { retry });
    }
  }
  return { send };
}
