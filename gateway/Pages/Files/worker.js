// Keeps the last known page of each order, with the files it is made of, for when there is no connection; shows what is
// pushed. Only what the page shows is kept, and that is nothing personal.
"use strict";
const PAGES = "pages-1", FILES = "files-1", PAGES_MAX = 20, FILES_MAX = 40;
const isOrder = url => /^\/track\/[^/.]+$/.test(url.pathname);

addEventListener("install", () => skipWaiting());
addEventListener("activate", event => event.waitUntil(begin()));
addEventListener("fetch", event => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(file(request));
  else if (isOrder(url) && (request.headers.get("accept") ?? "").includes("text/html"))
    event.respondWith(page(event, url));
});

// The page that brought the worker was loaded before it.
async function begin() {
  await clients.claim();
  for (const client of await clients.matchAll({ type: "window" })) {
    const url = new URL(client.url);
    if (isOrder(url)) await fetch(url, { headers: { accept: "text/html" } }).then(answer => keep(url, answer), () => { });
  }
}

async function page(event, url) {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(keep(url, answer.clone()));
    return answer;
  } catch (away) {
    const kept = event.request.mode === "navigate" && await (await caches.open(PAGES)).match(url.pathname);
    if (!kept) throw away;
    const html = (await kept.text()).replace(/(<p id="offline"[^>]*?) hidden(="")?/, "$1");
    return new Response(html, { headers: kept.headers });
  }
}

// Under the path alone: the language shown last is the one shown offline. What is gone is forgotten.
async function keep(url, answer) {
  const pages = await caches.open(PAGES);
  if (answer.status === 404 || answer.status === 410) await pages.delete(url.pathname);
  if (answer.status !== 200) return;
  const html = await answer.clone().text();
  await pages.put(url.pathname, answer);
  await trim(pages, PAGES_MAX);
  const files = await caches.open(FILES);
  for (const path of new Set(html.match(/\/assets\/[\w.-]+/g)))
    if (!await files.match(path)) await files.add(path);
  await trim(files, FILES_MAX);
}

// Their names say what is in them: what is kept is never old.
async function file(request) {
  const files = await caches.open(FILES), kept = await files.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await files.put(request.url, answer.clone());
  return answer;
}

async function trim(cache, most) {
  const kept = await cache.keys();
  for (const request of kept.slice(0, Math.max(0, kept.length - most))) await cache.delete(request);
}

// { title, body, url, tag }. A push must be shown, whatever is in it.
addEventListener("push", event => {
  let told = {};
  try { told = event.data?.json() ?? {}; } catch { /* shown without words */ }
  event.waitUntil(registration.showNotification(told.title ?? location.host,
    { body: told.body, tag: told.tag, data: { url: told.url } }));
});

addEventListener("notificationclick", event => {
  event.notification.close();
  event.waitUntil(show(new URL(event.notification.data?.url ?? "/track", location.origin)));
});

async function show(url) {
  if (url.origin !== location.origin) return;
  const open = (await clients.matchAll({ type: "window" })).find(one => new URL(one.url).pathname === url.pathname);
  await (open ? open.focus() : clients.openWindow(url));
}
