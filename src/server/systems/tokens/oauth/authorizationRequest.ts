import type { JournalRemedy } from '../../../../core/protocol/journal';
import { optionWords } from '../../../../core/server/optionWords';
import { END_REASONS, type EndReason } from '../../../../core/systems/tokens/endReason';
import { TokensRefusal, type TokensRefusalName } from '../tokensRefusal';
import type { FormParameters } from './formParameters';
import { CLIENTS_REMEDY, type OauthClient, type OauthClients } from './oauthClients';
import { askedChallenge } from './pkce';
import { answerParameterIn, isRegisteredRedirect, redirectKind } from './redirectUri';
import { askedScope } from './scopeOf';

/** Where an answer can be sent. */
export interface AnswerTarget {
  readonly client: OauthClient;
  readonly redirectUri: string;
  /** Whether the client named it. */
  readonly isRedirectGiven: boolean;
  readonly state: string | undefined;
}

/** What a client asks for (RFC 6749, 4.1.1). */
export interface AuthorizationRequest extends AnswerTarget {
  readonly scope: string | undefined;
  readonly challenge: string | undefined;
  /** Whether no page may be shown. */
  readonly isSilent: boolean;
  /** The user whom the client expects. */
  readonly loginHint: string | undefined;
  /** Why the session before is over, as the client was told. */
  readonly endReason: EndReason | undefined;
}

/**
 * Where the answer to a request goes. Nobody is sent anywhere before client and redirect are known to belong together
 * (RFC 6749, 4.1.2.1; RFC 9700, 4.11).
 * @throws TokensRefusal for the person at the browser
 */
export function answerTarget(form: FormParameters, clients: OauthClients): AnswerTarget {
  const repeated = form.repeated.find((name) => name === 'client_id' || name === 'redirect_uri');
  if (repeated !== undefined) throw refusal('parameter-twice', `The parameter “${repeated}” is there more than once.`);
  const id = form.get('client_id');
  if (id === undefined) throw refusal('client-missing', 'The app does not say which one it is: client_id is missing.');
  const client = clients.get(id);
  if (!client) {
    throw refusal(
      'client-unknown',
      `There is no such client; ${optionWords('tokens.clients')} says which there are.`,
      clients.remedyFor(id),
    );
  }
  const given = form.get('redirect_uri');
  const redirectUri = given ?? onlyRedirect(client);
  assertOfClient(redirectUri, client);
  const parameter = answerParameterIn(redirectUri);
  if (parameter !== undefined) {
    throw refusal(
      'redirect-refused',
      `The redirect_uri has “${parameter}” in its own query, which the answer adds itself; give the parameter another name.`,
    );
  }
  return { client, redirectUri, isRedirectGiven: given !== undefined, state: form.get('state') };
}

/** Reads the rest of a request. @throws TokensRefusal for the client */
export function authorizationRequest(form: FormParameters, target: AnswerTarget): AuthorizationRequest {
  form.assertOnce();
  if (form.has('request')) {
    throw refusal('request-object', 'Parameters in a JWT are not supported; send them in the URL.');
  }
  if (form.has('request_uri')) {
    throw refusal('request-uri', 'Parameters behind a URI are not supported; send them in the URL.');
  }
  if (form.required('response_type') !== 'code') {
    throw refusal('response-type', 'The only response_type is code; send response_type=code.');
  }
  if ((form.get('response_mode') ?? 'query') !== 'query') {
    throw refusal('parameter-wrong', 'The only response_mode is query; leave the parameter out.');
  }
  const challenge = askedChallenge(form, target.client.secret === undefined);
  const prompts = form.get('prompt')?.split(' ') ?? [];
  const isSilent = prompts.includes('none');
  if (isSilent && prompts.length > 1) {
    throw refusal('parameter-wrong', 'With prompt=none there is no other prompt; send one of them.');
  }
  const told = form.get('reason');
  return {
    ...target,
    scope: askedScope(form),
    challenge,
    isSilent,
    loginHint: form.get('login_hint'),
    endReason: END_REASONS.find((reason) => reason === told),
  };
}

/** RFC 6749, 3.1.2.3: it may be left out where only one is known. */
function onlyRedirect({ redirectUris }: OauthClient): string {
  const [only, ...others] = redirectUris ?? [];
  if (only !== undefined && others.length === 0) return only;
  throw refusal('redirect-refused', 'The app does not say where to go on: redirect_uri is missing.');
}

function assertOfClient(uri: string, { redirectUris }: OauthClient): void {
  const kind = redirectKind(uri);
  if (redirectUris) {
    if (kind !== undefined && redirectUris.some((each) => isRegisteredRedirect(uri, each))) return;
    throw refusal(
      'redirect-refused',
      `The redirect_uri is none of those that ${optionWords('tokens.clients')} has for this client; each character counts, but for the port of this machine.`,
      kind && CLIENTS_REMEDY,
    );
  }
  if (kind === 'loopback' || kind === 'scheme') return;
  throw refusal(
    'redirect-refused',
    `The redirect_uri leads neither to this machine nor to an app by a scheme of its own; name the client and this redirect in ${optionWords('tokens.clients')}.`,
    // No option takes what no redirect may be.
    kind && CLIENTS_REMEDY,
  );
}

function refusal(name: TokensRefusalName, message: string, remedy?: JournalRemedy): TokensRefusal {
  return new TokensRefusal(400, name, message, { remedy });
}
