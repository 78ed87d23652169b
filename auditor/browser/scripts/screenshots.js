// Locates elements for small screenshots.
auditor.screenshots = (() => {
  "use strict";
  const AROUND = 8;
  const WIDE = 640;
  const HIGH = 240;
  const TEXT = 2000;

  // Scrolls to the element and returns its clip in the document's pixels, with the text in and around it; null when
  // nothing of it is visible.
  function clipOf(selector) {
    const element = auditor.find(selector);
    if (!element?.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return "null";
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const rect = element.getBoundingClientRect();
    if (rect.width < 2 || rect.height < 2) return "null";
    const left = Math.max(rect.left - AROUND, 0);
    const top = Math.max(rect.top - AROUND, 0);
    const width = Math.round(Math.min(rect.right + AROUND - left, WIDE, innerWidth - left));
    const height = Math.round(Math.min(rect.bottom + AROUND - top, HIGH, innerHeight - top));
    if (width < 8 || height < 8) return "null";
    const text = (element.parentElement ?? element).textContent.slice(0, TEXT).toWellFormed();
    return JSON.stringify({ x: Math.round(left + scrollX), y: Math.round(top + scrollY), width, height, text });
  }

  return { clipOf };
})();
