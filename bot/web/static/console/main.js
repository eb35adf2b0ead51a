// The desk: joins the three panes with the live events of the shell.

import { call } from "../shared/api.js";
import { byId, el } from "../shared/dom.js";
import { act, correctionContent, prepareCorrection, setUpDialog, tell } from "./actions.js";
import { drawBrief } from "./brief.js";
import { ColleagueDialogs } from "./colleagues.js";
import { PartyDialog } from "./party.js";
import { Queue } from "./queue.js";
import { JOINT, RoomTabs } from "./rooms.js";
import { on } from "./shell.js";
import { setUpShortcuts } from "./shortcuts.js";
import { TalkPane } from "./talk.js";
import { words } from "./words.js";

const desk = byId("desk");
const answer = byId("answer");
const queue = new Queue(byId("queue"), (entry) => open(entry.id));
const rooms = new RoomTabs({ open: (id) => open(id), answer, changed: drawPrivacy });
const talk = new TalkPane({ log: byId("log"), typing: byId("citizen-typing"), note: byId("private"), room: () => rooms.room });
const party = new PartyDialog({ current: () => view, done: () => open(view.handoff.id, { keepPane: true }) });
talk.takeFiles(byId("answer-file"));
const colleagues = new ColleagueDialogs({ current: () => view, done: () => open(view.handoff.id, { keepPane: true }) });
setUpShortcuts(byId("queue"));
let seenTimer = 0;
let view = null;
let opening = 0;
let typedAt = 0;

function showPane(name) {
  desk.dataset.pane = name;
  desk.closest(".console").classList.toggle("talking", name !== "list");
}

async function open(id, { keepPane = false } = {}) {
  const turn = (opening += 1);
  queue.mark(id);
  if (!keepPane) showPane("talk");
  try {
    const fresh = await call("GET", `/api/v1/staff/handoffs/${encodeURIComponent(id)}`);
    if (turn !== opening) return; // another talk was opened meanwhile
    view = fresh;
    history.replaceState(null, "", `#${id}`);
    talk.open(view);
    talk.setTyping(false);
    rooms.set(view);
    drawBrief(byId("brief"), view);
    drawHead();
    party.refresh();
    drawCanned();
    findInTalk();
    tellSeen();
  } catch (error) {
    if (turn === opening) tell(error.message, true);
  }
}

function drawHead() {
  const { handoff, brief } = view;
  const live = handoff.mine && handoff.status === "claimed";
  byId("nothing-open").hidden = true;
  byId("talk-body").hidden = false;
  byId("talk-title").textContent = [brief.category_name || handoff.kind_name, brief.subtype_name].filter(Boolean).join(" · ");
  const risk = byId("talk-risk");
  risk.className = `risk ${handoff.risk}`;
  risk.textContent = words.risk[handoff.risk];
  byId("talk-holder").textContent = handoff.status === "claimed" && !handoff.mine ? words.heldBy(handoff.claimed_by_name) : handoff.status_name;
  byId("claim").hidden = handoff.status !== "waiting";
  byId("transcript").href = `/console/talks/${encodeURIComponent(handoff.id)}`;
  byId("register").hidden = !handoff.mine;
  byId("register").href = `/console/disputes/new?handoff=${encodeURIComponent(handoff.id)}`;
  for (const id of ["transfer", "return", "close"]) byId(id).hidden = !live;
  byId("return").hidden = !live || !handoff.live_talk;
  byId("recuse").hidden = !(live || handoff.status === "waiting");
  byId("correct").hidden = !live;
  byId("party").hidden = !live || !handoff.live_talk;
  const asked = view.asked && handoff.status === "claimed";
  byId("colleague").hidden = !live;
  byId("leave-talk").hidden = !asked;
  byId("take-over").hidden = !view.may_take_over || handoff.status !== "claimed" || handoff.mine;
  byId("hand-back").hidden = !live || !view.taken_from;
  byId("answer-form").hidden = !live && !asked;
  byId("private-only").hidden = handoff.live_talk;
  byId("private").checked = !handoff.live_talk || (asked && !view.invited);
  drawPrivacy();
}

/** The citizen is told that his words stood on a screen of whoever answers him. */
function tellSeen() {
  clearTimeout(seenTimer);
  seenTimer = setTimeout(() => {
    if (!view || document.visibilityState !== "visible" || !(view.handoff.mine || view.asked)) return;
    call("POST", `/api/v1/staff/handoffs/${encodeURIComponent(view.handoff.id)}/seen`, { up_to: talk.lastId() }).catch(() => null);
  }, 400);
}

// Whoever writes must see at a glance whether the citizen will read it.
function drawPrivacy() {
  const joint = rooms.room === JOINT;
  if (joint) byId("private").checked = false;
  byId("private").disabled = joint || (view.asked && !view.invited && !view.handoff.mine);
  for (const control of byId("answer-form").querySelectorAll("textarea, button, #answer-file")) control.disabled = !rooms.mayWrite;
  const secret = byId("private").checked;
  answer.classList.toggle("private", secret);
  answer.placeholder = secret ? words.writeNote : joint ? words.rooms.writeBoth : words.writeAnswer;
  byId("answer-send").textContent = secret ? words.saveNote : joint ? words.rooms.sendBoth : words.sendAnswer;
  talk.toEnd();
}

function drawCanned() {
  const choices = view.canned.map(({ id, title }) => el("option", { value: id }, title));
  byId("canned").replaceChildren(byId("canned").options[0], ...choices);
}

