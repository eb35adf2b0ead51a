// Everything that is done all day can be done without the mouse. Alt with a letter, so that writing is never disturbed.

import { byId } from "../shared/dom.js";

function press(id) {
  const button = byId(id);
  if (!button.hidden && !button.disabled && button.offsetParent !== null) button.click();
}

function move(pane, step) {
  const entries = [...pane.querySelectorAll(".entry")];
  if (!entries.length) return;
  const here = entries.findIndex((entry) => entry.getAttribute("aria-current") === "true");
  entries[(here + step + entries.length) % entries.length].click();
}

/** Join the keys to the desk; `keys` of the page lists them for people. */
export function setUpShortcuts(pane) {
  const keys = {
    KeyJ: () => move(pane, 1),
    KeyK: () => move(pane, -1),
    KeyG: () => press("claim"),
    KeyR: () => byId("answer").focus(),
    KeyI: () => press("private"),
    KeyF: () => byId("find").focus(),
    KeyC: () => byId("canned").focus(),
    KeyE: () => press("close"),
    KeyH: () => byId("keys-dialog").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing || !keys[event.code]) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    keys[event.code]();
  });
  byId("keys-close").addEventListener("click", () => byId("keys-dialog").close());
  byId("keys").addEventListener("click", () => byId("keys-dialog").showModal());
}
