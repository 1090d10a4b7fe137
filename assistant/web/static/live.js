// Saves page loads, nothing more: the same form with its buttons works without this file.
// A form with data-live sends itself in the background; the parts of the answer with these ids take the place of the old ones.
(() => {
  "use strict";
  const PARTS_REFILL = ["whom-we-know", "writing", "lock-screen", "send-panel"];
  const PARTS_CHECK = ["findings", "lock-screen", "send-panel", "length-said"];
  const form = document.querySelector("form[data-live]");

  document.documentElement.classList.add("has-script");

  const copyFrom = document.querySelector("[data-copy-from]");
  if (copyFrom && navigator.clipboard) {
    copyFrom.hidden = false;
    copyFrom.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(copyFrom.dataset.copyFrom).value);
      copyFrom.textContent = "✓ " + copyFrom.textContent.replace(/^✓ /, "");
    });
  }

  // Whoever comes back from the app is asked whether it left: the question is brought into view and read aloud.
  const question = document.querySelector("[data-ask]");
  const link = document.querySelectorAll("[data-leaves]");
  if (question && link.length) {
    const key = "left" + location.pathname;   // the app's own page may have come in between, and this one is loaded anew
    for (const one of link) one.addEventListener("click", () => sessionStorage.setItem(key, "yes"));
    const ask = () => {
      if (document.hidden || !sessionStorage.getItem(key)) return;
      sessionStorage.removeItem(key);
      question.closest("form").classList.add("notice", "notice-warm", "is-asked");
      question.scrollIntoView({ block: "center" });
      question.focus({ preventScroll: true });
    };
    document.addEventListener("visibilitychange", ask);
    window.addEventListener("focus", ask);
    ask();
  }
  if (!form) return;

  let running = null;
  let timer = null;
  let released = Promise.resolve();          // settled when no button of the mouse, no finger and no pen is down

  // A click on an element that is replaced between press and release is no click: what she chose would be lost.
  document.addEventListener("pointerdown", () => {
    released = new Promise((resolve) => {
      const letGo = () => setTimeout(resolve); // the click, and the change that it makes, come first
      for (const sign of ["pointerup", "pointercancel"]) window.addEventListener(sign, letGo, { once: true });
    });
  });

  async function ask(what, parts) {
    if (running) running.abort();
    const mine = running = new AbortController();
    const data = new FormData(form);
    data.set("do", what);
    data.set("live", "yes");                 // looking along is not writing to her yet: writing.js says that
    let page;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new URLSearchParams(data), signal: mine.signal, credentials: "same-origin",
      });
      if (!answer.ok || answer.redirected) return;
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch { return; }                      // the buttons still work
    await released;
    if (mine.signal.aborted) return;
    const before = document.activeElement;
    const { id, name, value } = before || {};
    for (const part of parts) {
      const fresh = page.getElementById(part), old = document.getElementById(part);
      if (!fresh || !old) continue;
      const put = document.importNode(fresh, true);
      for (const typed of old.querySelectorAll("[data-keep]")) {  // hers alone: the server does not say it again
        const same = put.querySelector("#" + typed.id);
        if (same) same.value = typed.value;
      }
      old.replaceWith(put);
    }
    dress();
    if (document.activeElement === before) return;
    const again = (id && document.getElementById(id)) ||
      [...form.elements].find((element) => element.name === name && element.value === value);
    if (again) again.focus({ preventScroll: true });
  }

  function dress() {
    for (const button of form.querySelectorAll("[data-replace-with]")) button.hidden = false;
  }

  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-refill]")) ask("refill", PARTS_REFILL);
    else if (event.target.matches("[data-check]") && event.target.id !== "body") ask("check", PARTS_CHECK);
  });
  form.addEventListener("input", (event) => {
    if (event.target.id !== "body") return;
    clearTimeout(timer);
    timer = setTimeout(() => ask("check", PARTS_CHECK), 350);
  });
  form.addEventListener("writer-changed", () => ask("check", PARTS_CHECK));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-replace-with]");
    if (!button) return;
    const body = form.querySelector("#body");
    const start = unitIndex(body.value, Number(button.dataset.replaceStart));
    const end = unitIndex(body.value, Number(button.dataset.replaceEnd));
    body.setRangeText(button.dataset.replaceWith, start, end, "end");
    ask("check", PARTS_CHECK);
  });

  // The server counts code points, a browser counts UTF-16 units.
  function unitIndex(text, count) { return [...text].slice(0, count).join("").length; }

  dress();
})();
