// @ts-check

/**
 * A user's events from a Herald server, on the browser's own EventSource.
 *
 * EventSource does most of the work: it parses, it comes back after a cut, and it sends the id of the last event.
 * This class adds what it leaves out:
 *  - it gives up for good on any status but 200 and hides which it was: we ask once with fetch, so that a refused
 *    token ends in onUnauthorized and anything else in another try;
 *  - it comes back at a fixed pace for ever: from the second failure on we wait longer each time, at random;
 *  - it does not notice a connection that has died silently: we miss the heartbeat and open another;
 *  - it knows nothing of FORCE_LOGOUT, which ends everything.
 *
 * @typedef {object} HeraldEvent
 * @property {string} id position in the server's log; opaque
 * @property {string} event SSE event name, "message" unless the publisher chose another
 * @property {string} type what the publisher calls it
 * @property {any} data what the publisher sent; untrusted, so show it as text, never as HTML
 *
 * @typedef {"connecting" | "open" | "waiting" | "closed"} HeraldState
 *   "waiting" is the pause before another try.
 *
 * @typedef {object} HeraldOptions
 * @property {string | URL} [url] the stream; default "/api/v1/auth/sse/notifications/" of the page's own origin
 * @property {string | (() => string | null | Promise<string | null>)} [token] access token, sent in the query because
 *   EventSource cannot set headers. A function is asked at every opening, so that it can renew the token; null from it
 *   means that nobody is signed in. Without this option the session cookie is the credential.
 * @property {string[]} [topics] topics besides the user's own
 * @property {string} [lastEventId] go on after this event, e.g. from an earlier visit
 * @property {number} [heartbeatSeconds] the server's stream.heartbeat; default 30
 * @property {number} [backoffMillis] longest first pause; default 1,000, doubled at each failure
 * @property {number} [backoffMaxMillis] longest pause of all; default 30,000
 * @property {(state: HeraldState) => void} [onState]
 * @property {(reset: {reason: string}) => void} [onReset] events were missed and cannot be had any more: fetch afresh
 *   what the page shows
 * @property {(message: string) => void} [onForceLogout] signed in elsewhere, or thrown out; the client has closed
 * @property {(refusal: {status: number, error: string}) => void} [onUnauthorized] sign in again; the client has closed
 */

const STREAM_PATH = '/api/v1/auth/sse/notifications/';
const SILENT_HEARTBEATS = 2.5;
const PROBE_MILLIS = 10_000;
const RETRY_AFTER_MAX_MILLIS = 300_000;
const REMEMBERED_IDS = 512;
/** Event names that mean something to the stream itself; the server gives them to no published event. */
const RESERVED = new Set(['open', 'error', 'heartbeat', 'reset']);

export class HeraldClient {
  /** @type {HeraldOptions & {heartbeatSeconds: number, backoffMillis: number, backoffMaxMillis: number}} */
  #options;
  /** @type {HeraldState} */
  #state = 'closed';
  #lastEventId;
  /** @type {Map<string, Set<(event: HeraldEvent) => void>>} */
  #listeners = new Map();
  /** Ids of the latest events, oldest first. @type {Set<string>} */
  #seen = new Set();
  /** Failures since the last sign of life. */
  #failures = 0;

  // What is under way. Every step that waits for an answer remembers its turn and stops if that is over.
  #turn = 0;
  /** @type {EventSource | null} */
  #source = null;
  /** @type {AbortController | null} */
  #probe = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watchdog;

  /** @param {HeraldOptions} [options] */
  constructor(options = {}) {
    this.#options = { heartbeatSeconds: 30, backoffMillis: 1_000, backoffMaxMillis: 30_000, ...options };
    this.#lastEventId = options.lastEventId ?? '';
  }

  get state() {
    return this.#state;
  }

  /** The position to go on from; keep it to resume on the next visit. */
  get lastEventId() {
    return this.#lastEventId;
  }

