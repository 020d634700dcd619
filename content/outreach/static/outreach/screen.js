/* A display in a hall: shows the slides that are due, one after another, and fetches changes each minute without a flash.
   Without a network it goes on with what it has; without this script the page itself goes on to the next slide. */
(() => {
  "use strict";
  const hall = document.querySelector("[data-hall]");
  if (!hall) return;
  const MINUTE = 60000, FADE = 1600, PLACES = 8;
  const source = location.pathname.replace(/\/?$/, "/dias/");
  let etag = "", ahead = 0, waiting = null, renewed = false, turn = 0;
  let shown = hall.querySelector(".is-shown");
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: "Europe/Amsterdam", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", weekday: "short", hourCycle: "h23",
  });

  /* The school's own clock, by the server's: the clock of a display may be wrong. */
  const now = () => {
    const found = {};
    for (const { type, value } of parts.formatToParts(Date.now() + ahead)) found[type] = value;
    return {
      day: `${found.year}-${found.month}-${found.day}`, hour: Number(found.hour),
      weekday: String(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(found.weekday)),
    };
  };

  const due = ({ dataset: slide }, at) => !("lastResort" in slide)
    && (!slide.first || at.day >= slide.first) && (!slide.last || at.day <= slide.last)
    && (!slide.days || slide.days.split(",").includes(at.weekday))
    && at.hour >= Number(slide.from) && at.hour < Number(slide.until);

  const following = () => {
    const all = [...hall.children].filter((slide) => !slide.dataset.leaving), at = now();
    const here = all.findIndex((slide) => slide.dataset.key === (shown && shown.dataset.key));
    const order = [...all.slice(here + 1), ...all.slice(0, here + 1)];
    return order.find((slide) => due(slide, at)) || all.find((slide) => "lastResort" in slide.dataset);
  };

  /* New slides come in behind the one that is on; that one leaves when its turn is over. */
  const bringIn = () => {
    for (const slide of [...hall.children]) {
      if (slide === shown) slide.dataset.leaving = "1"; else slide.remove();
    }
    hall.append(...waiting);
    waiting = null;
  };

  const next = () => {
    if (renewed) { location.reload(); return; }
    if (waiting) bringIn();
    const slide = following();
    if (slide !== shown) {
      const former = shown;
      slide.classList.add("is-shown");
      if (former) {
        former.classList.remove("is-shown");
        if (former.dataset.leaving) setTimeout(() => former.remove(), FADE);
      }
      shown = slide;
      document.title = shown.querySelector("h1").textContent;
    }
    turn += 1;
    hall.dataset.drift = String(turn % PLACES);
    setTimeout(next, Number(shown.dataset.seconds) * 1000);
  };

  const look = async () => {
    try {
      const answer = await fetch(source, { cache: "no-store", credentials: "omit", headers: etag ? { "If-None-Match": etag } : {} });
      const date = Date.parse(answer.headers.get("Date") || "");
      if (date && !answer.headers.get("X-Kept")) ahead = date - Date.now();
      if (answer.status === 200) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-hall]");
        if (fresh) {
          if (etag) waiting = [...fresh.children].map((slide) => document.importNode(slide, true));
          renewed = fresh.dataset.release !== hall.dataset.release;
          etag = answer.headers.get("ETag") || "";
        }
      }
    } catch { /* no network: go on with what is here */ }
    setTimeout(look, MINUTE);
  };

  if (shown) setTimeout(next, Number(shown.dataset.seconds) * 1000); else next();
  look();
  /* Only what is as large as a display keeps anything: a telephone that opens this page does not. */
  if ("serviceWorker" in navigator && Math.max(screen.width, screen.height) >= 1024) {
    navigator.serviceWorker.register("/scherm/worker.js", { scope: "/scherm/" }).catch(() => {});
  }
})();
