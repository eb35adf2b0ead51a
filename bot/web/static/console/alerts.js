// Sound, browser notification and the number in the title: nobody should have to stare at the list.

import { words } from "./words.js";

const plainTitle = document.title;
let audio = null;

// Browsers allow sound only after the first touch.
document.addEventListener("pointerdown", () => {
  if (!audio && window.AudioContext) audio = new AudioContext();
}, { once: true });

/** Two soft tones; three urgent ones for danger. */
export function ring(urgent) {
  if (!audio) return;
  const tones = urgent ? [880, 660, 880] : [660, 880];
  tones.forEach((pitch, index) => {
    const at = audio.currentTime + index * 0.22;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(urgent ? 0.3 : 0.15, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.2);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.21);
  });
}

/** A notification of the browser; says nothing about the case, since screens are seen by others. */
export function notify(text) {
  if (!window.Notification || Notification.permission !== "granted" || document.visibilityState === "visible") return;
  const notification = new Notification(text, { tag: text });
  notification.onclick = () => {
    window.focus();
    notification.close();
  };
}

export function countInTitle(count) {
  document.title = count ? words.newCase(count) + plainTitle : plainTitle;
}

/** Show the button that asks for permission only where asking makes sense. */
export function setUpPermission(button) {
  if (!window.Notification || Notification.permission !== "default") return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await Notification.requestPermission();
    button.hidden = true;
  });
}
