// What makes the page an app: the worker that keeps the last known page, and the note that there is no connection.
(() => {
  "use strict";
  const LOOK_AGAIN = 10000;
  const note = document.getElementById("offline");
  let due;

  // A window that may keep nothing (private ones, at times) does without.
  navigator.serviceWorker?.register("/track/worker.js").catch(() => { });

  // The page itself is brought up to date by track.js; here only whether it can be.
  async function look() {
    clearTimeout(due);
    const there = await fetch(location.pathname, { method: "HEAD", cache: "no-store" }).then(() => true, () => false);
    note.hidden = there;
    if (!there) due = setTimeout(look, LOOK_AGAIN);
  }

  if (!note) return;
  if (!note.hidden) look();
  addEventListener("offline", look);
  addEventListener("online", look);
})();
