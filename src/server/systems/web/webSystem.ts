import fs from 'node:fs/promises';
import path from 'node:path';
import type { Disposable } from '../../../core/base/event';
import type { KnownClasses } from '../../../core/handlers/knownClasses';
import { DATASTORE_NAME, type Permissions } from '../../../core/systems/web/permissions';
import type { Privileges } from '../../../core/systems/web/privileges';
import { ProjectClasses } from '../../../disk/projectClasses';
import { ServerFunctions } from '../../kernel/code/serverFunctions';
import { KeyedLock } from '../../kernel/store/keyedLock';
import type { SystemSurroundings } from '../../kernel/system/emulatedSystem';
import type { Kernel } from '../../kernel/system/kernel';
import { CodeOrigins } from './codeOrigins';
import { CodeRunner } from './codeRunner';
import { SharedStorage } from './codeStorage';
import { Cors } from './cors';
import { DatabaseMethods } from './databaseMethods';
import { HandlerTable } from './handlerTable';
import { KeptByCode } from './keptByCode';
import { KnownClients } from './knownClients';
import { PAGE_BYTES, Pages } from './pages';
import { readPrivileges } from './projectPrivileges';
import { Quotas } from './quotas';
import { SemiDynamicPages } from './semiDynamicPage';
import { SessionCookie } from './sessionCookie';
import { SessionCounts } from './sessionCounts';
import { SESSION_LIMITS } from './sessionLimits';
import { StoredWebSessions } from './storedWebSessions';
import { WEB_CODE_LIMITS } from './webCodeLimits';
import { WebFace } from './webFace';
import type { WebOptions } from './webOptions';
import type { HeldWebSession } from './webSessions';
import { WebUpstream } from './webUpstream';

/** The content of a project's files. It is read once at the start, as 4D does. */
export interface WebProject {
  readonly applicationName: string;
  readonly privileges: Privileges;
  readonly permissions: Permissions;
  /** Why access control is off. Absent when it is on. */
  readonly rolesError?: string;
  /** The classes, with the text of the datastore's. Absent when a login is not forced, as nothing asks for them then. */
  readonly classes?: KnownClasses;
}

const PROJECT_FILE = '.4DProject';
const NO_NAME = 'App';

/** @param log receives one line for each problem in the files */
export async function readWebProject(options: WebOptions, log: (message: string) => void): Promise<WebProject> {
  if (options.project !== undefined && !(await isFolder(path.join(options.project, 'Project')))) {
    log(`${options.project} is no 4D project: it has no folder Project.`);
  }
  const { privileges, permissions, error } = await readPrivileges(options.project, codeFolder(options), log);
  const { project, forceLogin = privileges.forceLogin } = options;
  const classes = forceLogin ? await ProjectClasses.of(project, codeFolder(options), [DATASTORE_NAME]) : undefined;
  return {
    applicationName: options.applicationName ?? (await projectName(options.project)) ?? NO_NAME,
    privileges,
    permissions,
    ...(error !== undefined && { rolesError: error }),
    ...(classes && { classes }),
  };
}

/** The web server of a project with its sessions. This class builds the parts and connects them. */
export class WebSystem implements Disposable {
  private readonly cookie: SessionCookie;
  readonly sessions: StoredWebSessions;
  private readonly kept: KeptByCode;
  private readonly counts: SessionCounts | undefined;
  readonly handlers: HandlerTable;
  readonly cookieName: string;
  readonly privileges: Privileges;
  readonly face: WebFace;

