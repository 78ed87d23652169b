// Lays the page out under other conditions and compares which texts can still be read.
auditor.layoutStress = (() => {
  "use strict";
  const TEXTS = 1500;
  const LOST = 20;
  const STILL = "*, ::before, ::after { transition: none !important; scroll-behavior: auto !important }";
  // WCAG 1.4.12, with the letter spacing of the Taiwanese text, 0.14 em
  const SPACED = `* { line-height: 1.5 !important; letter-spacing: 0.14em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`;
  const SHEETS = {};
  const TWO_DIMENSIONAL = [
    ["table, [role=table], [role=grid]", "table"],
    ["img, svg, canvas, video, picture, object, embed, map", "picture"],
    ["iframe, frame", "frame"],
    ["pre, code, math", "code"],
  ];
  const ROTATABLE = Array.from({ length: 7 }, (_, depth) => `body${" > *".repeat(depth)}`).join(", ") + ", html";
  const HOLDERS = TWO_DIMENSIONAL.map(([selector]) => selector).join(", ");

  let entries = [];
  let boxes = new Map();
  const { parentOf } = auditor;

  // by the next frame the page's scripts have handled the window's new size
  const settled = () => Promise.race([new Promise((done) => requestAnimationFrame(done)), auditor.sleep(200)]);

  function apply(css) {
    SHEETS[css] ??= new CSSStyleSheet();
    SHEETS[css].replaceSync(css);
    if (!document.adoptedStyleSheets.includes(SHEETS[css])) document.adoptedStyleSheets.push(SHEETS[css]);
  }

  function remove(css) {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== SHEETS[css]);
  }

  // ---- which texts are whole

  function boxOf(element) {
    if (!boxes.has(element)) {
      const style = getComputedStyle(element);
      boxes.set(element, {
        x: style.overflowX,
        y: style.overflowY,
        short: style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none",
        position: style.position,
        holds: style.position !== "static" || style.transform !== "none",
        rect: element.getBoundingClientRect(),
      });
    }
    return boxes.get(element);
  }

  const clips = (overflow) => overflow === "hidden" || overflow === "clip";
  const scrolls = (overflow) => overflow === "auto" || overflow === "scroll";

  // How many pixels of a text its ancestors cut off, and whether an ellipsis replaces them. A text that is taken out
  // of the flow is cut only by its containing block.
  function cutOf(entry) {
    const rect = entry.range.getBoundingClientRect();
    let worst = { cut: 0, short: false };
    let out = false;
    const free = { x: false, y: false };
    for (let at = entry.element; at && at !== document.body; at = parentOf(at)) {
      const box = boxOf(at);
      if (!out || box.holds) {
        // next to a hidden axis the other computes to auto, and does not scroll into view what the hidden one cuts
        free.x ||= scrolls(box.x);
        free.y ||= scrolls(box.y);
        if (free.x && free.y) break;
        const across = clips(box.x) && !free.x ? Math.max(rect.right - box.rect.right, box.rect.left - rect.left) : 0;
        const down = clips(box.y) && !free.y ? Math.max(rect.bottom - box.rect.bottom, box.rect.top - rect.top) : 0;
        const cut = Math.max(across, down);
        if (cut > worst.cut) worst = { cut, short: box.short };
        out = false;
      }
      if (box.position === "fixed") break;
      out ||= box.position === "absolute";
    }
    return worst;
  }

  const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const sized = (rect) => rect.width > 2 && rect.height > 2;

  function collect() {
    entries = [];
    const texts = document.createTreeWalker(document.body ?? document.documentElement, NodeFilter.SHOW_TEXT);
    while (texts.nextNode() && entries.length < TEXTS) {
      const element = parentOf(texts.currentNode);
      if (!element || !texts.currentNode.data.trim() || !visible(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      if (sized(range.getBoundingClientRect())) entries.push({ element, range });
    }
    return entries;
  }

  function floating(element) {
    for (let at = element; at; at = parentOf(at)) if (/fixed|sticky/.test(boxOf(at).position)) return true;
    return false;
  }

  // A line that is scrolled or cut out of view overlays nothing.
  function isInView(element, rect) {
    const [x, y] = [(rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2];
    for (let at = element; at && at !== document.body; at = parentOf(at)) {
      const box = boxOf(at);
      if (box.x === "visible" && box.y === "visible") continue;
      if (x < box.rect.left || x > box.rect.right || y < box.rect.top || y > box.rect.bottom) return false;
    }
    return true;
  }

  const linesOf = (entry) =>
    [...entry.range.getClientRects()]
      .filter((rect) => sized(rect) && isInView(entry.element, rect))
      .map((rect) => ({ entry, rect, area: rect.width * rect.height }));

  // Texts whose lines overlay lines of another text.
  function overlaid(cuts) {
    const whole = entries.filter((entry, index) => cuts[index].cut <= 1 && !floating(entry.element));
    const lines = whole.flatMap(linesOf);
    lines.sort((first, second) => first.rect.top - second.rect.top);
    const found = new Set();
    for (let index = 0; index < lines.length; index++) {
      const { entry, rect, area } = lines[index];
      for (let next = index + 1; next < lines.length && lines[next].rect.top < rect.bottom; next++) {
        const other = lines[next];
        if (other.entry === entry) continue;
        const across = Math.min(rect.right, other.rect.right) - Math.max(rect.left, other.rect.left);
        const down = Math.min(rect.bottom, other.rect.bottom) - other.rect.top;
        if (across > 0 && down > 0 && across * down > 0.4 * Math.min(area, other.area)) found.add(other.entry);
      }
    }
    return found;
  }

  function measure() {
    boxes = new Map();
    const cuts = entries.map(cutOf);
    const over = overlaid(cuts);
    return entries.map((entry, index) => ({ ...cuts[index], over: over.has(entry), there: visible(entry.element) }));
  }

  function compare(before, after) {
    const lost = [];
    const reported = new Set();
    for (const [index, entry] of entries.entries()) {
      const was = before[index];
      const is = after[index];
      if (was.cut > 1 || was.over || !is.there || reported.has(entry.element)) continue;
      const size = parseFloat(getComputedStyle(entry.element).fontSize);
      const how = is.cut > 0.3 * size ? (is.short ? "shortened" : "cut") : is.over ? "overlaid" : "";
      if (!how) continue;
      reported.add(entry.element);
      lost.push([...auditor.placeOf(entry.element), how, auditor.cleanText(entry.range.toString()).slice(0, 40)]);
      if (lost.length === LOST) break;
    }
    return lost;
  }

  // ---- called from Python

  let plain = null;

  // Measures the page as it stands in its usual window; the first probe of a document does it for those that follow.
  function begin() {
    if (plain) return "";
    apply(STILL);
    collect();
    plain = measure();
    return "";
  }

  function spacing() {
    apply(SPACED);
    const lost = compare(plain, measure());
    remove(SPACED);
    return JSON.stringify({ texts: entries.length, lost });
  }

  // The window is half as wide and half as high, as with a zoom of 200 %.
  async function zoom() {
    await settled();
    return JSON.stringify({ texts: entries.length, lost: compare(plain, measure()) });
  }

  async function reflow() {
    await settled();
    boxes = new Map();
    const content = document.documentElement.scrollWidth;
    const widest = content > innerWidth + 1 ? widestOf() : null;
    return JSON.stringify({ window: innerWidth, content, widest: widest && auditor.placeOf(widest), kind: kindOf(widest) });
  }

  // An element that may be two-dimensional counts only where nothing else sticks out.
  function widestOf() {
    const found = [...(document.body?.querySelectorAll("*") ?? [])].filter(sticksOut);
    return found.find((element) => kindOf(element) === "text") ?? found.find((element) => kindOf(element) === "other") ?? found[0] ?? null;
  }

  function sticksOut(element) {
    const rect = element.getBoundingClientRect();
    if (rect.right + scrollX <= innerWidth + 1 || !sized(rect) || !visible(element)) return false;
    for (let at = parentOf(element); at && at !== document.body; at = parentOf(at)) {
      if (boxOf(at).x !== "visible") return false;
    }
    return true;
  }

  function kindOf(element) {
    if (!element) return "";
    const held = TWO_DIMENSIONAL.find(([selector]) => element.closest(selector) ?? false);
    if (held) return held[1];
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (own || element.matches("input, select, textarea, button")) return "text";
    const inner = element.querySelector(HOLDERS);
    return inner && sticksOut(inner) ? TWO_DIMENSIONAL.find(([selector]) => inner.matches(selector))[1] : "other";
  }

  // ---- portrait and landscape

  function hasRules() {
    const among = (rules) =>
      [...rules].some(
        (rule) =>
          (rule.media && /orientation|aspect-ratio/i.test(rule.media.mediaText)) ||
          (rule.cssRules && among(rule.cssRules)),
      );
    return [...document.styleSheets].some((sheet) => {
      if (/orientation/i.test(sheet.media.mediaText)) return true;
      try {
        return among(sheet.cssRules);
      } catch {
        return false; // the rules of a sheet of another origin cannot be read
      }
    });
  }

  // How an element is rotated, by its rotate (CSS Transforms 2) and transform; null where it is not, or in 3D.
  function rotationOf(element) {
    const { rotate, transform } = getComputedStyle(element);
    const angle = /^(?:z )?(-?[\d.]+)deg$/.exec(rotate)?.[1];
    if (!angle && transform === "none") return null;
    const matrix = new DOMMatrix().rotateSelf(Number(angle ?? 0)).multiplySelf(new DOMMatrix(transform));
    return matrix.is2D ? matrix : null;
  }

  function rotatedElement() {
    const half = (innerWidth * innerHeight) / 2;
    for (const element of document.querySelectorAll(ROTATABLE)) {
      const rotation = rotationOf(element);
      if (!rotation || Math.abs(rotation.a) > 0.1 || Math.abs(rotation.b) < 0.5) continue;
      const rect = element.getBoundingClientRect();
      if (element.matches("html, body") || rect.width * rect.height >= half) return element;
    }
    return null;
  }

  const hasOrientationRules = () => JSON.stringify(hasRules());

  async function orientation() {
    await settled();
    const rotated = rotatedElement();
    const shown = entries.filter((entry) => visible(entry.element)).length;
    const share = entries.length ? Math.round((100 * shown) / entries.length) : 100;
    return JSON.stringify({ rotated: rotated && auditor.placeOf(rotated), share });
  }

  function stopTransitions() {
    apply(STILL);
    return "";
  }

  function allowTransitions() {
    remove(STILL);
    return "";
  }

  function end() {
    remove(STILL);
    entries = [];
    plain = null;
    return "";
  }

  return { begin, spacing, zoom, reflow, hasOrientationRules, orientation, end, stopTransitions, allowTransitions };
})();
