// Where a rule of axe-core measures too coarsely, its raw result is put right: an element fails, is left to a person, or
// passes, by what the rule of the W3C says. One function for each rule; it gets and changes violations and incomplete.
auditor.refine = (() => {
  "use strict";
  const MOST_NODES = 1000;
  const REPLACED = "img, svg, canvas, video, audio, iframe, object, embed, input, select, textarea, button";
  const parentOf = (node) => Reflect.get(Node.prototype, "parentElement", node);

  const messagesOf = (node) => [...node.any, ...node.all, ...node.none];
  const saidOf = (element, message) => ({ node: { element }, any: [], all: [{ message }], none: [] });

  function* textRects(element) {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let seen = 0; seen < MOST_NODES && texts.nextNode(); seen++) {
      if (!texts.currentNode.data.trim()) continue;
      if (!parentOf(texts.currentNode)?.checkVisibility({ visibilityProperty: true })) continue;
      range.selectNodeContents(texts.currentNode);
      yield* range.getClientRects();
    }
  }

  // ---- avoid-inline-spacing: lines so close that their boxes overlap are several lines too (ACT 78fd32)

  const LINE_HEIGHT = 1.5;
  const TAKEN_OVER = ["inherit", "unset", "revert", "revert-layer"];

  function isForced(element) {
    const style = element.style;
    if (style?.getPropertyPriority("line-height") !== "important") return false;
    return !TAKEN_OVER.includes(style.getPropertyValue("line-height"));
  }

  function isSeveralLines(element) {
    const tops = [...textRects(element)].filter(({ right, bottom }) => right + scrollX > 0 && bottom + scrollY > 0);
    const first = Math.min(...tops.map(({ top }) => top));
    return tops.some(({ top, height }) => top - first > height / 2);
  }

  function spacing(rule) {
    const told = new Set([...rule.violations, ...rule.incomplete].map(({ node }) => node.element));
    for (const element of document.querySelectorAll('[style*="line-height" i]')) {
      if (told.has(element) || !isForced(element) || !element.checkVisibility({ visibilityProperty: true })) continue;
      const { lineHeight, fontSize } = getComputedStyle(element);
      const share = lineHeight === "normal" ? 1 : parseFloat(lineHeight) / parseFloat(fontSize);
      if (!(share < LINE_HEIGHT - 0.01) || !isSeveralLines(element)) continue;
      const em = Math.round(share * 100) / 100;
      rule.violations.push(saidOf(element, `style 屬性以 !important 把行高定為 ${em} 倍，低於 ${LINE_HEIGHT} 倍`));
    }
  }

  // ---- scrollable-region-focusable: nothing to scroll to where only empty space lies outside (ACT 0ssw9k)

  function hidesSomething(element) {
    const outer = element.getBoundingClientRect();
    const [left, top] = [outer.left + element.clientLeft - 1, outer.top + element.clientTop - 1];
    const [right, bottom] = [left + element.clientWidth + 2, top + element.clientHeight + 2];
    const outside = (rect) =>
      rect.width > 0 && rect.height > 0 && (rect.left < left || rect.top < top || rect.right > right || rect.bottom > bottom);
    if (element.querySelectorAll("*").length > MOST_NODES || element.shadowRoot) return true;
    const replaced = [...element.querySelectorAll(REPLACED)].filter((one) => one.checkVisibility({ visibilityProperty: true }));
    return [...textRects(element)].some(outside) || replaced.some((one) => outside(one.getBoundingClientRect()));
  }

  const scrolling = (rule) => keep(rule, ({ node }) => node.fromFrame || !node.element || hidesSomething(node.element));

  // ---- label-content-name-mismatch: signs are not spoken, and an abbreviation may be spoken in full (ACT 2ee8b8)

  const nameOf = (element) => {
    const ids = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
    const named = ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    return named.trim() || element.getAttribute("aria-label") || "";
  };

  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const wordsOf = (text) => text.split(/\s+/).filter(Boolean);
  const joined = (text) => plain(text).replace(/(?<!\d)[.…\p{Pd}'’·]|[.…\p{Pd}'’·](?!\d)/gu, "").replace(/[\p{P}\p{S}\p{Cf}]/gu, " ");
  const parted = (text) => plain(text).replace(/[\p{P}\p{S}\p{Cf}]/gu, " ");

  function stands(shown, name, same) {
    if (!shown.length) return false;
    return name.some((_, at) => shown.every((word, index) => name[at + index] !== undefined && same(word, name[at + index])));
  }

  function naming(rule) {
    const left = [];
    for (const one of rule.violations) {
      const element = one.node.fromFrame ? null : one.node.element;
      const [shown, name] = element ? [element.innerText, nameOf(element)] : ["", ""];
      const equal = (word, spoken) => word === spoken;
      if ([joined, parted].some((form) => stands(wordsOf(form(shown)), wordsOf(form(name)), equal))) continue;
      const short = (word, spoken) => word === spoken || (/^\p{L}{2,}\.$/u.test(word) && spoken.startsWith(word.slice(0, -1)));
      if (stands(wordsOf(plain(shown)), wordsOf(plain(name)), short)) rule.incomplete.push(one);
      else left.push(one);
    }
    rule.violations = left;
  }

  // ---- aria-valid-attr-value: what a combobox controls need not exist while it is not expanded (WAI-ARIA 1.2, combobox)

  function values(rule) {
    keep(rule, (one) => {
      const element = one.node.fromFrame ? null : one.node.element;
      if (element?.getAttribute("role") !== "combobox" || element.getAttribute("aria-expanded") === "true") return true;
      const faults = messagesOf(one).flatMap(({ data }) => (Array.isArray(data) ? data : (data?.values ?? [data?.needsReview ?? ""])));
      return !faults.every((fault) => String(fault).startsWith("aria-controls"));
    });
  }

  // ---- no-autoplay-audio: what nothing on the page could stop plays for longer than three seconds (ACT 80f0bf)

  const STOPPERS = `button, summary, input:is([type=button], [type=image], [type=submit], [type=checkbox], [type=range]),
    [role=button], [onclick], a[href^="javascript:" i], a[href="#"]`;

  function isUnstoppable({ node }) {
    const media = node.fromFrame ? null : node.element;
    if (!media?.matches("audio, video") || media.controls || media.muted || document.querySelector(STOPPERS)) return false;
    const sounds = media.localName === "audio" || media.webkitAudioDecodedByteCount > 0;
    return sounds && media.duration > 3 && (media.loop || !media.currentSrc.includes("#t="));
  }

  function playing(rule) {
    rule.violations.push(...rule.incomplete.filter(isUnstoppable));
    rule.incomplete = rule.incomplete.filter((one) => !rule.violations.includes(one));
  }

  function keep(rule, isFault) {
    rule.violations = rule.violations.filter(isFault);
  }

  const RULES = {
    "avoid-inline-spacing": spacing,
    "scrollable-region-focusable": scrolling,
    "label-content-name-mismatch": naming,
    "aria-valid-attr-value": values,
    "no-autoplay-audio": playing,
  };

  // What puts right may fail on a page that no one thought of: then the engine's own word stands.
  return (raw) => {
    for (const rule of raw) {
      try {
        RULES[rule.id]?.(rule);
      } catch {
        continue;
      }
    }
    return raw;
  };
})();
