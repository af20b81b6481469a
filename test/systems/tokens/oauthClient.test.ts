import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';
import { OauthBrowser } from './oauthBrowser';
import { TokensHarness } from './tokensHarness';

/** All that this client is allowed: plain HTTP, which only loopback is reached by here. */
const ALLOWED = { [oauth.allowInsecureRequests]: true } as const;
const REDIRECT = 'http://127.0.0.1:49152/callback';

/** A client that nobody here wrote, and that forgives nothing. */
class StrictClient {
  readonly client: oauth.Client;
  server!: oauth.AuthorizationServer;

  constructor(
    private readonly url: string,
    client: oauth.Client,
    readonly auth: oauth.ClientAuth,
  ) {
    this.client = client;
  }

  async discover(): Promise<this> {
    const issuer = new URL(this.url);
    const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...ALLOWED });
    this.server = await oauth.processDiscoveryResponse(issuer, response);
    return this;
  }

  async signIn(more: Readonly<Record<string, string>> = {}): Promise<oauth.TokenEndpointResponse> {
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const authorize = new URL(String(this.server.authorization_endpoint));
    assert.equal(authorize.origin, this.url);
    const browser = new OauthBrowser(this.url, authorize.pathname);
    const page = await browser.open({
      response_type: 'code',
      client_id: this.client.client_id,
      redirect_uri: REDIRECT,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...more,
    });
    const { headers } = await browser.submit(page, { username: 'ada', password: 'example' });
    const parameters = oauth.validateAuthResponse(this.server, this.client, new URL(String(headers.location)), state);
    const response = await oauth.authorizationCodeGrantRequest(
      this.server,
      this.client,
      this.auth,
      parameters,
      REDIRECT,
      verifier,
      ALLOWED,
    );
    return oauth.processAuthorizationCodeResponse(this.server, this.client, response);
  }

  async refresh(token: string): Promise<oauth.TokenEndpointResponse> {
    const response = await oauth.refreshTokenGrantRequest(this.server, this.client, this.auth, token, ALLOWED);
    return oauth.processRefreshTokenResponse(this.server, this.client, response);
  }

  async revoke(token: string): Promise<void> {
    const response = await oauth.revocationRequest(this.server, this.client, this.auth, token, ALLOWED);
    await oauth.processRevocationResponse(response);
  }

  async introspect(token: string): Promise<oauth.IntrospectionResponse> {
    const response = await oauth.introspectionRequest(this.server, this.client, this.auth, token, ALLOWED);
    return oauth.processIntrospectionResponse(this.server, this.client, response);
  }
}

const SECRET = 'a secret: with ÿ% and +';
const KINDS = [
  { kind: 'a public client', client: { client_id: 'app' }, auth: () => oauth.None(), clients: undefined },
  {
    kind: 'a client with its secret in the header',
    client: { client_id: 'web: client' },
    auth: () => oauth.ClientSecretBasic(SECRET),
    clients: [{ clientId: 'web: client', secret: SECRET, redirectUris: ['http://127.0.0.1/callback'] }],
  },
  {
    kind: 'a client with its secret in the body',
    client: { client_id: 'web' },
    auth: () => oauth.ClientSecretPost(SECRET),
    clients: [{ clientId: 'web', secret: SECRET, redirectUris: ['http://127.0.0.1/callback'] }],
  },
];

for (const { kind, client, auth, clients } of KINDS) {
  describe(`the strict client oauth4webapi as ${kind}`, () => {
    let server: TokensHarness;
    let strict: StrictClient;
    before(async () => {
      server = await TokensHarness.start({ tokenFormat: 'jwt', ...(clients && { clients }) });
      strict = await new StrictClient(server.url, client, auth()).discover();
    });
    after(() => server.stop());

    it(`tokens for ${kind} come by discovery, the page that signs in, and PKCE`, async () => {
      const tokens = await strict.signIn({ scope: 'read write' });
      assert.equal(tokens.token_type, 'bearer');
      assert.equal(tokens.scope, 'read write');
      assert.equal(tokens.expires_in, 3600);
    });
    it(`a refresh of ${kind} gives others, and the old refresh token ends the family`, async () => {
      const first = await strict.signIn();
      const second = await strict.refresh(String(first.refresh_token));
      assert.notEqual(second.refresh_token, first.refresh_token);
      for (const token of [first, second]) {
        await assert.rejects(strict.refresh(String(token.refresh_token)), (error: oauth.ResponseBodyError) => {
          assert.equal(error.error, 'invalid_grant');
          assert.equal(error.status, 400);
          assert.equal(error.cause.reason, 'token_reuse');
          return true;
        });
      }
    });
    it(`a token that ${kind} revokes is good no more`, async () => {
      const { access_token: access, refresh_token: refresh } = await strict.signIn();
      assert.equal((await strict.introspect(access)).active, true);
      await strict.revoke(String(refresh));
      assert.deepEqual(await strict.introspect(access), { active: false });
      await assert.rejects(strict.refresh(String(refresh)), { error: 'invalid_grant' });
    });
    it(`the introspection tells ${kind} whose the token is`, async () => {
      const { access_token: access } = await strict.signIn({ scope: 'read' });
      const told = await strict.introspect(access);
      assert.equal(told.username, 'ada');
      assert.equal(told.client_id, client.client_id);
      assert.equal(told.scope, 'read');
      assert.equal(told.iss, server.url);
    });
    it(`the access token of ${kind} is a JWT of RFC 9068, by the published keys`, async () => {
      const { access_token: access } = await strict.signIn({ scope: 'read' });
      const request = new Request(`${server.url}/api/me`, { headers: { authorization: `Bearer ${access}` } });
      const claims = await oauth.validateJwtAccessToken(strict.server, request, server.url, ALLOWED);
      assert.equal(claims.sub, 'ada');
      assert.equal(claims.client_id, client.client_id);
      assert.equal(claims.scope, 'read');
      assert.equal((await fetch(request)).status, 200);
    });
  });
}
