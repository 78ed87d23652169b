// Observes form fields and controls as they are shown: edges (WCAG 1.4.11), labels against names (2.5.3), unmarked
// required fields (3.3.2), handlers that act too early (2.5.2, 3.2.1, 3.2.2) or throw the focus away (F55).
auditor.visibleControls = (() => {
  "use strict";
  const LEAST = 3;
  const FIELDS = "input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image], [type=checkbox], [type=radio], [type=range], [type=color], [type=file]), textarea, select";
  const { parentOf } = auditor;
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getBoundingClientRect().width > 8;

  // ---- colours: red, green, blue from 0 to 255, and how opaque

  function parts(colour) {
    const numbers = /^rgba?\(([^)]*)\)$/.exec(colour)?.[1].split(/[\s,/]+/).map(Number);
    return numbers && numbers.length >= 3 && !numbers.some(Number.isNaN) ? [...numbers.slice(0, 3), numbers[3] ?? 1] : null;
  }

  const over = (top, below) => [0, 1, 2].map((index) => top[index] * top[3] + below[index] * (1 - top[3]));

  function luminance(colour) {
    const [red, green, blue] = colour.map((channel) => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((first, second) => second - first);
    return (light + 0.05) / (dark + 0.05);
  }

  // The plain colour behind an element; null where an image or an effect makes it unknown.
  function groundOf(element) {
    const layers = [];
    for (let at = element; at; at = parentOf(at)) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none" || style.filter !== "none" || style.opacity !== "1" || style.mixBlendMode !== "normal") return null;
      const colour = parts(style.backgroundColor);
      if (!colour) return null;
      layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduceRight((below, top) => over(top, below), [255, 255, 255]);
  }

  // The highest contrast that an edge of the field, or its own ground, has with what lies around it; null: not known.
  function edgeContrast(field) {
    const style = getComputedStyle(field);
    const around = parentOf(field) && groundOf(parentOf(field));
    const own = groundOf(field);
    if (!around || !own || style.boxShadow !== "none" || style.borderImageSource !== "none") return null;
    const ratios = [contrast(own, around)];
    for (const side of ["Top", "Right", "Bottom", "Left"]) {
      if (!(parseFloat(style[`border${side}Width`]) > 0) || /none|hidden/.test(style[`border${side}Style`])) continue;
      const colour = parts(style[`border${side}Color`]);
      if (!colour) return null;
      ratios.push(contrast(over(colour, around), around));
    }
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) return null;
    return Math.max(...ratios);
  }

  // A field inside a box that is drawn around it needs no edge of its own.
  function isFramed(field) {
    const ground = groundOf(field);
    for (let at = parentOf(field), up = 0; at && up < 2; at = parentOf(at), up++) {
      const style = getComputedStyle(at);
      const [box, inner] = [at.getBoundingClientRect(), field.getBoundingClientRect()];
      if (box.height > 3 * inner.height || box.width > 3 * inner.width) return false;
      const colour = parts(style.borderBottomColor);
      const around = parentOf(at) && groundOf(parentOf(at));
      if (style.boxShadow !== "none" || !around) return true;
      if (parseFloat(style.borderBottomWidth) > 0 && style.borderBottomStyle !== "none" && colour && contrast(over(colour, around), around) >= LEAST) return true;
      const own = groundOf(at);
      if (!own || !ground || contrast(own, around) >= LEAST) return true;
    }
    return false;
  }

  function edges() {
    const found = [];
    for (const field of document.querySelectorAll(FIELDS)) {
      if (!isShown(field) || field.disabled) continue;
      const ratio = edgeContrast(field);
      if (ratio === null || ratio >= LEAST - 0.005 || isFramed(field)) continue;
      found.push({ kind: "edge", element: field, text: `${Math.round(ratio * 100) / 100}`, amount: Math.round(ratio * 100) / 100, certain: true });
    }
    return found;
  }

  // ---- labels that are shown, and names that are spoken

  const spoken = (text) =>
    text.normalize("NFKC").toLowerCase().replace(/\([^)]*\)/g, " ").replace(/\p{Script=Han}\s+(?=\p{Script=Han})/gu, (pair) => pair.trim()).replace(/[\p{P}\p{S}\p{Cf}]/gu, " ").replace(/\s+/g, " ").trim();

  function nameOf(field) {
    const ids = (field.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
    const named = ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
    return named || (field.getAttribute("aria-label") ?? "").trim();
  }

  function names() {
    const found = [];
    for (const field of document.querySelectorAll("input, select, textarea")) {
      const name = nameOf(field);
      if (!name || !field.labels?.length || !isShown(field)) continue;
      const labels = [...field.labels].filter((label) => isShown(label) && isSeen(label)).map((label) => auditor.cleanText(label.innerText));
      const words = labels.map(spoken).filter((label) => /\p{L}/u.test(label));
      if (!words.length || words.some((label) => ` ${spoken(name)} `.replace(/\s/g, "").includes(label.replace(/\s/g, "")))) continue;
      found.push({ kind: "label_in_name", element: field, text: labels[0].slice(0, 60), detail: name.slice(0, 60), certain: true });
    }
    return found;
  }

  // Not clipped to nothing, as texts for screen readers alone are.
  function isSeen(element) {
    const { clip, clipPath } = getComputedStyle(element);
    const { height, right, bottom } = element.getBoundingClientRect();
    return height > 2 && right + scrollX > 0 && bottom + scrollY > 0 && !/rect\((?:0|1)px/.test(clip) && !/inset\((?:50|100)%/.test(clipPath);
  }

  // ---- required fields without a mark

  const MARK = /[*＊※✱•]|必填|必須|required|mandatory|必要/i;
  const ALL = /(?:所有|全部|各)(?:欄位|項目)|均(?:為|須|需)?必填|皆(?:為)?必填|all fields|選填|optional/i;

  function required() {
    const unmarked = [];
    for (const field of document.querySelectorAll("[required], [aria-required=true]")) {
      const form = field.form ?? field.closest("[role=form]");
      if (!isShown(field) || !field.matches(`${FIELDS}`) || !form || form.querySelectorAll(FIELDS).length < 3 || ALL.test(form.innerText)) continue;
      const around = [...(field.labels ?? []), parentOf(field), parentOf(parentOf(field)), parentOf(field)?.previousElementSibling].filter(Boolean);
      const pseudo = (element) => ["::before", "::after"].map((part) => getComputedStyle(element, part).content).join(" ");
      const inner = (element) => [element, ...[...element.querySelectorAll("label, span, em, i, img, abbr, td, th")].slice(0, 20)];
      const marked = around.some((element) => element !== form && inner(element).some((part) => MARK.test(`${part.localName === "img" ? part.alt || "*" : part.innerText} ${pseudo(part)}`) || /url\(/.test(pseudo(part))));
      if (!marked && !MARK.test(`${field.placeholder ?? ""} ${field.title}`)) unmarked.push(field);
    }
    return unmarked.map((field) => ({ kind: "required", element: field, text: auditor.cleanText(field.labels?.[0]?.innerText).slice(0, 40), certain: false }));
  }

  // ---- handlers in attributes

  const GOES = /\blocation\b\s*(?:\.\s*(?:href|assign|replace)\b)?\s*[=(.]|\.submit\s*\(|__doPostBack|window\.open\s*\(|MM_jumpMenu/;
  const HANDLERS = [
    ["jump_on_input", "onchange", "select, input[type=radio], input[type=checkbox]", GOES, true],
    ["jump_on_focus", "onfocus", "*", GOES, true],
    ["blurred", "onfocus", "*", /\.blur\s*\(/, true],
    ["pointer_down", "onmousedown", "a, button, input, [role=button], [role=link], div, span, img", GOES, true],
    ["pointer_down", "ontouchstart", "a, button, input, [role=button], [role=link], div, span, img", GOES, true],
    ["pointer_down", "onpointerdown", "a, button, input, [role=button], [role=link], div, span, img", GOES, true],
  ];

  function handlers() {
    const found = [];
    for (const [kind, attribute, selector, pattern, certain] of HANDLERS) {
      for (const element of document.querySelectorAll(`[${attribute}]`)) {
        if (!element.matches(selector) || !pattern.test(element.getAttribute(attribute)) || !isShown(element)) continue;
        found.push({ kind, element, text: auditor.cleanText(element.labels?.[0]?.innerText ?? element.innerText ?? "").slice(0, 40), certain });
      }
    }
    return found;
  }

  // ---- links to parts of the page that are not there

  const SKIPS = /^(?:跳(?:到|至|過|往)|移(?:到|至)|直接到|skip\b|jump to)/i;

  function skipLinks() {
    const found = [];
    for (const link of document.querySelectorAll('a[href*="#"]')) {
      const [address, here] = [URL.canParse(link.href) ? new URL(link.href) : null, location.href.split("#")[0]];
      const text = auditor.cleanText(link.textContent) || link.title;
      if (!address || address.hash.length < 2 || address.hash === "#top" || link.href.split("#")[0] !== here || !SKIPS.test(text)) continue;
      const name = decoded(address.hash.slice(1));
      if (name.includes("/") || document.getElementById(name) || document.getElementsByName(name).length || link.hasAttribute("onclick")) continue;
      found.push({ kind: "skip_dead", element: link, text: text.slice(0, 40), detail: name, certain: true });
    }
    return found;
  }

  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };

  auditor.plainColours = { parts, over, contrast, groundOf };
  return () => [...edges(), ...names(), ...required(), ...handlers(), ...skipLinks()];
})();
