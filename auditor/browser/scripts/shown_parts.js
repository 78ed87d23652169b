// What a visitor sees and hears of an element, where axe-core does not look: clipped shapes, slots, lines drawn under
// links, and the words of a part without those of the parts inside it.
auditor.shownParts = (() => {
  "use strict";
  const { parentOf } = auditor;
  const NODES = 1000;
  const DEPTH = 64;

  // ---- the flat tree: where slots put their content (CSS Scoping 1, 3.3)

  const isGeneric = (element) => element.localName.includes("-") && !element.hasAttribute("role");
  const flatParent = (element) => element.assignedSlot ?? parentOf(element) ?? element.getRootNode().host ?? null;

  // The nearest element around this one that has a meaning: slots and custom elements without a role have none.
  function meaningfulParent(element) {
    let at = flatParent(element);
    for (let steps = 0; at && steps < DEPTH && (at.localName === "slot" || isGeneric(at)); steps++) at = flatParent(at);
    return at;
  }

  // The elements below this one that have a meaning, in the same sense.
  function* meaningfulChildren(element, depth = 0) {
    const assigned = element.localName === "slot" ? element.assignedElements() : [];
    for (const child of assigned.length ? assigned : (element.shadowRoot ?? element).children) {
      if (depth < DEPTH && (child.localName === "slot" || (isGeneric(child) && child.shadowRoot))) {
        yield* meaningfulChildren(child, depth + 1);
      } else yield child;
    }
  }

  // ---- clip-path: shapes that leave nothing to see (CSS Masking 1, 5)

  const lengthIn = (text, whole) => (text.endsWith("%") ? (parseFloat(text) / 100) * whole : parseFloat(text));

  function insetBox(words, { width, height }) {
    const sides = words.split("round")[0].trim().split(/\s+/);
    const [top, right = top, bottom = top, left = right] = sides;
    return [lengthIn(left, width), lengthIn(top, height), width - lengthIn(right, width), height - lengthIn(bottom, height)];
  }

  function polygonBox(words, { width, height }) {
    const points = words.replace(/^\s*(?:nonzero|evenodd)\s*,/, "").split(",").map((point) => point.trim().split(/\s+/));
    const [xs, ys] = [points.map(([x]) => lengthIn(x, width)), points.map(([, y]) => lengthIn(y, height))];
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  }

  function ellipseBox(words, { width, height }) {
    const [radii, centre] = words.split(/\bat\b/);
    const sizes = radii.trim().split(/\s+/).map((size) => lengthIn(size, Math.min(width, height)));
    if (sizes.some(Number.isNaN)) return null;  // closest-side and farthest-side leave something
    const [x, y] = centre?.trim().split(/\s+/).map((part, at) => lengthIn(part, at ? height : width)) ?? [width / 2, height / 2];
    const [across, down = across] = sizes;
    return [x - across, y - down, x + across, y + down];
  }

  const SHAPES = { inset: insetBox, polygon: polygonBox, circle: ellipseBox, ellipse: ellipseBox };

  // The box in the window that an element's clip-path leaves; null where there is none, or none that is understood.
  function clippedTo(element) {
    const shape = /^(inset|polygon|circle|ellipse)\((.*)\)/.exec(getComputedStyle(element).clipPath);
    if (!shape) return null;
    const outer = element.getBoundingClientRect();
    const box = SHAPES[shape[1]](shape[2], outer);
    if (!box || box.some(Number.isNaN)) return null;
    return { left: outer.left + box[0], top: outer.top + box[1], right: outer.left + box[2], bottom: outer.top + box[3] };
  }

  function* textRects(element) {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let count = 0; count < NODES && texts.nextNode(); count++) {
      if (!texts.currentNode.data.trim()) continue;
      if (!parentOf(texts.currentNode)?.checkVisibility({ visibilityProperty: true })) continue;
      range.selectNodeContents(texts.currentNode);
      yield* range.getClientRects();
    }
  }

  // Whether a clip-path of the element or around it leaves no pixel of its text.
  function isClippedAway(element) {
    const clips = [];
    for (let at = element; at && clips.length < DEPTH; at = flatParent(at)) {
      const box = clippedTo(at);
      if (box) clips.push(box);
    }
    if (!clips.length) return false;
    return [...textRects(element)].every((text) => {
      const left = Math.max(text.left, ...clips.map((clip) => clip.left));
      const right = Math.min(text.right, ...clips.map((clip) => clip.right));
      const top = Math.max(text.top, ...clips.map((clip) => clip.top));
      const bottom = Math.min(text.bottom, ...clips.map((clip) => clip.bottom));
      return right - left < 1 || bottom - top < 1;
    });
  }

  // ---- lines and grounds that mark a link among text, other than by text-decoration and border

  const isClear = (colour) => /^transparent$|(?:,\s*|\/\s*)0(?:\.0+)?\)$/.test(colour);
  const hasShadow = ({ boxShadow }) => boxShadow !== "none" && !isClear(boxShadow.split(/\s(?=-?[\d.]+px)/)[0]);
  const hasPicture = ({ backgroundImage }) => backgroundImage !== "none";
  const hasOutline = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && !isClear(style.outlineColor);
  const hasLine = (style) =>
    ["Top", "Bottom", "Left", "Right"].some(
      (side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0 && !isClear(style[`border${side}Color`]),
    );

  function isDrawn(style) {
    if (["none", "normal"].includes(style.content) || style.display === "none" || style.visibility !== "visible") return false;
    const filled = !isClear(style.backgroundColor) && parseFloat(style.height) > 0 && parseFloat(style.width) > 0;
    return filled || hasLine(style) || hasPicture(style) || /[^\s"']/.test(style.content);
  }

  function isMarked(link) {
    const parts = [link, ...link.querySelectorAll("*")].slice(0, DEPTH);
    return parts.some((part) => {
      const style = getComputedStyle(part);
      if (hasShadow(style) || hasPicture(style) || hasOutline(style)) return true;
      if (part !== link && (hasLine(style) || style.textDecorationLine !== "none")) return true;
      return ["::before", "::after"].some((pseudo) => isDrawn(getComputedStyle(part, pseudo)));
    });
  }

  // ---- the words that label a part itself: those of items, menus and controls inside it are theirs

  const WITHIN = `ul, ol, menu, a[href], button, input, select, textarea, [role=group], [role=menu], [role=tree],
    [role=treeitem], [role=menuitem], [role=row], [role=button], [role=link], [role=listbox], [role=tooltip]`;

  function ownWords(element) {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const words = [];
    for (let count = 0; count < NODES && texts.nextNode(); count++) {
      const parent = parentOf(texts.currentNode);
      const inner = parent?.closest(WITHIN);
      if (inner && inner !== element && element.contains(inner)) continue;
      if (parent?.checkVisibility({ visibilityProperty: true, opacityProperty: true })) words.push(texts.currentNode.data);
    }
    return words.join(" ");
  }

  return { isClippedAway, isMarked, meaningfulChildren, meaningfulParent, ownWords, textRects };
})();
