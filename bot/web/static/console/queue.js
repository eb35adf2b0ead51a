// The left pane: what is urgent, what is mine, who waits, what was left for later.

import { el } from "../shared/dom.js";
import { words } from "./words.js";

function entryButton(entry, { open, unread, onOpen }) {
  const risk = el("span", { class: `risk ${entry.risk}` }, words.risk[entry.risk]);
  const waited = el("span", { class: "waited", data: { since: entry.requested_at } }, words.waited(entry.waiting_seconds));
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: "entry", data: { id: entry.id, risk: entry.risk }, "aria-current": open ? "true" : null, onclick: () => onOpen(entry) },
      el("span", { class: "line" }, risk, el("b", {}, entry.category_name || entry.kind_name), entry.subtype_name ? `· ${entry.subtype_name}` : null, unread ? el("span", { class: "unread" }, String(unread)) : null),
      entry.headline ? el("span", { class: "headline" }, entry.headline) : null,
      entry.offered ? el("span", { class: "offer" }, words.offered(entry.offer_reasons)) : null,
      entry.obstacle ? el("span", { class: "obstacle" }, entry.obstacle) : null,
      entry.due_at ? el("span", { class: "soft" }, words.due(entry.due_at)) : null,
      el("span", { class: "line soft" }, entry.wanted_by ? el("b", {}, words.asksYou(entry.wanted_by)) : null, el("span", {}, entry.second_party ? words.secondParty(entry.kind_name) : entry.kind_name), entry.position ? el("span", {}, words.position(entry.position)) : null, waited, entry.foreign ? el("span", {}, entry.organisation_name) : null),
    ),
  );
}

export class Queue {
  constructor(pane, onOpen) {
    this.pane = pane;
    this.onOpen = onOpen;
    this.unread = new Map();
    this.openId = null;
    this.data = null;
    setInterval(() => this.tick(), 20000);
  }

  set(data) {
    this.data = { ...data, at: Date.now() };
    this.draw();
  }

  mark(openId) {
    this.openId = openId;
    this.unread.delete(openId);
    this.draw();
  }

  addUnread(id) {
    if (id === this.openId && document.visibilityState === "visible") return;
    this.unread.set(id, (this.unread.get(id) || 0) + 1);
    this.draw();
  }

  find(id) {
    if (!this.data) return null;
    const all = [...(this.data.wanted || []), ...this.data.emergencies, ...this.data.mine, ...this.data.waiting, ...this.data.later];
    return all.find((entry) => entry.id === id) || null;
  }

  draw() {
    if (!this.data) return;
    const focused = document.activeElement?.dataset?.id;
    const sections = ["wanted", "emergencies", "mine", "waiting", "later"].map((name) => {
      const entries = this.data[name] || [];
      if (!entries.length && (name === "emergencies" || name === "wanted")) return null;
      const list = entries.map((entry) =>
        entryButton(entry, { open: entry.id === this.openId, unread: this.unread.get(entry.id), onOpen: this.onOpen }),
      );
      return el(
        "section",
        { class: `queue-section ${name}` },
        el("h2", {}, words.sections[name], el("span", { class: "count" }, String(entries.length))),
        list.length ? el("ul", {}, list) : el("p", { class: "soft" }, words.nothing[name]),
      );
    });
    this.pane.replaceChildren(...sections.filter(Boolean));
    if (focused) this.pane.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  }

  tick() {
    for (const element of this.pane.querySelectorAll("[data-since]")) {
      element.textContent = words.waited((Date.now() - new Date(element.dataset.since)) / 1000);
    }
  }
}
