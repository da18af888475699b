// <order-tracking token="…"> on any page: where the order is, when it comes, what happened last, kept up to date; without
// a token a form that leads to the order's page. All words come from the platform, in the reader's language, as text.
(() => {
  "use strict";
  const host = new URL(document.currentScript.src).origin;

  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { display: block; font: inherit; color: inherit; --accent: var(--order-tracking-accent, #1d4fd8); }
    :host([hidden]) { display: none; }
    section { padding: 1.25em; border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: 1em; }
    p, ol, dl, dd { margin: 0; padding: 0; }
    ol { list-style: none; margin-block: .9em; display: grid; gap: .6em; }
    .headline { font-size: 1.35em; font-weight: 650; line-height: 1.25; }
    .date { font-weight: 650; }
    dl { margin-top: .9em; }
    form { display: grid; gap: .4em; margin-top: .9em; }
    label, li p { font-weight: 600; }
    input, button { font: inherit; padding: .6em .8em; border: 1px solid #7d8a98; border-radius: .6em; min-width: 0; }
    button { justify-self: start; border: 0; background: var(--accent); color: #fff; font-weight: 600; cursor: pointer; }
    a { color: inherit; font-weight: 600; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }`);

  function make(name, text, attributes = {}) {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  class OrderTracking extends HTMLElement {
    static observedAttributes = ["token", "order-number", "lang"];
    #root = this.attachShadow({ mode: "open" });
    #box = make("section", "", { part: "box" });
    #news = make("div", "", { role: "status" });
    #stream; #due; #retry; #wait = 2000; #turn = 0;

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [style];
    }
    connectedCallback() { this.#begin(); }
    disconnectedCallback() { this.#end(); }
    attributeChangedCallback() { if (this.isConnected) this.#begin(); }

    #end() {
      this.#turn++;
      this.#stream?.close();
      this.#stream = undefined;
      clearTimeout(this.#due);
      clearTimeout(this.#retry);
    }

    #begin() {
      this.#end();
      this.#root.replaceChildren(this.#box);
      this.#show();
    }

    async #ask(path) {
      const chosen = this.lang ? `?lang=${encodeURIComponent(this.lang)}` : "";
      return fetch(`${host}/track/${path}${chosen}`,
        { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
    }

    async #show() {
      const turn = this.#turn, token = this.getAttribute("token");
      try {
        const found = token ? await this.#ask(`${encodeURIComponent(token)}/summary.json`) : null;
        if (found && !found.ok && found.status !== 404) throw new Error(found.status);
        const answer = found?.ok ? found : await this.#ask("words.json");
        if (!answer.ok) throw new Error(answer.status);
        const told = await answer.json();
        if (turn !== this.#turn) return;
        this.#box.lang = told.language;
        this.#box.dir = told.direction;
        if (found?.ok) this.#order(told, token); else this.#search(told);
        this.#wait = 2000;
      } catch {
        // The platform is away or has had too much: what is shown stays.
        if (turn === this.#turn) this.#later(() => this.#show());
      }
    }

    #later(what) {
      this.#wait = Math.min(this.#wait * 2, 60000);
      clearTimeout(this.#retry);
      this.#retry = setTimeout(what, this.#wait * (.75 + Math.random() / 2));
    }

    #order(told, token) {
      const expected = make("dl");
      if (told.expected)
        expected.append(make("dt", told.expected.title), make("dd", told.expected.date, { class: "date" }),
          make("dd", told.expected.who));
      const latest = make("ol");
      for (const line of told.latest) {
        const item = make("li");
        item.append(make("time", `${line.day}, ${line.time}`, { datetime: line.at }), make("p", line.title));
        if (line.place) item.append(make("div", line.place));
        latest.append(item);
      }
      // The same element stays: what is put into it is announced, and only when it is news.
      if (this.#news.dataset.headline !== told.headline) {
        this.#news.dataset.headline = told.headline;
        this.#news.replaceChildren(make("p", told.headline, { class: "headline", part: "headline" }));
      }
      const link = make("a", told.everything, { href: host + told.href, part: "link" });
      const parts = [make("p", told.order), this.#news, make("p", told.text), expected, latest, link];
      const shown = parts.filter(part => part.childNodes.length > 0);
      for (const old of [...this.#box.children]) if (old !== this.#news) old.remove();
      if (!this.#news.isConnected) this.#box.append(this.#news);
      this.#news.before(...shown.slice(0, shown.indexOf(this.#news)));
      this.#news.after(...shown.slice(shown.indexOf(this.#news) + 1));
      this.#follow(token, told.version);
    }

    #follow(token, version) {
      if (this.#stream) return;
      const stream = this.#stream =
        new EventSource(`${host}/v1/track/${encodeURIComponent(token)}/stream?lastEventId=${version}`);
      stream.onmessage = () => {
        clearTimeout(this.#due);
        this.#due = setTimeout(() => this.#show(), 150);
      };
      stream.onerror = () => {
        if (stream.readyState !== EventSource.CLOSED || stream !== this.#stream) return;
        this.#stream = undefined;
        this.#later(() => this.#show());
      };
    }

    // Sent as a form to the platform's own page: no other page's script learns which numbers and addresses fit.
    #search(words) {
      const form = make("form", "", { method: "post", action: `${host}/track`, target: "_blank" });
      const field = (name, label, value) => form.append(make("label", label, { for: name }),
        make("input", "", { id: name, name, required: "", value, autocomplete: name === "contact" ? "email" : "off" }));
      field("orderNumber", words.orderNumber, this.getAttribute("order-number") ?? "");
      field("contact", words.contact, "");
      form.append(make("button", words.search));
      this.#box.replaceChildren(make("p", words.headline, { class: "headline", part: "headline" }), form);
    }
  }

  if (!customElements.get("order-tracking")) customElements.define("order-tracking", OrderTracking);
})();
