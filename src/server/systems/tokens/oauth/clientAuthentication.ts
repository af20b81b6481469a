import type { JournalRemedy } from '../../../../core/protocol/journal';
import { optionWords } from '../../../../core/server/optionWords';
import type { FaceRequest } from '../../../kernel/answer/face';
import { isSameText } from '../../../kernel/secrets/isSameText';
import { CLIENT_CHALLENGE } from '../challenge';
import { TokensRefusal, type TokensRefusalName } from '../tokensRefusal';
import type { FormParameters } from './formParameters';
import { CLIENTS_REMEDY, type OauthClient, type OauthClients } from './oauthClients';

/** What a request says of its client. */
interface Told {
  readonly id: string;
  readonly secret?: string;
}

/** Finds out which client a request is from (RFC 6749, 2.3 and 3.2.1). */
export class ClientAuthentication {
  constructor(private readonly clients: OauthClients) {}

  /**
   * @returns the client: a confidential one has proved it. Undefined if the request names none
   * @throws TokensRefusal if it is unknown, or does not prove it
   */
  identify({ headers }: FaceRequest, form: FormParameters): OauthClient | undefined {
    const told = this.told(headers.authorization, form);
    if (!told) return undefined;
    const client = this.clients.get(told.id);
    if (!client) {
      throw notAClient(
        'client-unknown',
        `There is no such client; ${optionWords('tokens.clients')} says which.`,
        this.clients.remedyFor(told.id),
      );
    }
    if (client.secret === undefined) {
      if (told.secret === undefined) return client;
      throw notAClient(
        'client-secret',
        `The client sends a secret and has none here; leave it out, or give it to the client in ${optionWords('tokens.clients')}.`,
        CLIENTS_REMEDY,
      );
    }
    if (told.secret === undefined) {
      throw notAClient('client-secret', 'The client has a secret, and the request has none; send it.');
    }
    if (!isSameText(told.secret, client.secret)) {
      throw notAClient('client-secret', 'The secret of the client is another one; check it.');
    }
    return client;
  }

  /** @throws TokensRefusal if the request names no client */
  required(request: FaceRequest, form: FormParameters): OauthClient {
    const client = this.identify(request, form);
    if (client) return client;
    throw notAClient('client-missing', 'The request does not say which client it is from; send client_id.');
  }

  private told(authorization: string | undefined, form: FormParameters): Told | undefined {
    const id = form.get('client_id');
    const secret = form.get('client_secret');
    if (authorization === undefined) {
      if (id !== undefined) return { id, ...(secret !== undefined && { secret }) };
      if (secret === undefined) return undefined;
      throw new TokensRefusal(400, 'parameter-missing', 'A client_secret is there without client_id; send both.');
    }
    const basic = basicCredentials(authorization);
    // RFC 6749, 2.3: one way in a request. The name alone beside it does no harm.
    if (secret !== undefined || (id !== undefined && id !== basic.id)) {
      throw new TokensRefusal(
        400,
        'client-twice',
        'The client is told in the header Authorization and in the body; send one of them.',
      );
    }
    return basic;
  }
}

/** RFC 6749, 2.3.1: both parts are form-encoded before they are joined. */
function basicCredentials(authorization: string): Told {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
  const [, id, secret] =
    /^([^:]*):(.*)$/s.exec(encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  if (id === undefined || secret === undefined || id === '') {
    throw notAClient(
      'client-missing',
      'The header Authorization is no Basic authentication of a client; send “Basic” with base64 of client_id, a colon and the secret.',
    );
  }
  // An empty secret is none (RFC 6749, 2.3.1).
  return { id: formDecoded(id), ...(secret !== '' && { secret: formDecoded(secret) }) };
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw notAClient(
      'client-secret',
      'Client and secret in the header Authorization are not form-encoded (RFC 6749, 2.3.1); encode % as %25.',
    );
  }
}

function notAClient(name: TokensRefusalName, message: string, remedy?: JournalRemedy): TokensRefusal {
  return new TokensRefusal(401, name, message, { headers: { 'www-authenticate': CLIENT_CHALLENGE }, remedy });
}
