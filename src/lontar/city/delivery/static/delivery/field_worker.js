/* Serves the page of hand-overs without a signal from this telephone when there is none. It keeps nothing by itself:
   the page puts its own files into the cache when a list is taken along, and signing out deletes them. */
const PATIENCE_MS = 4000;
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  const page = request.mode === "navigate" && address.pathname === new URL(registration.scope).pathname;
  if (request.method !== "GET" || address.origin !== location.origin || !(page || address.pathname.startsWith("/static/"))) return;
  event.respondWith(answer(request, address.pathname));
});

/* The network first, so that nothing old is shown; a signal that does not answer is none. */
async function answer(request, path) {
  const asked = fetch(request);
  const late = new Promise((yes) => setTimeout(yes, PATIENCE_MS));
  const first = await Promise.race([asked.catch(() => null), late]);
  if (first && first.status < 500) return first;
  return (await caches.match(path)) ?? asked;
}
