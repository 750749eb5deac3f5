import { useState } from 'react';
import { Notifications } from './Notifications.jsx';
import { SignIn } from './SignIn.jsx';

const query = new URLSearchParams(location.search);
const server = query.get('server') ?? 'http://localhost:8000';
const heartbeatSeconds = Number(query.get('heartbeat') ?? 30);

/** Signing in and, once that is done, the user's events. */
export function App() {
  const [signedIn, setSignedIn] = useState(false);
  const [notice, setNotice] = useState('');

  const signedOut = (message) => {
    setSignedIn(false);
    setNotice(message);
  };

  return (
    <>
      <header><h1>Herald with React</h1></header>
      <main>
        {notice && <p id="notice" className="notice" role="alert">{notice}</p>}
        {signedIn
          ? <Notifications
              url={new URL('/api/v1/auth/sse/notifications/', server)}
              heartbeatSeconds={heartbeatSeconds}
              onSignedOut={signedOut}
            />
          : <SignIn server={server} onSignedIn={() => { setSignedIn(true); setNotice(''); }} onRefused={setNotice} />}
      </main>
    </>
  );
}
