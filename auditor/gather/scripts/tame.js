// Runs in the page's own world before its scripts: nothing may wait for a person who is not there.
(() => {
  "use strict";
  const quiet = { alert: undefined, confirm: false, prompt: null, print: undefined, open: null, close: undefined };
  for (const [name, answer] of Object.entries(quiet)) {
    window[name] = () => answer;
  }
  // a service worker would answer for the server, and differently on the second visit
  delete Navigator.prototype.serviceWorker;
})();
