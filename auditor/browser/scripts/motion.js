// Detects content that moves by itself. Animations are recorded by page_state.js before it finishes them.
auditor.motion = (() => {
  "use strict";
  const ITEMS = 20;
  const CAROUSELS = `[data-ride=carousel], [data-bs-ride=carousel], .swiper-autoplay, .slick-slider, .owl-carousel,
    .flexslider, .nivoSlider, .bx-wrapper, .swiper-initialized, .swiper-container-initialized`;
  const PAUSE = /暫停|停止|靜止|凍結|隱藏|關閉(動畫|跑馬燈|輪播)|\bpause|\bstop|\bfreeze|\bhide\b|[⏸⏹]/iu;
  const GIF = 2_000_000;

  // milliseconds
  const STILL = 1500; // texts that stay the same for so long do not change by themselves
  const ENDED = 2200; // and if they have just changed, after so long
  const WATCHED = 3700;
  const LASTING = 2100; // the rest of the time is longer than STILL: no change is missed by a little
  const TEXTS = 200;

  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const isLarge = (element) => {
    const rect = element.getBoundingClientRect();
    return rect.width >= 16 && rect.height >= 8 && element.checkVisibility({ visibilityProperty: true });
  };

  function isPausable() {
    const named = (element) => [element.textContent.slice(0, 60), element.title, element.getAttribute("aria-label"), element.alt, element.value].join(" ");
    return [...document.querySelectorAll("button, a, input[type=button], input[type=image], [role=button]")].some((control) => PAUSE.test(named(control)));
  }

  // The bytes of an image from the browser's cache: the server is not requested again.
  async function bytesOf(image) {
    try {
      const response = await fetch(image.currentSrc, { cache: "only-if-cached", mode: "same-origin" });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return bytes.length <= GIF ? bytes : null;
    } catch {
      return null;
    }
  }

  // GIF89a: its frames, the hundredths of a second they are shown, and how often (0: endless). Null: it is no GIF.
  function gifOf(bytes) {
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
    const gifs = [...document.images].filter((image) => /\.gif($|\?)/i.test(image.currentSrc) && isLarge(image)).slice(0, ITEMS);
    for (const image of gifs) {
      const bytes = await bytesOf(image);
      const gif = bytes && gifOf(bytes);
      if (!gif || gif.frames < 2) continue;
      found.push([...auditor.placeOf(image), "image", gif.loops ? (gif.hundredths * gif.loops) / 100 : 0, false, false]);
    }
    return found;
  }

  function videos() {
    return [...document.querySelectorAll("video[autoplay]")].filter(isLarge).map((video) => {
      const known = Number.isFinite(video.duration) ? video.duration : -1;
      const seconds = video.loop ? 0 : known;
      return [...auditor.placeOf(video), "video", seconds, video.controls, false];
    });
  }

  const carousels = () => [...document.querySelectorAll(CAROUSELS)].filter(isLarge).map((element) => [...auditor.placeOf(element), "carousel", 0, false, true]);

  function animations() {
    const found = new Map();
    for (const [element, seconds] of auditor.longAnimations) {
      if (!element.isConnected || !isLarge(element) || found.has(element)) continue;
      found.set(element, [...auditor.placeOf(element), "animation", seconds, false, Boolean(element.textContent.trim())]);
    }
    return [...found.values()];
  }

  // The appearance of a text to a visitor: its words, their position, and whether they are shown.
  function appearanceOf(element) {
    const { left, top } = element.getBoundingClientRect();
    return [element.textContent, Math.round(left + scrollX), Math.round(top + scrollY), isShown(element)].join("|");
  }

  // Records which texts change, move or hide from now on, and when the last of them did.
  function recorder(since) {
    const recorded = { changes: new Map(), last: since, end: () => observer.disconnect() };
    const { changes } = recorded;
    const observer = new MutationObserver((records) => {
      for (const element of new Set(records.map(({ target }) => (target.nodeType === 1 ? target : target.parentElement)))) {
        if (!element || (changes.size >= TEXTS && !changes.has(element))) continue;
        const before = changes.get(element);
        const is = appearanceOf(element);
        if (before?.is === is) continue;
        const text = element.textContent.trim() || before?.text || "";
        recorded.last = performance.now();
        changes.set(element, { is, text, times: (before?.times ?? 0) + 1, at: recorded.last, shown: before?.shown || isShown(element) });
      }
    });
    const attributeFilter = ["style", "class", "hidden"];
    observer.observe(document.body ?? document.documentElement, { subtree: true, childList: true, characterData: true, attributeFilter });
    return recorded;
  }

  let earlier = null;

  // Begins to record texts that change; they have been still `since`.
  function watch(since) {
    earlier?.end();
    earlier = recorder(since);
  }

  // Texts that a script changes, moves or hides again and again without any input. A page without scripts is not waited
  // for. The other probes may change texts meanwhile, and then they must be still for longer; no probe stops them.
  async function changingTexts() {
    if (!document.querySelector("script, [onload]")) return "[]";
    const began = performance.now();
    const recorded = recorder(began);
    earlier?.end();
    let until = (earlier?.last ?? began) + STILL;
    while (performance.now() < until) {
      await auditor.sleep(until - performance.now());
      if (recorded.changes.size) until = Math.min(recorded.last + ENDED, began + WATCHED);
    }
    recorded.end();
    const found = [...recorded.changes].filter(
      ([element, { text, times, at, shown }]) => times > 1 && at - began > LASTING && text && element.isConnected && shown,
    );
    const kind = (element, text) => {
      if (element.querySelector("img, a, button, li")) return "carousel";
      return /\d\s*[:：時]\s*\d\d/.test(text) ? "clock" : "text";
    };
    return JSON.stringify(found.slice(0, ITEMS).map(([element, { text }]) => [...auditor.placeOf(element), kind(element, text), 0, false, true]));
  }

  async function detect() {
    const moving = [...animations(), ...videos(), ...(await images()), ...carousels()].filter(([, , , , seconds]) => seconds <= 0 || seconds > 5);
    return JSON.stringify({ moving: moving.slice(0, ITEMS), pausable: isPausable() });
  }

  return { watch, detect, changingTexts };
})();
