import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { type Html, html, raw } from '../../../core/base/html';
import { SERVER_REASONS } from '../../../core/server/serverReasons';
import { type ClientKind, PROFILES } from '../../../core/systems/mendix/clientKind';
import { MENDIX_REASONS } from '../../../core/systems/mendix/mendixReasons';
import { TOKENS_SINCE } from '../../../core/systems/mendix/runtimeVersion';
import type { RuntimeSettings } from './runtimeSettings';
import { SIGN_IN_SCRIPT } from './signInScript';
import { SIGN_IN_STYLE } from './signInStyle';

/** What of a request decides how the page looks. */
export interface PageView {
  /** Whether it is `/login.html`. */
  readonly isLoginPage: boolean;
  /** Whether the cookies of its answers are `Secure`. */
  readonly isSecure: boolean;
  /** What the cookie `reloginReason` says. */
  readonly why: string | undefined;
  /** The profile of a call that names none: that of the cookie `Profile`, else that of the options. */
  readonly clientProfile: { readonly kind: ClientKind; readonly name: string };
  /** Whether the cookie says so. */
  readonly isProfileKept: boolean;
}

/** The profiles that the page offers. */
const OFFERED = Object.values(PROFILES);
/** Profiles that Mendix has. No other name is told, as anything may stand in a cookie. */
const TOLD = ['Responsive', 'Phone', 'Tablet', 'Hybrid', 'HybridPhone', 'HybridTablet']
  .flatMap((name) => [name, `${name}Offline`])
  .concat(['NativePhone', 'NativeTablet']);

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** @param frames what may have the page in a frame */
const policy = (frames: string) =>
  `default-src 'none'; script-src ${hashOf(SIGN_IN_SCRIPT)}; style-src ${hashOf(SIGN_IN_STYLE)}; img-src data:; ` +
  `connect-src 'self'; form-action 'none'; frame-ancestors ${frames}; base-uri 'none'`;

/** Kind and sentence of each reason that an answer of `/xas/` may have: the answer has only their codes. */
const REASONS = JSON.stringify(
  Object.fromEntries(
    Object.entries({ ...SERVER_REASONS.codes, ...MENDIX_REASONS.codes })
      .filter(([code]) => !code.startsWith('control.'))
      .map(([code, { kind, sentence }]) => [code, [kind, sentence]]),
  ),
).replaceAll('<', '\\u003c');

/**
 * Sends the page that signs in, a small Mendix client. It loads nothing, and its one script runs by its hash. At
 * `/login.html` it signs in as Mendix's own page of that name does, without a wish for a token.
 */
