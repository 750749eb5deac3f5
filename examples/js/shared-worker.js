// @ts-check
import { HeraldClient } from './herald-client.js';

/**
 * One stream for all tabs of an origin; see shared-herald.js, which is the tabs' side. It opens with the first tab and
 * closes with the last.
 *
 * @type {Set<MessagePort>}
 */
const tabs = new Set();
/** SSE event names that some tab listens to. @type {Set<string>} */
const names = new Set();
/** @type {HeraldClient | null} */
let client = null;

self.addEventListener('connect', (event) => {
  const tab = /** @type {MessageEvent} */ (event).ports[0];
  tab.onmessage = ({ data }) => (data.join ? join(tab, data.join) : leave(tab));
});

/**
 * @param {MessagePort} tab
 * @param {{options: import('./herald-client.js').HeraldOptions, names: string[]}} wish
 */
function join(tab, wish) {
  tabs.add(tab);
  if (!client || client.state === 'closed') {
    names.clear();
    client = new HeraldClient({
      ...wish.options,
      onState: (state) => tell('onState', state),
      onReset: (reset) => tell('onReset', reset),
      onForceLogout: (message) => tell('onForceLogout', message),
      onUnauthorized: (refusal) => tell('onUnauthorized', refusal),
    });
  }
  for (const name of wish.names) {
    if (names.has(name)) continue;
    names.add(name);
    client.on(name, (event) => tell('event', event));
  }
  if (client.state === 'closed') client.open();
  else tab.postMessage({ what: 'onState', value: client.state });
}

/** @param {MessagePort} tab */
function leave(tab) {
  tabs.delete(tab);
  if (tabs.size === 0) client?.close();
}

/**
 * @param {string} what
 * @param {unknown} value
 */
function tell(what, value) {
  for (const tab of tabs) tab.postMessage({ what, value });
}
