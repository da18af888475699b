// Keeps the tracking page up to date. The page is complete without this file: each event only asks for the page again
// and puts the new <main> in the place of the old one.
(() => {
  "use strict";
  const main = () => document.getElementById("main");
  const stream = main().dataset.stream;
  if (!stream) return;

  let known = Number(main().dataset.version) || 0;
  let source, due, busy, again = false, wait = 2000;

  // What the reader is writing, has opened or has focused survives the change of the page around it.
  function keep(fresh) {
    for (const form of main().querySelectorAll("form[id]")) {
      const dirty = [...form.elements].some(field =>
        field.type === "radio" ? field.checked !== field.defaultChecked :
        field.tagName === "SELECT" ? field.selectedIndex > 0 && !field.selectedOptions[0].defaultSelected :
        "defaultValue" in field && field.value !== field.defaultValue);
      const place = fresh.querySelector("#" + form.id);
      if (dirty && place) place.replaceWith(form);
    }
    for (const open of main().querySelectorAll("details[open][id]"))
      fresh.querySelector("#" + open.id)?.setAttribute("open", "");
    const said = main().querySelector(".said:not(.bad)");
    if (said) fresh.prepend(said);
  }

  // In the words of the page's language.
  function announce() {
    const news = {
      headline: document.getElementById("headline")?.textContent ?? "",
      latest: document.querySelector(".history .strong")?.textContent ?? "",
    };
    document.getElementById("news").textContent =
      main().dataset.updated.replace(/[{](\w+)[}]/g, (_, name) => news[name].trim());
  }

  // The language that was chosen stays; which form was to be open is past.
  function address() {
    const lang = new URLSearchParams(location.search).get("lang");
    return location.pathname + (lang ? `?lang=${encodeURIComponent(lang)}` : "");
  }

  async function refresh() {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch(address(), { headers: { accept: "text/html" }, cache: "no-store" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("main");
      if (!fresh) return;
      document.querySelector(".foot").replaceWith(page.querySelector(".foot"));
      const version = Number(fresh.dataset.version) || 0;
      // The same order with the courier elsewhere: only the map is another.
      const map = fresh.querySelector("#map"), old = main().querySelector("#map");
      if (known && version <= known && (old || !map)) {
        if (map) old.replaceWith(map);
        return;
      }
      const focused = document.activeElement?.id;
      keep(fresh);
      known = version;
      fresh.classList.add("fresh");
      main().replaceWith(fresh);
      document.title = page.title;
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
      announce();
    } catch {
      // Offline or restarting: the stream's own reconnection will tell when there is something to fetch.
    } finally {
      busy = false;
      if (again) { again = false; soon(); }
    }
  }

  // Several events of one change come together: one fetch for all of them.
  function soon() {
    clearTimeout(due);
    due = setTimeout(refresh, 120);
  }

  function hear(event) {
    wait = 2000;
    const version = Number(event.lastEventId.replace(/\D/g, ""));
    if (!version || version > known) soon();
  }

  // A dropped connection is resumed by EventSource itself, with Last-Event-ID; one that was refused (503, 429) is ours.
  function listen() {
    source = new EventSource(`${stream}?lastEventId=${known}`);
    source.onmessage = hear;
    source.addEventListener("position", soon);
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      wait = Math.min(wait * 2, 60000);
      setTimeout(() => { refresh(); listen(); }, wait * (0.75 + Math.random() / 2));
    };
  }

  if ("EventSource" in window) listen();
  else setInterval(refresh, 60000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  addEventListener("online", soon);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", event => { if (event.persisted) { soon(); listen(); } });
})();
