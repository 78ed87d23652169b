// Follows the focus while Python presses Tab: its stops, whether each is visible, and the controls it never reaches.
auditor.keyboardWalk = (() => {
  "use strict";
  const CONTROLS = `a[href], area[href], button, input, select, textarea, summary, iframe, audio[controls],
    video[controls], [contenteditable=""], [contenteditable=true], [tabindex]`;
  const TYPED = `textarea, [contenteditable], input:not([type=button], [type=submit], [type=reset], [type=image],
    [type=checkbox], [type=radio], [type=range], [type=color], [type=file])`;
  // these have stops of their own inside
  const INNER = `iframe, frame, audio, video, embed, object, input[type=date], input[type=time], input[type=month],
    input[type=week], input[type=datetime-local]`;
  const FRAMES = 20;
  const LAYERS = 4000;
  const MISSED = 20;
  const MOUSE_ONLY = 20;
  const STYLES = `borderTopColor borderTopWidth borderTopStyle borderRightColor
    borderRightWidth borderBottomColor borderBottomWidth borderBottomStyle borderLeftColor borderLeftWidth
    backgroundColor backgroundImage backgroundPosition boxShadow color textDecorationLine textDecorationColor
    textDecorationStyle textDecorationThickness opacity transform filter fontWeight fontSize content display visibility
    clipPath width height left top`.split(/\s+/);
  const SKIP_WORDS = /跳(到|至|過|往)|移(到|至)|直接到|skip|jump to|go to (the )?(main|content)/i;
  const { parentOf, childrenOf } = auditor;

  let candidates = [];
  let stylesBefore = new Map();
  let visited = new Set();
  let outs = 0; // how often the focus left the page
  let last = null;
  // of each stop: its element, whether its styles changed, these styles with the focus, and a key of what changed
  let stops = [];

  const isPageItself = (at) => !at || at === at.ownerDocument.body || at === at.ownerDocument.documentElement;

  // Where the focus is, through shadow roots and frames whose documents can be read; else the frame.
  function focused() {
    let at = document.activeElement;
    for (;;) {
      const inner = at?.shadowRoot?.activeElement ?? at?.contentDocument?.activeElement;
      if (!inner || (at.contentDocument && isPageItself(inner))) break;
      at = inner;
    }
    return isPageItself(at) ? null : at;
  }

  // The document, and those of its frames that can be read.
  function documents() {
    const found = [document];
    for (const at of found) {
      for (const frame of at.querySelectorAll("iframe, frame")) {
        if (frame.contentDocument && found.length < FRAMES) found.push(frame.contentDocument);
      }
    }
    return found;
  }

  // An open modal dialog takes the rest of the page out of reach, as it should: one of the browser's, or of scripts.
  const DIALOG = "dialog:modal, [role=dialog][aria-modal=true], [role=alertdialog][aria-modal=true]";
  const isOpen = (dialog) => dialog.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && dialog.getClientRects().length > 0;
  const modalOf = (page) => [...page.querySelectorAll(DIALOG)].filter(isOpen).at(-1) ?? page;
  const collect = () => documents().flatMap((page) => [...modalOf(page).querySelectorAll(CONTROLS)]).filter(isReachable);

  function isReachable(element) {
    if (element.tabIndex < 0 || element.disabled || element.matches("input[type=hidden], :disabled")) return false;
    if (element.closest("[inert], [aria-hidden=true]")) return false;
    if (element.localName === "a" && !element.hasAttribute("href") && !element.hasAttribute("tabindex")) return false;
    if (element.localName === "summary" && !parentOf(element)?.matches("details")) return false;
    return element.checkVisibility({ visibilityProperty: true });
  }

  // ---- whether the focus is visible

  const styleOf = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    const clear = /^rgba\(.*, 0\)$/.test(style.outlineColor) || style.outlineColor === "transparent";
    const outline = style.outlineStyle === "none" || style.outlineWidth === "0px" || clear ? "" : [style.outlineStyle, style.outlineWidth, style.outlineColor].join(" ");
    return outline + STYLES.map((name) => style[name]).join("|");
  };

  // The styles of the element with its pseudo-elements and children, and of those around it: the focus may be marked on
  // any of them.
  function aroundOf(element) {
    const parent = parentOf(element);
    const next = element.nextElementSibling?.nextElementSibling;
    return [parent, parent && parentOf(parent), element.previousElementSibling, element.nextElementSibling, next].filter(Boolean);
  }

  function stylesOf(element) {
    const inside = [...childrenOf(element)].slice(0, 4);
    const around = aroundOf(element);
    const own = [null, "::before", "::after"].map((pseudo) => styleOf(element, pseudo));
    return {
      own: [...own, ...inside.map((other) => styleOf(other, null))].join("\n"),
      around: around.map((other) => styleOf(other, null)).join("\n"),
    };
  }

  // Whether the styles change with the focus. A text field shows its caret. An element whose styles before are not known
  // is not judged by them (null), and neither is a frame: what is inside it shows the focus.
  function markedOf(element, hidden) {
    if (!hidden && element.matches(TYPED)) return true;
    if (!stylesBefore.has(element) || element.matches("iframe, frame")) return null;
    const [was, is] = [stylesBefore.get(element), stylesOf(element)];
    return was.around !== is.around || (!hidden && was.own !== is.own);
  }

  // What the focus changes, as a key: elements of the same make with the same changes are measured by the first two of
  // them. What changes deeper inside is not among the styles compared, so the make is part of the key.
  function changeOf(element) {
    const make = [parentOf(element), element, ...element.querySelectorAll("*")].slice(0, 12);
    const names = make.map((part) => part && `${part.localName}.${part.getAttribute("class") ?? ""}`);
    const [was, is] = [stylesBefore.get(element), stylesOf(element)];
    if (!was) return names.join("|");
    const changed = (before, after) => after.split(/[|\n]/).filter((value, index) => value !== before.split(/[|\n]/)[index]);
    return [...names, ...changed(was.own, is.own), "/", ...changed(was.around, is.around)].join("|");
  }

  // The browser's own ring that nothing clips is seen: it is not measured.
  function hasOwnRing(element) {
    if (getComputedStyle(element).outlineStyle !== "auto") return false;
    for (let at = element; at && at !== document.body; at = parentOf(at)) {
      const { overflowX, overflowY, clipPath, contain, opacity } = getComputedStyle(at);
      if (overflowX !== "visible" || overflowY !== "visible" || clipPath !== "none" || /paint|strict|content/.test(contain)) return false;
      if (Number(opacity) < 0.9) return false;
    }
    return true;
  }

  const shownOf = (element) => {
    const style = getComputedStyle(element);
    return style.opacity !== "0" && style.visibility === "visible";
  };

  function boundsOf(element) {
    const rects = [...element.getClientRects()].filter((rect) => rect.width >= 1 && rect.height >= 1);
    if (rects.length) return rects;
    return [...childrenOf(element)].flatMap((child) => [...child.getClientRects()]).filter((rect) => rect.width >= 1);
  }

  function hiddenOf(element) {
    for (let at = element; at; at = parentOf(at)) if (!shownOf(at)) return true;
    const clip = getComputedStyle(element);
    if (/inset\((50%|100%)/.test(clip.clipPath) || /rect\((0px|1px), (0px|1px), (0px|1px), (0px|1px)\)/.test(clip.clip)) {
      return true;
    }
    return !boundsOf(element).some(
      (rect) => rect.width > 2 && rect.height > 2 && rect.right + scrollX > 0 && rect.bottom + scrollY > 0,
    );
  }

  const isPartOf = (element, at) => {
    for (let node = at; node; node = parentOf(node) ?? node.getRootNode().host) if (node === element) return true;
    return element.labels ? [...element.labels].some((label) => label.contains(at)) : false;
  };

  function layerOf(element) {
    for (let at = element; at; at = parentOf(at)) {
      if (/fixed|sticky/.test(getComputedStyle(at).position)) return at;
    }
    return null;
  }

  // How much of an element is covered by something that stays in place while the page is scrolled.
  function coverOf(element) {
    let points = 0;
    let under = 0;
    let cover = null;
    const own = layerOf(element);
    for (const rect of boundsOf(element).slice(0, 4)) {
      for (const x of [0.1, 0.5, 0.9]) {
        for (const y of [0.15, 0.5, 0.85]) {
          const [left, top] = [rect.left + x * rect.width, rect.top + y * rect.height];
          if (left < 0 || top < 0 || left >= innerWidth || top >= innerHeight) continue;
          points++;
          const at = document.elementFromPoint(left, top);
          if (!at || isPartOf(element, at) || at.contains(element)) continue;
          const layer = layerOf(at);
          if (!layer || layer === own) continue;
          const style = getComputedStyle(layer);
          if (Number(style.opacity) < 0.9) continue;
          under++;
          cover = layer;
        }
      }
    }
    const covered = points ? Math.round((100 * under) / points) : 0;
    return [covered, cover ? auditor.selectorOf(cover) : ""];
  }

  function stopOf(element) {
    const hidden = hiddenOf(element);
    const marked = markedOf(element, hidden);
    const measured = !element.matches(`iframe, frame, ${TYPED}`) && !hidden && !hasOwnRing(element);
    stops.push({ element, marked, measured, change: measured ? changeOf(element) : "", styles: JSON.stringify(stylesOf(element)) });
    return [...auditor.placeOf(element), marked, ...coverOf(element), hidden];
  }

  // ---- links to parts of the page

  const fragmentOf = (link) => {
    const address = URL.canParse(link.href) ? new URL(link.href) : null;
    if (!address || address.hash.length < 2) return "";
    address.hash = "";
    return address.href === location.href.split("#")[0] ? decodeURI(new URL(link.href).hash.slice(1)) : "";
  };

  const targetOf = (link) => {
    const fragment = fragmentOf(link);
    return document.getElementById(fragment) ?? document.querySelector(`a[name="${CSS.escape(fragment)}"]`);
  };

  // `:::`, the marks of regions that Taiwanese guidelines ask for, are no skip links
  const isRegionMark = (link) => /^:{2,4}$/.test(link.textContent.trim());

  // ---- controls for the mouse only

  function mouseOnly() {
    const found = [];
    for (const element of document.querySelectorAll("[onclick], [onmousedown], [onmouseup]")) {
      if (found.length === MOUSE_ONLY) break;
      if (element.matches(`html, body, form, label, option, ${CONTROLS}`) || !element.checkVisibility()) continue;
      if (element.closest(CONTROLS) || element.querySelector(CONTROLS)) continue;
      if (element.hasAttribute("onkeydown") || element.hasAttribute("onkeyup") || element.hasAttribute("onkeypress")) {
        continue;
      }
      if (getComputedStyle(element).cursor === "pointer" || element.hasAttribute("role")) {
        found.push([...auditor.placeOf(element), "click", false]);
      }
    }
    return [...found, ...hoverMenus()];
  }

  function eachRule(visit, rules) {
    for (const rule of rules) {
      if (rule.selectorText) visit(rule);
      if (rule.cssRules?.length && !(rule.media && !matchMedia(rule.media.mediaText).matches)) eachRule(visit, rule.cssRules);
    }
  }

  function allRules(visit) {
    for (const sheet of document.styleSheets) {
      try {
        eachRule(visit, sheet.cssRules);
      } catch {
        // the rules of a sheet of another origin cannot be read
      }
    }
  }

  const SHOWS = (style) =>
    (style.display && style.display !== "none") || style.visibility === "visible" || Number(style.opacity) > 0;

  // Menus that a style sheet opens under the mouse while none opens them with the focus.
  function hoverMenus() {
    const menus = new Map();
    allRules((rule) => {
      for (const selector of rule.selectorText.split(",")) {
        const [before, after] = selector.split(/:hover(?=[\s>+~])/);
        if (after === undefined || !SHOWS(rule.style) || menus.size >= MOUSE_ONLY) continue;
        for (const menu of matching(before.replace(/:(hover|focus|active)\b/g, "") + after.replace(/:(hover|focus|active)\b/g, ""))) {
          if (!menu.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && menu.querySelector("a[href]")) {
            menus.set(menu, openerOf(menu));
          }
        }
      }
    });
    const unopened = [...menus].filter(([menu]) => ![...menu.querySelectorAll("a[href]")].some((link) => visited.has(link)));
    return unopened.map(([menu, opener]) => [...auditor.placeOf(menu), "hover", Boolean(opener)]);
  }

  function matching(selector) {
    try {
      return document.querySelectorAll(selector);
    } catch {
      return [];
    }
  }

  // A link beside the menu that leads to a page, where the menu's links may be repeated.
  function openerOf(menu) {
    const near = [...(parentOf(menu) ? childrenOf(parentOf(menu)) : [])].find((sibling) => sibling.matches("a[href]"));
    return near && /^https?:/.test(near.href) && !fragmentOf(near) && !/#$/.test(near.href) ? near : null;
  }

  // ---- called from Python

  async function begin() {
    focused()?.blur();
    getSelection()?.removeAllRanges();
    scrollTo(0, 0);
    candidates = collect();
    stylesBefore = new Map(candidates.slice(0, 200).map((element) => [element, stylesOf(element)]));
    visited = new Set();
    outs = 0;
    stops = [];
    last = null;
    return String(candidates.length);
  }

  // Where the focus is now: out (it has left the page), the same again, a known stop, or a new one.
  function step() {
    const at = focused();
    if (!at) {
      // the walk began where a script had put the focus: the next key leads to the beginning of the page
      const isBegun = candidates.some((control) => visited.has(control)) || outs === 0;
      const ahead = candidates[0] && !visited.has(candidates[0]) && isBegun;
      outs += 1;
      return JSON.stringify({ state: "out", ahead: Boolean(ahead) });
    }
    const again = at === last;
    const known = visited.has(at);
    visited.add(at);
    last = at;
    if (again) return JSON.stringify({ state: at.matches(INNER) ? "inside" : "same", place: auditor.placeOf(at) });
    if (known) return JSON.stringify({ state: "known", place: auditor.placeOf(at) });
    const link = at.localName === "a" && fragmentOf(at) ? at : null;
    const skip = link && !isRegionMark(link) && SKIP_WORDS.test(link.textContent + (link.title ?? "")) ? Boolean(targetOf(link)) : null;
    return JSON.stringify({ state: "new", stop: stopOf(at), skip });
  }

  // Where the focus is a moment later: scripts may have taken it back.
  async function laterStep() {
    await auditor.sleep(60);
    const at = focused();
    return JSON.stringify({ state: at ? "back" : "out", place: at && auditor.placeOf(at) });
  }

  // Controls that were not reached. A radio group is one stop; elements with inner stops are left out.
  function missed() {
    const groups = new Set([...visited].filter(({ type }) => type === "radio").map(({ form, name }) => `${form?.id}|${name}`));
    const unreached = candidates.filter((control) => {
      if (visited.has(control) || !control.isConnected || !isReachable(control)) return false;
      if (control.type === "radio" && groups.has(`${control.form?.id}|${control.name}`)) return false;
      return !control.matches("iframe, frame, area, audio, video");
    });
    return JSON.stringify({ missed: unreached.slice(0, MISSED).map(auditor.placeOf), mouse: mouseOnly() });
  }

  // Whether an open dialog was closed by the key that was just pressed; then the page behind it is within reach.
  function isDialogClosed() {
    if (modalOf(document) !== document) return "false";
    const now = collect();
    const found = now.filter((control) => !candidates.includes(control));
    for (const control of found.slice(0, 200)) stylesBefore.set(control, stylesOf(control));
    candidates = now;
    return JSON.stringify(found.length > 0);
  }

  const hasDialog = () => JSON.stringify(modalOf(document) !== document);

  // Whether anything stays in place while the page is scrolled: then walking backwards may bring stops below it.
  function hasLayers() {
    const elements = [...document.body.querySelectorAll("*")].slice(0, LAYERS);
    return JSON.stringify(document.documentElement.scrollHeight > innerHeight && elements.some((element) => /fixed|sticky/.test(getComputedStyle(element).position)));
  }

  // The number of the stop that has the focus after a key backwards, with what covers it; null outside the stops.
  function stepBack() {
    const at = focused();
    const index = stops.findIndex(({ element }) => element === at);
    return JSON.stringify(index < 0 ? null : [index, ...coverOf(at)]);
  }

  // ---- whether the focus is visible, by pixels

  const AROUND = 24;
  const WIDE = 900;
  const HIGH = 400;
  const SEEN = 12; // a channel differs by so much where a change can be perceived

  // The numbers of the stops that styles alone do not decide, each with a key of what the focus changes.
  const measurable = () => JSON.stringify(stops.flatMap(({ measured, change }, index) => (measured ? [[index, change]] : [])));

  // In the window's pixels, of an element in a frame too.
  function windowRect(element) {
    let { left, top, right, bottom } = element.getBoundingClientRect();
    for (let frame = element.ownerDocument.defaultView?.frameElement; frame; frame = frame.ownerDocument.defaultView?.frameElement) {
      const outer = frame.getBoundingClientRect();
      [left, right] = [left + outer.left + frame.clientLeft, right + outer.left + frame.clientLeft];
      [top, bottom] = [top + outer.top + frame.clientTop, bottom + outer.top + frame.clientTop];
    }
    return { left, top, right, bottom };
  }

  const smallOnes = (elements) => elements.filter((element) => element.offsetWidth <= WIDE / 2 && element.offsetHeight <= HIGH / 2);

  // Puts the focus on a stop, as Tab did, and returns the clip around it; null where that does not bring back its looks.
  function focusStop(index) {
    const { element, styles } = stops[index];
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    element.focus({ preventScroll: true, focusVisible: true });
    if (focused() !== element || JSON.stringify(stylesOf(element)) !== styles) return "null";
    const shown = [element, ...(element.labels ?? []), ...childrenOf(element), ...smallOnes(aroundOf(element))].map(windowRect);
    const rects = shown.filter(({ left, right, top, bottom }) => right - left > 0 && bottom - top > 0);
    if (!rects.length) return "null";
    const left = Math.floor(Math.max(Math.min(...rects.map((rect) => rect.left)) - AROUND, 0));
    const top = Math.floor(Math.max(Math.min(...rects.map((rect) => rect.top)) - AROUND, 0));
    const width = Math.ceil(Math.min(Math.max(...rects.map((rect) => rect.right)) + AROUND, innerWidth, left + WIDE)) - left;
    const height = Math.ceil(Math.min(Math.max(...rects.map((rect) => rect.bottom)) + AROUND, innerHeight, top + HIGH)) - top;
    if (width < 4 || height < 4) return "null";
    const own = windowRect(element);
    const perimeter = Math.round(2 * (own.right - own.left + own.bottom - own.top));
    return JSON.stringify({ x: Math.round(left + scrollX), y: Math.round(top + scrollY), width, height, perimeter });
  }

  function blurStop(index) {
    stops[index].element.blur();
    return "";
  }

  // WCAG 2.2, 2.4.13: how many pixels change with the focus, and the contrast between the two states that an area of one
  // pixel along half of the perimeter has at least.
  async function changedPixels(withFocus, without, perimeter) {
    const [on, off] = [await auditor.contrast.pixels(withFocus), await auditor.contrast.pixels(without)];
    const ratios = [];
    for (let at = 0; at < on.data.length; at += 4) {
      const [first, second] = [on.data.subarray(at, at + 3), off.data.subarray(at, at + 3)];
      const differs = Math.max(...[0, 1, 2].map((n) => Math.abs(first[n] - second[n])));
      if (differs < SEEN) continue;
      ratios.push(auditor.contrast.ratioOf(first, second));
    }
    ratios.sort((first, second) => second - first);
    const rank = Math.min(Math.max(Math.round(perimeter / 2), 8), ratios.length);
    return JSON.stringify({ area: ratios.length, contrast: ratios.length ? ratios[rank - 1] : 1 });
  }

  let target = null;

  // Puts the focus on the skip link; reports whether its target exists.
  function focusSkipLink() {
    const isSkipLink = (link) => fragmentOf(link) && !isRegionMark(link) && SKIP_WORDS.test(link.textContent + (link.title ?? ""));
    const link = [...document.querySelectorAll("a[href]")].find((stop) => visited.has(stop) && isSkipLink(stop));
    target = link ? targetOf(link) : null;
    link?.focus({ preventScroll: true });
    return JSON.stringify({ place: link ? auditor.placeOf(link) : null, target: Boolean(target) });
  }

  // Whether the focus is at the target or behind it.
  function hasArrived() {
    const at = target && focused();
    return JSON.stringify(Boolean(at && (target.contains(at) || target.compareDocumentPosition(at) & 4)));
  }

  function end() {
    focused()?.blur();
    scrollTo(0, 0);
    candidates = [];
    stops = [];
    stylesBefore = new Map();
    return "";
  }

  const pixelsOfFocus = { measurable, focusStop, blurStop, changedPixels };
  return { begin, step, laterStep, stepBack, hasLayers, hasDialog, isDialogClosed, missed, focusSkipLink, hasArrived, end, ...pixelsOfFocus };
})();
