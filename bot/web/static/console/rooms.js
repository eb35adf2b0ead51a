// The rooms of a mediation as tabs over the talk: each party alone (two talks of their own) and the joint room. Telling
// one side what the other said in confidence is the worst slip there is, so every switch is confirmed, colours and the
// line above the text field name the reader, and a half-written text stays in the room in which it was begun.

import { byId, el } from "../shared/dom.js";
import { words } from "./words.js";

export const PRIVATE = "private";
export const JOINT = "joint";

export class RoomTabs {
  /** open(handoff): show another talk. answer: the text field. changed(): the room changed. */
  constructor({ open, answer, changed }) {
    this.open = open;
    this.answer = answer;
    this.changed = changed;
    this.bar = byId("rooms");
    this.line = byId("room-line");
    this.body = byId("talk-body");
    this.dialog = byId("room-dialog");
    this.room = PRIVATE;
    this.view = null;
    this.drafts = new Map();
    this.wanted = null;
    byId("room-go").addEventListener("click", () => {
      this.dialog.close();
      this.wanted?.();
    });
    byId("room-stay").addEventListener("click", () => this.dialog.close());
  }

  get key() {
    return this.view ? `${this.view.handoff.id} ${this.room}` : "";
  }

  /** Another talk, or the same anew. */
  set(view) {
    const same = this.view && this.view.handoff.id === view.handoff.id;
    if (!same) {
      this.keepDraft();
      this.room = PRIVATE;
    }
    this.view = view;
    if (this.room === JOINT && !this.mediation) this.room = PRIVATE;
    if (!same) this.answer.value = this.drafts.get(this.key) || "";
    this.draw();
  }

  get mediation() {
    const { mediation } = this.view || {};
    return mediation && mediation.handoffs.respondent ? mediation : null;
  }

  keepDraft() {
    if (this.key) this.drafts.set(this.key, this.answer.value);
  }

  /** Who reads what is written now. */
  get reader() {
    const found = this.mediation;
    if (!found) return "";
    if (this.room === JOINT) return words.rooms.both(this.nameOf("applicant"), this.nameOf("respondent"));
    return words.rooms.only(this.nameOf(found.side), words.rooms.side[found.side]);
  }

  nameOf(side) {
    return this.mediation[`${side}_name`] || words.rooms.side[side];
  }

  get mayWrite() {
    return this.room === PRIVATE || this.mediation?.joint === "open";
  }

  ask(side) {
    const found = this.mediation;
    const target = side === JOINT ? JOINT : PRIVATE;
    if (this.room === target && (side === JOINT || side === found.side)) return;
    byId("room-title").textContent = side === JOINT ? words.rooms.askJoint : words.rooms.askSide(this.nameOf(side));
    byId("room-warning").textContent = side === JOINT ? words.rooms.warnJoint : words.rooms.warnSide(this.nameOf(side));
    this.wanted = () => this.enter(side);
    this.dialog.showModal();
    byId("room-stay").focus();
  }

  async enter(side) {
    const found = this.mediation;
    this.keepDraft();
    if (side !== JOINT && side !== found.side) {
      await this.open(found.handoffs[side]);
      return;
    }
    this.room = side === JOINT ? JOINT : PRIVATE;
    this.answer.value = this.drafts.get(this.key) || "";
    this.draw();
    this.changed();
  }

  draw() {
    const found = this.mediation;
    this.bar.hidden = !found;
    this.line.hidden = !found;
    this.body.dataset.room = this.room;
    this.body.dataset.side = found ? found.side : "";
    if (!found) return;
    const here = this.room === JOINT ? JOINT : found.side;
    const tab = (side, name) => el("button", { type: "button", role: "tab", class: `room-tab ${side}`, "aria-selected": String(here === side), onclick: () => this.ask(side) }, name);
    this.bar.replaceChildren(
      tab("applicant", words.rooms.alone(this.nameOf("applicant"), words.rooms.side.applicant)),
      tab("respondent", words.rooms.alone(this.nameOf("respondent"), words.rooms.side.respondent)),
      tab(JOINT, `${words.rooms.joint} · ${found.joint_name}`),
    );
    this.line.textContent = this.mayWrite ? this.reader : words.rooms.shut[found.joint] || words.rooms.shut.closed;
  }
}
