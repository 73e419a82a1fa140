// Tables of rows that grow ([data-rows]): add a row from the template; a deleted one stays visible and can be taken back.
import { all } from "./page.js";

export function listen() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-rows-add]");
    if (button) add(button.closest("[data-rows]"), true);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-row-delete]")) mark(event.target);
  });
}

export function start(root) {
  for (const button of all(root, "[data-rows-add]")) button.hidden = false;
  for (const box of all(root, "[data-row-delete]")) mark(box);
}

function mark(box) {
  box.closest("[data-row]").classList.toggle("rows-removed", box.checked);
}

function total(rows) {
  return rows.querySelector(`input[name="${CSS.escape(rows.dataset.rows)}-TOTAL_FORMS"]`);
}

function add(rows, focus) {
  const count = total(rows);
  const most = Number(rows.querySelector(`input[name="${CSS.escape(rows.dataset.rows)}-MAX_NUM_FORMS"]`)?.value || 1000);
  if (Number(count.value) >= most) return;
  const template = document.createElement("template");
  template.innerHTML = rows.querySelector("[data-rows-template]").innerHTML.replaceAll("__prefix__", count.value);
  const row = template.content.querySelector("[data-row]");
  rows.querySelector("[data-rows-body]").append(row);
  count.value = Number(count.value) + 1;
  if (focus) row.querySelector("input:not([type=hidden]), textarea, select")?.focus();
}

/** Enough rows for the values that are about to be put back. */
export function ensureRows(form, pairs) {
  for (const rows of form.querySelectorAll("[data-rows]")) {
    const name = `${rows.dataset.rows}-TOTAL_FORMS`;
    const wanted = Math.min(Number(pairs.find(([key]) => key === name)?.[1] || 0), 200);
    while (Number(total(rows).value) < wanted) {
      const before = total(rows).value;
      add(rows, false);
      if (total(rows).value === before) break;
    }
  }
}
