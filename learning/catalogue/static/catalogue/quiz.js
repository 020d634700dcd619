/* Ordering and matching work without this file: every line has a number or a choice of its own. With it, ordering gets buttons
   and dragging, and each change is said aloud once, in a status that is there from the start. */
(() => {
  "use strict";
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  for (const list of document.querySelectorAll("[data-places]")) {
    const say = list.parentElement.querySelector("[data-say]");
    const hint = list.parentElement.querySelector(".gh-question__hint");
    const lines = () => [...list.querySelectorAll("[data-place]")];
    const number = (line) => line.querySelector("select");
    const words = (line) => line.querySelector("label").textContent.trim();

    const renumber = () => lines().forEach((line, place, all) => {
      number(line).value = String(place + 1);
      const [up, down] = line.querySelectorAll("button");
      up.setAttribute("aria-disabled", place === 0);
      down.setAttribute("aria-disabled", place === all.length - 1);
    });
    const tell = (line) => {
      say.textContent = fill(list.dataset.said, { text: words(line), place: lines().indexOf(line) + 1, total: lines().length });
    };
    const move = (line, step) => {
      const all = lines(), target = all[all.indexOf(line) + step];
      if (!target) return;
      if (step < 0) target.before(line); else target.after(line);
      renumber();
      tell(line);
    };
    const button = (line, label, step) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "gh-button gh-button--secondary";
      made.textContent = label;
      const hidden = document.createElement("span");
      hidden.className = "gh-visually-hidden";
      hidden.textContent = `: ${words(line)}`;
      made.append(hidden);
      made.addEventListener("click", () => { move(line, step); made.focus(); });
      return made;
    };

    lines().sort((a, b) => number(a).value - number(b).value).forEach((line) => list.append(line));
    for (const line of lines()) {
      const buttons = document.createElement("span");
      buttons.className = "gh-place__buttons";
      buttons.append(button(line, list.dataset.up, -1), button(line, list.dataset.down, 1));
      number(line).hidden = true;
      line.append(buttons);
      line.draggable = true;
      line.addEventListener("dragstart", () => line.classList.add("gh-place--moving"));
      line.addEventListener("dragend", () => { line.classList.remove("gh-place--moving"); renumber(); tell(line); });
    }
    list.addEventListener("dragover", (event) => {
      const moving = list.querySelector(".gh-place--moving"), over = event.target.closest("[data-place]");
      if (!moving) return;
      event.preventDefault();
      if (!over || over === moving) return;
      const box = over.getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) over.before(moving); else over.after(moving);
    });
    list.classList.add("gh-places--live");
    if (hint) hint.textContent = list.dataset.hint;
    renumber();
  }

  for (const part of document.querySelectorAll("[data-pairs]")) {
    const say = part.parentElement.querySelector("[data-say]");
    part.addEventListener("change", (event) => {
      const chosen = event.target, all = [...part.querySelectorAll("select")];
      const count = all.filter((one) => !one.value).length;
      const values = { left: chosen.labels[0].textContent.trim(), right: chosen.selectedOptions[0].textContent, count };
      say.textContent = chosen.value ? fill(count ? part.dataset.said : part.dataset.done, values) : "";
    });
  }
})();
