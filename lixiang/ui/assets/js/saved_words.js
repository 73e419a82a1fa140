// The words that answer "is my work safe?", in the [data-saved] of a form.
import { clock, make } from "./page.js";

function place(form) {
  return form.querySelector("[data-saved]") || document.querySelector(`[data-saved][data-for="${form.id || "-"}"]`);
}

function say(form, state, words) {
  const line = place(form);
  if (!line) return null;
  line.classList.remove("saved-typing", "saved-busy", "saved-done", "saved-failed"); // what the page calls it stays
  line.classList.add("saved", `saved-${state}`);
  line.setAttribute("role", state === "failed" ? "alert" : "status");
  line.textContent = words;
  return line;
}

export const typing = (form) => say(form, "typing", "有改动，稍后自动保存");
export const busy = (form) => say(form, "busy", "正在保存……");
export const done = (form, at) => say(form, "done", `已于 ${at || clock()} 保存`);

/** Loud failure; `again` puts a button beside the words. */
export function failed(form, words, again) {
  const line = say(form, "failed", words);
  if (!line || !again) return;
  const button = make("button", "btn btn-primary btn-sm", "重新保存");
  button.type = "button";
  button.addEventListener("click", again);
  line.append(button);
}
