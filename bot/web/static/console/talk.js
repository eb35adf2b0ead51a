// The middle pane: the talk as both sides see it, with notes of one's own, and the place to answer.

import { call } from "../shared/api.js";
import { clock, el } from "../shared/dom.js";
import { files } from "../shared/files.js";
import { makeOutbox } from "../shared/outbox.js";
import { setUpFiles } from "../shared/sending_files.js";
import { words } from "./words.js";

const TYPING_MS = 7000; // nobody says when typing ends: it ends when it is not said again

function bubble(message, mine, handoff, citizen) {
  const own = message.from === "staff";
  const named = own || message.from === "other_party" ? message.name : message.from === "citizen" ? citizen : "";
  const name = named || words.from[message.from];
  return el(
    "div",
    { class: `said ${message.from}${message.private ? " private" : ""}`, data: { id: message.id, room: message.room || "private" } },
    el("span", { class: "who" }, message.private ? `${name} · ${words.privateNote}` : name, el("time", { datetime: message.at }, clock(message.at))),
    message.text || !message.attachments?.length ? el("div", { class: "text" }, message.text) : null,
    files(message.attachments, (id) => `/api/v1/staff/handoffs/${encodeURIComponent(handoff)}/attachments/${id}`),
    ["staff", "assistant", "system"].includes(message.from) && !message.private && mine ? el("span", { class: "mark" }, words.delivery[message.delivery] || "") : null,
  );
}

export class TalkPane {
  constructor({ log, typing, note, room }) {
    this.room = room; // which room what is written now goes to
    this.log = log;
    this.typing = typing;
    this.note = note; // checkbox: private note
    this.handoff = null;
    this.shown = new Map();
    this.pending = new Map();
    this.outbox = makeOutbox({
      store: "fengqiao-staff-outbox",
      deliver: (entry) =>
        call("POST", `/api/v1/staff/handoffs/${encodeURIComponent(entry.handoff)}/messages`, {
          text: entry.text,
          client_id: entry.client_id,
          private: entry.private,
          room: entry.room || "private",
        }),
      onState: (entry, state, error) => this.showPending(entry, state, error),
      onAnswer: (entry, answer) => {
        this.dropPending(entry.client_id);
        if (this.handoff === entry.handoff) this.show(answer.message);
      },
    });
  }

  /** Lets files be sent from a field, to whichever talk is open at that moment. */
  takeFiles(input) {
    setUpFiles({
      input,
      begin: () => ({ handoff: this.handoff, room: this.room(), private: false, fault: this.note.checked ? words.noteWithoutFile : "" }),
      addressOf: (entry) => `/api/v1/staff/handoffs/${encodeURIComponent(entry.handoff)}/attachments`,
      onState: (entry, state, error) => this.showPending(entry, state, error),
      onDrop: (entry) => this.dropPending(entry.client_id),
      onAnswer: (entry, answer) => {
        this.dropPending(entry.client_id);
        if (this.handoff === entry.handoff) this.show(answer.message);
      },
    });
  }

  open(view) {
    this.handoff = view.handoff.id;
    this.citizen = view.mediation ? view.mediation[`${view.mediation.side}_name`] : "";
    this.shown.clear();
    this.pending.clear();
    this.log.replaceChildren();
    view.messages.forEach((message) => this.show(message));
    for (const entry of this.outbox.entries()) this.showPending(entry, "sending");
    this.outbox.start();
    this.toEnd();
  }

  lastId() {
    return this.shown.size ? Math.max(...this.shown.keys()) : 0;
  }

  /** A message of the open talk; one that stands there already is drawn anew, since its delivery mark may have changed. */
  show(message) {
    const element = bubble(message, true, this.handoff, this.citizen);
    const old = this.shown.get(message.id);
    const near = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 140;
    if (message.client_id) this.dropPending(message.client_id);
    if (old) old.replaceWith(element);
    else {
      const later = [...this.shown.keys()].filter((id) => id > message.id);
      const before = later.length ? this.shown.get(Math.min(...later)) : this.pending.values().next().value || null;
      this.log.insertBefore(element, before);
    }
    this.shown.set(message.id, element);
    if (near) this.toEnd();
  }

  /** Everything up to an id stood on the citizen's screen. */
  setDelivery(marks) {
    for (const [id, delivery] of Object.entries(marks)) {
      const mark = this.shown.get(Number(id))?.querySelector(".mark");
      if (mark) mark.textContent = words.delivery[delivery] || "";
    }
  }

  setTyping(typing) {
    clearTimeout(this.typingTimer);
    if (typing) this.typingTimer = setTimeout(() => this.setTyping(false), TYPING_MS);
    this.typing.textContent = typing ? words.typing : "";
  }

  say(text) {
    this.outbox.add(text, { handoff: this.handoff, room: this.room(), private: this.note.checked });
    this.toEnd();
  }

  showPending(entry, state, error) {
    if (entry.handoff !== this.handoff) return;
    let element = this.pending.get(entry.client_id);
    if (!element) {
      element = el("div", { class: `said staff${entry.private ? " private" : ""}`, data: { room: entry.room || "private" } });
      this.pending.set(entry.client_id, element);
      this.log.append(element);
    }
    const mark = el("span", { class: "mark", role: "status" });
    if (state === "sending") mark.append(words.sending);
    if (state === "waiting") mark.append(words.waiting, el("button", { type: "button", onclick: () => this.outbox.retry() }, words.retryNow));
    if (state === "refused") {
      element.classList.add("failed");
      mark.append(words.refused + error.message);
    }
    element.replaceChildren(el("div", { class: "text" }, entry.text), mark);
    this.toEnd();
  }

  dropPending(clientId) {
    this.pending.get(clientId)?.remove();
    this.pending.delete(clientId);
  }

  toEnd() {
    requestAnimationFrame(() => this.log.scrollTo({ top: this.log.scrollHeight }));
  }
}
