// Keeps the app for when there is no connection: its shell, its programs, its fonts. Never an answer of the
// API and never a page with prices in it: what is sold, and for how much, is only ever said by the server.
//
// It is registered as `/sw.js?<the app's program>`, so that each build has a worker, and a store, of its own.
const STORE = "hurtrock-" + self.location.search.slice(1);
const SHELL = "/shell";
const OFFLINE = "/offline.html";
// The shop's own colours; staff may change them at any time.
const BRAND = "/brand.css";
// A file that has a hash of its content in its name never changes; see `has_hash` in api/src/web/asset.rs.
const HASHED = /^\/(?:fonts\/)?[\w-]+-(?=[0-9a-f]*[0-9])[0-9a-f]{8,32}(?:_bg)?\.(?:js|wasm|css|woff2)$/;

// The programs and styles that the shell names.
function parts(html) {
  const named = [...html.matchAll(/(?:href|src|data-css|data-js|data-wasm)=["']?(\/[^"'\s>]+)/g)].map((match) => match[1]);
  return [...new Set(named)].filter((path) => HASHED.test(path) || [BRAND, "/boot.js", "/mark.svg"].includes(path));
}

self.addEventListener("install", (event) => {
  // Past the worker altogether, where the browser can: it would keep nothing of these, and what a page sends while it is left
  // would be lost on the way through it.
  event.addRoutes?.({ condition: { urlPattern: new URLPattern({ pathname: "/api/*" }) }, source: "network" });
  event.waitUntil((async () => {
    const store = await caches.open(STORE);
    const shell = await fetch(SHELL, { cache: "no-cache" });
    if (!shell.ok) throw new Error("no shell");
    const html = await shell.clone().text();
    await store.addAll([OFFLINE, ...parts(html)]);
    await store.put(SHELL, shell);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("hurtrock-") && name !== STORE) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (/^\/(?:api|files|admin|dev)(?:\/|$)/.test(url.pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (HASHED.test(url.pathname)) event.respondWith(asset(request));
  else if (url.pathname === BRAND) event.respondWith(fresh(request, BRAND));
  else if (url.pathname === "/boot.js" || url.pathname === "/mark.svg") event.respondWith(fresh(request));
});

// A notification leads to the page of the back office that it tells of; see web/src/admin/chat/alerts.rs.
self.addEventListener("notificationclick", (event) => {
  const path = event.notification.data;
  event.notification.close();
  if (typeof path === "string" && path.startsWith("/admin")) event.waitUntil(lead(path));
});

async function lead(path) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const desk = windows.find((client) => new URL(client.url).pathname.startsWith("/admin"));
  try {
    await desk.focus();
    await desk.navigate(path);
  } catch (_) {
    await self.clients.openWindow(path);
  }
}

// A page comes from the server. Without a connection the app says so itself, and if it cannot, a page does.
async function page(request) {
  try {
    return await fetch(request);
  } catch (_) {
    const store = await caches.open(STORE);
    return (await store.match(SHELL)) || (await store.match(OFFLINE)) || Response.error();
  }
}

async function asset(request) {
  const store = await caches.open(STORE);
  const kept = await store.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await store.put(request.url, answer.clone());
  return answer;
}

// From the server; without a connection as it was kept, by the worker or, under `name`, with the latest answer.
async function fresh(request, name) {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (name && answer.ok) await store.put(name, answer.clone()).catch(() => undefined);
    return answer;
  } catch (_) {
    return (await store.match(name || request.url)) || Response.error();
  }
}
