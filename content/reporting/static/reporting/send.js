/* Sends the form without losing what was typed: when the network is away it tries again for a minute and then gives a number
   to call. The same page sent twice is one report with one code, so trying again is safe. Nothing is stored on the device. */
(() => {
  "use strict";
  const form = document.querySelector("[data-send]");
  const status = document.querySelector("[data-send-status]");
  if (!form || !status || !window.fetch) return;
  const MINUTE = 60000, PAUSE = 3000, LONGEST = 20000;
  let busy = false;
  const post = async () => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), LONGEST);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), cache: "no-store", signal: stop.signal });
      if (answer.status >= 500 && answer.status !== 503) throw new Error("server");
      return await answer.text();
    } finally { clearTimeout(timer); }
  };
  const show = (page) => { document.open(); document.write(page); document.close(); scrollTo(0, 0); };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    form.setAttribute("aria-busy", "true");
    const end = Date.now() + MINUTE;
    for (;;) {
      try { show(await post()); return; } catch {
        if (Date.now() > end) break;
        status.textContent = status.dataset.again;
        await new Promise((go) => setTimeout(go, PAUSE));
      }
    }
    busy = false;
    form.removeAttribute("aria-busy");
    status.textContent = status.dataset.gaveUp;
  });
})();
