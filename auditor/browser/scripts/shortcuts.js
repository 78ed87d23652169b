// Notes what single characters do while no element has the focus: Python types them, and the page may change.
auditor.keys = (() => {
  "use strict";
  const SETTERS = `input:is([type=checkbox], [type=radio], [type=button], [type=submit], [type=image]), select, button, summary,
    a[href], [role=button], [role=switch], [role=checkbox], [role=radio], [role=link], [role=tab], [role^=menuitem], [onclick]`;

  const FIELDS = 200;
  const ANY = 40;

  let key = "";
  let observer = null;
  let before = "";
  // the first key may take back what Tab has marked; it is typed again at the end
  let presses = 0;
  let fresh = true;
  const acted = new Set();
  const marked = new Set();

  const unfocus = () => {
    const at = document.activeElement;
    if (at && at !== document.body) at.blur();
  };

  // what fields hold and how far the page is scrolled are no part of the tree
  const rest = () => JSON.stringify([scrollX, scrollY, ...[...document.querySelectorAll("input, select, textarea")].slice(0, FIELDS).map((one) => [one.value, one.checked])]);

  // what a key does, its listeners do before the next task
  function pressed(event) {
    key = event.key;
    before = rest();
    fresh = presses++ === 0;
    setTimeout(() => {
      note(observer?.takeRecords() ?? []);
      if (rest() !== before) acted.add(key);
      if (document.activeElement && document.activeElement !== document.body) acted.add(key);
      unfocus();
      key = "";
    }, 0);
  }

  // A class that any key puts on the whole page says how it is used: by keyboard.
  const ofPage = ({ target }) => target === document.documentElement || target === document.body;
  const changed = ({ type, target, attributeName, oldValue }) => type !== "attributes" || (target.getAttribute(attributeName) ?? "") !== (oldValue ?? "");

  const note = (records) => {
    const real = key ? records.filter(changed) : [];
    if (real.some((record) => record.attributeName !== "class" || !ofPage(record))) acted.add(key);
    else if (real.length && !fresh) marked.add(key);
  };

  // tame.js answers for the visitor when a script asks, tells or opens something
  const asked = () => key && acted.add(key);

  const stay = (event) => {
    if (key) acted.add(key);
    event.preventDefault();
  };

  function begin() {
    unfocus();
    acted.clear();
    marked.clear();
    presses = 0;
    observer = new MutationObserver(note);
    observer.observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributeOldValue: true, attributeFilter: ["class", "style", "hidden", "open", "aria-hidden", "aria-expanded"] });
    addEventListener("keydown", pressed, true);
    addEventListener("auditor-asked", asked, true);
    globalThis.navigation?.addEventListener("navigate", stay);
    return "";
  }

  function end() {
    observer?.disconnect();
    removeEventListener("keydown", pressed, true);
    removeEventListener("auditor-asked", asked, true);
    if (marked.size <= ANY) marked.forEach((one) => acted.add(one));
    globalThis.navigation?.removeEventListener("navigate", stay);
    return JSON.stringify({ keys: [...acted], settable: document.querySelector(SETTERS) !== null });
  }

  return { begin, end };
})();
