// Runs in the page's own world before its scripts: no dialog may wait for a visitor, no form is sent, no popup opens.
(() => {
  "use strict";
  const results = { alert: undefined, confirm: false, prompt: null, print: undefined, open: null, close: undefined };
  for (const [name, result] of Object.entries(results)) {
    window[name] = () => {
      dispatchEvent(new Event("auditor-dialog"));
      return result;
    };
  }
  // page_state.js and the response header that the browser's extension adds keep forms from being sent; here a script
  // that sends one is not even interrupted
  HTMLFormElement.prototype.submit = HTMLFormElement.prototype.requestSubmit = () => {};
  // What scripts want to send is announced to page_state.js, and so are closed shadow roots: neither is examined. So is
  // what is stored, for it must not reach the next page. A request whose answer no script can read brings no content.
  const { apply } = Reflect;
  const announce = (name, detail) => {
    try {
      top.dispatchEvent(new top.CustomEvent(name, { detail }));
    } catch {
      // the page is in a frame of another origin
    }
  };
  const announceRequest = (method, address) => {
    method = `${method ?? "GET"}`.toUpperCase();
    if (method !== "GET" && method !== "HEAD") announce("auditor-unsent", `${method} ${new URL(address, document.baseURI).href}`);
  };
  const wrap = (holder, name, before) => {
    const inner = holder[name];
    holder[name] = {
      [name](...given) {
        try {
          before(...given);
        } catch {
          // then the browser itself refuses it too
        }
        return apply(inner, this, given);
      },
    }[name];
  };
  wrap(window, "fetch", (input, init) => {
    const { method, keepalive, mode } = new Request(input, init);
    if (!keepalive && mode !== "no-cors") announceRequest(method, typeof input === "object" && "url" in input ? input.url : input);
  });
  wrap(XMLHttpRequest.prototype, "open", announceRequest);
  wrap(Element.prototype, "attachShadow", (init) => init?.mode === "closed" && announce("auditor-closed"));
  const stored = () => announce("auditor-stored");
  wrap(IDBFactory.prototype, "open", stored);
  if (globalThis.CacheStorage) wrap(CacheStorage.prototype, "open", stored);
  if (globalThis.StorageManager) wrap(StorageManager.prototype, "getDirectory", stored);
  // a service worker would respond instead of the server, and differently on the second visit
  delete Navigator.prototype.serviceWorker;
})();
