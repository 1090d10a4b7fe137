/* Keeps what was typed on a round when the line is down or the session is over: the form is sent from the page, and the page stays
   until the answer is there. Nothing is kept on the phone itself. Without this file the form is sent as any form is. */
"use strict";

(() => {
  const notice = document.querySelector("[data-unkept]");
  let stale = false; // the page's token is of a session that is over

  function say(what) {
    notice.querySelector("[data-no-line]").hidden = what !== "no-line";
    notice.querySelector("[data-signed-out]").hidden = what !== "signed-out";
    notice.hidden = false;
    notice.focus();
  }

  async function freshToken() {
    const answer = await fetch(location.pathname, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("main input[name=csrf_token]");
    if (!token) return false;
    document.querySelectorAll("input[name=csrf_token]").forEach((field) => { field.value = token.value; });
    return true;
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-keep]");
    if (!form || !notice || form.dataset.sending) return;
    event.preventDefault();
    form.dataset.sending = "yes";
    try {
      if (stale && !(await freshToken())) return say("signed-out");
      const body = new URLSearchParams(new FormData(form, event.submitter));
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
      const elsewhere = new URL(answer.url).pathname.startsWith("/sign-in");
      if (answer.status === 400 || elsewhere) { stale = true; return say("signed-out"); }
      if (answer.redirected) {
        const at = new URL(answer.url);
        const anchor = at.hash || (form.closest("[id]") ? `#${form.closest("[id]").id}` : "");
        if (at.pathname === location.pathname) { location.hash = anchor; location.reload(); } else location.assign(answer.url);
        return;
      }
      // An answer with a question or a refusal: nothing was kept, so it may be sent once more, as any form is.
      form.requestSubmit(event.submitter || undefined);
    } catch { say("no-line"); } finally { delete form.dataset.sending; }
  });
})();
