// Comforts of single fields: phrases that fill in, how many characters are left, focus on the summary of errors.
import { all, make } from "./page.js";

export function listen() {
  document.addEventListener("click", (event) => {
    const phrase = event.target.closest?.(".phrase");
    if (phrase) insert(document.getElementById(phrase.closest("[data-phrases]").dataset.phrases), phrase.textContent);
  });
  document.addEventListener("input", (event) => event.target.matches("textarea[maxlength]") && count(event.target));
}

export function start(root) {
  for (const group of all(root, "[data-phrases]")) group.hidden = false;
  for (const field of all(root, "textarea[maxlength]")) count(field);
  all(root, "[data-focus]")[0]?.focus();
}

function insert(field, text) {
  if (!field) return;
  if (!field.value.endsWith(text)) field.value += text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function count(field) {
  let line = field.nextElementSibling;
  if (!line?.matches(".field-count")) {
    line = make("span", "field-count");
    line.setAttribute("aria-hidden", "true");
    field.after(line);
  }
  line.textContent = `${field.value.length} / ${field.maxLength} 字`;
}
