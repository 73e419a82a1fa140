// Puts the [data-item] elements of a form with data-reorder into order by dragging, by arrow keys and by its buttons;
// the order is that of the hidden inputs, so the same form works without scripts.
import { all, make, swapById } from "./page.js";
import * as words from "./saved_words.js";

export function start(root) {
  for (const form of all(root, "form[data-reorder]")) {
    if (form.dataset.reorderReady) continue;
    form.dataset.reorderReady = "yes";
    for (const item of items(form)) addHandle(form, item);
    form.addEventListener("click", (event) => moves(form, event));
  }
}

const items = (form) => [...form.querySelectorAll("[data-item]")];

function addHandle(form, item) {
  const handle = make("button", "drag-handle");
  handle.type = "button";
  handle.setAttribute("aria-label", "拖动排序，也可用上下方向键");
  const home = item.matches("tr") ? item.querySelector("td, th") : item;
  home.prepend(handle);
  handle.addEventListener("keydown", (event) => {
    if (!["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    shift(form, item, event.key === "ArrowUp" ? -1 : 1);
    handle.focus();
  });
  handle.addEventListener("pointerdown", (event) => drag(form, item, handle, event));
}

function moves(form, event) {
  const button = event.target.closest('button[name="move"]');
  if (!button) return;
  event.preventDefault();
  shift(form, button.closest("[data-item]"), button.value.endsWith(":up") ? -1 : 1);
  (button.disabled ? button.parentElement.querySelector("button:not(:disabled)") : button)?.focus();
}

function shift(form, item, step) {
  const list = items(form);
  const other = list[list.indexOf(item) + step];
  if (!other) return;
  if (step < 0) other.before(item);
  else other.after(item);
  settle(form);
}

function drag(form, item, handle, event) {
  event.preventDefault();
  item.classList.add("is-dragged");
  const before = items(form).indexOf(item);
  const follow = (move) => {
    const over = items(form).find((other) => {
      const box = other.getBoundingClientRect();
      return other !== item && move.clientY > box.top && move.clientY < box.bottom;
    });
    if (!over) return;
    const box = over.getBoundingClientRect();
    const below = move.clientY > box.top + box.height / 2;
    if (below) over.after(item);
    else over.before(item);
  };
  const drop = () => {
    document.removeEventListener("pointermove", follow);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", drop);
    item.classList.remove("is-dragged");
    if (items(form).indexOf(item) !== before) settle(form);
  };
  // On the document: the handle moves with its item, and an element that moves loses a captured pointer.
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);
}

function settle(form) {
  const list = items(form);
  list.forEach((item, index) => {
    const place = item.querySelector(".order-place");
    if (place) place.textContent = index + 1;
    const [up, down] = item.querySelectorAll('button[name="move"]');
    if (up) up.disabled = index === 0;
    if (down) down.disabled = index === list.length - 1;
  });
  clearTimeout(form.reorderTimer);
  form.reorderTimer = setTimeout(() => send(form), 400);
}

async function send(form) {
  words.busy(form);
  try {
    const response = await fetch(form.dataset.reorderUrl || form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", credentials: "same-origin",
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value || "", "X-Autosave": "1" },
    });
    if (!response.ok) throw new Error(String(response.status));
    const version = response.headers.get("X-Version");
    if (version && form.elements.version) form.elements.version.value = version;
    words.done(form, response.headers.get("X-Saved"));
    if (response.status !== 204) swapById(await response.text());
  } catch {
    words.failed(form, "顺序没有保存成功。", () => send(form));
  }
}
