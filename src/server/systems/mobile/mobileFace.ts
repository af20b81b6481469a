import type { FastifyInstance } from 'fastify';
import { MOBILE_REASONS } from '../../../core/systems/mobile/mobileReasons';
import type { Face, FaceRequest } from '../../kernel/answer/face';
import type { ServerFunctions } from '../../kernel/code/serverFunctions';
import type { Kernel } from '../../kernel/system/kernel';
import type { Upstream } from '../../kernel/upstream/upstream';
import { ACTION_PATH, actionRoutes } from './actionRoutes';
import { activationRoute } from './activationRoute';
import { answerError, asMobileError } from './answerErrors';
import { AppSession } from './appSession';
import { Callers } from './callers';
import { catalogRoutes } from './catalogRoutes';
import { RecordedAnswers } from './data/recordedAnswers';
import { DataRecorder } from './dataRecorder';
import { DoneActions } from './doneActions';
import { Gatekeeper } from './gatekeeper';
import { ACTION_HOOK, HookModule } from './hookModule';
import { infoRoutes } from './infoRoutes';
import { MobileAppKey } from './keyFile';
import { Licences } from './licences';
import { Login } from './login';
import { loginRoutes } from './loginRoutes';
import type { MobileOptions } from './mobileOptions';
import { type MobileRoute, ROOT } from './mobileRoute';
import type { MobileState } from './mobileState';
import { note } from './note';
import { pingRoutes } from './pingRoutes';
import { sessionRoutes } from './sessionRoutes';
import { UnknownRoute } from './unknownRoute';
import { uploadFolders } from './uploadFolders';
import { Uploads } from './uploads';
import { addUpstreamRoutes, isAnsweredHere, type UpstreamRouteParts } from './upstreamRoutes';
import { UpstreamSessions } from './upstreamSessions';
import { Verification } from './verification';
import { activationPath } from './verificationMail';

const SERVER_HEADER = '4D/20.5.0 (Build 0.101864)';
const UPLOAD_MB = 32;
const UNUSED_ADVICE = 'Remove one of the two.';
const MEBIBYTE = 1024 * 1024;

/**
 * Answers a 4D mobile app as 4D Server does: `/mobileapp/…`, `/4dwebtest` and the activation link. Routes, headers and
 * bodies are those of the iOS and the Android SDK (docs/facts/4d-mobile.md#routes).
 */
export class MobileFace implements Face {
  private readonly routes: readonly MobileRoute[];
  private readonly unknown: UnknownRoute;
  private readonly gatekeeper: Gatekeeper;
  /** What each answer has. The iOS SDK reads the version of the server from it. */
  readonly headers: Readonly<Record<'server', string>>;
  private readonly data: RecordedAnswers | undefined;
  private readonly actions: HookModule | undefined;
  private readonly uploads: Uploads;
  /** Absent without an upstream. */
  private readonly passing: UpstreamRouteParts | undefined;

  /** @throws when an option is invalid: an e-mail pattern, or the path of the activation link */
  constructor(
    private readonly kernel: Kernel,
    state: MobileState,
    options: MobileOptions,
    functions: ServerFunctions,
    upstream?: Upstream,
  ) {
    this.headers = { server: options.serverHeader ?? SERVER_HEADER };
    this.gatekeeper = new Gatekeeper(options, kernel.log, functions);
    const key = new MobileAppKey(state.folder, kernel.random, kernel.log);
    const callers = new Callers(state, key);
    const licences = new Licences(state, options.licences);
    const verification = new Verification(kernel, options.verification);
    const web = new AppSession(kernel, options.sessionCookie);
    const login = new Login(state, this.gatekeeper, licences, verification, options);
    const done = new DoneActions(kernel.store);
    this.data =
      options.data === undefined || upstream
        ? undefined
        : new RecordedAnswers({ folder: options.data, actions: done, own: () => this.ownPaths(), log: kernel.log });
    this.actions = actionModule(options, kernel.log);
    this.uploads = new Uploads(kernel);
    const { uploadMb = UPLOAD_MB } = options;
    const { data, actions: module, uploads } = this;
    const sessions = upstream && new UpstreamSessions(upstream, kernel.clock, state);
    const routes = [
      ...pingRoutes(kernel, key, this.headers.server),
      ...loginRoutes(state, login, verification, web, options, sessions),
      ...sessionRoutes(state, callers, licences, web, sessions),
      ...infoRoutes(state, callers, web),
      ...(data ? [] : catalogRoutes(callers)),
      ...actionRoutes(callers, { module, data, uploads, done, uploadMb, functions, log: kernel.log }),
      activationRoute(activationPath(options.verification?.path), state, verification),
    ];
    this.routes = upstream ? routes.filter(({ path }) => isAnsweredHere(path, module !== undefined)) : routes;
    this.unknown = new UnknownRoute(this.routes, callers, data, upstream !== undefined);
    if (!upstream || !sessions) return;
    const { record } = upstream.target;
    const recorder = record === undefined ? undefined : new DataRecorder(record, kernel.log);
    const otherwise: MobileRoute['handle'] = (...call) => this.unknown.handle(...call);
    const isDataUnused = options.data !== undefined;
    this.passing = { upstream, sessions, callers, recorder, otherwise, hasActions: module !== undefined, isDataUnused };
  }

