/* Brings in what arrives while a thread is open, and says so. Asks now and then, not while the tab is hidden, and ever less often
   when nobody answers. What is being typed is never touched. Without this file the page shows it when it is loaded again. */
(() => {
  "use strict";
  const EVERY = 15_000, LONGEST = 300_000; // ms
  const list = document.querySelector("[data-follow]"), said = document.getElementById("arrived");
  if (!list || !said) return;
  let mark = list.dataset.mark, pause = EVERY, timer = null;

  async function look() {
    timer = null;
    if (document.hidden) return;
    try {
      const answer = await fetch(list.dataset.follow, {
        headers: { "If-None-Match": `"${mark}"` }, cache: "no-store", credentials: "same-origin", redirect: "manual",
      });
      if (answer.status === 200) {
        put(new DOMParser().parseFromString(await answer.text(), "text/html"));
        mark = answer.headers.get("ETag").replace(/^W\/|"/g, "");
      } else if (answer.status !== 304 && answer.status < 500) return; // signed out, covered, or she is no longer here
      pause = answer.status >= 500 ? Math.min(pause * 2, LONGEST) : EVERY;
    } catch { pause = Math.min(pause * 2, LONGEST); }
    timer = setTimeout(look, pause);
  }

  function put(page) {
    const held = document.activeElement, was = held ? held.getBoundingClientRect().top : 0;
    const fresh = [...page.querySelectorAll("#talk-end > li")];
    const known = new Set([...document.querySelectorAll(".talk > li")].map((one) => one.id));
    const hers = fresh.filter((one) => one.matches(".them") && !known.has(one.id));
    for (const one of [...list.children]) {
      if (one !== held && !one.contains(held)) one.remove();
    }
    for (const one of fresh) {
      const old = [...list.children].find((other) => other.id === one.id);
      list.append(old || document.importNode(one, true)); // whoever is about to press a button in an entry keeps that entry
    }
    if (held && held !== document.activeElement && held.isConnected) held.focus({ preventScroll: true });
    const signs = document.getElementById("signs"), now = page.getElementById("signs");
    if (signs && now) signs.replaceWith(document.importNode(now, true));
    if (hers.length) tell(hers[hers.length - 1].id);
    if (held && held !== document.body) window.scrollBy(0, held.getBoundingClientRect().top - was);
  }

  function tell(id) {
    const link = document.createElement("a");
    link.href = "#" + id;
    link.textContent = said.dataset.said;
    said.classList.add("notice", "notice-card", "small");
    said.replaceChildren(link);
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden || timer !== null) return;
    pause = EVERY;
    look();
  });
  timer = setTimeout(look, EVERY);
})();
