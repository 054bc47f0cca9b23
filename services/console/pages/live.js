// Renews the parts of a page that bear data-part when the console has heard something new. Only an enhancement:
// without it, "Refresh" does the same. What somebody is at with the keyboard is never taken away.
"use strict";
(() => {
  const stream = document.body.dataset.live;
  const status = document.getElementById("live");
  const AGAIN_MS = 5000, REST_MS = 500;
  let last = 0, busy = false, more = false;

  function listen() {
    const address = new URL(stream, location.href);
    if (last) address.searchParams.set("since", last);
    const source = new EventSource(address);
    source.addEventListener("changed", (event) => { last = event.lastEventId; renew(); });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_MS);  // otherwise it tries by itself
    });
  }

  async function renew() {
    more = true;
    if (busy) return;
    busy = true;
    while (more) {
      more = false;
      try {
        const answer = await fetch(location.href, { cache: "no-store", headers: { "X-Renewed": "1" } });
        if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      } catch {
        setTimeout(renew, AGAIN_MS);  // the console is away for a moment
      }
      await new Promise((done) => setTimeout(done, REST_MS));
    }
    busy = false;
  }

  function show(fresh) {
    let shown = false;
    for (const part of document.querySelectorAll("[data-part]")) {
      const now = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!now || now.textContent === part.textContent) continue;
      if (part.contains(document.activeElement)) {
        part.addEventListener("focusout", () => setTimeout(renew), { once: true });
        continue;
      }
      keepOpen(part, now);
      part.replaceWith(now);
      shown = shown || !("quiet" in now.dataset);
    }
    if (shown) status.textContent = `Renewed at ${new Date().toLocaleTimeString("en-GB", { timeZone: "Europe/London" })}`;
  }

  function keepOpen(before, after) {
    const details = after.querySelectorAll("details");
    before.querySelectorAll("details").forEach((each, n) => { if (details[n]) details[n].open = each.open; });
  }

  if (stream && window.EventSource) listen();
})();
