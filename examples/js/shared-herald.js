// @ts-check

/**
 * HeraldClient for pages that people open in many tabs: the tabs share one stream, held by a shared worker. With
 * HTTP/1.1 a browser has six connections a host over all its tabs, and the server counts the streams of a user.
 *
 * The same options, callbacks and methods as HeraldClient, except that the credential is always the session cookie.
 * A tab has the events from its opening on. All tabs of one stream address should want the same topics.
 *
 * @typedef {import('./herald-client.js').HeraldOptions} HeraldOptions
 * @typedef {import('./herald-client.js').HeraldEvent} HeraldEvent
 */
export class SharedHerald {
  #options;
  /** @type {Map<string, Set<(event: HeraldEvent) => void>>} */
  #listeners = new Map();
  /** @type {import('./herald-client.js').HeraldState} */
  #state = 'closed';
  /** @type {MessagePort | null} */
  #port = null;

  /** @param {Omit<HeraldOptions, 'token'>} [options] */
  constructor(options = {}) {
    this.#options = options;
  }

  get state() {
    return this.#state;
  }

  /**
   * @param {string} name SSE event name
   * @param {(event: HeraldEvent) => void} listener
   * @returns {() => void} call it to stop listening
   */
  on(name, listener) {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    if (this.#port) this.#join();
    return () => listeners.delete(listener);
  }

  open() {
    if (this.#state !== 'closed') return this;
    this.close(); // what an ended stream has left
    this.#become('connecting');
    const url = this.#address();
    const script = new URL('./shared-worker.js', import.meta.url);
    this.#port = new SharedWorker(script, { type: 'module', name: `herald ${url}` }).port;
    this.#port.onmessage = ({ data }) => this.#told(data);
    addEventListener('pagehide', this.#leave);
    addEventListener('pageshow', this.#returned);
    this.#join();
    return this;
  }

  close() {
    removeEventListener('pagehide', this.#leave);
    removeEventListener('pageshow', this.#returned);
    this.#leave();
    this.#port?.close();
    this.#port = null;
    this.#become('closed');
  }

  #address() {
    return new URL(this.#options.url ?? '/api/v1/auth/sse/notifications/', location.href).href;
  }

  #join() {
    const { onState, onReset, onForceLogout, onUnauthorized, ...options } = this.#options; // functions stay here
    const names = [...this.#listeners.keys()];
    this.#port?.postMessage({ join: { options: { ...options, url: this.#address() }, names } });
  }

  #leave = () => this.#port?.postMessage({ leave: true });

  /** The browser has brought the page back from its cache. @param {PageTransitionEvent} event */
  #returned = (event) => {
    if (event.persisted) this.#join();
  };

  /** @param {{what: string, value: any}} message */
  #told({ what, value }) {
    switch (what) {
      case 'event':
        for (const listener of this.#listeners.get(value.event) ?? []) listener(value);
        break;
      case 'onState':
        this.#become(value);
        break;
      case 'onReset':
        this.#options.onReset?.(value);
        break;
      case 'onForceLogout':
        this.close();
        this.#options.onForceLogout?.(value);
        break;
      case 'onUnauthorized':
        this.close();
        this.#options.onUnauthorized?.(value);
        break;
    }
  }

  /** @param {import('./herald-client.js').HeraldState} state */
  #become(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState?.(state);
  }
}
