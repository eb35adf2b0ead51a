// Under the bar: a shift that has ended while talks go on, and alarms that wait for an answer.

import { call } from "../shared/api.js";
import { el } from "../shared/dom.js";
import { ring } from "./alerts.js";
import { words } from "./words.js";

const RING_AGAIN_MS = 20000;
const line = document.getElementById("duty-line");
const alarmLine = document.getElementById("alarm-line");
const presence = document.getElementById("presence");
let open = [];

async function answer(handoff, form) {
  const said = form.elements.answer.value.trim();
  if (!said) return;
  form.querySelector("button").disabled = true;
  try {
    await call("POST", `/api/v1/staff/handoffs/${encodeURIComponent(handoff)}/alarm`, { answer: said });
  } catch (error) {
    form.querySelector("button").disabled = false;
    form.append(el("span", {}, error.message));
  }
}

function alarmForm({ handoff, times }) {
  const form = el(
    "form",
    { data: { handoff } },
    el("a", { href: `/console#${handoff}` }, words.alarm(times)),
    el("label", { class: "silent", for: `alarm-${handoff}` }, words.alarmAnswer),
    el("input", { id: `alarm-${handoff}`, name: "answer", maxlength: "500", placeholder: words.alarmAnswer, value: words.alarmUsual }),
    el("button", { type: "submit" }, words.alarmSeen),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(handoff, form);
  });
  return form;
}

/** Show what came with the lists. What somebody is writing stays. */
export function showDuty({ duty, alarms }) {
  line.hidden = !duty.over;
  line.textContent = duty.over ? duty.words : "";
  presence.title = duty.words || presence.title;
  const fresh = alarms.map((alarm) => `${alarm.handoff}:${alarm.times}`);
  if (fresh.join() === open.join()) return;
  if (fresh.some((alarm) => !open.includes(alarm))) ring(true);
  open = fresh;
  alarmLine.hidden = alarms.length === 0;
  alarmLine.replaceChildren(...alarms.map(alarmForm));
}

setInterval(() => {
  if (open.length) ring(true);
}, RING_AGAIN_MS);
