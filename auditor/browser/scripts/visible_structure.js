// Finds what looks like a heading, list or table head and is not marked up as one (WCAG 1.3.1, F2, F91), and texts set
// in ways that are hard to read. Adds its observations to `auditor.observers`; see observations.js.
auditor.visibleStructure = (() => {
  "use strict";
  const TEXTS = 6000;
  const BOLD = 600;
  const { parentOf, childrenOf } = auditor;
  const textOf = (element) => auditor.cleanText(element.innerText);
  const isBold = (style) => Number(style.fontWeight) >= BOLD;
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  // Every visible run of text with the style of its element; of a page with more only the first.
  function runs(root) {
    const found = [];
    const styles = new Map();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let count = 0; count < TEXTS && walker.nextNode(); count++) {
      const element = parentOf(walker.currentNode);
      const text = walker.currentNode.data.trim();
      if (!text || !element || /^(script|style|noscript|template|textarea|option)$/.test(element.localName)) continue;
      if (!styles.has(element)) styles.set(element, isShown(element) ? getComputedStyle(element) : null);
      const style = styles.get(element);
      if (style) found.push({ element, text, style });
    }
    return found;
  }

  // The size in pixels that most characters of the page have.
  function usualSize(texts) {
    const counts = new Map();
    for (const { text, style } of texts) counts.set(style.fontSize, (counts.get(style.fontSize) ?? 0) + text.length);
    return parseFloat([...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? "16px");
  }

  // ---- headings

  const NO_HEADING = `h1, h2, h3, h4, h5, h6, [role=heading], table, label, legend, caption, figcaption, figure, summary, button, a, nav,
    header, footer, aside, li, dt, dd, blockquote, form, fieldset, dialog, pre, address, [role=navigation], [role=button], [role=tab]`;
  const INLINE = /^(strong|b|span|font)$/;
  const FOLLOWING = 30;
  const TEMPLATE = ["header", "navigation", "aside", "footer"];
  // the name of an organisation above its address is no heading
  const isImprint = (part) => /地址\s*[:：]|電話\s*[:：]|版權所有|©|copyright/i.test(part.textContent);

  function headings(texts, size) {
    const found = [];
    for (const block of document.querySelectorAll("p, div, center, strong, b, span, font")) {
      const length = block.childElementCount < 4 ? block.textContent.trim().length : 0;
      if (length < 2 || length > 80 || (INLINE.test(block.localName) && neighbour(block, "nextSibling")?.localName !== "br" && getComputedStyle(block).display !== "block")) continue;
      if (!isShown(block) || block.closest(NO_HEADING) || block.querySelector("a") || !standsAlone(block)) continue;
      const text = textOf(block);
      if (!isTitle(text)) continue;
      const own = runs(block).map(({ style }) => style);
      if (!own.length) continue;
      const [bold, large] = [own.every(isBold), own.every((style) => parseFloat(style.fontSize) >= 1.2 * size)];
      if (!(bold || large) || own.some((style) => parseFloat(style.fontSize) < size)) continue;
      const next = following(block);
      if (next.length < FOLLOWING || !isPlain(next, size) || TEMPLATE.includes(auditor.regionOf(block)) || next.parts.some(isImprint)) continue;
      found.push({ element: block, text, bold, large });
    }
    const own = found.filter(({ element }) => !found.some((other) => other.element !== element && other.element.contains(element)));
    return own.map(({ element, text, bold, large }) => ({ kind: "heading", element, text, certain: (bold && large) || own.length > 1 }));
  }

  const isTitle = (text) => text.length > 1 && text.length <= 60 && /\p{L}{2}/u.test(text) && !/[。.;；,，、!！?？:：…»>]$/u.test(text) && !/[:：|｜©]|\d{4}\W\d/u.test(text);

  // A block of its own, or bold words that a line break parts from what follows.
  function standsAlone(block) {
    const display = getComputedStyle(block).display;
    if (display === "block") return ![...childrenOf(block)].some((child) => getComputedStyle(child).display === "block" || child.localName === "img");
    const before = neighbour(block, "previousSibling");
    const after = neighbour(block, "nextSibling");
    return display === "inline" && after?.localName === "br" && (!before || before.localName === "br");
  }

  function neighbour(element, direction) {
    let at = element[direction];
    while (at && (at.nodeType === Node.COMMENT_NODE || (at.nodeType === Node.TEXT_NODE && !at.data.trim()))) at = at[direction];
    return at;
  }

  // The elements and texts after the block, up to the next block.
  function following(block) {
    let at = block;
    for (let up = 0; up < 3 && !neighbour(at, "nextSibling") && parentOf(at) && !parentOf(at).matches("main, article, section, body"); up++) at = parentOf(at);
    const parts = [];
    let next = neighbour(at, "nextSibling");
    while (next?.localName === "br") next = neighbour(next, "nextSibling");
    for (let count = 0; next && count < 30; count++) {
      if (next.nodeType === Node.ELEMENT_NODE && getComputedStyle(next).display !== "inline") {
        if (!parts.length) parts.push(next);
        break;
      }
      parts.push(next);
      next = neighbour(next, "nextSibling");
    }
    const length = parts.reduce((sum, part) => sum + (part.innerText ?? part.data ?? "").trim().length, 0);
    return { parts, length };
  }

  function isPlain({ parts }, size) {
    const texts = parts.flatMap((part) => (part.nodeType === Node.ELEMENT_NODE ? runs(part) : [{ text: part.data.trim(), style: getComputedStyle(parentOf(part)) }]));
    const all = texts.reduce((sum, { text }) => sum + text.length, 0);
    const loud = texts.filter(({ style }) => isBold(style) || parseFloat(style.fontSize) >= 1.2 * size);
    return all > 0 && loud.reduce((sum, { text }) => sum + text.length, 0) < 0.3 * all;
  }

  // ---- lists

  const FEWEST = 3;
  const LONG_LINE = 150; // clauses of a law are numbered in their own words
  const SIGN = /^\s*(?:([•●○◎■◆◇▪▫►▶‣※✓✔➢◼◦])\s*(?=[^\s○●◎])|([-–—*·+])\s+(?=\p{L}))/u;
  const HAN = "一二三四五六七八九十";
  const CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩";
  const ORDINAL = new RegExp(`^\\s*[(（]?(?:(\\d{1,2})(?:[.、)）](?!\\d)|．)|([${HAN}]{1,2})[、)）.．]|([${CIRCLED}])|([a-hA-H])[.)）])\\s*(?=\\S)`, "u");

  // The mark that a line begins with: a sign, or a kind of number with its value.
  function markOf(line) {
    const sign = SIGN.exec(line);
    if (sign) return { kind: sign[1] ?? sign[2], value: null };
    const number = ORDINAL.exec(line);
    if (!number) return null;
    const [, digits, han, circled, letter] = number;
    if (digits) return { kind: "1", value: Number(digits) };
    if (han) return { kind: HAN[0], value: han.length === 1 ? HAN.indexOf(han) + 1 : 10 + HAN.indexOf(han[1]) + 1 };
    if (circled) return { kind: CIRCLED[0], value: CIRCLED.indexOf(circled) + 1 };
    return { kind: letter < "a" ? "A" : "a", value: letter.toLowerCase().charCodeAt(0) - 96 };
  }

  // Whether so many lines in a row begin with one sign, or with numbers that go up by one.
  function listedLines(lines) {
    let [length, last] = [0, null];
    for (const line of lines) {
      const mark = markOf(line);
      const goesOn = mark && last && mark.kind === last.kind && (mark.value === null || mark.value === last.value + 1);
      if (goesOn) length += 1;
      else length = mark && (mark.value === null || mark.value === 1) ? 1 : 0;
      last = length ? mark : null;
      if (length >= FEWEST) return true;
    }
    return false;
  }

  function brokenLines(block) {
    const lines = [""];
    for (const node of block.childNodes) {
      if (node.localName === "br") lines.push("");
      else if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.ELEMENT_NODE) lines[lines.length - 1] += node.textContent;
    }
    return lines.map((line) => line.trim()).filter(Boolean);
  }

  function lists() {
    const found = [];
    const blocks = new Set([...document.querySelectorAll("br")].map(parentOf));
    for (const block of blocks) {
      if (!block || block.closest("pre, code, textarea, address, nav") || !isShown(block)) continue;
      const lines = brokenLines(block);
      if (!lines.some((line) => line.length > LONG_LINE) && listedLines(lines)) found.push({ kind: "list", element: block, text: lines[0].slice(0, 40), certain: true });
    }
    for (const parent of new Set([...document.querySelectorAll("p + p + p, div + div + div")].map(parentOf))) {
      const inner = [...childrenOf(parent)].filter((child) => /^(p|div)$/.test(child.localName) && isShown(child) && !child.querySelector("p, div, li, table, br"));
      const lines = inner.map(textOf).map((line) => (SIGN.test(line) ? line : ""));
      const first = lines.findIndex(Boolean);
      if (first >= 0 && listedLines(lines)) found.push({ kind: "list", element: inner[first], text: lines[first].slice(0, 40), certain: true });
    }
    return found;
  }

  // ---- tables

  function tables() {
    const found = [];
    for (const table of document.querySelectorAll("table:not([role])")) {
      if (!isShown(table) || table.querySelector("th, [role=columnheader], [role=rowheader], table") || parentOf(table)?.closest("table, th")) continue;
      const rows = [...table.rows].map((row) => [...row.cells].filter(isShown)).filter((cells) => cells.length);
      if (rows.length < FEWEST || table.querySelector("h1, h2, h3, h4, h5, h6, form, nav, input, ul, ol, iframe")) continue;
      const width = Math.max(...rows.map((cells) => cells.length));
      const even = rows.filter((cells) => cells.length === width).length;
      if (width < 2 || even < 0.8 * rows.length) continue;
      const texts = rows.flat().map(textOf);
      const filled = texts.filter(Boolean).length;
      if (filled < 0.7 * texts.length || texts.some((text) => text.length > 200)) continue;
      const column = rows.map((cells) => cells[0]);
      const rest = rows.slice(1).flatMap((cells) => cells.slice(1));
      const certain = [rows[0], column].some((heads) => looksLikeHeads(heads, rest));
      const figures = texts.filter((text) => /^[\d,.%％$\-–—()（） ]+$/.test(text)).length;
      if (certain || figures >= 0.3 * texts.length) found.push({ kind: "table", element: table, text: textOf(rows[0][0]).slice(0, 40), certain });
    }
    return found;
  }

  function looksLikeHeads(heads, rest) {
    const texts = heads.map(textOf);
    if (texts.some((text) => text.length > 30) || texts.filter(Boolean).length < heads.length - 1 || texts.every((text) => /^[\d\W]*$/u.test(text) && !/\p{L}/u.test(text))) return false;
    const bold = (cell) => runs(cell).every(({ style }) => isBold(style));
    return heads.filter((cell) => textOf(cell)).every(bold) && !rest.filter((cell) => textOf(cell)).every(bold);
  }

  // Tables that lay out the page: they hold another table, or parts of the page, in few rows.
  function layoutTables() {
    const PARTS = "h1, h2, h3, form, nav, iframe, table, ul";
    const found = [...document.querySelectorAll("table:not([role])")].find((table) => {
      if (!isShown(table) || table.querySelector(":scope > * > tr > th, :scope > caption")) return false;
      const cells = [...table.rows].flatMap((row) => [...row.cells]);
      return cells.length > 1 && cells.some((cell) => cell.querySelector("table")) && cells.filter((cell) => cell.querySelector(PARTS)).length > 1;
    });
    return found ? [{ kind: "layout_table", element: found, certain: true }] : [];
  }

  // ---- texts that are hard to read

  const LONG = 80;
  const SMALL = 12;

  function readability(texts) {
    const found = { small: 0, capitals: 0, italic: 0, justified: 0 };
    const first = {};
    const count = (kind, run) => {
      found[kind] += run.text.length;
      first[kind] ??= run;
    };
    for (const run of texts) {
      const { text, style, element } = run;
      if (parseFloat(style.fontSize) < SMALL && !element.closest("sub, sup, rt, svg")) count("small", run);
      if (text.length < LONG || element.closest("pre, code")) continue;
      const letters = text.replace(/[^A-Za-z]/g, "");
      const shown = style.textTransform === "uppercase" || letters === letters.toUpperCase();
      if (shown && letters.length > 0.6 * text.length) count("capitals", run);
      if (style.fontStyle === "italic") count("italic", run);
      if (style.textAlign === "justify" && letters.length > 0.6 * text.length) count("justified", run);
    }
    const least = { small: LONG, capitals: 1, italic: 1, justified: 2 * LONG };
    return Object.keys(found)
      .filter((kind) => found[kind] >= least[kind])
      .map((kind) => ({ kind, element: first[kind].element, text: first[kind].text.slice(0, 40), amount: kind === "small" ? parseFloat(first[kind].style.fontSize) : found[kind], certain: true }));
  }

  return () => {
    const texts = runs(document.body ?? document.documentElement);
    return [...headings(texts, usualSize(texts)), ...lists(), ...tables(), ...layoutTables(), ...readability(texts)];
  };
})();