  register(app: FastifyInstance): void {
    // The parsing of bodies and the errors are those of 4D, so they apply in this scope alone.
    app.register(async (scope) => this.addTo(scope));
  }

  /** Call this after a snapshot filled the store, or a reset emptied it, while the server runs. */
  async restored(): Promise<void> {
    this.passing?.sessions.restored();
    await this.gatekeeper.restored();
    await this.actions?.renew('The state of the server was replaced while the module ran.');
    await this.uploads.clear();
  }

  /** Reads the recorded answers for the first time, and logs what is wrong with them. Nobody needs to wait for it. */
  async look(): Promise<void> {
    // This comes first, so that it is in the log before the server is said to be ready.
    if (this.passing?.isDataUnused)
      this.kernel.log(`${MOBILE_REASONS.codes['mobile.data.unused'].sentence} ${UNUSED_ADVICE}`);
    await uploadFolders().removeLeft(this.kernel.log);
    await this.data?.look();
  }

  async dispose(): Promise<void> {
    await this.gatekeeper.dispose();
    await this.actions?.dispose();
    await this.data?.dispose();
    await this.uploads.dispose();
    await this.passing?.recorder?.dispose();
  }

  /** The patterns of the paths for which no recorded answer is looked for. */
  private ownPaths(): readonly string[] {
    const paths = this.routes.map(({ path }) => path);
    return this.actions ? paths : paths.filter((path) => path !== ACTION_PATH);
  }

  private addTo(scope: FastifyInstance): void {
    const config = { face: 'mobile' } as const;
    this.readBodies(scope);
    scope.setErrorHandler<Error>((error, request, reply) => {
      // What is refused at the door comes here before the hook below.
      reply.headers(this.headers);
      return answerError(asMobileError(error, request.trace), request, reply, this.kernel.log);
    });
    scope.addHook('onRequest', (request, reply, done) => {
      reply.headers(this.headers);
      tellHeaders(request);
      done();
    });
    for (const { method, path: url, handle, body, withoutBody = false } of this.routes) {
      const limit = body && { bodyLimit: body.mb * MEBIBYTE };
      const named = body && { bodyOption: body.option, bodyMostMb: body.mostMb };
      // Mail scanners send HEAD requests. Such a request must not use up the link.
      const route = { method, url, exposeHeadRoute: false, handler: handle, ...limit };
      scope.route({ ...route, config: { ...config, ...named, ...(withoutBody && { withoutBody }) } });
    }
    const { passing } = this;
    if (passing) {
      scope.register(async (inner) => addUpstreamRoutes(inner, passing));
      return;
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

function actionModule(options: MobileOptions, log: (message: string) => void): HookModule | undefined {
  const { actionModule: file, actionTimeoutMs: timeoutMs, actionLimits: limits } = options;
  return file === undefined ? undefined : new HookModule({ kind: ACTION_HOOK, file, timeoutMs, limits, log });
}

function tellHeaders({ headers, trace }: FaceRequest): void {
  if (headers['set-cookie'] !== undefined) note(trace, 'mobile.header.set-cookie');
}
