// The citizen's page: joins composer, outbox, stream and screen.

import { call } from "../shared/api.js";
import { byId } from "../shared/dom.js";
import { makeOutbox } from "../shared/outbox.js";
import { setUpFiles } from "../shared/sending_files.js";
import { openStream } from "../shared/stream.js";
import { Bubbles } from "./bubbles.js";
import { setUpQuickExit, setUpTypeSize } from "./comfort.js";
import { offerRating } from "./rating.js";
import { setUpRecorder } from "./recorder.js";
import { JOINT, Rooms } from "./rooms.js";
import { Status } from "./status.js";
import { words } from "./words.js";

const OUTBOX = "fengqiao-outbox";
const DRAFT = "fengqiao-draft";
const title = document.title;
const plainPlaceholder = document.getElementById("say").placeholder;

const composer = byId("composer");
const say = byId("say");
const talk = byId("talk");
const newer = byId("newer");
const list = byId("messages");
const status = new Status(byId("status"), byId("typing"));
const bubbles = new Bubbles(list, send);
let stream = null;
let unseen = 0;
let shownUpTo = 0;
let acknowledged = 0;
let acknowledgeTimer = 0;
let typedAt = 0;

const outbox = makeOutbox({
  store: OUTBOX,
  deliver: (entry) => call("POST", "/api/v1/chat/messages", { text: entry.text, client_id: entry.client_id, room: entry.room || "private" }),
  onState(entry, state, error) {
    status.think(state === "sending");
    bubbles.showPending(entry, state, error, { retry: () => outbox.retry(), edit: () => editAgain(entry) });
    toEnd();
  },
  onAnswer: answered,
});
const rooms = new Rooms({ draft: () => say.value, onSwitch: roomChanged });
const sending = setUpFiles({
  input: byId("file"),
  begin: () => ({ room: rooms.room }),
  addressOf: () => "/api/v1/chat/attachments",
  onState(entry, state, error, actions) {
    list.querySelector("[data-welcome]")?.remove();
    bubbles.showPending(entry, state, error, actions);
    toEnd(true);
  },
  onDrop: (entry) => bubbles.dropPending(entry.client_id),
  onAnswer: answered,
});

setUpRecorder(sending.send);

function answered(entry, answer) {
  status.think(false);
  if (answer.session) sayNotice(answer.session);
  if (answer.message.kind === "erased") bubbles.clear();
  else take(answer.message);
  bubbles.dropPending(entry.client_id);
  answer.replies.forEach(take);
  if (answer.replies.length) showFrom(answer.replies[0].id);
  if (!stream) listen();
}

function editAgain(entry) {
  bubbles.dropPending(entry.client_id);
  if ((entry.room || "private") !== rooms.room) rooms.enter(entry.room || "private");
  say.value = say.value ? `${entry.text}\n${say.value}` : entry.text;
  fit();
  say.focus();
}

function send(text) {
  if (!text.trim()) return;
  list.querySelector("[data-welcome]")?.remove();
  outbox.add(text, { room: rooms.room });
  toEnd(true);
}

/** One message from wherever it came; each id once. */
function take(message) {
  const near = isNearEnd();
  list.querySelector("[data-welcome]")?.remove();
  if (!bubbles.show(message)) return;
  rooms.arrived(message);
  if (message.from === "staff") bubbles.setRead(0);
  if (message.from === "citizen") {
    if (message.client_id) outbox.confirm(message.client_id);
    toEnd(true);
    return;
  }
  if (message.kind === "outcome") byId("outcome-link").hidden = false;
  shownUpTo = Math.max(shownUpTo, message.id);
  if (document.visibilityState !== "visible") {
    unseen += 1;
    document.title = words.newTitle(unseen) + title;
  }
  acknowledgeSoon();
  if (near) toEnd();
  else newer.hidden = false;
}

function acknowledgeSoon() {
  clearTimeout(acknowledgeTimer);
  acknowledgeTimer = setTimeout(async () => {
    if (document.visibilityState !== "visible" || shownUpTo <= acknowledged) return;
    const upTo = shownUpTo;
    try {
      await call("POST", "/api/v1/chat/shown", { up_to: upTo });
      acknowledged = upTo;
    } catch {
      // the next message, or the next look at this page, tells it again
    }
  }, 400);
}

