// Lets this device show news of the order (Web Push). The button is there only where the browser can do it and has not
// been told to do no such thing; what is shown then is worker.js's matter.
(() => {
  "use strict";
  const place = document.getElementById("push");
  if (!place || !navigator.serviceWorker || !("PushManager" in window) || !("Notification" in window)
    || Notification.permission === "denied") return;
  const [button, said] = [place.querySelector("button"), place.querySelector("[role=status]")];
  const { route, start, stop, done, ended, blocked, failed } = place.dataset;
  // Which of the device's orders are told: the browser has one subscription for all of them.
  const kept = `push:${route}`;

  const shown = () => { button.textContent = localStorage.getItem(kept) ? stop : start; };

  async function subscribe() {
    const offer = await fetch(route);
    if (!offer.ok) throw new Error(offer.status);
    const { publicKey } = await offer.json();
    const { pushManager } = await navigator.serviceWorker.ready;
    const device = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
    const answer = await fetch(route, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(device),
    });
    if (!answer.ok) throw new Error(answer.status);
    localStorage.setItem(kept, (await answer.json()).id);
  }

  // The subscription itself stays: other orders may be told with it.
  async function end() {
    const answer = await fetch(`${route}/${localStorage.getItem(kept)}`, { method: "DELETE" });
    if (!answer.ok && answer.status !== 404) throw new Error(answer.status);
    localStorage.removeItem(kept);
  }

  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      if (localStorage.getItem(kept)) {
        await end();
        said.textContent = ended;
      } else if (await Notification.requestPermission() === "granted") {
        await subscribe();
        said.textContent = done;
      } else said.textContent = blocked;
    } catch {
      said.textContent = failed;
    } finally {
      button.disabled = false;
      shown();
      button.focus();
    }
  });

  // Browsers change what a device is reached by from time to time, and the permission may have been taken back.
  if (Notification.permission !== "granted") localStorage.removeItem(kept);
  else if (localStorage.getItem(kept)) subscribe().catch(() => { });
  shown();
  place.hidden = false;
})();
