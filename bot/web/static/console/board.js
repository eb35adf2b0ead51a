// The board: comes again whenever something changed, counts the waiting on, and rings where that is wanted.

import { openStream } from "../shared/stream.js";
import { ring } from "./alerts.js";
import { words } from "./words.js";

const WISH = "fengqiao-board-sound";
let seen = null;
let shownAt = Date.now();

function setUpSound() {
  const box = document.getElementById("board-sound");
  box.checked = localStorage.getItem(WISH) === "1";
  box.addEventListener("change", () => {
    localStorage.setItem(WISH, box.checked ? "1" : "0");
    if (box.checked) ring(false);
  });
}

// Our own page, made by our own templates with everything escaped; what a parsed document holds of scripts never runs.
async function showAgain() {
  const answer = await fetch("/console/board", { headers: { Accept: "text/html" } });
  if (answer.redirected || !answer.ok) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("board");
  document.getElementById("board").replaceWith(fresh);
  shownAt = Date.now();
  setUpSound();
}

function sound(signs) {
  if (!seen || localStorage.getItem(WISH) !== "1") return;
  const fresh = (name) => signs[name].some((entry) => !seen[name].includes(entry));
  if (fresh("red") || fresh("alarms")) ring(true);
  else if (["waiting", "steps", "missed", "overdue", "absent"].some(fresh)) ring(false);
}

// Seconds go on between two changes.
setInterval(() => {
  const passed = Math.floor((Date.now() - shownAt) / 1000);
  for (const place of document.querySelectorAll("[data-waited]")) {
    place.textContent = words.waited(Number(place.dataset.waited) + passed).replace("已等 ", "");
  }
}, 10000);

setUpSound();
openStream({
  address: "/api/v1/staff/board/events",
  events: ["board"],
  onLine() {},
  onEvent(name, signs) {
    sound(signs);
    if (seen) showAgain();
    seen = signs;
  },
  onRefused: () => location.assign("/console/sign-in"),
});
