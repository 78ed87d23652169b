// What moves by itself: noted by look.js when the page has come to rest, and measured here.
auditor.motion = (() => {
  "use strict";
  const MOST = 20;
  const CAROUSELS = `[data-ride=carousel], [data-bs-ride=carousel], .swiper-autoplay, .slick-slider, .owl-carousel,
    .flexslider, .nivoSlider, .bx-wrapper, .swiper-initialized, .swiper-container-initialized`;
  const PAUSE = /暫停|停止|靜止|凍結|隱藏|關閉(動畫|跑馬燈|輪播)|\bpause|\bstop|\bfreeze|\bhide\b|[⏸⏹]/iu;
  const GIF = 2_000_000;

  const STILL = 1500; // texts that stay the same for so long do not change by themselves
  const ENDED = 2200; // and if they changed but now, then after so long
  const WATCHED = 3700;
  const LASTING = 2100; // the rest of the time is longer than STILL: no change is just missed
  const MOST_WATCHED = 200;

  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const big = (element) => {
    const rect = element.getBoundingClientRect();
    return rect.width >= 16 && rect.height >= 8 && element.checkVisibility({ visibilityProperty: true });
  };

  function pausable() {
    const named = (element) => [element.textContent.slice(0, 60), element.title, element.getAttribute("aria-label"), element.alt, element.value].join(" ");
    return [...document.querySelectorAll("button, a, input[type=button], input[type=image], [role=button]")].some((one) => PAUSE.test(named(one)));
  }

  // The bytes of an image from the browser's own store: the server is not asked again.
  async function bytesOf(image) {
    try {
      const answer = await fetch(image.currentSrc, { cache: "only-if-cached", mode: "same-origin" });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return bytes.length <= GIF ? bytes : null;
    } catch {
      return null;
    }
  }

  // GIF89a: its frames, the hundredths of a second they are shown, and how often (0: for ever). None: it is no GIF.
  function played(bytes) {
    if (String.fromCharCode(...bytes.slice(0, 3)) !== "GIF") return null;
    const table = (flags) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
    let at = 13 + table(bytes[10]);
    const found = { frames: 0, hundredths: 0, loops: 1 };
    const blocks = () => {
      while (at < bytes.length && bytes[at]) at += bytes[at] + 1;
      at++;
    };
    while (at < bytes.length && bytes[at] !== 0x3b) {
      if (bytes[at] === 0x2c) {
        found.frames++;
        at += 10 + table(bytes[at + 9]) + 1;
        blocks();
      } else if (bytes[at] === 0x21) {
        const kind = bytes[at + 1];
        if (kind === 0xf9) found.hundredths += Math.max(bytes[at + 4] + 256 * bytes[at + 5], 2);
        if (kind === 0xff && bytes[at + 14] === 3) found.loops = bytes[at + 16] + 256 * bytes[at + 17];
        at += 2;
        blocks();
      } else break;
    }
    return found;
  }

  async function images() {
    const found = [];
    const asked = [...document.images].filter((image) => /\.gif($|\?)/i.test(image.currentSrc) && big(image)).slice(0, MOST);
    for (const image of asked) {
      const bytes = await bytesOf(image);
      const gif = bytes && played(bytes);
      if (!gif || gif.frames < 2) continue;
      found.push([...auditor.placeOf(image), "image", gif.loops ? (gif.hundredths * gif.loops) / 100 : 0, false, false]);
    }
    return found;
  }

  function videos() {
    return [...document.querySelectorAll("video[autoplay]")].filter(big).map((video) => {
      const known = Number.isFinite(video.duration) ? video.duration : -1;
      const seconds = video.loop ? 0 : known;
      return [...auditor.placeOf(video), "video", seconds, video.controls, false];
    });
  }

  const carousels = () => [...document.querySelectorAll(CAROUSELS)].filter(big).map((one) => [...auditor.placeOf(one), "carousel", 0, false, true]);

  function animations() {
    const found = new Map();
    for (const [element, seconds] of auditor.endless) {
      if (!element.isConnected || !big(element) || found.has(element)) continue;
      found.set(element, [...auditor.placeOf(element), "animation", seconds, false, Boolean(element.textContent.trim())]);
    }
    return [...found.values()];
  }

  // What a text looks like to a visitor: its words, where they stand, and whether they are shown.
  function lookOf(element) {
    const { left, top } = element.getBoundingClientRect();
    return [element.textContent, Math.round(left + scrollX), Math.round(top + scrollY), seen(element)].join("|");
  }

  // Notes which texts change, move or hide from now on, and when the last of them did.
  function noting(since) {
    const noted = { changes: new Map(), last: since, end: () => observer.disconnect() };
    const { changes } = noted;
    const observer = new MutationObserver((records) => {
      for (const element of new Set(records.map(({ target }) => (target.nodeType === 1 ? target : target.parentElement)))) {
        if (!element || (changes.size >= MOST_WATCHED && !changes.has(element))) continue;
        const before = changes.get(element);
        const is = lookOf(element);
        if (before?.is === is) continue;
        const text = element.textContent.trim() || before?.text || "";
        noted.last = performance.now();
        changes.set(element, { is, text, times: (before?.times ?? 0) + 1, at: noted.last, shown: before?.shown || seen(element) });
      }
    });
    const attributeFilter = ["style", "class", "hidden"];
    observer.observe(document.body ?? document.documentElement, { subtree: true, childList: true, characterData: true, attributeFilter });
    return noted;
  }

  let earlier = null;

  // Begins to look for texts that change; they have been still `since`.
  function watch(since) {
    earlier?.end();
    earlier = noting(since);
  }

  // Texts that a script changes, moves or hides again and again while nobody does anything. A page without scripts is
  // not waited for. What else was done to the page meanwhile may change texts, and then they must be still for longer;
  // it stops none.
  async function changing() {
    if (!document.querySelector("script, [onload]")) return "[]";
    const began = performance.now();
    const noted = noting(began);
    earlier?.end();
    let until = (earlier?.last ?? began) + STILL;
    while (performance.now() < until) {
      await auditor.sleep(until - performance.now());
      if (noted.changes.size) until = Math.min(noted.last + ENDED, began + WATCHED);
    }
    noted.end();
    const found = [...noted.changes].filter(
      ([element, { text, times, at, shown }]) => times > 1 && at - began > LASTING && text && element.isConnected && shown,
    );
    const kind = (element, text) => {
      if (element.querySelector("img, a, button, li")) return "carousel";
      return /\d\s*[:：時]\s*\d\d/.test(text) ? "clock" : "text";
    };
    return JSON.stringify(found.slice(0, MOST).map(([element, { text }]) => [...auditor.placeOf(element), kind(element, text), 0, false, true]));
  }

  async function look() {
    const moving = [...animations(), ...videos(), ...(await images()), ...carousels()].filter(([, , , , seconds]) => seconds <= 0 || seconds > 5);
    return JSON.stringify({ moving: moving.slice(0, MOST), pausable: pausable() });
  }

  return { watch, look, changing };
})();
