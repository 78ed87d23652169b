// Elements that look as if a click did something and are no controls by themselves; whether it does is known to the
// browser alone, which is asked for their listeners. See click_listeners.py.
auditor.clickCandidates = (() => {
  "use strict";
  const MOST = 30;
  const NATIVE = `a[href], area[href], button, input, select, textarea, summary, option, label, iframe, audio, video,
    [contenteditable=""], [contenteditable=true]`;
  const WIDGETS = "[role=button], [role=link], [role=checkbox], [role=switch], [tabindex]";
  const { parentOf } = auditor;
  let held = [];

  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const hasContent = (element) => /[\p{L}\p{N}]/u.test(element.innerText ?? "") || element.querySelector("img, svg") !== null;

  // The pointer is set on the element itself, not taken over from what it stands in.
  function pointsItself(element) {
    if (getComputedStyle(element).cursor !== "pointer") return false;
    const parent = parentOf(element);
    return !parent || getComputedStyle(parent).cursor !== "pointer";
  }

  const isFocusable = (element) => element.tabIndex >= 0 || element.matches(NATIVE);

  // An element with the place of its observation: nobody can reach it but by a pointer, or it takes the focus itself.
  function collect() {
    held = [];
    for (const element of document.querySelectorAll("body *")) {
      if (held.length === MOST) break;
      if (element.closest("svg, [aria-hidden=true], [inert]") || element.closest(NATIVE) || element.querySelector(NATIVE)) continue;
      const takesFocus = element.tabIndex >= 0;
      if (takesFocus ? !element.matches(WIDGETS) : !pointsItself(element)) continue;
      if (!takesFocus && (element.closest(WIDGETS) || [...element.querySelectorAll("[tabindex]")].some(isFocusable))) continue;
      if (isShown(element) && hasContent(element)) held.push(element);
    }
    return JSON.stringify(held.map((element) => [element.tabIndex >= 0, ...auditor.placeOf(element), auditor.cleanText(element.innerText ?? "").slice(0, 40)]));
  }

  const candidate = (index) => held[index];
  const ancestor = (index, up) => {
    let at = held[index];
    for (let count = 0; at && count < up; count++) at = parentOf(at);
    return at ?? null;
  };
  return { collect, candidate, ancestor };
})();
