/* Puts a blank where the cursor stands in the words of a template. Without script one types it between double braces. */
"use strict";

(() => {
  const body = document.getElementById("body");
  if (!body) return;

  function put(before, after = "") {
    const chosen = body.value.slice(body.selectionStart, body.selectionEnd);
    body.setRangeText(before + chosen + after, body.selectionStart, body.selectionEnd, "end");
    body.focus();
    body.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-blank], [data-only-if]");
    if (!chip) return;
    if (chip.dataset.blank) put(`{{ ${chip.dataset.blank} }}`);
    else put("{% if town %}", "{% endif %}");
  });
})();
