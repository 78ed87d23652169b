// Tries what scripts have made of elements that are no native controls: whether Enter, Space and a click do anything.
// While that is tried the page cannot be left, and nothing is tried that looks as if it logged out, deleted, paid or sent.
auditor.controlKeys = (() => {
  "use strict";
  const { parentOf } = auditor;
  const NATIVE = "a[href], area[href], button, input, select, textarea, summary, iframe, object, embed, audio, video, label, option";
  const KEYED = "[role=button], [role=link], [role=checkbox], [role=switch]";
  const INNER = `${NATIVE}, [tabindex], [contenteditable=""], [contenteditable=true]`;
  const TRIED = 8;
  const ELEMENTS = 4000;
  const WORDS = 40;
  const RISKY = new RegExp(
    `登出|登入|刪|移除|清除|清空|付款|繳|結帳|購買|訂購|送出|傳送|寄|提交|確定|確認|同意|取消|儲存|報名|投票|下載|列印|
    log-?_? ?(out|off|in)|sign-?_? ?(out|off|in)|delete|remove|clear|reset|pay|checkout|buy|order|submit|send|mail|confirm|
    agree|cancel|save|vote|register|unsubscribe|download|upload|print`.replace(/\s*\n\s*/g, ""),
    "i",
  );

  let controls = [];
  let observer = null;
  let effect = "";

  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  function isRisky(element) {
    const named = ["id", "class", "name", "title", "aria-label", "onclick", "value"].map((name) => element.getAttribute(name) ?? "");
    return RISKY.test([...named, element.textContent.slice(0, 200)].join(" "));
  }

  const isDisabled = (element) => element.closest("[inert], [aria-hidden=true], [aria-disabled=true], [disabled]") !== null;

  // Controls that scripts have made: those that take the focus, whose role promises that they work by keyboard.
  const isKeyed = (element) => element.matches(`${KEYED}, [onclick]`) && element.tabIndex >= 0 && !element.matches(NATIVE) && !element.querySelector(INNER);

  // Elements under the hand of the mouse that take no focus and hold nothing that does: whatever listens to their
  // clicks, on them or far above.
  function isForMouse(element) {
    if (getComputedStyle(element).cursor !== "pointer" || element.closest(INNER) || element.querySelector(INNER)) return false;
    const parent = parentOf(element);
    if (!parent || getComputedStyle(parent).cursor === "pointer") return false;
    return element.textContent.trim().length <= WORDS;
  }

  // The controls to try, each with its place and whether keys are tried on it.
  function begin() {
    const all = [...(document.body?.querySelectorAll("*") ?? [])].slice(0, ELEMENTS);
    const shown = all.filter((element) => !(element instanceof SVGElement) && isShown(element) && !isDisabled(element) && !isRisky(element));
    const keyed = shown.filter(isKeyed).slice(0, TRIED);
    const forMouse = shown.filter(isForMouse).slice(0, TRIED);
    controls = [...keyed, ...forMouse];
    observer = new MutationObserver(record);
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeOldValue: true });
    globalThis.navigation?.addEventListener("navigate", stay);
    addEventListener("auditor-dialog", called, true);
    return JSON.stringify(controls.map((element, index) => [index < keyed.length, ...auditor.placeOf(element), auditor.cleanText(element.innerText ?? "").slice(0, WORDS)]));
  }

  // ---- effects: the strongest is kept

  const ORDER = ["", "changes", "shows", "leaves"];
  const affect = (kind) => (effect = ORDER.indexOf(kind) > ORDER.indexOf(effect) ? kind : effect);
  const called = () => affect("leaves");

  function stay(event) {
    affect("leaves");
    event.preventDefault();
  }

  // A mark on the whole page that the keyboard is used is no effect.
  const ofPage = (target) => target === document.documentElement || target === document.body;
  const valueOf = (name, value) => (name === "class" || name === "style" ? (value ?? "") : value);
  const changed = ({ type, target, attributeName: name, oldValue }) => type !== "attributes" || (!ofPage(target) && valueOf(name, target.getAttribute(name)) !== valueOf(name, oldValue));

  function record(mutations) {
    for (const { target } of mutations.filter(changed)) {
      const element = target instanceof Element ? target : parentOf(target);
      affect(element && !hidden.has(element) ? "changes" : "shows");
    }
  }

  // What was hidden before a try; where it changes, something is shown.
  let hidden = new Set();

  function begun() {
    observer.takeRecords();
    hidden = new Set([...document.body.querySelectorAll("*")].slice(0, ELEMENTS).filter((element) => !isShown(element)));
    effect = "";
  }

  // Whether anything that was hidden is to be seen now.
  const isAnythingShown = () => [...hidden].some((element) => element.isConnected && isShown(element) && element.textContent.trim());

  // Puts the focus on a control, waits until that has had its own effect, and watches from then on.
  async function focusControl(index) {
    const element = controls[index];
    if (!element.isConnected || !isShown(element)) return "false";
    element.focus({ focusVisible: true });
    await auditor.sleep(30);
    begun();
    return JSON.stringify(element.getRootNode().activeElement === element);
  }

  // What has happened since, a moment after a key.
  async function effectOfKey() {
    await auditor.sleep(60);
    record(observer.takeRecords());
    return JSON.stringify(effect);
  }

  // What a click does at once; what happens by itself on the page is not taken for it.
  function effectOfClick(index) {
    const element = controls[index];
    if (!element.isConnected || !isShown(element)) return JSON.stringify("");
    begun();
    element.click();
    record(observer.takeRecords());
    if (effect === "changes" && isAnythingShown()) affect("shows");
    return JSON.stringify(effect);
  }

  function end() {
    observer?.disconnect();
    globalThis.navigation?.removeEventListener("navigate", stay);
    removeEventListener("auditor-dialog", called, true);
    controls = [];
    hidden = new Set();
    return "";
  }

  return { begin, focusControl, effectOfKey, effectOfClick, end };
})();
