// Tells that somebody writes to her, and shows who else does. Without this file each press of a button tells it.
(() => {
  "use strict";
  // ms: between signs of life, between looks. An unattended page asks nothing, so that it does not keep its session alive.
  const BEAT = 60_000, LOOK = 8_000, IDLE = 240_000;
  const form = document.querySelector("form[data-live]");
  const place = () => document.getElementById("who-writes");
  if (!form || !place()) return;
  const token = form.querySelector("[name=csrf_token]").value;
  let beaten = 0, touched = Date.now(), asking = false;

  async function ask(options) {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(place().dataset.watch, { credentials: "same-origin", ...options });
      if (answer.ok && !answer.redirected) put(await answer.text());
    } catch { /* the line was down for a moment */ }
    asking = false;
  }

  function put(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("who-writes"), old = place();
    if (!fresh || fresh.outerHTML === old.outerHTML) return;
    const changed = fresh.dataset.writer !== old.dataset.writer;
    old.replaceChildren(...document.importNode(fresh, true).childNodes);   // the element stays, so that it is read aloud
    old.dataset.writer = fresh.dataset.writer;
    if (changed) form.dispatchEvent(new Event("writer-changed"));
  }

  const say = (what) => new URLSearchParams({ csrf_token: token, do: what });
  const beat = () => {
    if (Date.now() - beaten < BEAT && place().dataset.writer === "me") return;
    if (Date.now() - beaten < LOOK) return;
    beaten = Date.now();
    ask({ method: "POST", body: say("writing") });
  };

  form.addEventListener("focusin", (event) => { if (event.target.id === "body") beat(); });
  form.addEventListener("input", beat);
  for (const sign of ["pointerdown", "pointermove", "scroll", "keydown"]) {
    document.addEventListener(sign, () => { touched = Date.now(); }, { passive: true });
  }

  setInterval(() => {
    if (document.hidden || Date.now() - touched > IDLE) return;
    const writes = place().dataset.writer === "me" && document.activeElement && document.activeElement.id === "body";
    if (writes && Date.now() - beaten >= BEAT) beat(); else ask({});
  }, LOOK);
  window.addEventListener("pagehide", () => {
    if (place().dataset.writer === "me") navigator.sendBeacon(place().dataset.watch, say("done"));
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) ask({}); });
})();
