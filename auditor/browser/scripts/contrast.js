// Measures contrast by pixels where styles alone do not determine it: text in front of images, gradients, other elements.
auditor.contrast = (() => {
  "use strict";
  const WIDE = 800;
  const HIGH = 300;
  const CHARS = 300;
  const INK = 8; // a channel differs by so much where ink is
  const BLENDED = 0.25; // by so much the channels may disagree on how much ink covers a pixel
  const NEARLY_ALL = 0.95;
  const LARGE = 24;
  const LARGE_BOLD = 18.66;
  let held = null;

  function rgba(colour) {
    const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data];
  }

  // Whether the ink on the screen may differ from the colour in the style.
  function isTinted(element) {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.opacity !== "1" || style.mixBlendMode !== "normal" || style.filter !== "none") return true;
      if (style.maskImage !== "none" || style.backgroundClip.includes("text")) return true;
    }
    const style = getComputedStyle(element);
    return style.textShadow !== "none" || parseFloat(style.webkitTextStrokeWidth) > 0;
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

  // Scrolls to the element and returns the clip to capture, in the document's pixels; null where pixels decide nothing.
  function clipOf(selector) {
    held = null;
    const element = auditor.find(selector);
    if (!element?.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || isTinted(element)) return "null";
    if (isIcon(element.textContent.trim())) return "null";
    const style = getComputedStyle(element);
    const ink = rgba(style.webkitTextFillColor);
    if (ink[3] === 0) return "null";
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const rect = element.getBoundingClientRect();
    const left = Math.floor(Math.max(rect.left, 0));
    const top = Math.floor(Math.max(rect.top, 0));
    const width = Math.floor(Math.min(rect.right, innerWidth, left + WIDE) - left);
    const height = Math.floor(Math.min(rect.bottom, innerHeight, top + HIGH) - top);
    const all = boxes(element);
    const within = all.filter((box) => box.left >= left && box.top >= top && box.right <= left + width + 1 && box.bottom <= top + height + 1);
    if (width < 4 || height < 4 || within.length === 0) return "null";
    const size = parseFloat(style.fontSize);
    const large = size >= LARGE || (size >= LARGE_BOLD && Number(style.fontWeight) >= 700);
    held = { element, ink, large, whole: within.length === all.length, style: element.getAttribute("style") };
    held.boxes = within.map((box) => [box.left - left, box.top - top, box.right - left, box.bottom - top]);
    return JSON.stringify({ x: Math.round(left + scrollX), y: Math.round(top + scrollY), width, height });
  }

  // A screenshot paints the page anew, so nothing is waited for here.
  function hideText() {
    const { style } = held.element;
    for (const [name, value] of [["transition", "none"], ["-webkit-text-fill-color", "transparent"], ["text-decoration-color", "transparent"]])
      style.setProperty(name, value, "important");
    return "";
  }

  function showText() {
    if (held.style === null) held.element.removeAttribute("style");
    else held.element.setAttribute("style", held.style);
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
  function blended(background) {
    const share = held.ink[3] / 255;
    return share === 1 ? held.ink : [0, 1, 2].map((n) => held.ink[n] * share + background[n] * (1 - share));
  }

  // Whether a pixel with the text is its background covered by some of the ink, and by nothing else.
  function isInk(inked, background) {
    const cover = [0, 1, 2].filter((n) => Math.abs(held.ink[n] - background[n]) > INK).map((n) => (inked[n] - background[n]) / (held.ink[n] - background[n]));
    return cover.length > 0 && Math.min(...cover) > -BLENDED && Math.max(...cover) < 1 + BLENDED && Math.max(...cover) - Math.min(...cover) < BLENDED;
  }

  // The contrast of one character with its background: the highest for nearly all of its ink, and the lowest in its box.
  // Null where no ink is visible, or something else than ink.
  function measureCharacter([left, top, right, bottom], inked, bare) {
    const at = (image, x, y) => image.data.subarray((y * image.width + x) * 4, (y * image.width + x) * 4 + 3);
    const ratios = [];
    let lowest = Infinity;
    let strongest = [0, null, null];
    for (let y = Math.floor(top); y < Math.min(Math.ceil(bottom), bare.height); y++) {
      for (let x = Math.floor(left); x < Math.min(Math.ceil(right), bare.width); x++) {
        const [above, below] = [at(inked, x, y), at(bare, x, y)];
        const differs = Math.max(...[0, 1, 2].map((n) => Math.abs(above[n] - below[n])));
        const contrast = ratio(luminance(blended(below)), luminance(below));
        lowest = Math.min(lowest, contrast);
        if (differs < INK) continue;
        ratios.push(contrast);
        if (differs > strongest[0]) strongest = [differs, above, below];
      }
    }
    if (ratios.length < 2 || !isInk(strongest[1], strongest[2])) return null;
    ratios.sort((first, second) => first - second);
    return { highest: ratios[Math.min(Math.floor(ratios.length * NEARLY_ALL), ratios.length - 1)], lowest };
  }

  // The contrast of the text, from two screenshots of the clip, with the text and without. A few visible characters do
  // not represent a text: the others may be covered, or hidden on purpose in the background's colour.
  async function measure(withText, withoutText) {
    const [inked, bare] = [await pixels(withText), await pixels(withoutText)];
    const found = held.boxes.map((box) => measureCharacter(box, inked, bare));
    const visible = found.filter(Boolean);
    const known = visible.length * 2 > found.length ? visible : [];
    return JSON.stringify({
      large: held.large,
      whole: held.whole && known.length === found.length,
      worst: known.length ? Math.min(...known.map(({ highest }) => highest)) : 0,
      lowest: known.length ? Math.min(...known.map(({ lowest }) => lowest)) : 0,
      ink: `#${held.ink.slice(0, 3).map((part) => part.toString(16).padStart(2, "0")).join("")}`,
    });
  }

  function end() {
    held = null;
    scrollTo({ top: 0, left: 0, behavior: "instant" });
    return "";
  }

  const ratioOf = (first, second) => ratio(luminance(first), luminance(second));

  return { clipOf, hideText, showText, measure, end, pixels, ratioOf };
})();
