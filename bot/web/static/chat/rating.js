// Asks once how it went, after a person has closed the talk. Leaving it out is one tap and is remembered.

import { call } from "../shared/api.js";
import { el } from "../shared/dom.js";
import { words } from "./words.js";

const STORE = "fengqiao-rated";
const DAY_MS = 86400000;

function declined() {
  try {
    return Date.now() - Number(localStorage.getItem(STORE) || 0) < DAY_MS;
  } catch {
    return false;
  }
}

function remember() {
  try {
    localStorage.setItem(STORE, String(Date.now()));
  } catch {
    // asked again after a reload at worst; the server keeps the first answer
  }
}

/** Put the question below the talk. */
export function offerRating(list) {
  if (declined() || list.querySelector(".rating")) return;
  const card = el("section", { class: "card rating" }, el("h3", {}, words.rateTitle), el("p", { class: "soft" }, words.rateHint));
  const finish = (text) => {
    remember();
    card.replaceChildren(el("p", { class: "soft", role: "status" }, text));
    if (!text) card.remove();
  };
  const rate = async (score) => {
    try {
      await call("POST", "/api/v1/chat/rating", { score });
      finish(words.rateThanks);
    } catch (error) {
      finish(error.message);
    }
  };
  card.append(
    el("div", { class: "stars" }, words.rateStars.map((word, index) => el("button", { type: "button", onclick: () => rate(index + 1) }, word))),
    el("button", { type: "button", class: "plain", onclick: () => finish("") }, words.rateSkip),
  );
  list.append(card);
}
