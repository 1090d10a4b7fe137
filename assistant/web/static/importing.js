// Follows an import: asks for the page again and puts the fresh part in place. Without this file the page loads itself anew.
(() => {
  "use strict";
  const EVERY = 700; // ms
  const follow = async () => {
    const old = document.querySelector("[data-poll]");
    if (!old) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = answer.ok && !answer.redirected
        ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
      const fresh = page && page.querySelector("[data-poll]");
      if (!fresh) { location.reload(); return; }
      const now = old.querySelector("progress"), then = fresh.querySelector("progress");
      const counted = old.querySelector("span.soft"), counts = fresh.querySelector("span.soft");
      if (now && then && now.hasAttribute("value") === then.hasAttribute("value")) {
        if (then.hasAttribute("value")) now.value = then.value;   // the bar and the button stay what they are: focus is kept
        now.setAttribute("aria-label", then.getAttribute("aria-label"));
        counted.textContent = counts.textContent;
      } else old.replaceWith(document.importNode(fresh, true));
    } catch { /* the line was down for a moment */ }
    setTimeout(follow, EVERY);
  };
  setTimeout(follow, EVERY);
})();
