// Texts whose colours a style sheet changes under the pointer or with the focus, and their contrast in that state, which
// hover_contrast.py lets the browser show. Source: WCAG 2.2, 1.4.3, which holds for every state.
auditor.hoverStyles = (() => {
  "use strict";
  const RULES = 400;
  const ELEMENTS = 10;
  const STATE = /:(hover|focus-visible|focus-within|focus|active)(?![\w-])/g;
  const { over, parts, contrast, groundOf } = auditor.plainColours;
  let held = [];

  function* rulesOf(list) {
    for (const rule of list) {
      if (rule.selectorText !== undefined) yield rule;
      else if (rule.cssRules && (!rule.media || matchMedia(rule.media.mediaText).matches)) yield* rulesOf(rule.cssRules);
    }
  }

  function* allRules() {
    for (const sheet of document.styleSheets) {
      let rules = [];
      try {
        rules = sheet.disabled ? [] : sheet.cssRules;
      } catch {
        continue; // of another origin, which does not let it be read
      }
      yield* rulesOf(rules);
    }
  }

  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getBoundingClientRect().width > 2;
  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 1);
  const matching = (selector) => {
    try {
      return [...document.querySelectorAll(selector)].slice(0, 40);
    } catch {
      return [];
    }
  };

  // Elements that a rule colours when the pointer is on the element `holder`; one of each rule.
  function collect() {
    held = [];
    let count = 0;
    for (const rule of allRules()) {
      if (++count > RULES || held.length === ELEMENTS) break;
      if (!rule.style.color && !rule.style.backgroundColor) continue;
      for (const selector of rule.selectorText.split(/,(?![^(]*\))/)) {
        const at = selector.search(/:hover(?![\w-])/);
        if (at < 0) continue;
        const holding = selector.slice(0, at).replace(STATE, "") || "*";
        const element = matching(selector.replace(STATE, "")).find((one) => isShown(one) && hasText(one) && !held.some((other) => other.element === one));
        const holder = element?.closest(holding.trim());
        if (holder) held.push({ element, holder, was: ratioOf(element), style: element.getAttribute("style") });
        break;
      }
    }
    return String(held.length);
  }

  function ratioOf(element) {
    const ground = groundOf(element);
    const ink = parts(getComputedStyle(element).color);
    return ground && ink ? contrast(over(ink, ground), ground) : null;
  }

  const holder = (index) => held[index].holder;

  // The colours without a transition on the way to them.
  function prepare(index) {
    held[index].element.style.setProperty("transition", "none", "important");
    return "";
  }

  // Before and in the state that is shown now: the contrast, whether it is large text; null where it is not known.
  function measure(index) {
    const { element, was } = held[index];
    const is = ratioOf(element);
    const style = getComputedStyle(element);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    if (was === null || is === null) return "null";
    return JSON.stringify({ was, contrast: is, large, place: auditor.placeOf(element) });
  }

  function restore(index) {
    const { element, style } = held[index];
    if (style === null) element.removeAttribute("style");
    else element.setAttribute("style", style);
    return "";
  }

  return { collect, holder, prepare, measure, restore };
})();
