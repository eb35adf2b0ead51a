// Type size, and leaving in a hurry.

import { byId } from "../shared/dom.js";
import { words } from "./words.js";

const SIZES = ["normal", "large", "huge"];
const SIZE_STORE = "fengqiao-size";

/** The button that makes type larger; the choice stays on this device. */
export function setUpTypeSize() {
  const button = byId("size");
  let size = "normal";
  try {
    size = SIZES.includes(localStorage.getItem(SIZE_STORE)) ? localStorage.getItem(SIZE_STORE) : "normal";
  } catch {
    // storage is forbidden: the size lasts for this page
  }
  const draw = () => {
    document.documentElement.dataset.size = size;
    button.textContent = words.fontSizes[size];
  };
  button.addEventListener("click", () => {
    size = SIZES[(SIZES.indexOf(size) + 1) % SIZES.length];
    try {
      localStorage.setItem(SIZE_STORE, size);
    } catch {
      // as above
    }
    draw();
  });
  draw();
}

/** The way out: screen emptied, session forgotten on this device, a neutral page instead of ours. */
export function setUpQuickExit(forget) {
  const dialog = byId("leave-dialog");
  let escapes = [];

  async function leave() {
    document.body.replaceChildren();
    document.title = "";
    forget();
    // keepalive lets the request end after the page is gone; the cookie goes with its answer
    const asked = fetch("/api/v1/chat/forget", { method: "POST", keepalive: true, credentials: "same-origin" });
    await Promise.race([asked.catch(() => null), new Promise((resolve) => setTimeout(resolve, 400))]);
    location.replace(document.body.dataset.exit);
  }

  byId("leave").addEventListener("click", () => dialog.showModal());
  byId("leave-now").addEventListener("click", leave);
  byId("leave-not").addEventListener("click", () => dialog.close());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const now = Date.now();
    escapes = [...escapes.filter((at) => now - at < 1500), now];
    if (escapes.length >= 3) leave();
  });
}
