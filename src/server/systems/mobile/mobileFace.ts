import type { FastifyInstance } from 'fastify';
import type { Face, FaceRequest } from '../../kernel/answer/face';
import type { Kernel } from '../../kernel/system/kernel';
import { activationRoute } from './activationRoute';
import { answerError, asMobileError } from './answerErrors';
import { Callers } from './callers';
import { Gatekeeper } from './gatekeeper';
import { infoRoutes } from './infoRoutes';
import { MobileAppKey } from './keyFile';
import { Licences } from './licences';
import { Login } from './login';
import { loginRoutes } from './loginRoutes';
import type { MobileOptions } from './mobileOptions';
import { type MobileRoute, ROOT } from './mobileRoute';
import type { MobileState } from './mobileState';
import { note } from './note';
import { otherRoutes, UnknownRoute } from './otherRoutes';
import { pingRoutes } from './pingRoutes';
import { sessionRoutes } from './sessionRoutes';
import { Verification } from './verification';
import { activationPath } from './verificationMail';

const SERVER_HEADER = '4D/20.5.0 (Build 0.101864)';

/**
 * Answers a 4D mobile app as 4D Server does: `/mobileapp/…`, `/4dwebtest` and the activation link. Routes, headers and
 * bodies are those of the iOS and the Android SDK (docs/facts/4d-mobile.md#routes).
 */
export class MobileFace implements Face {
  private readonly routes: readonly MobileRoute[];
  private readonly unknown: UnknownRoute;
  private readonly gatekeeper: Gatekeeper;
  private readonly serverHeader: string;

  /** @throws when an option is invalid: an e-mail pattern, or the path of the activation link */
  constructor(
    private readonly kernel: Kernel,
    state: MobileState,
    options: MobileOptions = {},
  ) {
    this.serverHeader = options.serverHeader ?? SERVER_HEADER;
    this.gatekeeper = new Gatekeeper(options, kernel.log);
    const key = new MobileAppKey(state.folder, kernel.random, kernel.log);
    const callers = new Callers(state, key);
    const licences = new Licences(state, options.licences);
    const verification = new Verification(kernel, options.verification);
    const login = new Login(state, this.gatekeeper, licences, verification, options);
    this.routes = [
      ...pingRoutes(kernel, key, this.serverHeader),
      ...loginRoutes(kernel, state, login, verification, options),
      ...sessionRoutes(state, callers, licences),
      ...infoRoutes(state, callers),
      ...otherRoutes(callers),
      activationRoute(activationPath(options.verification?.path), state, verification),
    ];
    this.unknown = new UnknownRoute(this.routes, callers);
  }

  register(app: FastifyInstance): void {
    // The parsing of bodies and the errors are those of 4D, so they apply in this scope alone.
    app.register(async (scope) => this.addTo(scope));
  }

  /** Call this after a snapshot filled the store, or a reset emptied it, while the server runs. */
  restored(): Promise<void> {
    return this.gatekeeper.restored();
  }

  async dispose(): Promise<void> {
    await this.gatekeeper.dispose();
  }

  private addTo(scope: FastifyInstance): void {
    const config = { face: 'mobile' } as const;
    this.readBodies(scope);
    scope.setErrorHandler<Error>((error, request, reply) =>
      answerError(asMobileError(error, request.trace), request, reply, this.kernel.log),
    );
    scope.addHook('onRequest', (request, reply, done) => {
      reply.header('server', this.serverHeader);
      tellHeaders(request);
      done();
    });
    for (const { method, path: url, handle } of this.routes) {
      // Mail scanners send HEAD requests. Such a request must not use up the link.
      scope.route({ method, url, config, exposeHeadRoute: false, handler: handle });
    }
    const handler: MobileRoute['handle'] = (...call) => this.unknown.handle(...call);
    scope.route({ method: scope.supportedMethods, url: `${ROOT}/*`, config, exposeHeadRoute: false, handler });
  }

  /** Passes bodies on as bytes, whatever their content type, so that errors in them are answered as 4D answers them. */
  private readBodies(scope: FastifyInstance): void {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  }
}

function tellHeaders({ headers, trace }: FaceRequest): void {
  if (headers['set-cookie'] !== undefined) note(trace, 'mobile.header.set-cookie');
}
