// Draws messages. Each id stands on the screen once, in the order of the ids; what has no id yet stands at the end.

import { clock, el } from "../shared/dom.js";
import { files } from "../shared/files.js";
import { words } from "./words.js";

const FEW_ARTICLES = 2; // more than this lie folded together, so that the answer stays in sight
const HOTLINE = /(?<!\d)(110|119|120|122|12345|12348|12356)(?!\d)/g;

/** Text in which the well-known numbers can be tapped. */
function withHotlines(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(HOTLINE)) {
    parts.push(text.slice(end, match.index), el("a", { href: `tel:${match[0]}` }, match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

function articles(list) {
  if (!list || !list.length) return null;
  const one = (article) =>
    el(
      "details",
      {},
      el("summary", {}, `《${article.law.replace("中华人民共和国", "")}》${article.label}`),
      el("blockquote", {}, article.text || words.noText),
    );
  if (list.length <= FEW_ARTICLES) return el("div", { class: "articles" }, list.map(one));
  return el("div", { class: "articles" }, el("details", {}, el("summary", {}, words.articles(list.length)), list.map(one)));
}

function calls(text) {
  const numbers = Object.keys(words.emergencyCalls).filter((number) => new RegExp(`(?<!\\d)${number}(?!\\d)`).test(text));
  if (!numbers.length) return null;
  const button = (number) => el("a", { class: "button", href: `tel:${number}` }, words.emergencyCalls[number]);
  return el("div", { class: "calls" }, numbers.map(button));
}

function speaker(message) {
  if (message.from === "assistant") return el("span", { class: "who" }, words.assistant);
  if (message.from === "staff") return el("span", { class: "who" }, message.name);
  if (message.from === "other_party") return el("span", { class: "who" }, words.otherParty(message.name));
  return null;
}

/** A bubble for a saved message. */
function bubble(message) {
  const spoken = message.from === "assistant" || message.from === "system";
  return el(
    "div",
    { class: `bubble ${message.from} ${message.kind}-kind arriving`, data: { id: message.id, room: message.room || "private" } },
    speaker(message),
    message.kind === "help" ? calls(message.text) : null,
    spoken ? withHotlines(message.text) : message.text,
    files(message.attachments, (id) => `/api/v1/chat/attachments/${id}`),
    articles(message.articles),
    message.kind === "outcome" ? el("p", { class: "soft print-link" }, el("a", { href: "/chat/outcome" }, words.printOutcome)) : null,
    message.kind === "notice" ? el("p", { class: "soft" }, el("a", { href: "/privacy", target: "_blank" }, words.privacy)) : null,
    message.from === "citizen" ? el("span", { class: "mark", data: { at: clock(message.at) } }, `${clock(message.at)} ${words.delivered}`) : null,
  );
}

export class Bubbles {
  constructor(list, press) {
    this.list = list;
    this.press = press;
    this.shown = new Map(); // id -> element
    this.pending = new Map(); // client_id -> element
    this.newest = null; // the newest message, whose choices stand open
    this.choices = null;
  }

  /** Show a saved message; false where it stands on the screen already. */
  show(message) {
    if (this.shown.has(message.id)) return false;
    const element = bubble(message);
    const waiting = message.client_id ? this.pending.get(message.client_id) : undefined;
    if (waiting) {
      waiting.remove();
      this.pending.delete(message.client_id);
    }
    const later = [...this.shown.keys()].filter((id) => id > message.id);
    const before = later.length ? this.shown.get(Math.min(...later)) : this.firstPending();
    this.list.insertBefore(element, before);
    this.shown.set(message.id, element);
    [...this.list.querySelectorAll(".print-link")].slice(0, -1).forEach((link) => link.remove()); // an outcome has parts
    if (!this.newest || message.id > this.newest.id) {
      this.newest = message;
      this.offerChoices();
    }
    return true;
  }

  firstPending() {
    return this.pending.values().next().value || this.choices;
  }

  /** Show what was written and is not confirmed yet. */
  showPending(entry, state, error, { retry, edit }) {
    let element = this.pending.get(entry.client_id);
    if (!element) {
      element = el("div", { class: "bubble citizen", data: { clientId: entry.client_id, room: entry.room || "private" } });
      this.pending.set(entry.client_id, element);
      this.list.insertBefore(element, this.choices);
    }
    const mark = el("span", { class: "mark", role: "status" });
    if (state === "sending") mark.append(words.sending);
    if (state === "waiting") {
      mark.append(error && error.status === 429 ? error.message : words.waiting);
      mark.append(el("button", { type: "button", onclick: retry }, words.retryNow));
    }
    if (state === "refused") {
      element.classList.add("failed");
      mark.append(`${words.refused}${error.message}${error.hint}`);
      mark.append(el("button", { type: "button", onclick: edit }, words.edit));
    }
    element.replaceChildren(entry.text, mark);
    if (this.choices) this.choices.hidden = state !== "refused";
  }

  dropPending(clientId) {
    const element = this.pending.get(clientId);
    if (element) element.remove();
    this.pending.delete(clientId);
  }

  /** The choices of the newest message, as large buttons below everything. */
  offerChoices() {
    if (this.choices) this.choices.remove();
    this.choices = null;
    const { choices } = this.newest;
    if (this.newest.from === "citizen" || !choices || !choices.length) return;
    const button = (choice) => el("button", { type: "button", onclick: () => this.press(choice) }, choice);
    this.choices = el("div", { class: "choices arriving" }, choices.map(button));
    this.list.append(this.choices);
  }

  /** How far one's own words got: saved, read by a person, answered by one. */
  setRead(upTo) {
    this.readUpTo = Math.max(this.readUpTo || 0, upTo);
    const answeredIn = {};
    for (const [id, element] of this.shown) if (element.classList.contains("staff")) answeredIn[element.dataset.room] = Math.max(answeredIn[element.dataset.room] || 0, id);
    for (const [id, element] of this.shown) {
      const mark = element.classList.contains("citizen") ? element.querySelector(".mark") : null;
      if (!mark) continue;
      const state = id < (answeredIn[element.dataset.room] || 0) ? words.answered : id <= this.readUpTo ? words.read : words.delivered;
      const text = `${mark.dataset.at} ${state}`;
      if (mark.textContent !== text) mark.textContent = text;
    }
  }

  /** Choices belong to the private room. */
  hideChoices(hidden) {
    if (this.choices) this.choices.hidden = hidden;
  }

  clear() {
    this.list.replaceChildren();
    this.shown.clear();
    this.pending.clear();
    this.newest = null;
    this.choices = null;
  }
}