export function sendSignInPage(reply: FastifyReply, settings: RuntimeSettings, view: PageView): FastifyReply {
  const { version, profile, keepAlive, sameSite, switches } = settings;
  const { isLoginPage, isSecure, why, clientProfile, isProfileKept } = view;
  const told = TOLD.includes(clientProfile.name) ? clientProfile.name : `another one, ${clientProfile.kind}`;
  return reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      // `SameSite=None` is for apps in a frame of another site.
      'content-security-policy': policy(sameSite === 'None' ? '*' : "'self'"),
      'cache-control': 'no-store',
      // The runtime knows by it who signs in at login.html.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    .send(
      String(html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${isLoginPage ? 'login.html' : 'App'} - Mendix sign-in</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><style>${raw(SIGN_IN_STYLE)}</style></head>
<body data-keep-alive-action="${switches.keepAliveAction}">
<header>
<h1>Mendix sign-in</h1>
<p>A small client of the emulated Mendix runtime ${version}. By default its profile is ${profile}, and keep-alive is ${keepAlive ? 'on' : 'off'}.</p>
<nav aria-label="Pages that sign in">
${pageLink('/', 'Page of the app', !isLoginPage)}
${pageLink('/login.html', 'login.html', isLoginPage)}
</nav>
</header>
${why !== undefined && html`<p class="told warn">Sign in again: the cookie reloginReason says “${why}”.</p>`}
${
  sameSite === 'None' &&
  !isSecure &&
  html`<p class="told warn" id="same-site">A browser will not stay signed in here: SameSiteCookies is None, and over HTTP the cookies are not Secure. Browsers drop such cookies. Use HTTPS, or Strict or Lax.</p>`
}
<noscript><p class="told bad">This page is a client, and needs JavaScript.</p></noscript>
<p class="told" id="outcome" role="status"></p>
<main>
<section class="card" aria-labelledby="sign-in-title">
<h2 id="sign-in-title">Sign in</h2>
<form id="sign-in">
<p><label for="name">User name</label><input id="name" autocomplete="username" autocapitalize="none" spellcheck="false" required></p>
<p><label for="password">Password</label><input id="password" type="password" autocomplete="current-password" required></p>
${
  !isLoginPage &&
  html`<p class="choice"><input id="remember" type="checkbox" aria-describedby="remember-hint"> <label for="remember">Remember me</label> <small id="remember-hint">As login2 does: useAuthToken is true or false.</small></p>
<p class="choice"><input id="default" type="checkbox" aria-describedby="default-hint"> <label for="default">Leave that to the profile</label> <small id="default-hint">As the old login does: useAuthToken is “default”.</small></p>`
}
<button class="first" id="submit">Sign in</button>
</form>
<p class="hint">${hintOf(settings, isLoginPage)}</p>
</section>
<div>
<section class="card" aria-labelledby="session-title">
<h2 id="session-title">Session</h2>
<dl>
<dt>User</dt><dd id="user"></dd>
<dt>State</dt><dd id="state"></dd>
<dt>CSRF token</dt><dd class="code" id="csrf"></dd>
<dt>Keep-alive</dt><dd id="keep-alive"></dd>
<dt>Cookies that a page sees</dt><dd class="code" id="cookies"></dd>
<dt>Its profile</dt><dd id="session-profile">${told}</dd>
<dt><label for="profile">Profile of the next calls</label></dt><dd><select id="profile"><option value="">not named, as before</option>${OFFERED.map((name) => profileOption(name, isProfileKept && name === told))}</select></dd>
</dl>
<p class="actions"><button id="reload" type="button">Load again</button> <button id="call" type="button">Call the server</button> <button id="log-out" type="button">Log out</button> <button id="offline" type="button">Log out while offline</button></p>
<p class="hint">Session cookie and authentication token are HttpOnly: no page sees them.</p>
</section>
<section class="card" aria-labelledby="calls-title">
<h2 id="calls-title">What the server did</h2>
<ol id="calls" role="list"></ol>
<p class="hint">The last call comes first. The journal of the dev session server has all calls, and says more.</p>
</section>
</div>
</main>
<script id="reasons" type="application/json">${raw(REASONS)}</script>
<script>${raw(SIGN_IN_SCRIPT)}</script>
</body>
</html>
`),
    );
}

function profileOption(name: string, isSelected: boolean): Html {
  return html`<option${isSelected && raw(' selected')}>${name}</option>`;
}

function pageLink(href: string, name: string, isHere: boolean): Html {
  return html`<a href="${href}"${isHere && raw(' aria-current="page"')}>${name}</a>`;
}

/** How the two pages differ (docs/facts/mendix.md#the-clients-functions). */
function hintOf({ version, hasTokens, switches }: RuntimeSettings, isLoginPage: boolean): Html {
  if (!hasTokens) {
    return html`Runtime ${version} has no authentication tokens: they are there from ${TOKENS_SINCE} on. It ignores the wish to be remembered, here and at the other page.`;
  }
  if (!isLoginPage) {
    return html`This page is like one that an app has modelled. <a href="/login.html">login.html</a>, which Mendix brings along, cannot ask for an authentication token.`;
  }
  if (switches.loginHtmlTokens) {
    return html`Mendix’s login.html cannot ask for an authentication token. Here the profile decides, as mendix.switches.loginHtmlTokens says. <a href="/">The page of the app</a> can ask.`;
  }
  return html`Who signs in at Mendix’s login.html is not remembered: authentication tokens do not work with it. That the header Referer tells it is inferred (mendix.switches.loginHtmlTokens). <a href="/">The page of the app</a> can ask for one.`;
}
