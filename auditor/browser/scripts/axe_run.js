// Runs axe in a world of our own and boils its raw results down to what an audit keeps: elements at fault or in doubt
// in full, passed ones as a count. The engine's own selectors are left out where we can make ours: they are most of
// its cost, and differ from page to page.
auditor.axe = async (options) => {
  "use strict";
  const MESSAGE = 500;
  // The engine's two rules of contrast share one reckoning of an element's ground, that of the rule which runs first. The
  // enhanced one does, and still takes shadows for outlines by the width that the other one left (axe-core 3350).
  const CHECKS = { "color-contrast-enhanced": { options: { shadowOutlineEmMax: 0.2 } } };
  const { seconds, ...given } = options;
  const answer = { version: axe.version, rules: [], frames: [], failure: "", detail: "" };
  const deadline = performance.now() + seconds * 1000;

  const messageOf = (node) =>
    [...node.any, ...node.all, ...node.none]
      .map((check) => check.message)
      .filter(Boolean)
      .join("; ")
      .slice(0, MESSAGE)
      .toWellFormed();

  function nodeOf(node, failed) {
    const spot = node.node;
    if (!spot.fromFrame) return [failed, ...auditor.placeOf(spot.element), messageOf(node)];
    const [frameSelector, ...rest] = spot.selector;
    const frame = axe.utils.shadowSelect(frameSelector);
    const selector = [frame ? auditor.selectorOf(frame) : frameSelector, ...rest].flat(2).join(" >>> ");
    const snippet = (spot.source ?? "").slice(0, 300).toWellFormed();
    return [failed, selector, frame ? auditor.regionOf(frame) : "body", snippet, messageOf(node)];
  }

  function report(raw, _options, done) {
    for (const rule of auditor.refine(raw)) {
      const nodes = [
        ...rule.violations.map((node) => nodeOf(node, true)),
        ...rule.incomplete.map((node) => nodeOf(node, false)),
      ];
      if (rule.id === "frame-tested") answer.frames = nodes;
      else answer.rules.push([rule.id, rule.passes.length, nodes]);
    }
    done(raw.length);
  }

  function run(iframes) {
    return axe.run(document, {
      ...given,
      checks: CHECKS,
      iframes,
      reporter: report,
      selectors: false,
      elementRef: true,
      resultTypes: ["violations", "incomplete"],
      preload: { assets: ["media"], timeout: 3000 },
      frameWaitTime: seconds * 300,
    });
  }

  // A frame that answers and then hangs ends the whole run: then look without frames and say which were left out.
  async function runWithFrames() {
    try {
      await run(true);
    } catch (error) {
      if (!/frame/i.test(error.message)) throw error;
      await run(false);
      const frames = [...document.querySelectorAll("iframe, frame")];
      answer.frames = frames.map((frame) => [false, ...auditor.placeOf(frame), error.message.slice(0, MESSAGE)]);
    }
  }

  const late = auditor.sleep(deadline - performance.now()).then(() => "timed_out");
  try {
    answer.failure = (await Promise.race([runWithFrames(), late])) ?? "";
  } catch (error) {
    answer.failure = "engine_crashed";
    answer.detail = String(error?.message ?? error).slice(0, MESSAGE);
  }
  if (!answer.failure && answer.rules.length === 0) {
    answer.failure = "engine_crashed";
    answer.detail = "the engine ran no rule at all";
  }
  return JSON.stringify({ ...answer, url: location.href });
};
