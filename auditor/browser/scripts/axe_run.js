// Runs axe-core in the isolated world and reduces its raw results to what is stored: failed and undecided elements in
// full, passed ones as a count. The engine's own selectors are switched off where ours can be made: they are most of
// its cost, and differ from page to page.
auditor.runAxe = async (options) => {
  "use strict";
  const MESSAGE = 500;
  // The engine's two rules of contrast share one computation of an element's background, that of the rule that runs first.
  // The enhanced one does, and still takes shadows for outlines by the width that the other one gave up (axe-core 3350).
  const CHECKS = { "color-contrast-enhanced": { options: { shadowOutlineEmMax: 0.2 } } };
  const { seconds, ...runOptions } = options;
  const result = { version: axe.version, rules: [], frames: [], failure: "", detail: "" };
  const deadline = performance.now() + seconds * 1000;

  const messageOf = (node) =>
    [...node.any, ...node.all, ...node.none]
      .map((check) => check.message)
      .filter(Boolean)
      .join("; ")
      .slice(0, MESSAGE)
      .toWellFormed();

  // The kind of an undecided result: the check that could not decide, and the key of its message.
  function kindOf(node) {
    const [check] = [...node.any, ...node.all, ...node.none];
    const key = check?.data?.messageKey ?? "";
    return check?.id ? [check.id, ...(typeof key === "string" && key ? [key] : [])].join("/") : "";
  }

  function nodeOf(node, failed) {
    const target = node.node;
    const stated = [messageOf(node), kindOf(node)];
    if (!target.fromFrame) return [failed, ...auditor.placeOf(target.element), ...stated];
    const [frameSelector, ...rest] = target.selector;
    const frame = axe.utils.shadowSelect(frameSelector);
    const selector = [frame ? auditor.selectorOf(frame) : frameSelector, ...rest].flat(2).join(" >>> ");
    const snippet = (target.source ?? "").slice(0, 300).toWellFormed();
    return [failed, selector, frame ? auditor.regionOf(frame) : "body", snippet, ...stated];
  }

  function report(raw, _options, done) {
    for (const rule of auditor.decideUndecided(auditor.correctResults(raw))) {
      const nodes = [
        ...rule.violations.map((node) => nodeOf(node, true)),
        ...rule.incomplete.map((node) => nodeOf(node, false)),
      ];
      if (rule.id === "frame-tested") result.frames = nodes;
      else result.rules.push([rule.id, rule.passes.length, nodes]);
    }
    done(raw.length);
  }

  function run(iframes) {
    return axe.run(document, {
      ...runOptions,
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

  // A frame that responds and then hangs ends the whole run: then run without frames and list those left out.
  async function runWithFrames() {
    try {
      await run(true);
    } catch (error) {
      if (!/frame/i.test(error.message)) throw error;
      await run(false);
      const frames = [...document.querySelectorAll("iframe, frame")];
      result.frames = frames.map((frame) => [false, ...auditor.placeOf(frame), error.message.slice(0, MESSAGE), ""]);
    }
  }

  const late = auditor.sleep(deadline - performance.now()).then(() => "timed_out");
  try {
    result.failure = (await Promise.race([runWithFrames(), late])) ?? "";
  } catch (error) {
    result.failure = "engine_crashed";
    result.detail = String(error?.message ?? error).slice(0, MESSAGE);
  }
  if (!result.failure && result.rules.length === 0) {
    result.failure = "engine_crashed";
    result.detail = "the engine ran no rule at all";
  }
  return JSON.stringify({ ...result, url: location.href });
};
