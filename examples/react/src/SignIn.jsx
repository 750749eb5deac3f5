/**
 * The login form. The session it begins is a cookie, so nothing is kept here.
 *
 * @param {object} props
 * @param {string} props.server
 * @param {() => void} props.onSignedIn
 * @param {(message: string) => void} props.onRefused
 */
export function SignIn({ server, onSignedIn, onRefused }) {
  const submit = async (event) => {
    event.preventDefault();
    const { email, password } = event.currentTarget.elements;
    try {
      const response = await fetch(new URL('/api/v1/auth/login/', server), {
        method: 'POST',
        credentials: 'include', // across origins the cookie is neither kept nor sent without it
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: email.value, password: password.value }),
      });
      if (response.ok) onSignedIn();
      else onRefused(response.status === 401 ? 'Wrong e-mail or password.' : `The server said ${response.status}.`);
    } catch {
      onRefused(`No answer from ${server}. Does its cors.origins name ${location.origin}?`);
    }
  };

  return (
    <form id="login" className="card" onSubmit={submit}>
      <h2>Sign in</h2>
      <label>E-mail <input name="email" type="email" autoComplete="username" required /></label>
      <label>Password <input name="password" type="password" autoComplete="current-password" required /></label>
      <button>Sign in</button>
    </form>
  );
}
