import { useEffect, useState } from 'react';
import { useHerald } from './useHerald.js';

/**
 * The user's events, newest first.
 *
 * @param {object} props
 * @param {string | URL} props.url the stream
 * @param {number} [props.heartbeatSeconds] the server's stream.heartbeat
 * @param {number} [props.limit] most events shown
 * @param {(message: string) => void} props.onSignedOut the session is over
 */
export function Notifications({ url, heartbeatSeconds, limit = 100, onSignedOut }) {
  const [events, setEvents] = useState([]);
  const [missed, setMissed] = useState(false);
  const { state, ended } = useHerald({
    url,
    heartbeatSeconds,
    onEvent: (event) => setEvents((shown) => [{ ...event, at: new Date() }, ...shown].slice(0, limit)),
    onReset: () => setMissed(true),
  });

  useEffect(() => {
    if (ended) onSignedOut(ended.by === 'logout' ? ended.message : `Please sign in again (${ended.message}).`);
  }, [ended]);

  return (
    <section>
      <p>
        <span id="state" className="state" role="status" data-state={state}>{state}</span>
      </p>
      {missed && <p className="notice" role="alert">Some events were missed and are gone.</p>}
      {events.length === 0 && <p className="empty">Nothing yet.</p>}
      <ol id="events" aria-live="polite">
        {events.map((event) => (
          <li key={event.id} data-id={event.id}>
            <header>
              <span className="type">{event.type}</span>
              <time>{event.at.toLocaleTimeString()}</time>
            </header>
            <pre>{JSON.stringify(event.data, null, 2)}</pre>
          </li>
        ))}
      </ol>
    </section>
  );
}
