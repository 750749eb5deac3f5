// @ts-check
import { HeraldClient } from './herald-client.js';

const EVENTS_SHOWN = 100;
/** Remembers between visits that somebody signed in here; the session itself is a cookie that scripts cannot see. */
const STORE = 'herald.session';

const find = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const form = find('login');

/** @type {HeraldClient | null} */
let client = null;

form.server.value = new URLSearchParams(location.search).get('server') ?? 'http://localhost:8000';
form.addEventListener('submit', (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  signIn(form.server.value, form.email.value, form.password.value);
});
find('logout').addEventListener('click', signOut);

const earlier = JSON.parse(localStorage.getItem(STORE) ?? 'null');
if (earlier) listen(earlier);
else showLogin('');

/**
 * @param {string} server
 * @param {string} email
 * @param {string} password
 */
async function signIn(server, email, password) {
  try {
    const response = await post(server, 'login', { email, password });
    const answer = await response.json();
    if (!response.ok) return showLogin(answer.detail ?? `The server said ${response.status}.`);
    const session = { server, userId: answer.user_id };
    localStorage.setItem(STORE, JSON.stringify(session));
    form.password.value = '';
    listen(session);
  } catch (error) {
    const unreachable = error instanceof TypeError; // all that fetch says of a dead server and of a refused origin
    showLogin(unreachable ? `No answer from ${server}. Does its cors.origins name ${location.origin}?` : String(error));
  }
}

async function signOut() {
  const session = JSON.parse(localStorage.getItem(STORE) ?? 'null');
  leave('');
  if (session) await post(session.server, 'logout', {}).catch(() => {});
}

/** @param {{server: string, userId: string}} session */
function listen({ server, userId }) {
  find('publish').textContent = `./herald publish --user ${userId} --type greeting --data '{"text": "Hello"}'`;
  find('events').replaceChildren();
  show(find('stream'));
  client = new HeraldClient({
    url: new URL('/api/v1/auth/sse/notifications/', server),
    onState: showState,
    onReset: () => notice('Some events were missed and are gone. A real page would fetch its data afresh now.'),
    onForceLogout: (message) => leave(message),
    onUnauthorized: ({ error }) => leave(`Please sign in again (${error}).`),
  });
  client.on('message', addEvent);
  client.open();
}

/** @param {string} why */
function leave(why) {
  client?.close();
  client = null;
  localStorage.removeItem(STORE);
  showLogin(why);
}

/** @param {import('./herald-client.js').HeraldEvent} event */
function addEvent(event) {
  const item = document.createElement('li');
  const head = document.createElement('header');
  // textContent, never innerHTML: what a publisher sent is text.
  head.append(element('span', 'type', event.type), element('time', '', new Date().toLocaleTimeString()));
  item.append(head, element('pre', '', JSON.stringify(event.data, null, 2)));
  item.dataset.id = event.id;
  const list = find('events');
  list.prepend(item);
  while (list.children.length > EVENTS_SHOWN) list.lastElementChild.remove();
  find('empty').hidden = true;
}

/** @param {string} state */
function showState(state) {
  find('state').textContent = state;
  find('state').dataset.state = state;
}

/** @param {string} why */
function showLogin(why) {
  show(form);
  notice(why);
}

/** @param {HTMLElement} part the one part of the page to show */
function show(part) {
  form.hidden = part !== form;
  find('stream').hidden = part === form;
  find('logout').hidden = part === form;
  find('empty').hidden = false;
  notice('');
}

/** @param {string} text */
function notice(text) {
  find('notice').textContent = text;
  find('notice').hidden = !text;
}

/**
 * @param {string} name
 * @param {string} className
 * @param {string} text
 */
function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/**
 * @param {string} server
 * @param {string} action
 * @param {object} body
 */
function post(server, action, body) {
  return fetch(new URL(`/api/v1/auth/${action}/`, server), {
    method: 'POST',
    credentials: 'include', // across origins the cookie is neither kept nor sent without it
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}
