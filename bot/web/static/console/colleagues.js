// Colleagues: asked among staff, invited to speak too, let go; and a supervisor who takes a talk over and hands it back.

import { byId, el } from "../shared/dom.js";
import { act } from "./actions.js";
import { words } from "./words.js";

const label = words.colleagues;

export class ColleagueDialogs {
  /** current(): the view of the open talk. done(): something changed. */
  constructor({ current, done }) {
    this.current = current;
    this.done = done;
    this.dialog = byId("colleague-dialog");
    this.content = byId("colleague-content");
    byId("colleague").addEventListener("click", () => {
      this.draw();
      this.dialog.showModal();
    });
    byId("colleague-close").addEventListener("click", () => this.dialog.close());
  }

  async act(verb, content) {
    await act(this.current().handoff.id, verb, content, () => null);
    await this.done();
    this.draw();
  }

  draw() {
    const view = this.current();
    const open = view.consultations.filter((one) => one.open);
    const wanted = new Set(open.map((one) => one.colleague));
    const free = view.colleagues.filter((person) => !wanted.has(person.id));
    const line = (one) =>
      el(
        "li",
        {},
        el("b", {}, one.colleague_name),
        `（${one.kind_name}）：${one.question} `,
        el("button", { type: "button", onclick: () => this.act(`colleagues/${encodeURIComponent(one.colleague)}/end`, {}) }, label.letGo),
      );
    this.content.replaceChildren(
      ...[
        open.length ? el("ul", { class: "plain-list" }, open.map(line)) : null,
        free.length ? this.form(free) : el("p", { class: "soft" }, label.nobody),
      ].filter(Boolean),
    );
  }

  form(people) {
    const choice = (value, name, hint, checked) =>
      el("label", { class: "choice" }, el("input", { type: "radio", name: "kind", value, checked }), el("span", {}, el("b", {}, name), `　${hint}`));
    return el(
      "form",
      {
        class: "fields",
        onsubmit: (event) => {
          event.preventDefault();
          const data = new FormData(event.target);
          this.act("colleagues", { colleague: data.get("colleague"), question: data.get("question"), kind: data.get("kind") });
        },
      },
      el("label", {}, label.who, el("select", { name: "colleague", required: true }, people.map((person) => el("option", { value: person.id }, `${person.name}（${person.role_name}）`)))),
      choice("ask", label.ask, label.askHint, true),
      choice("join", label.join, label.joinHint, false),
      el("label", {}, label.question, el("textarea", { name: "question", rows: 2, required: true, maxlength: 1000 })),
      el("div", { class: "row" }, el("button", { class: "primary", type: "submit" }, label.send)),
    );
  }
}
