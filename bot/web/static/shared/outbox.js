// What was written and not yet answered. It lies in this browser until the server has confirmed it, and is sent again
// under the same id with growing pauses, so nothing is lost and nothing arrives twice.

import { Refused } from "./api.js";
import { newId } from "./dom.js";

const PAUSES_MS = [1000, 2000, 4000, 8000, 15000, 30000];

/**
 * store: name in localStorage. deliver(entry): promise of the server's answer.
 * onState(entry, "sending" | "waiting" | "refused", error), onAnswer(entry, answer).
 */
export function makeOutbox({ store, deliver, onState, onAnswer }) {
  let entries = load();
  let busy = false;
  let failures = 0;
  let timer = 0;

  function load() {
    try {
      const kept = JSON.parse(localStorage.getItem(store) || "[]");
      return Array.isArray(kept) ? kept.filter((entry) => entry && entry.client_id && typeof entry.text === "string") : [];
    } catch {
      return [];
    }
  }

  // Another tab writes to the same store: each change is made to what lies there now, never to an old copy.
  function change(make) {
    try {
      const kept = make(load());
      if (kept.length) localStorage.setItem(store, JSON.stringify(kept));
      else localStorage.removeItem(store);
    } catch {
      // a full or forbidden store: the message is still sent, it only does not survive a reload
    }
  }

  function keep(entry) {
    entries.push(entry);
    change((kept) => [...kept, entry]);
  }

  function drop(clientId) {
    entries = entries.filter((entry) => entry.client_id !== clientId);
    change((kept) => kept.filter((entry) => entry.client_id !== clientId));
  }

  async function work() {
    if (busy || !entries.length) return;
    busy = true;
    clearTimeout(timer);
    const entry = entries[0];
    onState(entry, "sending");
    let answer;
    try {
      answer = await deliver(entry);
    } catch (error) {
      busy = false;
      const final = error instanceof Refused && error.status < 500 && ![401, 408, 425, 429].includes(error.status);
      if (final) drop(entry.client_id);
      else {
        timer = setTimeout(work, PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)]);
        failures += 1;
      }
      onState(entry, final ? "refused" : "waiting", error);
      if (final) work();
      return;
    }
    drop(entry.client_id);
    failures = 0;
    busy = false;
    onAnswer(entry, answer);
    work();
  }

  window.addEventListener("online", () => {
    failures = 0;
    work();
  });

  return {
    /** Keep a message and send it; returns the entry with its fresh id. */
    add(text, more = {}) {
      const entry = { client_id: newId(), text, at: new Date().toISOString(), ...more };
      keep(entry);
      work();
      return entry;
    },
    /** What waits, oldest first. */
    entries: () => [...entries],
    /** The server is known to have it (it came over the stream). */
    confirm(clientId) {
      if (!busy) drop(clientId);
    },
    retry() {
      failures = 0;
      work();
    },
    clear() {
      entries = [];
      change(() => []);
    },
    start: work,
  };
}
