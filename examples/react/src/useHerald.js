// @ts-check
import { useEffect, useRef, useState } from 'react';
import { HeraldClient } from '../../js/herald-client.js';

/**
 * Holds a stream open while the component is mounted. Reconnecting, resuming, the heartbeat watchdog and FORCE_LOGOUT
 * are HeraldClient's; this hook ties its life to the component's. Callbacks and token may change at every render
 * without a new stream; another url, topic, name or heartbeat opens one.
 *
 * @param {object} options those of HeraldClient, but its callbacks, and
 * @param {string | URL} [options.url]
 * @param {import('../../js/herald-client.js').HeraldOptions['token']} [options.token]
 * @param {string[]} [options.topics]
 * @param {number} [options.heartbeatSeconds]
 * @param {string[]} [options.names] SSE event names to listen to; default "message" alone
 * @param {(event: import('../../js/herald-client.js').HeraldEvent) => void} options.onEvent
 * @param {(reset: {reason: string}) => void} [options.onReset] events are gone: fetch afresh what you show
 * @returns {{state: import('../../js/herald-client.js').HeraldState, ended: Ended | null}} ended is set once the
 *   stream is over for good and the user must sign in again
 *
 * @typedef {{by: "logout" | "refusal", message: string}} Ended
 */
export function useHerald(options) {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  const [state, setState] = useState(/** @type {import('../../js/herald-client.js').HeraldState} */ ('connecting'));
  const [ended, setEnded] = useState(/** @type {Ended | null} */ (null));
  const url = options.url?.toString();
  const { heartbeatSeconds = 30, topics = [], names = ['message'] } = options;
  const usesToken = options.token !== undefined;

  useEffect(() => {
    setEnded(null);
    const client = new HeraldClient({
      url,
      topics,
      heartbeatSeconds,
      token: usesToken ? () => tokenOf(latest.current.token) : undefined,
      onState: setState,
      onReset: (reset) => latest.current.onReset?.(reset),
      onForceLogout: (message) => setEnded({ by: 'logout', message }),
      onUnauthorized: ({ error }) => setEnded({ by: 'refusal', message: error }),
    });
    for (const name of names) client.on(name, (event) => latest.current.onEvent(event));
    client.open();
    return () => client.close();
    // Arrays are compared by what they hold: callers write them inline.
  }, [url, usesToken, heartbeatSeconds, JSON.stringify(topics), JSON.stringify(names)]);

  return { state, ended };
}

/** @param {import('../../js/herald-client.js').HeraldOptions['token']} token */
function tokenOf(token) {
  return typeof token === 'function' ? token() : (token ?? null);
}
