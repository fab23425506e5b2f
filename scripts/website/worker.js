// Keeps the site's files for visits without a network. Each file is known by its SHA-256, so an old copy is never
// taken for a new one; what a page fetches is kept as it comes by, and the rest when the page asks for it.
import { PrecacheController } from "workbox-precaching";
import { CacheFirst } from "workbox-strategies";

/* global FILES, NAME */
const cacheName = NAME;
const controller = new PrecacheController({ cacheName });
controller.addToCacheList(FILES.map(([url, revision]) => ({ url, revision })));
const hashes = new Map(FILES.map(([url, revision]) => [new URL(url, location.href).href, revision]));

const bare = (url) => {
  const address = new URL(url);
  address.search = address.hash = "";
  // JupyterLab asks for a still beside its own page before it has worked out where the notebook's folder is.
  address.pathname = address.pathname.replace(/\/(notebooks|lab|tree|doc)\/figures\//, "/files/figures/");
  return address.href.endsWith("/") ? `${address.href}index.html` : address.href;
};
const digest = async (response) => {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};
const strategy = new CacheFirst({
  cacheName,
  plugins: [
    {
      cacheKeyWillBeUsed: async ({ request }) => controller.getCacheKeyForURL(bare(request.url)),
      // "no-cache" asks the server whether the browser's own copy still holds; without it an old page could come back.
      requestWillFetch: async ({ request }) => new Request(bare(request.url), { cache: "no-cache" }),
      cacheWillUpdate: async ({ request, response }) =>
        response.ok && (await digest(response.clone())) === hashes.get(bare(request.url)) ? response : null,
    },
  ],
});

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil(controller.activate(event).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || !hashes.has(bare(event.request.url))) return;
  event.stopImmediatePropagation(); // JupyterLite's own listener comes next, and would answer too
  event.respondWith(strategy.handle({ event, request: event.request }));
});

async function keepAll(event) {
  const cache = await caches.open(cacheName);
  const kept = async () => new Set((await cache.keys()).map((request) => request.url));
  const before = await kept(); // one look at the store instead of one for each file
  for (const url of hashes.keys()) {
    if (before.has(controller.getCacheKeyForURL(url))) continue;
    const [reply, done] = strategy.handleAll({ event, request: new Request(url) });
    await reply;
    await done;
  }
  const now = await kept();
  const have = [...hashes.keys()].filter((url) => now.has(controller.getCacheKeyForURL(url))).length;
  event.source?.postMessage({ type: "kept", kept: have, of: hashes.size });
}
self.addEventListener("message", (event) => {
  if (event.data?.type === "keep-all") event.waitUntil(keepAll(event));
  if (event.data?.type === "take-over") event.waitUntil(self.skipWaiting());
  if (event.data?.type === "claim") event.waitUntil(self.clients.claim());
});
