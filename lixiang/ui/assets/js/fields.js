// Comforts of single fields: phrases that fill in, how many characters are left, focus on the summary of errors.
import { all, make } from "./page.js";

// data-maximum only counts: what is pasted is never cut.
const COUNTED = "textarea[maxlength], textarea[data-maximum]";

export function listen() {
  document.addEventListener("click", (event) => {
    const phrase = event.target.closest?.(".phrase");
    if (phrase) insert(document.getElementById(phrase.closest("[data-phrases]").dataset.phrases), phrase.textContent);
  });
  document.addEventListener("input", (event) => event.target.matches(COUNTED) && count(event.target));
}

export function start(root) {
  for (const group of all(root, "[data-phrases]")) group.hidden = false;
  for (const field of all(root, COUNTED)) count(field);
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
  const most = Number(field.dataset.maximum || field.maxLength);
  line.textContent = `${field.value.length} / ${most} 字`;
  line.classList.toggle("is-over", field.value.length > most);
}
