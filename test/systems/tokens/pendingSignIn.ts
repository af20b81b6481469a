import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { type Answer, call } from '../../server/httpCall';
import { authorization, CLIENT, newProof, OauthBrowser, REDIRECT, sendForm, sentBack } from './oauthBrowser';
import { TokensHarness } from './tokensHarness';

const PROOF = newProof();

/** Sign-ins by OAuth at one server, each as far as a test wants it. */
export class PendingSignIn {
  private constructor(readonly server: TokensHarness) {}

  static async start(options: TokensOptions = {}): Promise<PendingSignIn> {
    return new PendingSignIn(await TokensHarness.start(options));
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** Asks for a code without a page. */
  silent(user = 'ada'): Promise<Answer> {
    const asked = authorization(PROOF, { prompt: 'none', login_hint: user });
    return call(`${this.server.url}/oauth/authorize?${new URLSearchParams(asked)}`);
  }

  /** Signs in at the page. @param typed what stands in its form beside a good name and password */
  async atPage(typed: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const browser = new OauthBrowser(this.server.url);
    const page = await browser.open(authorization(PROOF));
    return browser.submit(page, { username: 'ada', password: 'example', ...typed });
  }

  async code(user?: string): Promise<string> {
    return sentBack(await this.silent(user)).get('code') ?? '';
  }

  exchange(code: string): Promise<Answer> {
    return sendForm(`${this.server.url}/oauth/token`, {
      grant_type: 'authorization_code',
      client_id: CLIENT,
      redirect_uri: REDIRECT,
      code_verifier: PROOF.verifier,
      code,
    });
  }
}
