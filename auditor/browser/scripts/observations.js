// Collects what the observers see on the page at rest: at most so many of a kind, each with its place. Null where one of
// them throws on an unforeseen page: then nothing was observed.
auditor.observations = () => {
  "use strict";
  const MOST = 20;
  const counts = new Map();
  const found = [];
  try {
    for (const observe of [auditor.visibleStructure, auditor.visibleControls]) {
      for (const { kind, element, text = "", detail = "", amount = 0, certain } of observe()) {
        const count = (counts.get(kind) ?? 0) + 1;
        counts.set(kind, count);
        if (count <= MOST) found.push([kind, ...auditor.placeOf(element), text.toWellFormed(), detail.toWellFormed(), amount, certain]);
      }
    }
  } catch {
    return "null";
  }
  return JSON.stringify(found);
};
