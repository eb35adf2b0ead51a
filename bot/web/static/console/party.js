// The dialog of the second party: what can be done next depends on where the matter stands. Links and codes are shown
// once, in the answer to the click that made them, and are gone when the dialog closes.

import { call } from "../shared/api.js";
import { byId, el } from "../shared/dom.js";
import { words } from "./words.js";

const label = words.party;

export class PartyDialog {
  /** current(): the view of the open talk. done(): something changed. */
  constructor({ current, done }) {
    this.current = current;
    this.done = done;
    this.dialog = byId("party-dialog");
    this.content = byId("party-content");
    byId("party").addEventListener("click", () => {
      this.fresh = null;
      this.draw();
      this.dialog.showModal();
    });
    byId("party-close").addEventListener("click", () => {
      this.dialog.close();
      this.forget(); // at once: the close event comes a little later
    });
    this.dialog.addEventListener("close", () => this.forget());
  }

  forget() {
    this.fresh = null;
    this.content.replaceChildren();
  }

  async act(verb, content) {
    const { handoff } = this.current();
    try {
      const answer = await call("POST", `/api/v1/staff/handoffs/${encodeURIComponent(handoff.id)}/party/${verb}`, content);
      this.fresh = verb === "invite" ? answer : null;
      this.problem = "";
    } catch (error) {
      this.problem = `${error.message}${error.hint || ""}`;
    }
    await this.done();
    if (this.dialog.open) this.draw();
    else this.forget();
  }

  /** Drawn anew when the talk was read anew; what was just typed is not disturbed. */
  refresh() {
    if (this.dialog.open && !this.content.contains(document.activeElement)) this.draw();
  }

  draw() {
    const view = this.current();
    const found = view.mediation && view.mediation.open ? view.mediation : null;
    const steps = { asking: () => this.asking(), preparing: () => this.preparing(found), unreachable: () => this.preparing(found), talking: () => this.talking(found) };
    this.content.replaceChildren(
      ...[
        this.problem ? el("p", { class: "notice bad", role: "alert" }, this.problem) : null,
        view.mediation ? el("p", {}, el("b", {}, view.mediation.state_name), view.mediation.about ? `：${view.mediation.about}` : "") : null,
        ...(found ? [...steps[found.state](), this.end(found)] : [this.begin(view)]),
        view.mediation ? this.history(view.mediation) : null,
      ].filter(Boolean),
    );
  }

  form(heading, fields, button, submit, more = {}) {
    return el(
      "form",
      {
        class: "fields",
        onsubmit: (event) => {
          event.preventDefault();
          submit(new FormData(event.target));
        },
      },
      heading ? el("h3", {}, heading) : null,
      fields,
      el("div", { class: "row" }, el("button", { class: more.danger ? "danger" : "primary", type: "submit" }, button)),
    );
  }

  begin(view) {
    if (view.not_mediable) return el("p", { class: "notice bad" }, view.not_mediable);
    return this.form(
      label.beginTitle,
      [
        el("p", { class: "soft" }, label.beginHint),
        el("label", {}, label.about, el("input", { name: "about", required: true, maxlength: 60, placeholder: label.aboutHint })),
        el("label", {}, label.applicantName, el("input", { name: "applicant", required: true, maxlength: 30, placeholder: label.applicantHint })),
        el("label", {}, label.respondentName, el("input", { name: "respondent", maxlength: 30 })),
      ],
      label.ask,
      (data) => this.act("ask", { about: data.get("about"), applicant_name: data.get("applicant"), respondent_name: data.get("respondent") }),
    );
  }

  asking() {
    return [
      el("p", {}, label.askingHint),
      this.form(
        label.otherWords,
        [
          el("label", {}, label.hisWords, el("input", { name: "words", required: true, maxlength: 200 })),
          el("label", { class: "choice" }, el("input", { type: "radio", name: "agreed", value: "yes", required: true }), el("span", {}, label.agreed)),
          el("label", { class: "choice" }, el("input", { type: "radio", name: "agreed", value: "no" }), el("span", {}, label.notAgreed)),
        ],
        label.record,
        (data) => this.act("consent", { agreed: data.get("agreed") === "yes", words: data.get("words") }),
      ),
    ];
  }

  preparing(found) {
    const { fresh } = this;
    return [
      fresh
        ? el(
            "div",
            { class: "invitation" },
            el("p", {}, label.onlyOnce(fresh.expires_words)),
            el("label", {}, label.link, el("input", { readonly: true, value: fresh.link, id: "invitation-link", onfocus: (event) => event.target.select() })),
            el("p", {}, label.code(fresh.code_page), el("b", { id: "invitation-code" }, fresh.code)),
          )
        : found.invitation_until
          ? el("p", {}, label.standing(found.invitation_until))
          : null,
      el(
        "div",
        { class: "row" },
        el("button", { type: "button", class: fresh ? "" : "primary", onclick: () => this.act("invite", {}) }, found.invitation_until ? label.inviteAgain : label.invite),
        found.invitation_until ? el("button", { type: "button", onclick: () => this.act("revoke", {}) }, label.revoke) : null,
      ),
      this.form(
        label.tryTitle(found.tries),
        [el("label", {}, label.how, el("input", { name: "how", required: true, maxlength: 200, placeholder: label.howHint }))],
        label.recordTry,
        (data) => this.act("try", { how: data.get("how") }),
      ),
    ].filter(Boolean);
  }

  talking(found) {
    if (found.joint === "open") {
      return [el("div", { class: "row" }, el("button", { type: "button", onclick: () => this.act("joint", { open: false }) }, label.closeJoint))];
    }
    const stopped = found.joint === "suspended";
    return [
      this.form(
        label.jointTitle,
        [
          el("p", { class: stopped ? "notice bad" : "soft" }, stopped ? label.jointStopped : label.jointHint),
          stopped ? el("label", {}, label.reason, el("input", { name: "reason", required: true, maxlength: 200 })) : null,
        ],
        label.openJoint,
        (data) => this.act("joint", { open: true, reason: data.get("reason") || "" }),
      ),
    ];
  }

  end(found) {
    const refused = found.state === "talking" || found.state === "preparing" || found.state === "unreachable";
    const select = el("select", { name: "refused_by" }, el("option", { value: "" }, label.nobodyRefused), el("option", { value: "respondent" }, label.respondentRefused), el("option", { value: "applicant" }, label.applicantRefused));
    return el(
      "details",
      { class: "end-party" },
      el("summary", {}, label.endTitle),
      this.form(
        "",
        [refused ? el("label", {}, label.who, select) : null, el("label", {}, label.reason, el("input", { name: "reason", required: true, maxlength: 500 }))],
        label.end,
        (data) => this.act("end", { reason: data.get("reason"), refused_by: data.get("refused_by") || "" }),
        { danger: true },
      ),
    );
  }

  history(mediation) {
    return el("details", {}, el("summary", {}, label.history), el("ol", { class: "history" }, mediation.history.map((event) => el("li", {}, el("time", {}, event.at), " ", event.words))));
  }
}
