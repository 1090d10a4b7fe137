/* Puts a blank where the cursor stands in the words of a template, and completes one while it is typed after two braces.
   Without script one types it: the page names the blanks, and says which one it does not know. */
"use strict";

(() => {
  const body = document.getElementById("body");
  const chips = [...document.querySelectorAll("[data-blank]")];
  if (!body || !chips.length) return;
  const OPEN = /\{\{\s*([\p{L}\d_]*)$|\{%\s*(?:el)?if\s+([\p{L}\d_]*)$/u;

  function put(text, from, to, cursor = text.length) {
    body.setRangeText(text, from, to, "end");
    body.setSelectionRange(from + cursor, from + cursor);
    body.focus();
    body.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A chip: by mouse, touch, or Enter and space on the keyboard.
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-blank], [data-only-if], [data-either-or]");
    if (!chip) return;
    const { selectionStart: from, selectionEnd: to } = body;
    const chosen = body.value.slice(from, to);
    if (chip.dataset.blank) return put(`{{ ${chip.dataset.blank} }}`, from, to);
    if ("eitherOr" in chip.dataset) {
      const start = "{% if hook %}{{ hook }}{% else %}";
      return put(`${start}${chosen}{% endif %}`, from, to, start.length + chosen.length);
    }
    const named = chosen.match(/\{\{\s*(\w+)/);
    const start = `{% if ${named ? named[1] : "town"} %}`;
    put(`${start}${chosen}{% endif %}`, from, to, start.length + chosen.length);
  });

  // Completing.
  const list = document.createElement("ul");
  list.id = "completions";
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  body.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) body.setAttribute(name, value);
  let at = 0;

  function typed() {
    if (body.selectionStart !== body.selectionEnd) return null;
    const found = body.value.slice(0, body.selectionStart).match(OPEN);
    return found ? { part: (found[1] ?? found[2] ?? "").toLowerCase(), tag: found[0].startsWith("{%") } : null;
  }

  function show() {
    const now = typed();
    const fitting = now ? chips.filter((chip) => [...chip.dataset.said.split(" "), chip.textContent.toLowerCase()].some((said) => said.startsWith(now.part))) : [];
    list.replaceChildren(...fitting.map((chip, index) => {
      const item = document.createElement("li");
      item.id = `completion-${index}`;
      item.setAttribute("role", "option");
      item.dataset.name = chip.dataset.blank;
      item.textContent = `${chip.dataset.blank} · ${chip.textContent}`;
      return item;
    }));
    list.hidden = !fitting.length;
    body.setAttribute("aria-expanded", String(!list.hidden));
    mark(0);
  }

  function mark(index) {
    at = list.children.length ? (index + list.children.length) % list.children.length : 0;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    if (list.hidden) body.removeAttribute("aria-activedescendant");
    else body.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function hide() { list.hidden = true; body.setAttribute("aria-expanded", "false"); body.removeAttribute("aria-activedescendant"); }

  function take(item) {
    const now = typed();
    if (!now) return hide();
    const to = body.selectionStart, from = to - now.part.length;
    const rest = body.value.slice(to);
    const end = now.tag ? "%}" : "}}";
    const closed = rest.match(now.tag ? /^\s*%\}/ : /^\s*\}\}/);
    const space = /\s$/.test(body.value.slice(0, from)) ? "" : " ";
    put(`${space}${item.dataset.name} ${end}`, from, to + (closed ? closed[0].length : 0));
    hide();
  }

  body.addEventListener("input", show);
  body.addEventListener("blur", () => setTimeout(hide, 150));
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();                  // the cursor stays in the words
    const item = event.target.closest("li");
    if (item) take(item);
  });
  body.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(at + (event.key === "ArrowDown" ? 1 : -1));
    else if (event.key === "Enter" || event.key === "Tab") take(list.children[at]);
    else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
})();
