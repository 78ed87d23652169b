// Measures contrast by pixels where styles alone do not determine it: text in front of images, gradients, other elements.
auditor.contrast = (() => {
  "use strict";
  const CHARS = 1200;
  const TINTED = 12;
  const INK = 8; // a channel differs by so much where ink is
  const BLENDED = 0.25; // by so much the channels may disagree on how much ink covers a pixel
  const NEARLY_ALL = 0.95;
  const LARGE = 24;
  const LARGE_BOLD = 18.66;
  let held = [];

  function rgba(colour) {
    const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data];
  }

  // Whether the ink on the screen may differ from the colour in the style, in a way that pixels do not settle either.
  function isUnclear(element) {
    for (let at = element; at; at = auditor.parentOf(at)) {
      const style = getComputedStyle(at);
      if (style.opacity !== "1" || style.maskImage !== "none" || style.backgroundClip.includes("text")) return true;
    }
    const style = getComputedStyle(element);
    return style.textShadow !== "none" || parseFloat(style.webkitTextStrokeWidth) > 0 || (isSvg(element) && style.stroke !== "none");
  }

  // Whether a filter or a blend mode changes the ink: its colour is then what the pixels show.
  function isTinted(element) {
    for (let at = element; at; at = auditor.parentOf(at)) {
      const { mixBlendMode, filter } = getComputedStyle(at);
      if (mixBlendMode !== "normal" || filter !== "none") return true;
    }
    return false;
  }

  const isSvg = (element) => element instanceof SVGElement;

  // Places of texts whose ink a filter or a blend mode changes; an engine that reads styles does not see it.
  function tinted() {
    const found = [];
    const changed = [...document.querySelectorAll("*")].filter((element) => {
      const { mixBlendMode, filter } = getComputedStyle(element);
      return mixBlendMode !== "normal" || (filter !== "none" && !/^(drop-shadow|blur)/.test(filter));
    });
    for (const outer of changed) {
      for (const element of [outer, ...outer.querySelectorAll("*")]) {
        if (found.length === TINTED) break;
        const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 1);
        if (hasText && !found.includes(element) && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) found.push(element);
      }
    }
    return JSON.stringify(found.map(auditor.placeOf));
  }

  // The boxes of the characters of the element's own text, in the window's pixels.
  function boxes(element) {
    const found = [];
    const range = document.createRange();
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      for (let at = 0; at < node.data.length && found.length < CHARS; at++) {
        if (!node.data[at].trim()) continue;
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const rect = range.getBoundingClientRect();
        if (rect.width >= 1 && rect.height >= 1) found.push(rect);
      }
    }
    return found;
  }

  // A letter alone may be an icon, as the X that closes; a Chinese character alone is a word.
  const isIcon = (text) => text.length < 2 && !/\p{Script=Han}/u.test(text);

  // The element of the selector where pixels can decide about its text, else null.
  function measurable(selector) {
    const element = auditor.find(selector);
    if (!element?.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || isUnclear(element)) return null;
    return isIcon(element.textContent.trim()) ? null : element;
  }

  // Scrolls to the first of the elements that can be measured, holds all that the window then shows, and returns the
  // window as a clip of the document, the selectors that are held, and those that cannot be measured at all.
  function tile(selectors) {
    held = [];
    const lost = [];
    for (const selector of selectors) {
      const element = measurable(selector);
      if (!element) {
        lost.push(selector);
        continue;
      }
      if (!held.length) element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
      const kept = heldOf(element, selector);
      const isTall = element.getBoundingClientRect().height > innerHeight;
      if (kept && (kept.whole || isTall || !held.length)) held.push(kept);
      else if (!held.length) lost.push(selector);
    }
    const clip = { x: Math.round(scrollX), y: Math.round(scrollY), width: innerWidth, height: innerHeight };
    return JSON.stringify({ clip, held: held.map(({ selector }) => selector), lost });
  }

  function heldOf(element, selector) {
    const style = getComputedStyle(element);
    const ink = rgba(isSvg(element) ? style.fill : style.webkitTextFillColor);
    const all = boxes(element);
    const within = all.filter((box) => box.left >= 0 && box.top >= 0 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1);
    if (ink[3] === 0 || within.length === 0) return null;
    const size = parseFloat(style.fontSize);
    const large = size >= LARGE || (size >= LARGE_BOLD && Number(style.fontWeight) >= 700);
    const whole = within.length === all.length && all.length < CHARS;
    const places = within.map((box) => [box.left, box.top, box.right, box.bottom]);
    return { element, selector, ink, large, whole, tinted: isTinted(element), style: element.getAttribute("style"), boxes: places };
  }

  // A screenshot paints the page anew, so nothing is waited for here.
  function hideText() {
    for (const { element } of held) {
      const inks = [["transition", "none"], ["-webkit-text-fill-color", "transparent"], ["text-decoration-color", "transparent"]];
      if (isSvg(element)) inks.push(["fill", "transparent"]);
      for (const [name, value] of inks) element.style.setProperty(name, value, "important");
    }
    return "";
  }

  function showText() {
    for (const { element, style } of held) {
      if (style === null) element.removeAttribute("style");
      else element.setAttribute("style", style);
    }
    return "";
  }

  async function pixels(png) {
    const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", { willReadFrequently: true });
    canvas.drawImage(bitmap, 0, 0);
    return canvas.getImageData(0, 0, bitmap.width, bitmap.height);
  }

  // Relative luminance and contrast ratio as WCAG 2 defines them.
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const luminance = ([red, green, blue]) => 0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
  const ratio = (first, second) => (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);

  // The colour of the ink on a background that shines through it.
  function blended(ink, background) {
    const share = ink[3] / 255;
    return share === 1 ? ink : [0, 1, 2].map((n) => ink[n] * share + background[n] * (1 - share));
  }

  // Whether a pixel with the text is its background covered by some of the ink, and by nothing else.
  function isInk(ink, inked, background) {
    const cover = [0, 1, 2].filter((n) => Math.abs(ink[n] - background[n]) > INK).map((n) => (inked[n] - background[n]) / (ink[n] - background[n]));
    return cover.length > 0 && Math.min(...cover) > -BLENDED && Math.max(...cover) < 1 + BLENDED && Math.max(...cover) - Math.min(...cover) < BLENDED;
  }

  // The contrast of one character with its background: the highest for nearly all of its ink, and the lowest in its box.
  // Null where no ink is visible, or something else than ink.
  function measureCharacter({ ink }, [left, top, right, bottom], inked, bare) {
    const ratios = [];
    let lowest = Infinity;
    let strongest = [0, null, null];
    for (let y = Math.floor(top); y < Math.min(Math.ceil(bottom), bare.height); y++) {
      for (let x = Math.floor(left); x < Math.min(Math.ceil(right), bare.width); x++) {
        const [above, below] = [at(inked, x, y), at(bare, x, y)];
        const differs = Math.max(...[0, 1, 2].map((n) => Math.abs(above[n] - below[n])));
        const contrast = ratio(luminance(blended(ink, below)), luminance(below));
        lowest = Math.min(lowest, contrast);
        if (differs < INK) continue;
        ratios.push(contrast);
        if (differs > strongest[0]) strongest = [differs, above, below];
      }
    }
    if (ratios.length < 2 || !isInk(ink, strongest[1], strongest[2])) return null;
    ratios.sort((first, second) => first - second);
    return { highest: ratios[Math.min(Math.floor(ratios.length * NEARLY_ALL), ratios.length - 1)], lowest };
  }

  const at = (image, x, y) => image.data.subarray((y * image.width + x) * 4, (y * image.width + x) * 4 + 3);
  const hex = (colour) => `#${[...colour].slice(0, 3).map((part) => part.toString(16).padStart(2, "0")).join("")}`;

  // Calls `visit` with both pixels for every pixel of the box that the images have.
  function eachPixel([left, top, right, bottom], one, other, visit) {
    for (let y = Math.floor(top); y < Math.min(Math.ceil(bottom), other.height); y++) {
      for (let x = Math.floor(left); x < Math.min(Math.ceil(right), other.width); x++) visit(at(one, x, y), at(other, x, y));
    }
  }

  function isSame(text, one, other) {
    let same = true;
    for (const box of text.boxes) eachPixel(box, one, other, (first, second) => (same &&= first.every((part, n) => part === second[n])));
    return same;
  }

  // The contrast of each held text, from three screenshots of the window: with the texts, without, and with them again.
  // Null where a text moves, or where pixels do not show it.
  async function measure(withText, withoutText, withAgain) {
    const [inked, bare, again] = [await pixels(withText), await pixels(withoutText), await pixels(withAgain)];
    return JSON.stringify(held.map((text) => (isSame(text, inked, again) ? (text.tinted ? measureTinted : measureText)(text, inked, bare) : null)));
  }

  // A few visible characters do not represent a text: the others may be covered, or hidden on purpose in the background's
  // colour.
  function measureText(text, inked, bare) {
    const found = text.boxes.map((box) => measureCharacter(text, box, inked, bare));
    const known = found.filter(Boolean);
    if (known.length * 2 <= found.length) return null;
    return {
      large: text.large,
      whole: text.whole && known.length === found.length,
      worst: Math.min(...known.map(({ highest }) => highest)),
      lowest: Math.min(...known.map(({ lowest }) => lowest)),
      ink: hex(text.ink),
    };
  }

  // The ink of a tinted text is its pixel that differs most from the ground; its thin strokes never have all of it, so
  // the best pixel of all characters counts, and the text never passes by it.
  function measureTinted(text, inked, bare) {
    let best = [0, null];
    let differing = 0;
    for (const box of text.boxes) {
      eachPixel(box, inked, bare, (above, below) => {
        if (Math.max(...[0, 1, 2].map((n) => Math.abs(above[n] - below[n]))) < INK) return;
        differing++;
        const contrast = ratio(luminance(above), luminance(below));
        if (contrast > best[0]) best = [contrast, above];
      });
    }
    if (differing < 4 * text.boxes.length) return null;
    return { large: text.large, whole: false, worst: best[0], lowest: 0, ink: hex(best[1]) };
  }

  function end() {
    held = [];
    scrollTo({ top: 0, left: 0, behavior: "instant" });
    return "";
  }

  const ratioOf = (first, second) => ratio(luminance(first), luminance(second));

  return { tile, tinted, hideText, showText, measure, end, pixels, ratioOf, rgba, boxes, isIcon, hex };
})();
