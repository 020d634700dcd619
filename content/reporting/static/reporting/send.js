/* Sends the form without losing what was typed: when the network is away it tries again for a minute and then gives a number
   to call. Once it arrived, the browser itself goes to the answer with the same post: the same page sent twice is one report
   with one code, so loading the answer again shows that code again. What was typed is wiped from the page first, so that Back
   does not show it to the next person. Nothing is stored on the device. */
(() => {
  "use strict";
  const form = document.querySelector("[data-send]");
  const status = document.querySelector("[data-send-status]");
  if (!form || !status || !window.fetch) return;
  const MINUTE = 60000, PAUSE = 3000, LONGEST = 20000;
  let busy = false;
  const post = async (data) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), LONGEST);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), cache: "no-store", signal: stop.signal });
      if (answer.status >= 500 && answer.status !== 503) throw new Error("server");
      await answer.arrayBuffer();
    } finally { clearTimeout(timer); }
  };
  const go = (data) => {
    const twin = document.createElement("form");
    twin.method = "post";
    twin.action = form.action;
    twin.target = "_self"; /* in a school's frame the base target is the whole window */
    twin.hidden = true;
    for (const [name, value] of data) {
      const field = document.createElement("textarea"); /* an input would drop line ends */
      field.name = name;
      field.value = value;
      twin.append(field);
    }
    form.reset();
    form.querySelectorAll("input:not([type=hidden]), textarea").forEach((field) => {
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.defaultChecked;
      else { field.value = ""; field.defaultValue = ""; }
    });
    document.body.append(twin);
    twin.submit();
  };
  form.addEventListener("submit", async (event) => {
    if (event.submitter && event.submitter.name === "taal") return; /* the same page in another language: nothing is sent */
    event.preventDefault();
    if (busy) return;
    busy = true;
    form.setAttribute("aria-busy", "true");
    const data = new FormData(form), end = Date.now() + MINUTE;
    for (;;) {
      try { await post(data); go(data); return; } catch {
        if (Date.now() > end) break;
        status.textContent = status.dataset.again;
        await new Promise((wait) => setTimeout(wait, PAUSE));
      }
    }
    busy = false;
    form.removeAttribute("aria-busy");
    status.textContent = status.dataset.gaveUp;
  });
})();
