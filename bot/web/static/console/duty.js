// The roster: dialogs, and the fields that fit the choice.

for (const button of document.querySelectorAll("[data-open]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.open).showModal());
}
for (const button of document.querySelectorAll("[data-cancel]")) {
  button.addEventListener("click", () => button.closest("dialog").close());
}

const organisation = document.getElementById("roster-organisation");
organisation.addEventListener("change", () => organisation.form.requestSubmit());

function fit(form) {
  const chosen = form.elements.repeat.value;
  for (const part of form.querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== chosen;
}
const shift = document.querySelector("#shift-dialog form");
if (shift) {
  shift.addEventListener("change", () => fit(shift));
  fit(shift);
}