function isNearEnd() {
  return talk.scrollHeight - talk.scrollTop - talk.clientHeight < 160;
}

function toEnd(always = false) {
  if (!always && !isNearEnd()) return;
  newer.hidden = true;
  requestAnimationFrame(() => talk.scrollTo({ top: talk.scrollHeight }));
}

/** A long answer is read from its beginning, not from its end. */
function showFrom(id) {
  const first = bubbles.shown.get(id);
  if (!first) return;
  requestAnimationFrame(() => {
    const beginning = first.offsetTop - 12;
    const end = talk.scrollHeight - talk.clientHeight;
    talk.scrollTo({ top: Math.min(beginning, end) });
    newer.hidden = beginning >= end - 60;
  });
}

function listen() {
  stream = openStream({
    address: "/api/v1/chat/events",
    events: ["message", "own", "state"],
    onLine: (state) => status.line(state),
    onEvent(name, data) {
      if (name === "state") {
        status.set(data);
        bubbles.setRead(data.staff_read_up_to || 0);
        rooms.set(data.mediation || null);
        drawComposer();
        if (data.may_rate) {
          offerRating(list);
          toEnd();
        }
      } else take(data);
    },
    async onRefused() {
      stream.stop();
      stream = null;
      await startSession();
    },
  });
}

async function startSession() {
  try {
    const { session } = await call("POST", "/api/v1/chat/sessions", {});
    sayNotice(session);
    if (session.new) bubbles.clear();
    listen();
  } catch {
    status.line("lost");
    setTimeout(startSession, 3000);
  }
}

function sayNotice(session) {
  if (session.notice) bubbles.show({ id: -Date.now(), from: "system", kind: "message", text: session.notice, choices: [], at: new Date().toISOString() });
}

/** The composer belongs to one room at a time; its words, colour and button say to which. */
function roomChanged(room, draft) {
  say.value = draft;
  drawComposer();
  fit();
  toEnd(true);
}

function drawComposer() {
  const party = Boolean(rooms.party);
  say.placeholder = party ? words.rooms.say[rooms.room] : plainPlaceholder;
  composer.querySelector("[type=submit]").textContent = words.rooms.send[party ? rooms.room : "private"];
  for (const control of composer.querySelectorAll("textarea, button, input")) control.disabled = !rooms.mayWrite;
  bubbles.hideChoices(rooms.room === JOINT);
}

function fit() {
  say.style.height = "auto";
  say.style.height = `${Math.min(say.scrollHeight + 3, window.innerHeight * 0.38)}px`;
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  send(say.value);
  if (say.value.trim()) say.value = "";
  keepDraft();
  fit();
  say.focus();
});
say.addEventListener("keydown", (event) => {
  // Enter sends at a desk; on a phone the keyboard's key makes a new line and the large button sends
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches) {
    event.preventDefault();
    composer.requestSubmit();
  }
});
say.addEventListener("input", () => {
  fit();
  keepDraft();
  const live = status.state && ["staff_member", "staff_queue"].includes(status.state.holder);
  if (live && Date.now() - typedAt > 3000) {
    typedAt = Date.now();
    call("POST", "/api/v1/chat/typing", {}).catch(() => null);
  }
});
talk.addEventListener("scroll", () => {
  if (talk.scrollHeight - talk.scrollTop - talk.clientHeight < 60) newer.hidden = true;
});
newer.addEventListener("click", () => toEnd(true));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  unseen = 0;
  document.title = title;
  acknowledgeSoon();
});

function keepDraft() {
  try {
    sessionStorage.setItem(DRAFT, say.value);
  } catch {
    // the draft then does not survive a reload
  }
}

function begin() {
  byId("plain").remove();
  byId("chat").hidden = false;
  setUpTypeSize();
  setUpQuickExit(() => {
    stream?.stop();
    outbox.clear();
    sessionStorage.clear();
  });
  try {
    say.value = sessionStorage.getItem(DRAFT) || "";
  } catch {
    // no draft
  }
  fit();
  if (document.body.dataset.session === "known") listen();
  else if (document.body.dataset.session === "refused") startSession();
  else status.draw();
  outbox.entries().forEach((entry) => bubbles.showPending(entry, "sending", null, {}));
  outbox.start();
}

begin();
