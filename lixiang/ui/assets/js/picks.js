// Checkboxes of rows: one for all, and how many are chosen.
import { all } from "./page.js";

const boxes = (name) => [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)];

export function listen() {
  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.pickAll;
    if (name) for (const box of boxes(name)) box.checked = event.target.checked;
    show(name || event.target.name);
  });
}

export function start(root) {
  for (const line of all(root, "[data-pick-count]")) show(line.dataset.pickCount);
}

function show(name) {
  if (!name) return;
  const chosen = boxes(name).filter((box) => box.checked).length;
  for (const line of document.querySelectorAll(`[data-pick-count="${CSS.escape(name)}"]`))
    line.textContent = chosen ? `已选 ${chosen} 项` : line.dataset.none || "未选择";
  for (const box of document.querySelectorAll(`[data-pick-all="${CSS.escape(name)}"]`)) {
    box.checked = chosen > 0 && chosen === boxes(name).length;
    box.indeterminate = chosen > 0 && !box.checked;
  }
}
