import { type Html, html, raw } from '../../../../core/base/html';
import type { EndReason } from '../../../../core/systems/tokens/endReason';
import { LONGEST_TOKENS_PASSWORD, LONGEST_TOKENS_USER } from '../../../../core/systems/tokens/tokensTexts';
import type { TokensRefusal } from '../tokensRefusal';
import type { AuthorizationRequest } from './authorizationRequest';
import type { OauthPage } from './oauthPage';
import { redirectPlace, redirectSource } from './redirectUri';

/** How the person at the page is told why the session before is over. */
const ENDED: Readonly<Record<EndReason, string>> = {
  signed_out: 'You signed out.',
  password_changed: 'Your password was changed, which ended your session. Sign in with the new one.',
  signed_in_elsewhere: 'Your session ended, because you signed in on another device.',
  terminated_by_user: 'You ended this session from another device.',
  terminated_by_admin: 'An administrator ended your session.',
  idle_timeout: 'You have not used the app for too long. Sign in again.',
  absolute_timeout: 'You have been signed in for as long as is allowed. Sign in again.',
  token_reuse: 'Your session was ended for safety: something of it was used twice, and perhaps by somebody else.',
  user_disabled: 'An administrator has disabled your account.',
};

/** What the page shows besides the request. */
export interface SignInView {
  readonly path: string;
  /** What the form brings along, so that it is the same request. */
  readonly hidden: readonly (readonly [name: string, value: string])[];
  readonly mark: string;
  readonly cookie: string;
  /** What was typed before. */
  readonly userName: string | undefined;
  /** Why the last attempt was refused. */
  readonly refusal?: TokensRefusal;
}

/** The page that signs in for a client. */
export function oauthSignInPage(request: AuthorizationRequest, view: SignInView): OauthPage {
  const { client, redirectUri, scope, endReason } = request;
  const { path, hidden, mark, cookie, userName, refusal } = view;
  const isNameKnown = userName !== undefined;
  return {
    status: refusal ? 403 : 200,
    title: `${refusal ? 'Not signed in' : 'Sign in'} - ${client.name}`,
    cookie,
    formTarget: redirectSource(redirectUri),
    body: html`<h1>Sign in</h1>
<p class="lead"><strong>${client.name}</strong> asks you to sign in.</p>
${!refusal && endReason !== undefined && html`<p class="told" role="status">${ENDED[endReason]}</p>`}
${refusal && html`<p class="told bad" role="alert" id="refusal"><strong>Not signed in.</strong> ${refusal.message}</p>`}
<form method="post" action="${path}">
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<input type="hidden" name="csrf" value="${mark}">
<label for="username">User name</label>
<input id="username" name="username" value="${userName ?? ''}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="${unitsOf(LONGEST_TOKENS_USER)}" required${refusal && invalid()}${!isNameKnown && raw(' autofocus')}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="${unitsOf(LONGEST_TOKENS_PASSWORD)}" required${refusal && invalid()}${isNameKnown && raw(' autofocus')}>
<p class="actions"><button class="first" name="decision" value="sign-in">Sign in</button> <button name="decision" value="cancel" formnovalidate>Cancel</button></p>
</form>
<dl>
<dt>Goes back to</dt><dd><code>${redirectPlace(redirectUri)}</code></dd>
${scope !== undefined && html`<dt>Asks for</dt><dd><code>${scope}</code></dd>`}
</dl>`,
  };
}

/** The page for what cannot be told to the client. */
export function oauthErrorPage(status: number, error: string, message: string): OauthPage {
  return {
    status,
    title: 'This sign-in cannot go on',
    body: html`<h1>This sign-in cannot go on</h1>
<p class="told bad" role="alert">${message}</p>
<p class="lead">Nobody was sent back to the app, because it is not sure who asks.</p>
<dl><dt>Error</dt><dd><code>${error}</code></dd></dl>`,
  };
}

/** Browsers count UTF-16 units, of which a character has up to two. The server counts characters. */
function unitsOf(characters: number): number {
  return 2 * characters;
}

function invalid(): Html {
  return raw(' aria-invalid="true" aria-describedby="refusal"');
}
