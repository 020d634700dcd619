/* The service worker of displays, for /scherm/ alone: the network first, and what was last seen when there is none. */
"use strict";
const KEPT = "gehoord-scherm-1";
const MOST = 80;
const PATIENCE = 8000;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("gehoord-scherm-") && name !== KEPT) await caches.delete(name);
  await self.clients.claim();
})()));

const keep = async (request, answer) => {
  const kept = await caches.open(KEPT);
  await kept.put(request, answer);
  const all = await kept.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST))) await kept.delete(old);
};

const ofDisplay = (url) => url.origin === self.location.origin
  && (url.pathname.startsWith("/scherm/") || url.pathname.startsWith("/static/") || url.pathname.startsWith("/media/"));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !ofDisplay(url)) return;
  event.respondWith((async () => {
    const address = url.origin + url.pathname;
    try {
      const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok && answer.status === 200) await keep(address, answer.clone());
      if (answer.status < 500) return answer;
    } catch { /* no network, or none that answers */ }
    const kept = await (await caches.open(KEPT)).match(address);
    if (!kept) return Response.error();
    const headers = new Headers(kept.headers);
    headers.set("X-Kept", "1");
    return new Response(kept.body, { status: 200, headers });
  })());
});
