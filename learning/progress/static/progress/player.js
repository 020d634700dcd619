/* The conversation works without this file. With it: after each new line focus goes to "Wat zeg jij?" (the log announces the
   line by itself), and the first new line comes into view. No storage, no timers. */
(() => {
  "use strict";
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  document.addEventListener("htmx:afterSettle", () => {
    const news = document.querySelectorAll("[data-new]");
    const prompt = document.querySelector("[data-prompt]");
    if (prompt) prompt.focus({ preventScroll: true });
    if (news.length) news[0].scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  });
  /* The next lines are the new ones: what was new before the request no longer is. */
  document.addEventListener("htmx:beforeSwap", () => {
    document.querySelectorAll("[data-new]").forEach((line) => line.removeAttribute("data-new"));
  });
  /* Back in the browser shows where the conversation stands, not where it stood. */
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
