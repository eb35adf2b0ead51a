// Sends a chosen photo or file. It lies in the memory of this page only, so it is repeated until it arrives or the page closes.

import { Refused, upload } from "../shared/api.js";
import { newId } from "../shared/dom.js";
import { faultOf } from "../shared/files.js";
import { words } from "./words.js";

const PAUSES_MS = [1000, 3000, 8000, 15000];

/** input: the file field. bubbles: the screen. onAnswer(entry, answer): the server has it. */
export function setUpFiles({ input, bubbles, onStart, onAnswer }) {
  input.addEventListener("change", () => {
    for (const file of input.files) send(file);
    input.value = "";
  });

  function send(file) {
    const entry = { client_id: newId(), text: words.file(file.name) };
    const fault = faultOf(file);
    const drop = () => bubbles.dropPending(entry.client_id);
    if (fault) bubbles.showPending(entry, "refused", { message: fault, hint: "" }, { edit: drop });
    else attempt(entry, file, 0);
    onStart();
  }

  async function attempt(entry, file, failures) {
    const form = new FormData();
    form.append("client_id", entry.client_id);
    form.append("file", file, file.name);
    bubbles.showPending(entry, "sending", null, {});
    try {
      onAnswer(entry, await upload("/api/v1/chat/attachments", form));
    } catch (error) {
      const final = error instanceof Refused && error.status < 500 && ![401, 408, 425, 429].includes(error.status);
      if (final) {
        bubbles.showPending(entry, "refused", error, { edit: () => bubbles.dropPending(entry.client_id) });
        return;
      }
      const timer = setTimeout(() => attempt(entry, file, failures + 1), PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)]);
      const retry = () => {
        clearTimeout(timer);
        attempt(entry, file, 0);
      };
      bubbles.showPending(entry, "waiting", error, { retry });
    }
  }
}
