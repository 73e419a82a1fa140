// What was typed and not yet saved, kept on this machine until the server has it.
const PREFIX = "lixiang:draft:";
const DAYS = 7 * 24 * 3600 * 1000;

function key(form) {
  return [PREFIX + (document.body.dataset.user || ""), location.pathname, form.dataset.section || ""].join("|");
}

/** The fields of a form as pairs, files and the token left out. */
export function pairs(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
}

export function keep(form, marks = {}) {
  const copy = { at: Date.now(), version: form.elements.version?.value || "", pairs: pairs(form), ...marks };
  try {
    localStorage.setItem(key(form), JSON.stringify(copy));
  } catch {
    // A full or forbidden store only means that there is no second net.
  }
}

export function read(form) {
  try {
    return JSON.parse(localStorage.getItem(key(form)));
  } catch {
    return null;
  }
}

export function drop(form) {
  try {
    localStorage.removeItem(key(form));
  } catch {
    // Nothing was kept.
  }
}

/** Forget all copies (on log-out), or those older than a week (on start). */
export function forget(olderThan = Infinity) {
  try {
    for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const copy = JSON.parse(localStorage.getItem(name));
      if (olderThan === Infinity || Date.now() - copy.at > olderThan) localStorage.removeItem(name);
    }
  } catch {
    // The store is not ours to mend.
  }
}

export const forgetOld = () => forget(DAYS);

/** Whether the form already says what the copy says; the version does not count. */
export function same(form, copy) {
  const told = (list) => JSON.stringify(list.filter(([name]) => name !== "version"));
  return told(pairs(form)) === told(copy.pairs);
}

/** Put the copy's values back into the fields of the same names, in order. */
export function fill(form, copy) {
  const values = new Map();
  for (const [name, value] of copy.pairs) values.set(name, [...(values.get(name) || []), value]);
  const taken = new Map();
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || ["version", "csrfmiddlewaretoken"].includes(field.name)) continue;
    const given = values.get(field.name) || [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = given.includes(option.value);
    else if (given.length && field.type !== "submit") {
      const turn = taken.get(field.name) || 0;
      field.value = given[Math.min(turn, given.length - 1)];
      taken.set(field.name, turn + 1);
    }
  }
}