  /**
   * Calls the listener with each event of this SSE event name, once for each id. List every name that is published to
   * the user: EventSource shows nothing of the others, so a stream that carries only those looks dead.
   *
   * @param {string} name "message" for events published without a name
   * @param {(event: HeraldEvent) => void} listener
   * @returns {() => void} call it to stop listening
   */
  on(name, listener) {
    if (RESERVED.has(name)) throw new TypeError(`"${name}" is no name of a published event`);
    let listeners = this.#listeners.get(name);
    if (!listeners) {
      listeners = new Set();
      this.#listeners.set(name, listeners);
      // "message" is always listened to, because FORCE_LOGOUT comes as one.
      if (name !== 'message') this.#source?.addEventListener(name, this.#received);
    }
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Opens the stream; does nothing if it is open already. */
  open() {
    if (this.#state !== 'closed') return this;
    globalThis.addEventListener('online', this.#online);
    this.#failures = 0;
    this.#connect();
    return this;
  }

  /** Closes the stream for good: no timer, no listener and no request is left. It can be opened again. */
  close() {
    globalThis.removeEventListener('online', this.#online);
    this.#hangUp();
    this.#become('closed');
  }

  async #connect() {
    const turn = this.#hangUp();
    this.#become('connecting');
    const url = await this.#address();
    if (turn !== this.#turn || !url) return;

    if (this.#lastEventId) url.searchParams.set('last_event_id', this.#lastEventId);
    const source = new EventSource(url, { withCredentials: this.#usesCookie });
    this.#source = source;
    source.addEventListener('open', this.#opened);
    source.addEventListener('error', this.#failed);
    source.addEventListener('heartbeat', this.#heartbeat);
    source.addEventListener('reset', this.#reset);
    for (const name of new Set(['message', ...this.#listeners.keys()])) {
      source.addEventListener(name, this.#received);
    }
    this.#watch();
  }

  /** The stream's address with the token of now; null once the turn has been ended for want of a token. */
  async #address() {
    const turn = this.#turn;
    const { url, token, topics } = this.#options;
    const address = new URL(url ?? STREAM_PATH, globalThis.location.href);
    for (const topic of topics ?? []) address.searchParams.append('topic', topic);
    try {
      if (!this.#usesCookie) {
        const current = typeof token === 'function' ? await token() : token;
        if (turn !== this.#turn) return null;
        if (!current) {
          this.#unauthorized({ status: 401, error: 'No token' });
          return null;
        }
        address.searchParams.set('token', current);
      }
      return address;
    } catch (failure) {
      console.warn('herald: no token could be had', failure);
      this.#failures++;
      if (turn === this.#turn) this.#retryLater();
      return null;
    }
  }

  get #usesCookie() {
    return this.#options.token === undefined;
  }

  #opened = () => {
    this.#watch();
    this.#become('open');
  };

  /** @param {Event} event */
  #failed = (event) => {
    if ('data' in event) return; // an event that a publisher has named "error"
    this.#failures++;
    if (this.#source?.readyState === EventSource.CLOSED) this.#askWhy();
    else if (this.#failures > 1) this.#retryLater();
    else {
      // The browser comes back by itself, and only the browser knows the pause that the server asked for (retry:).
      this.#watch();
      this.#become('connecting');
    }
  };

  /** @param {MessageEvent} event */
  #heartbeat = (event) => this.#alive(event);

  /** @param {MessageEvent} event */
  #reset = (event) => {
    this.#alive(event);
    this.#seen.clear(); // the log may have begun again, and its ids with it
    this.#call(this.#options.onReset, { reason: parse(event)?.reason ?? 'unknown' });
  };

  /** @param {MessageEvent} event */
  #received = (event) => {
    this.#alive(event);
    const message = parse(event);
    if (!message) return;
    if (message.type === 'FORCE_LOGOUT') {
      // Before the check for duplicates: it has no id, and EventSource reports the one of the event before it.
      this.close();
      this.#call(this.#options.onForceLogout, message.data?.message ?? 'Signed out');
      return;
    }
    const id = event.lastEventId;
    if (this.#seen.has(id)) return;
    if (id) this.#remember(id);
    const listeners = this.#listeners.get(event.type) ?? [];
    for (const listener of [...listeners]) {
      this.#call(listener, { id, event: event.type, type: message.type, data: message.data });
    }
  };

  /** @param {MessageEvent} event */
  #alive(event) {
    this.#failures = 0;
    this.#lastEventId = event.lastEventId || this.#lastEventId;
    this.#watch();
  }

  /** @param {string} id */
  #remember(id) {
    this.#seen.add(id);
    if (this.#seen.size > REMEMBERED_IDS) this.#seen.delete(this.#seen.values().next().value ?? '');
  }

  /** (Re)starts the wait for the next sign of life. */
  #watch() {
    clearTimeout(this.#watchdog);
    const millis = this.#options.heartbeatSeconds * SILENT_HEARTBEATS * 1_000;
    this.#watchdog = setTimeout(() => {
      this.#failures++;
      this.#retryLater();
    }, millis);
  }

  /** EventSource has given up without a word. The same request by fetch shows the status. */
  async #askWhy() {
    const turn = this.#hangUp();
    const probe = new AbortController();
    this.#probe = probe;
    this.#pause = setTimeout(() => probe.abort(), PROBE_MILLIS);
    this.#become('waiting');
    try {
      const url = await this.#address();
      if (turn !== this.#turn || !url) return;
      const response = await fetch(url, {
        credentials: this.#usesCookie ? 'include' : 'same-origin',
        cache: 'no-store',
        signal: probe.signal,
      });
      const refused = response.status === 401 || response.status === 403;
      const error = refused ? errorIn(await response.text()) : '';
      probe.abort(); // a 200 is a stream: hang up
      if (turn !== this.#turn) return;
      if (refused) this.#unauthorized({ status: response.status, error });
      else if (response.status === 204) this.close(); // "do not come back"
      else this.#retryLater(Number(response.headers.get('Retry-After')) * 1_000 || 0);
    } catch {
      if (turn === this.#turn) this.#retryLater(); // no network, or an origin that the server does not allow
    }
  }

  /** @param {{status: number, error: string}} refusal */
  #unauthorized(refusal) {
    this.close();
    this.#call(this.#options.onUnauthorized, refusal);
  }

  /**
   * Tries again after a pause between nothing and twice the last one's bound: without the chance in it, all clients
   * of a server that was away would come back in step.
   *
   * @param {number} [leastMillis] what the server asked for
   */
  #retryLater(leastMillis = 0) {
    this.#hangUp();
    const { backoffMillis, backoffMaxMillis } = this.#options;
    const bound = Math.min(backoffMaxMillis, backoffMillis * 2 ** Math.min(this.#failures - 1, 20));
    const pause = Math.min(leastMillis, RETRY_AFTER_MAX_MILLIS) + Math.random() * bound;
    this.#pause = setTimeout(() => this.#connect(), pause);
    this.#become('waiting');
  }

  #online = () => {
    if (this.#state === 'waiting' && !this.#probe) this.#connect();
  };

  /** Drops whatever is under way and begins a new turn. */
  #hangUp() {
    this.#source?.close();
    this.#source = null;
    this.#probe?.abort();
    this.#probe = null;
    clearTimeout(this.#pause);
    clearTimeout(this.#watchdog);
    return ++this.#turn;
  }

  /** @param {HeraldState} state */
  #become(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#call(this.#options.onState, state);
  }

  /**
   * The page's own mistakes are reported like any other uncaught error, and do not stop the stream.
   *
   * @template T
   * @param {((argument: T) => void) | undefined} callback
   * @param {T} argument
   */
  #call(callback, argument) {
    try {
      callback?.(argument);
    } catch (error) {
      globalThis.reportError(error);
    }
  }
}

/** @param {MessageEvent} event */
function parse(event) {
  try {
    return JSON.parse(event.data);
  } catch {
    console.warn('herald: an event that is not JSON was left out', event.lastEventId);
    return null;
  }
}

/** The message in a refusal: an SSE body "event: error / data: {"error": "..."}". @param {string} body */
function errorIn(body) {
  try {
    return String(JSON.parse(/^data: (.*)$/m.exec(body)?.[1] ?? '').error);
  } catch {
    return 'Authentication required';
  }
}
