// Decides results that axe-core leaves to people though the page itself states the answer: a single character that is
// a word or a mere sign, and links in text whose colours are known. Each function changes one rule's raw results.
auditor.decideUndecided = (() => {
  "use strict";
  const CONTROLS = "a[href], button, summary, [role=button], [role=link], [role=menuitem], [role=tab]";
  const WORDS = /[\p{L}\p{N}]/u;
  const ALONE = /^[\p{N}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u;
  const PRIVATE = /\p{Co}/u;
  const { isMarked } = auditor.shownParts;

  // The text that stands in the element itself: the engine judges that of its children by themselves.
  const textOf = (element) => [...element.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.data : "")).join("").trim();

  const elementOf = ({ node }) => (node.fromFrame ? null : node.element);
  const checkOf = (result) => [...result.any, ...result.all, ...result.none].find(({ data }) => data?.messageKey);
  const keyOf = (result) => checkOf(result)?.data.messageKey ?? "";

  // ---- color-contrast: what is no text (arrows, crosses, icons beside words) needs no contrast of text

  function isMereSign(element) {
    const text = textOf(element);
    if (WORDS.test(text)) return false;
    if (!PRIVATE.test(text)) return true;
    const control = element.closest(CONTROLS);
    return !control || WORDS.test(control.innerText ?? "");
  }

  // A character is text where its script writes words by it, and where it is part of a line of words in the page's font.
  function isWord(element) {
    const text = textOf(element);
    if (ALONE.test(text)) return true;
    const line = element.parentElement;
    return WORDS.test(text) && getComputedStyle(element).display === "inline" && [...(line?.innerText ?? "")].filter((char) => WORDS.test(char)).length > 3;
  }

  function decideContrast(rule) {
    const open = [];
    for (const result of rule.incomplete) {
      const [element, key] = [elementOf(result), keyOf(result)];
      const isShort = key === "shortTextContent" || key === "nonBmp";
      if (isShort && element && isMereSign(element)) continue;
      if (key === "shortTextContent" && element && isWord(element)) {
        const { fgColor, bgColor, contrastRatio, expectedContrastRatio } = checkOf(result).data;
        const message = `元素的對比為 ${contrastRatio}（前景色：${fgColor}，背景色：${bgColor}），預期對比為 ${expectedContrastRatio}`;
        rule.violations.push({ ...result, any: [{ message }], all: [], none: [] });
      } else open.push(result);
    }
    rule.incomplete = open;
  }

  // ---- link-in-text-block: a link without a background of its own differs from its text by its colour alone

  const channels = (colour) => (/^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour) ?? []).slice(1).map(Number);
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const luminance = ([red, green, blue]) => 0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
  const isInline = (element) => getComputedStyle(element).display.startsWith("inline");

  // The contrast of a link with the text around it; 0 where styles do not determine it.
  function contrastOfLink(link) {
    let block = link;
    for (; block && isInline(block); block = block.parentElement) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(block);
      if (backgroundImage !== "none" || opacity !== "1" || backgroundColor !== "rgba(0, 0, 0, 0)") return 0;
    }
    const [first, second] = [link, block].map((element) => (element ? channels(getComputedStyle(element).color) : []));
    if (first.length !== 3 || second.length !== 3) return 0;
    const [high, low] = [luminance(first), luminance(second)].sort((one, other) => other - one);
    return Math.floor(((high + 0.05) / (low + 0.05)) * 100) / 100;
  }

  const LEAST = 3;

  function decideLinks(rule) {
    const open = [];
    for (const result of rule.incomplete) {
      const link = elementOf(result);
      const isDrawn = result.any.some(({ data }) => data?.messageKey === "pseudoContent") || (link && isMarked(link));
      const contrast = link && !isDrawn ? contrastOfLink(link) : 0;
      if (!contrast) open.push(result);
      else if (contrast < LEAST && contrast > 1) {
        const message = `連結沒有自己的背景或底線，只靠顏色與周圍的文字區分，兩者的對比為 ${contrast}:1，低於 ${LEAST}:1`;
        rule.violations.push({ ...result, any: [{ message }], all: [], none: [] });
      }
    }
    rule.incomplete = open;
  }

  // One text is asked about once: what is undecided for AA is not asked again for AAA.
  function decideEnhanced(rule, raw) {
    decideContrast(rule);
    const asked = new Set(raw.find(({ id }) => id === "color-contrast")?.incomplete.map(elementOf));
    rule.incomplete = rule.incomplete.filter((result) => !asked.has(elementOf(result)) || !elementOf(result));
  }

  // ---- aria-hidden-focus: a guard that sends the focus on at once is no stop (ACT 6cfa84, definition of focusable). The
  // engine looks for a handler, which a world of its own does not see; here the focus is tried.

  const GUARDS = 20;
  const FOCUSABLE = "a[href], area[href], button, input, select, textarea, iframe, summary, [tabindex], [contenteditable]";

  // In a window without the system's focus an element gets the focus, but no event of it.
  function sendsFocusOn(element) {
    element.focus({ preventScroll: true });
    if (!document.hasFocus())
      for (const name of ["focus", "focusin"]) element.dispatchEvent(new FocusEvent(name, { bubbles: name === "focusin" }));
    return document.activeElement !== element;
  }

  function isGuard(element) {
    const stops = [element, ...element.querySelectorAll(FOCUSABLE)].filter((stop) => stop.matches(FOCUSABLE) && stop.tabIndex >= 0);
    return stops.length > 0 && stops.length <= GUARDS && stops.every(sendsFocusOn);
  }

  function decideGuards(rule) {
    const before = document.activeElement;
    const stays = (result) => !elementOf(result) || !isGuard(elementOf(result));
    rule.violations = rule.violations.filter(stays);
    rule.incomplete = rule.incomplete.filter(stays);
    if (document.activeElement === before) return;
    document.activeElement?.blur();
    before?.focus({ preventScroll: true });
  }

  const RULES = {
    "color-contrast": decideContrast,
    "color-contrast-enhanced": decideEnhanced,
    "link-in-text-block": decideLinks,
    "aria-hidden-focus": decideGuards,
  };

  // A decision may throw on an unforeseen page: then the question stays.
  return (raw) => {
    for (const rule of [...raw].sort((one, other) => one.id.localeCompare(other.id))) {
      const before = { violations: [...rule.violations], incomplete: [...rule.incomplete] };
      try {
        RULES[rule.id]?.(rule, raw);
      } catch {
        Object.assign(rule, before);
      }
    }
    return raw;
  };
})();