// Marks what contains the words and goes to the newest place.
function findInTalk() {
  const wanted = byId("find").value.trim().toLowerCase();
  const said = [...byId("log").children];
  const found = said.filter((bubble) => {
    const fits = wanted !== "" && bubble.textContent.toLowerCase().includes(wanted);
    bubble.classList.toggle("found", fits);
    return fits;
  });
  byId("found").textContent = wanted ? words.found(found.length) : "";
  if (found.length) found[found.length - 1].scrollIntoView({ block: "center" });
}

/** A talk that was mine has another holder now: say who took it. */
async function tellWhoTookIt(id) {
  const { handoff } = await call("GET", `/api/v1/staff/handoffs/${encodeURIComponent(id)}`).catch(() => ({ handoff: {} }));
  if (handoff.status === "claimed" && !handoff.mine) tell(words.takenOver(handoff.claimed_by_name), true);
}

function refresh() {
  if (view) open(view.handoff.id, { keepPane: true });
}

byId("claim").addEventListener("click", async () => {
  const button = byId("claim");
  button.disabled = true;
  await act(view.handoff.id, "claim", {}, () => tell(words.claimed));
  button.disabled = false;
  await open(view.handoff.id, { keepPane: true });
  if (!byId("answer-form").hidden) answer.focus();
});

const common = { current: () => view.handoff.id, done: refresh };
setUpDialog("transfer", {
  ...common,
  verb: "transfer",
  content: (data) => ({ organisation: data.get("organisation"), note: data.get("note"), citizen_agreed: data.get("agreed") === "yes" }),
});
setUpDialog("recuse", { ...common, verb: "recuse", content: (data) => ({ reason: data.get("reason") }) });
setUpDialog("return", { ...common, verb: "return", content: (data) => ({ note: data.get("note") }) });
setUpDialog("close", { ...common, verb: "close", content: (data) => ({ outcome: data.get("outcome"), note: data.get("note") }) });
setUpDialog("take-over", { ...common, verb: "take-over", content: (data) => ({ reason: data.get("reason") }) });
setUpDialog("hand-back", { ...common, verb: "hand-back", content: (data) => ({ note: data.get("note") }) });
byId("leave-talk").addEventListener("click", async () => {
  const { id } = (await call("GET", "/api/v1/staff/me")).staff;
  await act(view.handoff.id, `colleagues/${encodeURIComponent(id)}/end`, {}, refresh);
});
document.addEventListener("visibilitychange", tellSeen);
const correction = byId("correct-dialog").querySelector("form");
setUpDialog("correct", {
  ...common,
  verb: "correction",
  prepare: (form) => prepareCorrection(form, view),
  content: (data) => correctionContent(correction, data),
});

byId("answer-form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (!answer.value.trim()) return;
  talk.say(answer.value);
  answer.value = "";
  answer.focus();
});
answer.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches) {
    event.preventDefault();
    byId("answer-form").requestSubmit();
  }
});
answer.addEventListener("input", () => {
  if (byId("private").checked || Date.now() - typedAt < 3000) return;
  typedAt = Date.now();
  call("POST", `/api/v1/staff/handoffs/${encodeURIComponent(view.handoff.id)}/typing`, {}).catch(() => null);
});
byId("find").addEventListener("input", findInTalk);
byId("canned").addEventListener("change", ({ target }) => {
  const chosen = view.canned.find((entry) => entry.id === target.value);
  target.value = "";
  if (!chosen) return;
  answer.value = answer.value ? `${answer.value}\n${chosen.text}` : chosen.text;
  answer.focus();
});
byId("private").addEventListener("change", drawPrivacy);
for (const button of document.querySelectorAll("[data-show]")) button.addEventListener("click", () => showPane(button.dataset.show));

on("queue", (detail) => {
  queue.set(detail);
  if (!view) return;
  const wanted = (detail.wanted || []).some((entry) => entry.id === view.handoff.id);
  if (wanted !== view.asked) refresh();
  const now = queue.find(view.handoff.id);
  if (view.handoff.mine && view.handoff.status === "claimed" && !detail.mine.some((entry) => entry.id === view.handoff.id)) tellWhoTookIt(view.handoff.id);
  if (now ? now.status !== view.handoff.status || now.mine !== view.handoff.mine : view.handoff.status === "claimed" || view.handoff.status === "waiting") refresh();
});
on("message", (detail) => {
  if (view && detail.handoff === view.handoff.id) {
    talk.show(detail.message);
    tellSeen();
    if (detail.message.from === "citizen") talk.setTyping(false);
  }
  if (detail.message.from === "citizen") queue.addUnread(detail.handoff);
});
on("talk", (detail) => {
  if (!view || detail.handoff !== view.handoff.id) return;
  talk.setTyping(detail.citizen_typing);
  talk.setDelivery(detail.delivery);
  const known = view.mediation ? `${view.mediation.id} ${view.mediation.state} ${view.mediation.joint}` : "";
  if (detail.mediation !== known) refresh();
});
// After a break of the line the open talk is read again from the tables; ids keep it free of repeats.
on("line", async () => {
  if (!view) return;
  const after = talk.lastId();
  const address = `/api/v1/staff/handoffs/${encodeURIComponent(view.handoff.id)}/messages?after=${after}`;
  const { messages } = await call("GET", address).catch(() => ({ messages: [] }));
  messages.forEach((message) => talk.show(message));
});

if (location.hash.length > 1) open(decodeURIComponent(location.hash.slice(1)));
