import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { html, raw } from '../../../core/base/html';
import type { RuntimeSettings } from './runtimeSettings';
import { SIGN_IN_SCRIPT } from './signInScript';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
fieldset { margin: 1rem 0; border: 1px solid #8886; }
fieldset p { margin: .4rem 0; }
label { display: inline-block; min-width: 7rem; }
label.wide { min-width: 0; }
input, select, button { font: inherit; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const POLICY =
  `default-src 'none'; script-src ${hashOf(SIGN_IN_SCRIPT)}; style-src ${hashOf(STYLE)}; img-src data:; connect-src 'self'; ` +
  "form-action 'none'; frame-ancestors 'self'; base-uri 'none'";

/**
 * Sends the page that signs in, a small Mendix client. It loads nothing, and its one script runs by its hash. At
 * `/login.html` it signs in as Mendix's own page of that name does, without a wish for a token.
 * @param why what the cookie `reloginReason` says
 */
export function sendSignInPage(
  reply: FastifyReply,
  { version, profile, keepAlive }: RuntimeSettings,
  why: string | undefined,
): FastifyReply {
  return reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      // The runtime knows by it who signs in at login.html.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    .send(
      String(html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Mendix sign-in</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><style>${raw(STYLE)}</style></head>
<body>
<h1>Mendix sign-in</h1>
<p>A small client of the emulated Mendix runtime ${version}. By default its profile is ${profile}, and keep-alive is ${keepAlive ? 'on' : 'off'}.</p>
${why === undefined ? '' : html`<p role="status">Sign in again: the cookie reloginReason says “${why}”.</p>`}
<form id="sign-in"><fieldset><legend>Sign in</legend>
<p><label for="name">User name</label> <input id="name" autocomplete="username" required></p>
<p><label for="password">Password</label> <input id="password" type="password" autocomplete="current-password" required></p>
<p id="wish"><input id="remember" type="checkbox"> <label class="wide" for="remember">Remember me (login2 with useAuthToken)</label></p>
<p id="old"><input id="default" type="checkbox"> <label class="wide" for="default">Leave that to the profile (the old login)</label></p>
<p><button>Sign in</button> <span id="outcome" role="status"></span></p>
</fieldset></form>
<p><label for="profile">Profile</label> <select id="profile"><option value="">default</option><option>Responsive</option><option>ResponsiveOffline</option><option>NativePhone</option></select></p>
<p><button id="reload" type="button">Load again</button> <button id="call" type="button">Call the server</button> <button id="log-out" type="button">Log out</button> <button id="offline" type="button">Log out while offline</button></p>
<h2>Session</h2>
<dl>
<dt>User</dt><dd id="user"></dd>
<dt>CSRF token</dt><dd id="csrf"></dd>
<dt>Keep-alive</dt><dd id="keep-alive"></dd>
<dt>Cookies that a page sees</dt><dd id="cookies"></dd>
</dl>
<p>Session cookie and authentication token are HttpOnly: no page sees them. The journal of the dev session server has the reason for each answer.</p>
<h2>Calls</h2>
<ol id="calls" reversed></ol>
<script>${raw(SIGN_IN_SCRIPT)}</script>
</body>
</html>
`),
    );
}
