// Contrast by layers: an element is scrolled to, and the colours of all that lies below its text are laid over each
// other, as far as styles state them. Pixels decide the others.
auditor.contrastLayers = (() => {
  "use strict";
  const SAMPLES = 8;
  const LARGE = 24;
  const LARGE_BOLD = 18.66;
  const REPLACED = "img, svg, canvas, video, iframe, object, embed, input, select, textarea, button, picture, math";
  const { boxes, hex, isIcon, ratioOf, rgba } = auditor.contrast;
  const over = (front, back) => [0, 1, 2].map((n) => front[n] * (front[3] / 255) + back[n] * (1 - front[3] / 255));

  // Whether what is on the screen may differ from the colours in the styles.
  function isChanged(element) {
    for (let at = element; at; at = auditor.parentOf(at)) {
      const style = getComputedStyle(at);
      if (style.opacity !== "1" || style.mixBlendMode !== "normal" || style.filter !== "none") return true;
      if (style.maskImage !== "none" || style.backgroundClip.includes("text")) return true;
    }
    const style = getComputedStyle(element);
    return style.textShadow !== "none" || parseFloat(style.webkitTextStrokeWidth) > 0;
  }

  // What an element paints in its box: a colour, or null where it is no single colour that styles state.
  function paint(element, isAncestor) {
    const style = getComputedStyle(element);
    if (style.backgroundImage !== "none" || style.boxShadow.includes("inset") || style.backgroundClip.includes("text")) return null;
    if (!isAncestor && (isChanged(element) || element.matches(REPLACED))) return null;
    for (const part of ["::before", "::after"]) {
      const { content, position, backgroundColor, backgroundImage } = getComputedStyle(element, part);
      const isPlaced = content !== "none" && ["absolute", "fixed"].includes(position);
      if (isPlaced && (backgroundImage !== "none" || rgba(backgroundColor)[3] > 0)) return null;
    }
    return rgba(style.backgroundColor);
  }

  // The colour below a point of the element's text; null where something may cover it, or styles do not state it.
  function groundAt(element, x, y) {
    const stack = document.elementsFromPoint(x, y);
    const own = stack.findIndex((hit) => hit === element);
    if (own < 0) return null;
    const layers = [];
    for (const [depth, hit] of stack.entries()) {
      const colour = paint(hit, hit.contains(element));
      if (colour === null || (depth < own && (colour[3] > 0 || hit.textContent.trim()))) return null;
      layers.push(colour);
      if (colour[3] === 255) break;
    }
    return layers.reverse().reduce((ground, colour) => over(colour, ground), [255, 255, 255]);
  }

  function contrastOf(element) {
    if (!element?.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || isChanged(element)) return null;
    if (isIcon(element.textContent.trim()) || element.getRootNode() !== document || element instanceof SVGElement) return null;
    const style = getComputedStyle(element);
    const ink = rgba(style.webkitTextFillColor);
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const all = boxes(element);
    const chosen = all.filter((_, at) => at % Math.max(Math.floor(all.length / SAMPLES), 1) === 0);
    if (ink[3] === 0 || chosen.length === 0) return null;
    let worst = null;
    for (const { left, top, width, height } of chosen) {
      const ground = groundAt(element, left + width / 2, top + height / 2);
      if (ground === null) return null;
      const contrast = ratioOf(over(ink, ground), ground);
      if (worst === null || contrast < worst.contrast) worst = { contrast, ground };
    }
    const size = parseFloat(style.fontSize);
    const large = size >= LARGE || (size >= LARGE_BOLD && Number(style.fontWeight) >= 700);
    const ground = hex(worst.ground.map(Math.round));
    return { large, whole: true, worst: worst.contrast, lowest: worst.contrast, ink: hex(ink), ground };
  }

  // The contrasts of the elements' texts in their order, null where styles do not determine one.
  function measure(selectors) {
    const all = new CSSStyleSheet();
    all.replaceSync("* { pointer-events: auto !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, all];
    try {
      return JSON.stringify(selectors.map((selector) => contrastOf(auditor.find(selector))));
    } finally {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== all);
    }
  }

  return { measure };
})();
