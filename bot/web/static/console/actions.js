// What can be done with the open talk: take it, hand it on, hand it back, close it, put the triage right.

import { call } from "../shared/api.js";
import { byId, el } from "../shared/dom.js";
import { words } from "./words.js";

/** Show a line that goes away by itself. */
export function tell(text, bad = false) {
  const place = byId("told");
  const line = el("p", { class: bad ? "notice bad" : "notice" }, text);
  place.replaceChildren(line);
  setTimeout(() => line.remove(), 8000);
}

/** Do something with a handoff; a refusal is told in the server's own words. */
export async function act(handoff, verb, content, done) {
  try {
    const answer = await call("POST", `/api/v1/staff/handoffs/${encodeURIComponent(handoff)}/${verb}`, content);
    done(answer);
    return true;
  } catch (error) {
    tell(error.code === "already_claimed" ? words.claimedByOther : error.message || words.lost, true);
    return false;
  }
}

/** Join a dialog to an action: its form's fields become the content. */
export function setUpDialog(name, { current, verb, done, prepare = () => null, content }) {
  const dialog = byId(`${name}-dialog`);
  const form = dialog.querySelector("form");
  byId(name).addEventListener("click", () => {
    form.reset();
    prepare(form);
    dialog.showModal();
  });
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await act(current(), verb, content(new FormData(form)), done)) dialog.close();
  });
}

/** The dialog that corrects category, subtype, risk and facts. */
export function prepareCorrection(form, view) {
  const { category, subtype, risk } = form.elements;
  const draw = () => {
    for (const group of subtype.querySelectorAll("optgroup")) {
      group.hidden = group.disabled = group.dataset.category !== category.value;
    }
    const open = subtype.querySelector(`optgroup[data-category="${CSS.escape(category.value)}"]`);
    if (open && !open.contains(subtype.selectedOptions[0])) open.querySelector("option").selected = true;
  };
  category.onchange = draw;
  category.value = view.brief.category || category.options[0].value;
  draw();
  const open = subtype.querySelector(`optgroup[data-category="${CSS.escape(category.value)}"]`);
  const same = open && [...open.querySelectorAll("option")].find((option) => option.value === view.brief.subtype);
  if (same) same.selected = true;
  risk.value = view.handoff.risk;
  const rows = view.brief.facts.map((fact) =>
    el(
      "label",
      { class: "fact" },
      fact.label,
      el("input", { name: `fact:${fact.name}`, value: fact.raw, data: { before: fact.raw, kind: fact.json ? "json" : "text" } }),
    ),
  );
  form.querySelector("[data-facts]").replaceChildren(...rows);
}

/** A fact keeps its kind: numbers stay numbers; an emptied field takes the fact away. */
function factValue(text, kind) {
  if (!text.trim()) return null;
  if (kind === "json") {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return text;
}

/** Only what was changed is sent. */
export function correctionContent(form, data) {
  const facts = {};
  for (const input of form.querySelectorAll("[data-before]")) {
    if (input.value !== input.dataset.before) facts[input.name.slice("fact:".length)] = factValue(input.value, input.dataset.kind);
  }
  return { category: data.get("category"), subtype: data.get("subtype"), risk: data.get("risk"), reason: data.get("reason"), facts };
}
