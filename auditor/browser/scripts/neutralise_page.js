// Runs in the page's own world before its scripts: nothing may wait for a person who is not there.
(() => {
  "use strict";
  const quiet = { alert: undefined, confirm: false, prompt: null, print: undefined, open: null, close: undefined };
  for (const [name, answer] of Object.entries(quiet)) {
    window[name] = () => {
      dispatchEvent(new Event("auditor-asked"));
      return answer;
    };
  }
  // no form is ever sent, whatever a script or a key of ours does
  HTMLFormElement.prototype.submit = HTMLFormElement.prototype.requestSubmit = () => {};
  addEventListener("submit", (event) => event.preventDefault(), true);
  // a service worker would answer for the server, and differently on the second visit
  delete Navigator.prototype.serviceWorker;
})();
