// The two rooms of a mediation: alone with the mediator, or together with the other side. Whoever writes must never be
// in doubt who will read it: the colours, the line above the text field and the button all say so, and going into the
// joint room is asked about each time. A half-written text stays in the room in which it was begun.

import { call } from "../shared/api.js";
import { byId, el } from "../shared/dom.js";
import { words } from "./words.js";

export const PRIVATE = "private";
export const JOINT = "joint";

export class Rooms {
  /** onSwitch(room, draftOfThatRoom): the composer now belongs to another room. draft(): what stands in it. */
  constructor({ draft, onSwitch }) {
    this.draft = draft;
    this.onSwitch = onSwitch;
    this.chat = byId("chat");
    this.bar = byId("rooms");
    this.room = PRIVATE;
    this.party = null;
    this.unread = { [PRIVATE]: 0, [JOINT]: 0 };
    this.drafts = { [PRIVATE]: "", [JOINT]: "" };
    this.dialog = byId("room-dialog");
    this.leaving = byId("stop-dialog");
    byId("room-go").addEventListener("click", () => {
      this.dialog.close();
      this.enter(JOINT);
    });
    byId("room-stay").addEventListener("click", () => this.dialog.close());
    byId("stop-not").addEventListener("click", () => this.leaving.close());
    byId("stop-now").addEventListener("click", () => this.leave());
  }

  /** The party's own view of the mediation; null where there is none. */
  set(party) {
    const fresh = JSON.stringify(party);
    if (fresh === this.known) return;
    this.known = fresh;
    this.party = party;
    if (!party && this.room === JOINT) this.enter(PRIVATE);
    this.draw();
  }

  get mayWrite() {
    return this.room === PRIVATE || Boolean(this.party && this.party.joint === "open");
  }

  /** A message came; it counts as unread where its room is not in sight. */
  arrived(message) {
    const room = message.room === JOINT ? JOINT : PRIVATE;
    if (room === this.room || message.from === "citizen") return;
    this.unread[room] += 1;
    this.draw();
  }

  ask(room) {
    if (room === this.room) return;
    if (room === JOINT) this.dialog.showModal();
    else this.enter(PRIVATE);
  }

  enter(room) {
    this.drafts[this.room] = this.draft();
    this.room = room;
    this.unread[room] = 0;
    this.draw();
    this.onSwitch(room, this.drafts[room]);
  }

  async leave() {
    this.leaving.close();
    await call("POST", "/api/v1/chat/mediation/leave", {}).catch(() => null); // what came of it stands in the talk
  }

  draw() {
    const { party, room } = this;
    this.chat.dataset.room = room;
    this.chat.dataset.party = party ? "yes" : "no";
    this.bar.hidden = !party;
    byId("room-line").hidden = !party;
    if (!party) return;
    const tab = (id, name) => {
      const button = el(
        "button",
        { type: "button", role: "tab", class: `room-tab ${id}`, "aria-selected": String(room === id), onclick: () => this.ask(id) },
        name,
        this.unread[id] ? el("span", { class: "room-unread" }, String(this.unread[id])) : null,
      );
      return button;
    };
    const over = party.state !== "talking";
    this.bar.replaceChildren(
      tab(PRIVATE, words.rooms.private),
      tab(JOINT, words.rooms.joint),
      ...(over ? [] : [el("button", { type: "button", class: "plain stop", onclick: () => this.leaving.showModal() }, words.rooms.stop)]),
    );
    const other = party.other_name || words.rooms.other;
    byId("room-line").textContent = room === PRIVATE ? words.rooms.privateLine : this.mayWrite ? words.rooms.jointLine(other) : words.rooms.shut[over ? "over" : party.joint] || words.rooms.shut.closed;
  }
}
