import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import type { Face, FaceRequest } from '../../../kernel/answer/face';
import { asRefusal } from '../../../kernel/answer/httpError';
import { challenge } from '../challenge';
import { note } from '../note';
import { TokensRefusal } from '../tokensRefusal';
import type { TokensRuntime } from '../tokensRuntime';
import { refuseUnknown } from '../unknownRoutes';
import { AuthorizeRoute } from './authorizeRoute';
import { ClientAuthentication } from './clientAuthentication';
import { CodeGrant } from './codeGrant';
import { FormParameters } from './formParameters';
import { HeldCodes } from './heldCodes';
import { IntrospectRoute } from './introspectRoute';
import { OauthClients } from './oauthClients';
import { oauthErrorBody } from './oauthErrorBody';
import { sendOauthPage } from './oauthPage';
import { oauthErrorPage } from './oauthSignInPage';
import { RevokeRoute } from './revokeRoute';
import { metadataPaths, routeOf, serverMetadata } from './serverMetadata';
import type { SigningKeys } from './signingKeys';
import { TokenRoute } from './tokenRoute';

const CONFIG = { face: 'tokens' } as const;
/** RFC 6749, 5.1; RFC 7662, 4. What is said about the server changes with its options and its keys. */
const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' } as const;
const FORM = 'application/x-www-form-urlencoded';
/** Parameters that are secrets, and belong into the body (RFC 6749, 2.3.1 and 3.2; RFC 7009, 2.1). */
const SECRETS = ['client_secret', 'code', 'code_verifier', 'refresh_token', 'password', 'token'];

type Answering = (request: FaceRequest, form: FormParameters) => Promise<object | undefined>;

/** The OAuth routes (docs/tokens.md#the-routes). */
export class OauthFace implements Face {
  private readonly clients: OauthClients;

  /** @param keys undefined: access tokens are no JWT */
  constructor(
    private readonly runtime: TokensRuntime,
    private readonly keys: SigningKeys | undefined,
  ) {
    this.clients = new OauthClients(runtime.settings.clients);
  }

  register(app: FastifyInstance): void {
    // Fastify scopes of their own, because these routes take forms, and answer errors in their own ways.
    app.register(async (scope) => this.addDocuments(scope));
    app.register(async (scope) => this.addPage(scope));
    app.register(async (scope) => this.addForms(scope));
    const { authorize, token, revoke, introspect, jwks } = this.runtime.settings.paths;
    refuseUnknown(app, [authorize, token, revoke, introspect, jwks], addErrors);
  }

  dispose(): void {}

  private addDocuments(scope: FastifyInstance): void {
    const { settings } = this.runtime;
    for (const path of metadataPaths(settings.paths.metadata, settings.issuer)) {
      scope.route({
        method: ['GET', 'HEAD'],
        url: routeOf(path),
        config: CONFIG,
        handler: async (request, reply) => {
          note(request.trace, 'tokens.metadata');
          reply.headers(NO_STORE);
          return serverMetadata(settings, this.clients, request);
        },
      });
    }
    scope.route({
      method: ['GET', 'HEAD'],
      url: settings.paths.jwks,
      config: CONFIG,
      handler: async (request, reply) => {
        note(request.trace, 'tokens.jwks');
        // RFC 7517, 8.5.2.
        reply.headers({ ...NO_STORE, 'content-type': 'application/jwk-set+json' });
        return JSON.stringify({ keys: (await this.keys?.published()) ?? [] });
      },
    });
  }

  private addPage(scope: FastifyInstance): void {
    const { runtime, clients } = this;
    const route = new AuthorizeRoute(runtime, clients, new HeldCodes(runtime.kernel));
    const url = runtime.settings.paths.authorize;
    takeForms(scope);
    scope.setErrorHandler((error: Error, request, reply) => {
      const refusal = readable(error, request);
      refusal.noteIn(request.trace);
      const { error: name = '' } = oauthErrorBody(refusal);
      return sendOauthPage(reply, oauthErrorPage(refusal.statusCode, name, refusal.message));
    });
    scope.route({
      method: ['GET', 'HEAD'],
      url,
      config: CONFIG,
      handler: (request, reply) => route.answer(request, reply, new FormParameters(queryOf(request))),
    });
    scope.post(url, { config: CONFIG }, (request, reply) => route.answer(request, reply, formOf(request)));
  }

  private addForms(scope: FastifyInstance): void {
    const { runtime, clients } = this;
    const { paths } = runtime.settings;
    const authentication = new ClientAuthentication(clients);
    const codes = new CodeGrant(runtime, new HeldCodes(runtime.kernel));
    const token = new TokenRoute(runtime, clients, authentication, codes);
    const revoke = new RevokeRoute(runtime, clients, authentication);
    const introspect = new IntrospectRoute(runtime, authentication);
    takeForms(scope);
    addErrors(scope);
    const add = (path: string, answer: Answering) =>
      scope.post(path, { config: CONFIG }, async (request, reply) => {
        assertNoSecretInUrl(request);
        const form = formOf(request);
        form.assertOnce();
        const body = await answer(request, form);
        reply.headers(NO_STORE);
        return reply.send(body ?? '');
      });
    add(paths.token, (request, form) => token.answer(request, form));
    add(paths.revoke, async (request, form) => {
      await revoke.answer(request, form);
      return undefined;
    });
    add(paths.introspect, (request, form) => introspect.answer(request, form));
  }
}

/** Answers errors as RFC 6749, 5.2 has them. */
function addErrors(scope: FastifyInstance): void {
  scope.setErrorHandler((error: Error, request, reply) => {
    const refusal = readable(error, request);
    refusal.noteIn(request.trace);
    // RFC 9110, 15.5.2: each 401 says how to be let in.
    if (refusal.statusCode === 401) reply.header('www-authenticate', challenge({}));
    return reply
      .code(refusal.statusCode)
      .headers({ ...NO_STORE, ...refusal.headers })
      .send(oauthErrorBody(refusal));
  });
}

/** Only forms are taken: their bodies stay text until the route reads them. */
function takeForms(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser<Buffer>(FORM, { parseAs: 'buffer' }, (request, bytes, done) => {
    request.handling.sent = bytes;
    if (isUtf8(bytes)) return done(null, bytes.toString('utf8'));
    done(new TokensRefusal(400, 'form-malformed', 'The body is not UTF-8; send it form-encoded.'));
  });
}

/** A refusal of the server itself, in the words of these routes. */
function readable(error: Error, request: FaceRequest) {
  const refusal = asRefusal(error, request);
  // The server itself logs what it did wrong.
  if (refusal.code === 'crash') throw error;
  if (refusal.code !== 'media-type') return refusal;
  return new TokensRefusal(400, 'form-malformed', `The body is no form; send it as ${FORM} (RFC 6749, 4.1.3).`);
}

function formOf({ body }: FaceRequest): FormParameters {
  return new FormParameters(typeof body === 'string' ? body : '');
}

function queryOf({ raw: { url = '' } }: FaceRequest): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1);
}

/** @throws TokensRefusal */
function assertNoSecretInUrl(request: FaceRequest): void {
  const query = new FormParameters(queryOf(request));
  const found = SECRETS.find((name) => query.has(name));
  if (found === undefined) return;
  throw new TokensRefusal(
    400,
    'secret-in-url',
    `The parameter “${found}” is in the URL, which logs and histories keep; send it in the body.`,
  );
}
