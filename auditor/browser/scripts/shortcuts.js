// Records which single characters change the page while no element has the focus; Python types them.
auditor.shortcuts = (() => {
  "use strict";
  const SETTERS = `input:is([type=checkbox], [type=radio], [type=button], [type=submit], [type=image]), select, button, summary,
    a[href], [role=button], [role=switch], [role=checkbox], [role=radio], [role=link], [role=tab], [role^=menuitem], [onclick]`;

  const FIELDS = 200;
  const MARKED = 40; // so many keys that only mark the page: then any key does, and none is a shortcut

  let key = "";
  let observer = null;
  let before = "";
  // the first key may remove a mark that Tab has set; it is typed again at the end
  let presses = 0;
  let fresh = true;
  const acted = new Set();
  const marked = new Set();

  const blur = () => {
    const at = document.activeElement;
    if (at && at !== document.body) at.blur();
  };

  // the values of fields and the scroll position are no part of the tree
  const formState = () => JSON.stringify([scrollX, scrollY, ...[...document.querySelectorAll("input, select, textarea")].slice(0, FIELDS).map(({ value, checked }) => [value, checked])]);

  // the listeners of a key run before the next task
  function pressed(event) {
    key = event.key;
    before = formState();
    fresh = presses++ === 0;
    setTimeout(() => {
      record(observer?.takeRecords() ?? []);
      if (formState() !== before) acted.add(key);
      if (document.activeElement && document.activeElement !== document.body) acted.add(key);
      blur();
      key = "";
    }, 0);
  }

  // A class that any key sets on the whole page only marks that the keyboard is used.
  const ofPage = ({ target }) => target === document.documentElement || target === document.body;
  const valueOf = (name, value) => (name === "class" || name === "style" ? (value ?? "") : value); // `hidden` is empty where it is set
  const changed = ({ type, target, attributeName: name, oldValue }) => type !== "attributes" || valueOf(name, target.getAttribute(name)) !== valueOf(name, oldValue);

  const record = (mutations) => {
    const real = key ? mutations.filter(changed) : [];
    if (real.some((mutation) => mutation.attributeName !== "class" || !ofPage(mutation))) acted.add(key);
    else if (real.length && !fresh) marked.add(key);
  };

  // neutralise_page.js dispatches this event when a script calls alert, confirm, open or the like
  const dialogCalled = () => key && acted.add(key);

  const stay = (event) => {
    if (key) acted.add(key);
    event.preventDefault();
  };

  function begin() {
    blur();
    acted.clear();
    marked.clear();
    presses = 0;
    observer = new MutationObserver(record);
    observer.observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributeOldValue: true, attributeFilter: ["class", "style", "hidden", "open", "aria-hidden", "aria-expanded"] });
    addEventListener("keydown", pressed, true);
    addEventListener("auditor-dialog", dialogCalled, true);
    globalThis.navigation?.addEventListener("navigate", stay);
    return "";
  }

  function end() {
    observer?.disconnect();
    removeEventListener("keydown", pressed, true);
    removeEventListener("auditor-dialog", dialogCalled, true);
    if (marked.size <= MARKED) marked.forEach((mark) => acted.add(mark));
    globalThis.navigation?.removeEventListener("navigate", stay);
    return JSON.stringify({ keys: [...acted], settable: document.querySelector(SETTERS) !== null });
  }

  return { begin, end };
})();
