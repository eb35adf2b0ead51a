// The right pane: what is known of the case, where each piece comes from, and what the law says to it.

import { el } from "../shared/dom.js";
import { files } from "../shared/files.js";
import { words } from "./words.js";

const label = words.brief;

function section(title, ...content) {
  const filled = content.flat().filter(Boolean);
  return filled.length ? el("section", {}, el("h3", {}, title), filled) : null;
}

function facts(list) {
  if (!list.length) return null;
  return el(
    "dl",
    {},
    list.map((fact) => [
      el("dt", {}, fact.label),
      el("dd", {}, fact.value, fact.text && fact.text !== fact.value ? el("span", { class: "soft" }, label.quoted(fact.text)) : null),
    ]),
  );
}

function articles(list) {
  return list.map((article) =>
    el("details", {}, el("summary", {}, `《${article.law}》${article.label}`, label.state[article.state] ? el("span", { class: "verdict doubtful" }, label.state[article.state]) : null), el("blockquote", {}, article.text || label.noText)),
  );
}

function cases(list, handoffId) {
  const folder = el("p", {}, el("a", { href: `/console/cases/folders?handoff=${encodeURIComponent(handoffId)}` }, label.caseFolder));
  if (!list.length) return folder;
  const line = (found) =>
    el(
      "li",
      {},
      el("a", { href: `/console/cases/${encodeURIComponent(found.id)}`, target: "_blank", rel: "noopener" }, found.title),
      el("span", { class: "soft" }, [found.origin, found.outcome].filter(Boolean).join(" · ")),
    );
  return [el("ul", { class: "plain-list" }, list.map(line)), folder];
}

function documents(list, handoff) {
  if (!list.length) return null;
  const address = (id) => `/api/v1/staff/handoffs/${encodeURIComponent(handoff)}/attachments/${id}`;
  return el("ul", { class: "plain-list" }, list.map((file) => el("li", {}, el("span", { class: "soft" }, `${file.at} · ${file.name}`), files([file], address))));
}

function bullets(list) {
  return list.length ? el("ul", {}, list.map((text) => el("li", {}, text))) : null;
}

function disputes(list) {
  const line = ({ id, number }) => el("li", {}, el("a", { href: `/console/disputes/${encodeURIComponent(id)}` }, number));
  return list.length ? el("ul", { class: "plain-list" }, list.map(line)) : null;
}

function history(list) {
  if (!list.length) return null;
  return el("ol", { class: "history" }, list.map((event) => el("li", {}, el("time", {}, event.at), " ", event.words)));
}

/** Fill the pane from the view of one handoff. */
export function drawBrief(pane, view) {
  const { brief, handoff } = view;
  pane.replaceChildren(
    ...[
      el(
        "header",
        { class: "brief-head" },
        el("h2", {}, [brief.category_name, brief.subtype_name].filter(Boolean).join(" · ") || handoff.kind_name),
        el("p", {}, el("span", { class: `risk ${handoff.risk}` }, words.risk[handoff.risk]), " ", [handoff.kind_name, brief.route_name].filter(Boolean).join(" · ")),
        brief.never_contact_other_side ? el("p", { class: "notice bad" }, label.neverContact) : null,
        brief.minor ? el("p", { class: "notice bad" }, label.minor) : null,
        bullets(brief.risk_reasons),
      ),
      section(label.headline, bullets(brief.story.length ? brief.story : [brief.headline].filter(Boolean))),
      section(label.note, handoff.note ? el("p", {}, handoff.note) : null),
      section(label.phone, handoff.phone ? el("p", {}, el("a", { href: `tel:${handoff.phone}` }, handoff.phone)) : null),
      section(label.facts, facts(brief.facts) || el("p", { class: "soft" }, label.nothing)),
      section(label.deadlines, bullets(brief.deadlines)),
      section(label.questions, bullets(brief.open_questions)),
      section(label.articles, articles(brief.articles)),
      section(label.cases, cases(brief.cases, handoff.id)),
      section(label.said, bullets(brief.told)),
      section(label.cited, articles(brief.cited || [])),
      section(label.documents, documents(brief.documents || [], handoff.id)),
      section(label.others, bullets(brief.other_subjects)),
      section(label.disputes, disputes(view.disputes)),
      section(label.history, history(view.history)),
    ].filter(Boolean),
  );
}
