// Saves a form with data-autosave 1.5 s after the last change and when a field is left; nothing typed is lost.
import * as copies from "./local_copy.js";
import { all, make, swapById } from "./page.js";
import { ensureRows } from "./rows.js";
import * as words from "./saved_words.js";

const PAUSE = 1500;
const AGAIN = [5000, 15000, 30000, 60000];
const forms = new Map();
// One save at a time on a page: sections of one thing may share a version.
let queue = Promise.resolve();
let waiting = 0;

export function listen() {
  copies.forgetOld();
  window.addEventListener("beforeunload", (event) => {
    if ([...forms.values()].some((state) => state.dirty && !state.submitted)) event.preventDefault(), (event.returnValue = "");
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") forms.forEach((state, form) => state.dirty && save(form, { keepalive: true }));
  });
  window.addEventListener("online", () => forms.forEach((state, form) => state.dirty && save(form)));
}

export function start(root) {
  for (const form of all(root, "form[data-autosave]")) {
    if (forms.has(form)) continue;
    forms.set(form, { dirty: false, edits: 0, failures: 0 });
    form.addEventListener("input", () => changed(form));
    form.addEventListener("change", () => changed(form));
    form.addEventListener("focusout", () => forms.get(form).dirty && !forms.get(form).stopped && save(form));
    form.addEventListener("submit", (event) => submitted(form, event));
    form.addEventListener("click", (event) => chooses(form, event));
    offer(form);
  }
}

function changed(form) {
  const state = forms.get(form);
  state.dirty = true;
  state.edits += 1;
  copies.keep(form);
  if (state.stopped) return;
  if (!state.failures) words.typing(form);
  later(form, PAUSE);
}

function later(form, pause) {
  const state = forms.get(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), pause);
}

function submitted(form, event) {
  const state = forms.get(form);
  clearTimeout(state.timer);
  // What a button sends rests on the save that is on its way, or the person would clash with themselves.
  if (waiting && !event.defaultPrevented) {
    event.preventDefault();
    queue.then(() => state.stopped || form.requestSubmit(event.submitter?.isConnected ? event.submitter : null));
    return;
  }
  state.submitted = true;
  copies.keep(form, { submitted: true });
}

function save(form, options = {}) {
  const state = forms.get(form);
  clearTimeout(state.timer);
  waiting += 1;
  queue = queue.then(() => send(form, state, options)).catch(() => failed(form, "没有保存成功：程序出错。", true));
  queue = queue.then(() => void (waiting -= 1));
  return queue;
}

async function send(form, state, { keepalive = false, extra = [] } = {}) {
  if (!form.isConnected || state.submitted || (!state.dirty && !extra.length)) return;
  const edits = state.edits;
  const body = new URLSearchParams([...copies.pairs(form), ["section", form.dataset.section || ""], ...extra]);
  const token = form.elements.csrfmiddlewaretoken?.value || "";
  words.busy(form);
  let response;
  try {
    response = await fetch(form.dataset.autosaveUrl || form.action, {
      method: "POST", body, keepalive, redirect: "manual", credentials: "same-origin",
      headers: { "X-CSRFToken": token, "X-Autosave": "1" },
    });
  } catch {
    return failed(form, "网络中断，没有保存成功。已填内容暂存在本机，将自动重试。", true);
  }
  await answered(form, state, edits, response);
}

async function answered(form, state, edits, response) {
  if (response.ok) return saved(form, state, edits, response);
  // A refusal waits for the person: it does not try again by itself.
  if (response.type === "opaqueredirect" || [401, 403, 404].includes(response.status))
    return failed(form, "登录已失效，没有保存成功。已填内容暂存在本机：请在新窗口登录，再点“重新保存”。", false);
  if (response.status === 409) return conflict(form, state, response);
  if (response.status === 422) {
    swapById(await response.text());
    return failed(form, "没有保存成功：请改正标出的内容。", false);
  }
  if (response.status === 413) return failed(form, "没有保存成功：内容过长。", false);
  return failed(form, `没有保存成功（${response.status}）。已填内容暂存在本机，将自动重试。`, true);
}

async function saved(form, state, edits, response) {
  state.failures = 0;
  setVersion(form, response.headers.get("X-Version"));
  if (state.edits === edits) {
    state.dirty = false;
    copies.drop(form);
    words.done(form, response.headers.get("X-Saved"));
  } else {
    words.typing(form); // what came after it was sent is not safe yet
    later(form, PAUSE);
  }
  form.querySelectorAll("[data-refusal]").forEach((box) => box.replaceChildren());
  form.dispatchEvent(new CustomEvent("lixiang:saved", { bubbles: true }));
  if (response.status !== 204) swapById(await response.text());
}

function setVersion(form, version) {
  if (!version) return;
  const shared = form.dataset.versions;
  const others = shared ? all(document, `form[data-autosave][data-versions="${CSS.escape(shared)}"]`) : [form];
  for (const other of others) if (other.elements.version) other.elements.version.value = version;
}

function failed(form, message, retry) {
  const state = forms.get(form);
  words.failed(form, message, () => save(form));
  if (retry) later(form, AGAIN[Math.min(state.failures, AGAIN.length - 1)]);
  state.failures += 1;
}

async function conflict(form, state, response) {
  state.stopped = true;
  state.theirVersion = response.headers.get("X-Version");
  form.querySelectorAll("[data-conflict]").forEach((old) => old.remove());
  form.prepend(...swapById(await response.text()));
  form.querySelector("[data-conflict]")?.scrollIntoView({ block: "nearest" });
  words.failed(form, "他人保存了同一部分，请在上方选择用哪一份。");
}

function chooses(form, event) {
  const choice = event.target.closest?.("[data-keep]")?.dataset.keep;
  if (!choice) return;
  event.preventDefault();
  const state = forms.get(form);
  if (choice === "theirs") {
    copies.drop(form);
    state.dirty = false;
    location.reload();
    return;
  }
  event.target.closest("[data-conflict]").remove();
  setVersion(form, state.theirVersion);
  state.stopped = false;
  save(form, { extra: [["keep", "mine"]] });
}

function offer(form) {
  const copy = copies.read(form);
  if (!copy) return;
  const newer = Number(form.elements.version?.value || 0) > Number(copy.version || 0);
  if (copies.same(form, copy) || (copy.submitted && newer)) return copies.drop(form);
  const box = make("div", "callout callout-warning");
  box.setAttribute("role", "alert");
  box.append(make("p", "", `本机暂存有 ${new Date(copy.at).toLocaleString("zh-CN")} 没有保存成功的内容。${newer ? "此后他人又有保存，恢复前请核对。" : ""}`));
  const restore = make("button", "btn btn-primary btn-sm me-2", "恢复");
  const discard = make("button", "btn btn-plain btn-sm", "丢弃");
  restore.type = discard.type = "button";
  restore.addEventListener("click", () => {
    ensureRows(form, copy.pairs);
    copies.fill(form, copy);
    box.remove();
    changed(form);
  });
  discard.addEventListener("click", () => (copies.drop(form), box.remove()));
  box.append(restore, discard);
  form.prepend(box);
}
