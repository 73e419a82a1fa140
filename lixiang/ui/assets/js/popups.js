// Pop-ups and dialogs are details elements; scripts close them by Esc or a click elsewhere and keep them on the screen.
import { all } from "./page.js";

const SELECTOR = "details[data-pop], details[data-dialog]";
const FIELDS = "input:not([type=hidden]), select, textarea"; // whichever comes first is asked first

export function listen() {
  document.addEventListener("toggle", (event) => event.target.matches?.(SELECTOR) && opened(event.target), true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-pop-close], [data-dialog-close]")) close(event.target.closest(SELECTOR));
    for (const pop of document.querySelectorAll("details[data-pop][open]"))
      if (!pop.contains(event.target)) pop.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const open = [...document.querySelectorAll("details[data-pop][open], details[data-dialog][open]")].pop();
    if (!open) return;
    if (event.key === "Escape") close(open);
    else if (event.key === "Tab" && open.matches("[data-dialog]")) trap(open, event);
  });
  window.addEventListener("beforeprint", () => {
    for (const panel of document.querySelectorAll("details.panel")) panel.open = true;
  });
}

export function start(root) {
  for (const button of all(root, "[data-pop-close], [data-dialog-close]")) button.hidden = false;
  for (const panel of all(root, ".dialog-panel")) panel.setAttribute("aria-modal", "true");
}

function close(details) {
  details.open = false;
  details.querySelector("summary").focus();
}

function opened(details) {
  if (!details.open) return;
  if (details.matches("[data-pop]")) {
    const panel = details.querySelector(".pop-panel");
    if (panel.getBoundingClientRect().right > document.documentElement.clientWidth - 8) details.classList.add("pop-end");
    if (panel.getBoundingClientRect().left < 0) details.classList.remove("pop-end");
  }
  details.querySelector(`:is(.pop-panel, .dialog-panel) :is(${FIELDS}), [data-dialog-close]`)?.focus();
}

function trap(dialog, event) {
  const stops = [...dialog.querySelectorAll(".dialog-panel *")].filter(
    (element) => element.matches("a[href], button, input, select, textarea, summary") && !element.disabled && element.offsetParent,
  );
  if (!stops.length) return;
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  const inside = dialog.querySelector(".dialog-panel").contains(document.activeElement);
  if (document.activeElement === edge || !inside) {
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
  }
}