  /** @throws RangeError when an option is invalid */
  constructor(kernel: Kernel, project: WebProject, options: WebOptions, surroundings: SystemSurroundings) {
    const { othersPaths, upstream } = surroundings;
    const { privileges, permissions, applicationName, rolesError, classes } = project;
    const cookie = new SessionCookie(applicationName, options.cookie);
    const forceLogin = options.forceLogin ?? privileges.forceLogin;
    const isGuest = guestReading(options.isGuest ?? (forceLogin ? 'untilSet' : 'noPrivileges'));
    const limits = { ...SESSION_LIMITS, ...options.sessionLimits };
    const { passcodes } = limits;
    const sessions = new StoredWebSessions(kernel, {
      privileges,
      isGuest,
      otpMinimum: options.otpMinimum ?? 0,
      passcodes,
    });
    // A server without these quotas has no work with counting.
    const { sessions: most, guestSessions } = options.quotas ?? {};
    if (most !== undefined || guestSessions !== undefined) this.counts = new SessionCounts(kernel.store, isGuest);
    const kept = new KeptByCode(kernel.store, limits);
    const shared = { sessions, privileges, locks: new KeyedLock(), isGuest, kept };
    const { project: root, codeTimeoutMs, codeLimits } = options;
    const pagesFolder = options.pages ?? inProject(root, 'WebFolder');
    const maxPageBytes = options.maxPageBytes ?? PAGE_BYTES;
    const pages = pagesFolder === undefined ? undefined : new Pages(pagesFolder, maxPageBytes);
    this.handlers = new HandlerTable(root, options.patternAnchor ?? 'anywhere', kernel.log, othersPaths);
    const { handlers } = this;
    const { processes, waiting } = { ...WEB_CODE_LIMITS, ...codeLimits };
    const facts = {
      options,
      applicationName,
      cookieName: cookie.name,
      rootFolder: pagesFolder,
      concurrentRequests: processes + waiting,
      handlers,
    };
    const storage = new SharedStorage(kernel.store, kept);
    const code = new CodeRunner(
      {
        folder: codeFolder(options),
        permissions,
        forceLogin,
        log: kernel.log,
        bodyParts: options.bodyParts,
        ...(codeTimeoutMs !== undefined && { timeoutMs: codeTimeoutMs }),
        ...(codeLimits && { limits: codeLimits }),
      },
      shared,
      storage,
      new ServerFunctions(kernel.outbox, surroundings),
      { facts, pages },
      new CodeOrigins(kernel),
    );
    const scalable = options.scalableSessions ?? true;
    kernel.clientSessions.offer(new KnownClients(kernel.store, sessions, cookie, scalable));
    const semiDynamic = new SemiDynamicPages(shared, storage, code, maxPageBytes);
    this.sessions = sessions;
    this.kept = kept;
    this.privileges = privileges;
    this.cookie = cookie;
    this.cookieName = cookie.name;
    this.face = new WebFace({
      ...shared,
      cors: new Cors(options.cors, othersPaths),
      cookie,
      quotas: new Quotas(kernel, this.counts, options.quotas),
      scalable,
      handlers,
      databaseMethods: new DatabaseMethods({
        code,
        semiDynamic,
        authentication: options.authentication ?? 'custom',
        users: options.users ?? [],
        realm: applicationName,
        log: kernel.log,
      }),
      semiDynamic,
      code,
      pages,
      users: options.users ?? [],
      forceLogin,
      isLoginOption: options.forceLogin !== undefined,
      datastoreHas: (method) => classes?.hasItself('DataStore') === true && classes.hasFunction(DATASTORE_NAME, method),
      rolesError,
      bodyMb: options.bodyMb,
      othersPaths,
      upstream: upstream && new WebUpstream(upstream),
    });
  }

  /** Reads what the store has already. */
  async start(): Promise<void> {
    await this.counts?.load();
    await this.handlers.load();
  }

  /** The id of the live session that a `Cookie` header names. */
  async sessionOf(cookies: string | undefined): Promise<string | undefined> {
    for (const value of this.cookie.valuesIn(cookies)) {
      const id = await this.sessions.idOf(value);
      if (id !== undefined) return id;
    }
    return undefined;
  }

  /** Call this after a snapshot filled the store, or a reset emptied it, while the server runs. */
  restored(): Promise<void> {
    return this.face.restored();
  }

  dispose(): void {
    this.sessions.dispose();
    this.counts?.dispose();
    this.kept.dispose();
  }
}

/**
 * The function that decides whether a session is a guest. 4D's documentation supports both readings:
 * docs/switches.md#webisguest.
 */
function guestReading(reading: 'noPrivileges' | 'untilSet'): (session: HeldWebSession) => boolean {
  return reading === 'untilSet' ? ({ wasSet }) => !wasSet : ({ privileges }) => privileges.length === 0;
}

function codeFolder({ code, project }: WebOptions): string {
  return code ?? inProject(project, 'WebCode') ?? '';
}

function inProject(root: string | undefined, folder: string): string | undefined {
  return root === undefined ? undefined : path.join(root, folder);
}

async function isFolder(folder: string): Promise<boolean> {
  return (await fs.stat(folder).catch(() => undefined))?.isDirectory() ?? false;
}

/** The name of the project file without its extension. It is also the name of the application. */
async function projectName(root: string | undefined): Promise<string | undefined> {
  if (root === undefined) return undefined;
  const files = await fs.readdir(path.join(root, 'Project')).catch(() => []);
  const file = files.sort().find((name) => name.endsWith(PROJECT_FILE));
  return file?.slice(0, -PROJECT_FILE.length);
}
