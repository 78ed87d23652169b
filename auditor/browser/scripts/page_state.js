// Runs in an isolated JavaScript world: the page's document, but built-ins that no page script can have changed.
globalThis.auditor = (() => {
  "use strict";
  const SNIPPET = 300;
  const TEXT = 300;
  const LINKS = 2000;
  const HTML = 8_000_000;
  const UNSENT = 20;
  const REGIONS = [
    ["nav, [role=navigation]", "navigation"],
    ["aside, [role=complementary]", "aside"],
    ["header, [role=banner]", "header"],
    ["footer, [role=contentinfo]", "footer"],
    ["main, [role=main]", "main"],
    ["head", "head"],
  ];
  const LANDMARKS = REGIONS.map(([selector]) => selector).join(", ");
  // old pages name their regions by id or class instead of marking them up
  const NAMED = [
    [/^(header|top)$/i, "header"],
    [/^(nav|menu|mainmenu)$/i, "navigation"],
    [/^(aside|sidebar|left|right)$/i, "aside"],
    [/^(footer|bottom|fatfooter)$/i, "footer"],
  ];
  const SECTIONS = "article, section, main, aside, nav";
  const ADDRESSES = [
    ["a", "href"],
    ["area", "href"],
    ["iframe", "src"],
    ["frame", "src"],
    ["img", "src"],
    ["embed", "src"],
    ["object", "data"],
    ["video", "src"],
    ["audio", "src"],
    ["source", "src"],
  ];

  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const cleanText = (text) => (text ?? "").replace(/\s+/g, " ").trim().slice(0, TEXT);
  // a form's fields hide its properties of the same name, so they are read from the prototypes
  const parentOf = (element) => Reflect.get(Node.prototype, "parentElement", element);
  const childrenOf = (element) => Reflect.get(Element.prototype, "children", element);
  // the element that holds the tree of this one: the host of its shadow root, or the frame of its document
  const hostOf = (element) => {
    const root = element.getRootNode();
    return root.host ?? (root === document ? null : (root.defaultView?.frameElement ?? null));
  };

  // ---- selector, region and snippet of an element

  const steps = new WeakMap();

  function stepOf(element) {
    if (!steps.has(element)) {
      const parent = parentOf(element);
      const siblings = parent ? [...childrenOf(parent)] : [element];
      const count = new Map();
      for (const sibling of siblings) {
        const position = (count.get(sibling.localName) ?? 0) + 1;
        count.set(sibling.localName, position);
        steps.set(sibling, position);
      }
      for (const sibling of siblings) {
        const name = CSS.escape(sibling.localName);
        steps.set(sibling, count.get(sibling.localName) > 1 ? `${name}:nth-of-type(${steps.get(sibling)})` : name);
      }
    }
    return steps.get(element);
  }

  // an id with a long number in it is generated for every visit, so it would make a new finding each time
  function anchorOf(element) {
    const id = element.getAttribute("id");
    if (!id || /\d{4}|[0-9a-f]{8}|\s/i.test(id)) return null;
    return element.getRootNode().getElementById?.(id) === element ? `#${CSS.escape(id)}` : null;
  }

  // From the nearest lasting id, else from body: unlike a shortest unique selector it is the same on every page of the
  // template.
  function selectorOf(element) {
    const path = [];
    let at = element;
    while (at) {
      const anchor = anchorOf(at);
      path.unshift(anchor ?? stepOf(at));
      if (anchor || at.localName === "body") break;
      at = parentOf(at);
    }
    const host = hostOf(element);
    return (host ? `${selectorOf(host)} >>> ` : "") + path.join(" > ");
  }

  function regionOf(element) {
    let at = element.closest(LANDMARKS);
    while (at) {
      const parent = parentOf(at);
      const sectional = !at.hasAttribute("role") && at.matches("header, footer") && parent?.closest(SECTIONS);
      if (!sectional) return REGIONS.find(([selector]) => at.matches(selector))[1];
      at = parent.closest(LANDMARKS);
    }
    const host = hostOf(element);
    return host ? regionOf(host) : namedRegionOf(element);
  }

  function namedRegionOf(element) {
    let region = "body";
    for (let at = element; at; at = parentOf(at)) {
      if (!at.matches("div, table, ul, td")) continue;
      const names = [at.getAttribute("id") ?? "", ...at.classList];
      region = NAMED.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1] ?? region;
    }
    return region;
  }

  // a copy in a document without a window: copying an img or a custom element there loads and runs nothing
  const inert = document.implementation.createHTMLDocument("");

  function snippetOf(element) {
    const shell = inert.importNode(element, false).outerHTML.replace(/<\/[^<]*$/, "");
    return (shell + cleanText(element.textContent.slice(0, 2 * SNIPPET))).slice(0, SNIPPET).toWellFormed();
  }

  const placeOf = (element) => [selectorOf(element), regionOf(element), snippetOf(element)];

  // ---- waiting until the page is at rest

  function loaded() {
    if (document.readyState === "complete") return Promise.resolve();
    return new Promise((done) => addEventListener("load", done, { once: true }));
  }

  // At rest: `quiet` milliseconds without a change of the document; a page that never rests is taken after `limit`.
  // With `watch`, changes of texts are recorded from the last change on, for the probe of moving content.
  async function rest(quiet, limit, watch) {
    const started = performance.now();
    let changed = started;
    const observer = new MutationObserver(() => (changed = performance.now()));
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    const waits = [];
    for (const frame of document.querySelectorAll("iframe[loading=lazy]")) {
      waits.push(new Promise((done) => frame.addEventListener("load", done, { once: true })));
      frame.loading = "eager";
    }
    await Promise.race([Promise.all(waits), sleep(limit)]);
    for (let now = performance.now(); now - changed < quiet && now - started < limit; now = performance.now()) {
      await sleep(Math.min(quiet - (now - changed), limit - (now - started)) + 1);
    }
    if (watch) auditor.motion.watch(changed);
    observer.disconnect();
    for (const animation of document.getAnimations()) {
      recordAnimation(animation);
      try {
        animation.finish();
      } catch {
        animation.pause(); // an endless one has no end to jump to, so it is shown at its beginning
        animation.currentTime = 0;
      }
    }
  }

  // Animations of more than five seconds (0: endless), recorded before they are finished: [element, seconds].
  const longAnimations = [];

  function recordAnimation(animation) {
    const end = animation.effect?.getComputedTiming().endTime ?? 0;
    const element = animation.effect?.target;
    if (element && end > 5000 && animation.playState === "running" && longAnimations.length < 100) {
      longAnimations.push([element, Number.isFinite(end) ? end / 1000 : 0]);
    }
  }

  // ---- links added by scripts

  function scriptLinks(known) {
    const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
    const found = [];
    for (const [name, attribute] of ADDRESSES) {
      for (const element of document.querySelectorAll(`${name}[${attribute}]`)) {
        const raw = element.getAttribute(attribute).trim();
        if (!URL.canParse(raw, document.baseURI)) continue;
        const url = new URL(raw, document.baseURI).href;
        if (known.has(url.split("#")[0]) || url.split("#")[0] === location.href.split("#")[0]) continue;
        if (found.length === LINKS) return found;
        found.push(linkOf(element, attribute, raw, url, headings));
      }
    }
    return found;
  }

  function linkOf(element, attribute, raw, url, headings) {
    const alts = [...element.querySelectorAll("img[alt]")].map((image) => cleanText(image.alt)).filter(Boolean);
    const own = cleanText(element.innerText);
    const before = headings.filter((heading) => heading.compareDocumentPosition(element) & 4).at(-1);
    return {
      place: placeOf(element),
      element: element.localName,
      attribute,
      raw: raw.slice(0, 4096).toWellFormed(),
      url: url.slice(0, 4096),
      text: cleanText(element.getAttribute("aria-label")) || cleanText([own, ...alts].join(" ")) || cleanText(element.alt),
      own_text: own,
      title: element.getAttribute("title"),
      image_alts: alts,
      heading: cleanText(before?.textContent),
      rel: [...(element.relList ?? [])],
      opens_window: element.target === "_blank",
      download: element.hasAttribute("download"),
      access_key: element.getAttribute("accesskey") ?? "",
      hidden: !element.checkVisibility({ visibilityProperty: true }),
    };
  }

  // ---- called from Python; every result is one JSON text

  let isLeft = location.protocol === "about:";

  // A visitor who leaves is not kept, and the next page does not wait: no page hears of its end. Listeners of an isolated
  // world that was there first run first, and no page script can change its built-ins.
  for (const name of ["beforeunload", "unload", "pagehide", "visibilitychange", "freeze"]) {
    addEventListener(name, (event) => event.stopImmediatePropagation(), true);
  }
  if (window === window.top) window.name = "";

  // no form is ever sent, whatever a page does to its own built-ins
  addEventListener("submit", (event) => event.preventDefault(), true);

  // neutralise_page.js announces what scripts want to send, closed shadow roots, and what is stored
  const unsent = new Set();
  let hasClosed = false;
  addEventListener("auditor-unsent", ({ detail }) => unsent.size < UNSENT && unsent.add(String(detail).slice(0, TEXT)), true);
  let hasStored = false;
  addEventListener("auditor-closed", () => (hasClosed = true), true);
  addEventListener("auditor-stored", () => (hasStored = true), true);

  // In a document whose policy switches scripts off no timer ever fires: nothing can be waited for there.
  const hasScriptsOff = () => matchMedia("(scripting: none)").matches;

  // Waits until the page is at rest, then returns its address; empty where nothing can be waited for.
  async function settle({ quiet, limit, watch }) {
    if (hasScriptsOff()) return "";
    await loaded();
    await rest(quiet, limit, watch);
    return location.href;
  }

  // Waits until the page is at rest, then returns its state.
  async function pageState({ known, ...waiting }) {
    await settle(waiting);
    const doctype = document.doctype ? `<!DOCTYPE ${document.doctype.name}>\n` : "";
    return JSON.stringify({
      url: location.href,
      stale: isLeft,
      scripts_off: hasScriptsOff(),
      status: performance.getEntriesByType("navigation")[0]?.responseStatus ?? 0,
      type: document.contentType,
      title: document.title.slice(0, 1000).toWellFormed(),
      links: scriptLinks(new Set(known)),
      unsent: [...unsent].map((request) => request.toWellFormed()),
      has_closed: hasClosed,
      html: (doctype + document.documentElement.outerHTML).slice(0, HTML).toWellFormed(),
    });
  }

  // The widest element that sticks out, unless an ancestor clips or scrolls it.
  async function layoutWidth() {
    await Promise.race([new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))), sleep(200)]);
    const content = document.documentElement.scrollWidth;
    const overflow = content > innerWidth + 1 ? widest() : null;
    return JSON.stringify({ window: innerWidth, content, overflow: overflow ? selectorOf(overflow) : "" });
  }

  function widest() {
    let best = null;
    let right = innerWidth + 1;
    for (const element of document.body?.querySelectorAll("*") ?? []) {
      const edge = element.getBoundingClientRect().right + scrollX;
      if (edge > right && !isClipped(element)) {
        best = element;
        right = edge;
      }
    }
    return best;
  }

  function isClipped(element) {
    for (let at = parentOf(element); at && at !== document.body; at = parentOf(at)) {
      if (getComputedStyle(at).overflowX !== "visible") return true;
    }
    return false;
  }

  // Called last on a page: clears what belongs to the tab and marks the page as left. A download leaves this page in the
  // tab; the mark keeps it from being taken for the requested one. Returns whether more may be stored, which the browser
  // has to clear: of frames of other origins that is not known.
  function leave() {
    isLeft = true;
    let stores = hasStored || [...document.querySelectorAll("iframe, frame")].some((frame) => !frame.contentDocument);
    try {
      stores ||= localStorage.length + sessionStorage.length > 0;
      sessionStorage.clear();
    } catch {
      // a document without an origin has no storage
    }
    return stores ? "stores" : "";
  }

  function find(selector) {
    try {
      return document.querySelector(selector);
    } catch {
      return null;
    }
  }

  const tools = { sleep, cleanText, find, parentOf, childrenOf, selectorOf, regionOf, placeOf };
  return { pageState, settle, leave, layoutWidth, longAnimations, ...tools };
})();
