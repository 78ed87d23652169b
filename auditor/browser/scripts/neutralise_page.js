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
  // no form is ever sent, whatever a script or a key of ours does
  HTMLFormElement.prototype.submit = HTMLFormElement.prototype.requestSubmit = () => {};
  addEventListener("submit", (event) => event.preventDefault(), true);
  // a service worker would respond instead of the server, and differently on the second visit
  delete Navigator.prototype.serviceWorker;
})();
