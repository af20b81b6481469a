import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { type Answer, call } from '../../server/httpCall';

export const CLIENT = 'com.example.app';
export const REDIRECT = 'com.example.app:/callback';
export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A verifier of PKCE with its challenge. */
export interface Proof {
  readonly verifier: string;
  readonly challenge: string;
}

export function newProof(): Proof {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** The parameters of an authorization request that is good. */
export function authorization({ challenge }: Proof, more: Readonly<Record<string, string>> = {}) {
  return {
    response_type: 'code',
    client_id: CLIENT,
    redirect_uri: REDIRECT,
    state: 'a-state-1234',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  };
}

/** Sends a form, as an app does that knows OAuth. */
export function sendForm(
  url: string,
  form: Readonly<Record<string, string>> | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  return call(url, { method: 'POST', headers: { 'content-type': FORM_TYPE, ...headers }, body });
}

/** The parameters with which a browser is sent back to a client. */
export function sentBack(answer: Answer): URLSearchParams {
  assert.ok([302, 303].includes(answer.status), `status ${answer.status}: ${answer.text.slice(0, 400)}`);
  const { location } = answer.headers;
  assert.ok(location !== undefined, 'the answer leads nowhere');
  return new URL(location).searchParams;
}

/** A browser that keeps the cookie of the page that signs in, and sends its form as it is. */
export class OauthBrowser {
  private cookie: string | undefined;

  constructor(
    private readonly url: string,
    private readonly path = '/oauth/authorize',
  ) {}

  async open(query: Readonly<Record<string, string>> | string): Promise<Answer> {
    const text = typeof query === 'string' ? query : new URLSearchParams(query).toString();
    const answer = await call(`${this.url}${this.path}?${text}`, { headers: this.headers });
    this.keep(answer);
    return answer;
  }

  /** Fills in the form of a page and sends it. @param typed what is typed; a list has names more than once */
  async submit(
    page: Answer,
    typed: Readonly<Record<string, string>> | [name: string, value: string][],
  ): Promise<Answer> {
    const inputs = [...page.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
    const hidden = inputs.map(([, name = '', value = '']): [string, string] => [name, unescaped(value)]);
    const answer = await sendForm(
      `${this.url}${this.path}`,
      Array.isArray(typed)
        ? new URLSearchParams([...hidden, ...typed]).toString()
        : { ...Object.fromEntries(hidden), decision: 'sign-in', ...typed },
      { ...this.headers, origin: this.url },
    );
    this.keep(answer);
    return answer;
  }

  private get headers(): Record<string, string> {
    return this.cookie === undefined ? {} : { cookie: this.cookie };
  }

  private keep({ headers }: Answer): void {
    const [cookie] = headers['set-cookie'] ?? [];
    if (cookie !== undefined) this.cookie = cookie.split(';')[0];
  }
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
