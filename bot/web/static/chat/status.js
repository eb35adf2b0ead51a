// The strip that says who is talking, the place in the queue, and whether the line holds.

import { el } from "../shared/dom.js";
import { words } from "./words.js";

const TYPING_MS = 7000;

export class Status {
  constructor(strip, typing) {
    this.strip = strip;
    this.typing = typing;
    this.state = null;
    this.lost = false;
    this.thinking = false;
  }

  set(state) {
    this.state = state;
    this.draw();
    // nobody says when typing ends: it ends when it is not said again
    clearTimeout(this.typingTimer);
    if (state.staff_typing) this.typingTimer = setTimeout(() => this.set({ ...this.state, staff_typing: false }), TYPING_MS);
  }

  line(state) {
    this.lost = state === "lost";
    this.draw();
  }

  think(thinking) {
    this.thinking = thinking;
    this.drawTyping();
  }

  draw() {
    const holder = this.state ? this.state.holder : "assistant";
    this.strip.dataset.holder = holder;
    this.strip.dataset.line = this.lost ? "lost" : "open";
    const parts = this.lost ? [el("span", {}, words.lost)] : this.words(holder);
    const fresh = parts.map((part) => part.textContent).join("|");
    if (this.strip.dataset.said !== fresh) {
      this.strip.dataset.said = fresh; // a screen reader hears it only when it changed
      this.strip.replaceChildren(...parts);
    }
    this.drawTyping();
  }

  words(holder) {
    if (holder === "staff_member" && this.state.staff_name) return [el("b", {}, words.staff(this.state.staff_name, this.state.staff_role))];
    if (holder === "staff_queue" && this.state.emergency) return [el("b", {}, words.emergency)];
    const parts = [el("span", {}, words.holder[holder])];
    if (holder === "staff_queue") {
      if (this.state.queue_position) parts.push(el("b", {}, words.position(this.state.queue_position)));
      const { estimate_minutes: minutes } = this.state;
      parts.push(el("span", {}, minutes ? words.estimate(minutes) : words.noEstimate));
    }
    return parts;
  }

  drawTyping() {
    const state = this.state || {};
    let text = "";
    if (state.staff_typing) text = words.staffTyping(state.staff_name);
    else if (this.thinking && !this.lost && (state.holder || "assistant") === "assistant") text = words.assistantThinking;
    if (this.typing.textContent !== text) this.typing.textContent = text;
  }
}
