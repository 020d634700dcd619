/* Snel weg. The link works without this file; with it the page is blank first, what was typed is wiped, and there is no way
   back. Shift three times within five seconds does the same. */
(() => {
  "use strict";
  const exit = document.querySelector("[data-exit]");
  if (!exit) return;
  const leave = () => {
    document.title = " ";
    document.querySelectorAll("input, textarea").forEach((field) => { field.value = ""; field.defaultValue = ""; });
    document.body.replaceChildren();
    try { window.top.location.replace(exit.href); } catch { location.replace(exit.href); } /* writing is allowed across origins, reading is not */
  };
  exit.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  let times = [], other = false; /* other: a capital was typed while Shift was held, which is no sign */
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") { other = true; times = []; } else if (!event.repeat) other = false;
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift") return;
    if (other) return;
    const now = Date.now();
    times = [...times.filter((time) => now - time < 5000), now];
    if (times.length === 3) leave();
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
