// Corrects raw results of axe-core where its rule measures too coarsely: an element fails, is left to a person, or
// passes, by the rule of the W3C. One function for each rule; it gets and changes violations and incomplete.
auditor.correctResults = (() => {
  "use strict";
  const NODES = 1000;
  const REPLACED = "img, svg, canvas, video, audio, iframe, object, embed, input, select, textarea, button";
  const { isClippedAway, isMarked, meaningfulChildren, meaningfulParent, ownWords, textRects } = auditor.shownParts;

  const messagesOf = (node) => [...node.any, ...node.all, ...node.none];
  const failureOf = (element, message) => ({ node: { element }, any: [], all: [{ message }], none: [] });

  // ---- avoid-inline-spacing: lines so close that their boxes overlap are several lines too (ACT 78fd32)

  const LINE_HEIGHT = 1.5;
  const INHERITING = ["inherit", "unset", "revert", "revert-layer"];

  function isForced(element) {
    const style = element.style;
    if (style?.getPropertyPriority("line-height") !== "important") return false;
    return !INHERITING.includes(style.getPropertyValue("line-height"));
  }

  function isSeveralLines(element) {
    const tops = [...textRects(element)].filter(({ right, bottom }) => right + scrollX > 0 && bottom + scrollY > 0);
    const first = Math.min(...tops.map(({ top }) => top));
    return tops.some(({ top, height }) => top - first > height / 2);
  }

  function correctSpacing(rule) {
    const reported = new Set([...rule.violations, ...rule.incomplete].map(({ node }) => node.element));
    for (const element of document.querySelectorAll('[style*="line-height" i]')) {
      if (reported.has(element) || !isForced(element) || !element.checkVisibility({ visibilityProperty: true })) continue;
      const { lineHeight, fontSize } = getComputedStyle(element);
      const share = lineHeight === "normal" ? 1 : parseFloat(lineHeight) / parseFloat(fontSize);
      if (!(share < LINE_HEIGHT - 0.01) || !isSeveralLines(element)) continue;
      const em = Math.round(share * 100) / 100;
      rule.violations.push(failureOf(element, `style 屬性以 !important 把行高定為 ${em} 倍，低於 ${LINE_HEIGHT} 倍`));
    }
  }

  // ---- scrollable-region-focusable: nothing to scroll to where only empty space lies outside (ACT 0ssw9k)

  function hidesSomething(element) {
    const outer = element.getBoundingClientRect();
    const [left, top] = [outer.left + element.clientLeft - 1, outer.top + element.clientTop - 1];
    const [right, bottom] = [left + element.clientWidth + 2, top + element.clientHeight + 2];
    const outside = (rect) =>
      rect.width > 0 && rect.height > 0 && (rect.left < left || rect.top < top || rect.right > right || rect.bottom > bottom);
    if (element.querySelectorAll("*").length > NODES || element.shadowRoot) return true;
    const replaced = [...element.querySelectorAll(REPLACED)].filter((inner) => inner.checkVisibility({ visibilityProperty: true }));
    return [...textRects(element)].some(outside) || replaced.some((inner) => outside(inner.getBoundingClientRect()));
  }

  const correctScrolling = (rule) => keep(rule, ({ node }) => node.fromFrame || !node.element || hidesSomething(node.element));

  // ---- label-content-name-mismatch: punctuation is not spoken, an abbreviation may be spoken in full (ACT 2ee8b8)

  const nameOf = (element) => {
    const ids = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
    const named = ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    return named.trim() || element.getAttribute("aria-label") || "";
  };

  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const wordsOf = (text) => text.split(/\s+/).filter(Boolean);
  const joined = (text) => plain(text).replace(/(?<!\d)[.…\p{Pd}'’·]|[.…\p{Pd}'’·](?!\d)/gu, "").replace(/[\p{P}\p{S}\p{Cf}]/gu, " ");
  const parted = (text) => plain(text).replace(/[\p{P}\p{S}\p{Cf}]/gu, " ");

  function contains(name, shown, same) {
    if (!shown.length) return false;
    return name.some((_, at) => shown.every((word, index) => name[at + index] !== undefined && same(word, name[at + index])));
  }

  // A sign is no word that anybody speaks: arrows, crosses, the A with plus and minus that sets the size of the text.
  const SIGN = /^(?:[^\p{L}\p{N}]*|a{1,3}\s*[^\p{L}\p{N}\s]{0,2}|[^\p{L}\p{N}\s]{0,2}\s*a{1,3}|[x×])$/iu;
  const HOLDING = new Set(["treeitem", "menuitem", "option", "row", "gridcell", "cell", "tab", "listitem"]);

  const shownBy = (element) => (HOLDING.has(element.getAttribute("role")) ? ownWords(element) : element.innerText);
  const equal = (word, spoken) => word === spoken;
  const short = (word, spoken) => word === spoken || (/^\p{L}{2,}\.$/u.test(word) && spoken.startsWith(word.slice(0, -1)));

  // "fault", "question" or "" of an element whose name the engine finds to lack the words that are shown
  function judgeName(element) {
    const [shown, name] = [shownBy(element).trim(), nameOf(element)];
    if (SIGN.test(shown)) return "";
    if ([joined, parted].some((form) => contains(wordsOf(form(name)), wordsOf(form(shown)), equal))) return "";
    return contains(wordsOf(plain(name)), wordsOf(plain(shown)), short) ? "question" : "fault";
  }

  function correctNames(rule) {
    const judged = (result, outcome) => {
      const element = result.node.fromFrame ? null : result.node.element;
      return element ? judgeName(element) : outcome;
    };
    const { violations, incomplete } = rule;
    rule.violations = violations.filter((result) => judged(result, "fault") === "fault");
    const doubtful = violations.filter((result) => judged(result, "fault") === "question");
    rule.incomplete = [...incomplete.filter((result) => judged(result, "question")), ...doubtful];
  }

  // ---- aria-valid-attr-value: what a combobox controls need not exist while it is not expanded (WAI-ARIA 1.2, combobox)

  function correctValues(rule) {
    keep(rule, (violation) => {
      const element = violation.node.fromFrame ? null : violation.node.element;
      if (element?.getAttribute("role") !== "combobox" || element.getAttribute("aria-expanded") === "true") return true;
      const faults = messagesOf(violation).flatMap(({ data }) => (Array.isArray(data) ? data : (data?.values ?? [data?.needsReview ?? ""])));
      return !faults.every((fault) => String(fault).startsWith("aria-controls"));
    });
  }

  // ---- no-autoplay-audio: sound of more than three seconds fails where nothing on the page could stop it (ACT 80f0bf)

  const STOPPERS = `button, summary, input:is([type=button], [type=image], [type=submit], [type=checkbox], [type=range]),
    [role=button], [onclick], a[href^="javascript:" i], a[href="#"]`;

  function isUnstoppable({ node }) {
    const media = node.fromFrame ? null : node.element;
    if (!media?.matches("audio, video") || media.controls || media.muted || document.querySelector(STOPPERS)) return false;
    const sounds = media.localName === "audio" || media.webkitAudioDecodedByteCount > 0;
    return sounds && media.duration > 3 && (media.loop || !media.currentSrc.includes("#t="));
  }

  function correctAutoplay(rule) {
    rule.violations.push(...rule.incomplete.filter(isUnstoppable));
    rule.incomplete = rule.incomplete.filter((media) => !rule.violations.includes(media));
  }

  function keep(rule, isFault) {
    rule.violations = rule.violations.filter(isFault);
  }

  function keepAll(rule, isOpen) {
    rule.violations = rule.violations.filter(isOpen);
    rule.incomplete = rule.incomplete.filter(isOpen);
  }

  // ---- contrast: text that a clip-path takes away is seen by nobody

  const isOurs = ({ node }) => !node.fromFrame && Boolean(node.element);
  const correctContrast = (rule) => keepAll(rule, (result) => !isOurs(result) || !isClippedAway(result.node.element));

  // ---- link-in-text-block: a line drawn as a shadow, a picture or by ::after is a line too

  const correctLinks = (rule) => keepAll(rule, (result) => !isOurs(result) || !isMarked(result.node.element));

  // ---- list, listitem: slots put items into lists (WAI-ARIA 1.2, 5.2.6: generic elements between them do not count)

  const ITEMS = "li, script, template, style, [role=listitem]";
  const LISTS = "ul, ol, menu, [role=list]";
  const holdsItems = (list) => [...meaningfulChildren(list)].every((child) => child.matches(ITEMS));

  const correctList = (rule) => keep(rule, (result) => !isOurs(result) || !holdsItems(result.node.element));
  const correctItem = (rule) => keep(rule, (result) => !isOurs(result) || !meaningfulParent(result.node.element)?.matches(LISTS));

  const RULES = {
    "color-contrast": correctContrast,
    "color-contrast-enhanced": correctContrast,
    "link-in-text-block": correctLinks,
    "list": correctList,
    "listitem": correctItem,
    "avoid-inline-spacing": correctSpacing,
    "scrollable-region-focusable": correctScrolling,
    "label-content-name-mismatch": correctNames,
    "aria-valid-attr-value": correctValues,
    "no-autoplay-audio": correctAutoplay,
  };

  // A correction may throw on an unforeseen page: then the engine's own result stays.
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
