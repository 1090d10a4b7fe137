/* Keys, as the list under "?" says. Single letters work outside fields only and can be switched off under your name.
   Nothing here is needed: each key presses something that stands on the page. */
"use strict";

const cover = document.querySelector("form[data-cover]");
const singles = document.body.hasAttribute("data-single-keys");
let lastEscape = 0;

function inField(target) {
  return target.closest("input:not([type=radio], [type=checkbox], [type=submit]), textarea, select, [contenteditable]") !== null;
}

function rows() {
  return [...document.querySelectorAll("[data-row] a.name, .rows > .wait a.name")].filter((link) => link.offsetParent);
}

function step(by) {
  const links = rows();
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  links[Math.min(Math.max(at + by, 0), links.length - 1)].focus();
}

function go(name) {
  const link = document.querySelector(`a[data-to="${name}"]`);
  if (link) location.assign(link.href);
}

// On a thread: the element with data-key is followed, or opened and gone into.
function into(letter) {
  const place = document.querySelector(`[data-key="${letter}"]`);
  if (!place) return;
  if (place.matches("a")) { place.click(); return; }
  for (let one = place; one; one = one.parentElement.closest("details")) if (one.matches("details")) one.open = true;
  const field = place.matches("textarea") ? place
    : place.querySelector("textarea") || place.querySelector("input:not([type=hidden]), select, button");
  if (field) { field.focus({ preventScroll: true }); field.scrollIntoView({ block: "center" }); }
}

const SINGLE = {
  w: () => into("w"),
  a: () => into("a"),
  p: () => into("p"),
  m: () => into("m"),
  j: () => step(1),
  k: () => step(-1),
  n: () => go("plus"),
  o: () => { if (document.querySelector('a[data-to="plus"]')) location.assign("/again/"); },
  c: () => go("call"),
  "/": () => go("search"),
  "?": () => location.assign("/me#keys"),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (cover && event.timeStamp - lastEscape < 700) cover.requestSubmit();
    lastEscape = event.timeStamp;
    return;
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form");
    const button = (form && form.querySelector("button.btn-primary")) || document.querySelector("main .btn-primary");
    if (button) { event.preventDefault(); button.click(); }
    return;
  }
  if (!singles || event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
  const press = SINGLE[event.key];
  if (press) { event.preventDefault(); press(); }
});
