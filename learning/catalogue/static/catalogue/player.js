/* The conversation works without this file. With it: after each new line focus goes to "Wat zeg jij?" (the log announces the
   line by itself), and the first new line comes into view. No storage, no timers: the pause before a line shows is drawn by
   the stylesheet, on words that are in the page already. */
(() => {
  "use strict";
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const comeInto = (line) => line.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  document.addEventListener("htmx:afterSettle", () => {
    const news = document.querySelectorAll("[data-new]");
    const prompt = document.querySelector("[data-prompt]");
    if (prompt) prompt.focus({ preventScroll: true });
    if (news.length) comeInto(news[0]);
  });
  /* The next lines are the new ones: what was new before the request no longer is. */
  document.addEventListener("htmx:beforeSwap", () => {
    document.querySelectorAll("[data-new]").forEach((line) => line.removeAttribute("data-new"));
    document.querySelectorAll(".gh-chat--pause").forEach((log) => log.classList.add("gh-chat--live"));
  });
  /* Back in the browser shows where the conversation stands, not where it stood. */
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
