// Shows what became of a request without a reload; the page is complete without it.
"use strict";
(() => {
  const live = document.querySelector("[data-live]");
  if (!live) return;
  const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  const follow = async () => {
    for (let pause = 1; ; pause = Math.min(pause + 1, 10)) {
      await wait(pause);
      const answer = await fetch(live.dataset.live, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer || !answer.ok) continue;
      const state = await answer.json();
      if (live.textContent !== state.sentence) live.textContent = state.sentence;
      if (state.final) { window.location.reload(); return; }
    }
  };
  if (live.dataset.final !== "true") follow();
})();
