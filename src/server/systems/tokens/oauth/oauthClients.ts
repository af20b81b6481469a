import type { JournalRemedy } from '../../../../core/protocol/journal';
import type { TokensClientOption } from '../tokensOptions';

/** A client that is known. */
export interface OauthClient {
  readonly id: string;
  /** What people read on the page that signs in. */
  readonly name: string;
  /** Absent for a public client. */
  readonly secret?: string;
  /** Undefined: any redirect to this machine or to a private scheme. */
  readonly redirectUris: readonly string[] | undefined;
}

/** The `client_id` of a sign-in by the app's own form, which has none. A token must have one (RFC 9068, 2.2). */
export const OWN_FORM_CLIENT = 'own-form';

/** The option that says which clients there are, and what they may do. */
export const CLIENTS_REMEDY: JournalRemedy = { option: 'tokens.clients' };

/** RFC 6749, appendix A.1. */
const CLIENT_ID = /^[\x20-\x7e]{1,200}$/;

/** The OAuth clients: those of the options, or any public one. */
export class OauthClients {
  /** @param given undefined: any public client */
  constructor(private readonly given: readonly TokensClientOption[] | undefined) {}

  /** Whether any public client is let in. */
  get isOpen(): boolean {
    return this.given === undefined;
  }

  /** How clients prove or say who they are (RFC 8414, 2). */
  get methods(): readonly string[] {
    const isPublic = this.given?.some(({ secret }) => secret === undefined) ?? true;
    const isConfidential = this.given?.some(({ secret }) => secret !== undefined) ?? false;
    return [...(isConfidential ? ['client_secret_basic', 'client_secret_post'] : []), ...(isPublic ? ['none'] : [])];
  }

  /** What lets a client in that is not known. Undefined for one that no option can name. */
  remedyFor(id: string): JournalRemedy | undefined {
    return id !== OWN_FORM_CLIENT && CLIENT_ID.test(id) ? CLIENTS_REMEDY : undefined;
  }

  /** @returns undefined if there is none */
  get(id: string): OauthClient | undefined {
    // Its tokens could not be told from those of the app's own form.
    if (id === OWN_FORM_CLIENT) return undefined;
    if (!this.given) return CLIENT_ID.test(id) ? { id, name: id, redirectUris: undefined } : undefined;
    const found = this.given.find(({ clientId }) => clientId === id);
    if (!found) return undefined;
    const { clientId, name = clientId, secret, redirectUris } = found;
    return { id: clientId, name, redirectUris, ...(secret !== undefined && { secret }) };
  }
}
