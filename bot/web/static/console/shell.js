// On every page of the console: presence, heartbeat, the live stream, alerts for new work.

import { call } from "../shared/api.js";
import { openStream } from "../shared/stream.js";
import { countInTitle, notify, ring, setUpPermission } from "./alerts.js";
import { showDuty } from "./duty_line.js";
import { words } from "./words.js";

const HEARTBEAT_MS = 25000;
const present = document.getElementById("presence");
const line = document.getElementById("line");
// on a phone the pages stand in one row: the present one is brought into sight
document.querySelector(".bar nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
let known = null; // ids of waiting handoffs seen so far

async function tellPresence(accepting) {
  try {
    const me = await call("POST", "/api/v1/staff/presence", accepting === undefined ? { present: true } : { present: true, accepting });
    present.setAttribute("aria-checked", String(me.accepting));
    present.textContent = me.accepting ? "接待中" : "暂停接待";
  } catch (error) {
    if (error.status === 401) location.assign("/console/sign-in");
  }
}

function alertNew(queue) {
  const waiting = [...queue.emergencies, ...queue.waiting, ...queue.later];
  const fresh = known ? waiting.filter((entry) => !known.has(entry.id)) : [];
  known = new Set(waiting.map((entry) => entry.id));
  countInTitle(queue.emergencies.length + queue.waiting.length);
  if (!fresh.length) return;
  const urgent = fresh.some((entry) => entry.risk === "red");
  ring(urgent);
  notify(urgent ? words.notifyRed : words.notifyTitle);
}

const listeners = { queue: [], message: [], talk: [], line: [] };
let lastQueue = null;

/** Listen to "queue", "message", "talk", or "line" (the stream is open again). A list that came before is told at once. */
export function on(name, listener) {
  listeners[name].push(listener);
  if (name === "queue" && lastQueue) listener(lastQueue);
}

function pass(name, detail) {
  if (name === "queue") lastQueue = detail;
  for (const listener of listeners[name]) listener(detail);
}

if (present) {
  present.addEventListener("click", () => tellPresence(present.getAttribute("aria-checked") !== "true"));
  tellPresence();
  setInterval(tellPresence, HEARTBEAT_MS);
  setUpPermission(document.getElementById("allow-notifications"));
  openStream({
    address: "/api/v1/staff/events",
    events: ["queue", "message", "talk"],
    onLine(state) {
      line.hidden = state === "open";
      if (state === "open") pass("line", state);
    },
    onEvent(name, data) {
      if (name === "queue") {
        alertNew(data);
        showDuty(data);
      }
      if (name === "message" && data.message.from === "citizen") {
        if (document.visibilityState !== "visible") ring(false);
        notify(words.notifyMessage);
      }
      pass(name, data);
    },
    onRefused: () => location.assign("/console/sign-in"),
  });
}
