// A voice message: recorded here where the browser can, listened to before it goes out. Where it cannot, the button
// opens the telephone's own recorder or a choice of files. Nothing is recorded before the button is pressed.

import { byId, el } from "../shared/dom.js";
import { words } from "./words.js";

const LONGEST_MS = 120000;
const KINDS = [
  ["audio/webm;codecs=opus", "webm"],
  ["audio/mp4", "m4a"],
  ["audio/ogg;codecs=opus", "ogg"],
];
const label = words.voice;

/** send(file): the recording goes the way of a chosen file. Set up once; the button lies in the composer. */
export function setUpRecorder(send) {
  const button = byId("record");
  const panel = byId("recorder");
  const field = byId("sound-file");
  const kind = window.MediaRecorder && navigator.mediaDevices?.getUserMedia ? KINDS.find(([type]) => MediaRecorder.isTypeSupported(type)) : null;
  let recorder = null;
  let address = "";

  field.addEventListener("change", () => {
    for (const file of field.files) send(file);
    field.value = "";
  });
  button.addEventListener("click", () => {
    if (recorder) recorder.stop();
    else if (kind) begin();
    else field.click();
  });

  async function begin() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      show(el("p", { class: "soft" }, label.refused), el("button", { type: "button", onclick: () => field.click() }, label.choose), el("button", { type: "button", onclick: close }, label.cancel));
      return;
    }
    const pieces = [];
    const started = Date.now();
    recorder = new MediaRecorder(stream, { mimeType: kind[0] });
    recorder.ondataavailable = (event) => pieces.push(event.data);
    const ticking = setInterval(() => {
      const seconds = Math.floor((Date.now() - started) / 1000);
      byId("recorded").textContent = label.seconds(seconds);
      if (Date.now() - started > LONGEST_MS) recorder?.stop();
    }, 500);
    recorder.onstop = () => {
      clearInterval(ticking);
      stream.getTracks().forEach((track) => track.stop());
      recorder = null;
      button.textContent = label.record;
      listen(new File(pieces, `${label.name}.${kind[1]}`, { type: kind[0].split(";")[0] }));
    };
    recorder.start(1000);
    button.textContent = label.stop;
    show(el("p", { role: "status" }, label.recording, " ", el("b", { id: "recorded" }, label.seconds(0))));
  }

  function listen(file) {
    if (!file.size) {
      close();
      return;
    }
    address = URL.createObjectURL(file);
    const go = () => {
      close();
      send(file);
    };
    show(el("audio", { controls: true, src: address, "aria-label": label.listen }), el("button", { type: "button", class: "primary", onclick: go }, label.send), el("button", { type: "button", onclick: close }, label.cancel));
  }

  function show(...parts) {
    panel.replaceChildren(...parts);
    panel.hidden = false;
  }

  function close() {
    if (address) URL.revokeObjectURL(address);
    address = "";
    panel.replaceChildren();
    panel.hidden = true;
  }
}
