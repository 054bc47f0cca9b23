// An enhancement alone: every page does all it is for without it. Nothing is stored in the browser.
"use strict";

// What is typed is kept on the server while it is typed, so that a closed tab loses nothing.
const PAUSE_MILLISECONDS = 1000;

function keeps(form) {
  const saved = form.querySelector(".saved");
  let waiting = 0;
  let changed = false;

  function typed() {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
    fields.set("quietly", "yes");
    return fields;
  }

  async function keep() {
    clearTimeout(waiting);
    if (!changed) return;
    changed = false;
    try {
      const answer = await fetch(location.pathname + location.search, { method: "POST", body: typed(), keepalive: true });
      if (!answer.ok) throw new Error();
      form.elements.draft.value = answer.headers.get("Draft");
      saved.textContent = `Kept as a draft at ${new Date().toLocaleTimeString("en-GB").slice(0, 5)}.`;
    } catch {
      changed = true;
      saved.textContent = "It could not be kept as a draft just now.";
    }
  }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE_MILLISECONDS);
  });
  form.addEventListener("submit", () => {
    changed = false;
    clearTimeout(waiting);
  });
  addEventListener("pagehide", keep);
}

for (const form of document.querySelectorAll("form.kept")) keeps(form);

// Whoever leaves the desk is asked again who they are (services/console/session.py has the same minutes).
const LOCK_MINUTES = 15;
if (document.querySelector("header .you")) {
  let left = 0;
  const here = () => {
    clearTimeout(left);
    left = setTimeout(() => {
      location.assign(`/locked?back=${encodeURIComponent(location.pathname + location.search)}`);
    }, LOCK_MINUTES * 60 * 1000);
  };
  for (const what of ["keydown", "pointerdown", "pointermove", "scroll"]) addEventListener(what, here, { passive: true });
  here();
}
