import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { CONTROL_PATH, type ServerAddress } from '../core/protocol/address';
import { CheckPool } from '../disk/checkPool';
import type { StartMessage } from './client/childProtocol';
import { ServerStartError } from './client/serverProcess';
import { Afterlife } from './kernel/afterlife/afterlife';
import type { StateFiles } from './kernel/afterlife/stateLog';
import { VirtualClock } from './kernel/clock/virtualClock';
import { ControlApi } from './kernel/control/controlApi';
import { ServerView } from './kernel/control/serverView';
import { Snapshots } from './kernel/control/snapshot';
import type { Face } from './kernel/face';
import { Faults } from './kernel/faults/faults';
import { AllowedHosts } from './kernel/guard/allowedHosts';
import { BearerToken } from './kernel/guard/bearerToken';
import { Guard } from './kernel/guard/guard';
import { CALLERS_NAMES, HostNames, isLanHost, lanAddresses, machineAddresses } from './kernel/guard/hostNames';
import { listenHost } from './kernel/guard/listenHost';
import { Pairing } from './kernel/guard/pairing';
import { PairPage } from './kernel/guard/pairPage';
import { type Certificate, certificateOf } from './kernel/http/certificate';
import { loggable } from './kernel/http/httpError';
import { HttpShell, type ShellParts } from './kernel/http/httpShell';
import { LIMITS, type Limits } from './kernel/http/limits';
import { listenProblem } from './kernel/http/listenProblem';
import { MissingFolder } from './kernel/http/missingFolder';
import { Recording } from './kernel/http/recording';
import type { KnownRoute } from './kernel/http/routeTable';
import { Journal } from './kernel/journal/journal';
import type { Kernel } from './kernel/kernel';
import { MailOutbox } from './kernel/outbox/mailOutbox';
import { SeededRandom } from './kernel/random/seededRandom';
import { SystemRandom } from './kernel/random/systemRandom';
import { MemoryStore } from './kernel/store/memoryStore';
import type { ServerOptions } from './options';
import { canonicalUrl } from './systems/mobile/canonicalUrl';
import { MemoryMobileState } from './systems/mobile/memoryMobileState';
import { MobileFace } from './systems/mobile/mobileFace';
import { MOBILE_ERRORS, type MobileErrorCode, restErrorBody } from './systems/mobile/restError';
import { CallbackRules } from './systems/platform/callback';
import { Mailbox } from './systems/platform/mailbox';
import { ValidationFace } from './systems/platform/validationFace';
import { Validations } from './systems/platform/validations';
import { readWebProject, type WebProject, WebSystem } from './systems/web/webSystem';
import { webUrl } from './systems/web/webUrl';

/** What a server needs that is not for its user to choose. */
export interface ServerRuntime {
  /** Lines for a log; never secrets. */
  readonly log: (line: string) => void;
  /** Where a server was that crashed. */
  readonly before?: StartMessage['before'];
  /** What a server that crashed has written there is taken up, and all that it is to have after a crash is written there. */
  readonly stateFiles?: StateFiles;
  /** Told why what is to be had after a crash cannot be written, and again with undefined once it can. */
  readonly onTrouble?: (trouble: string | undefined) => void;
  /** The usual ones unless given. */
  readonly limits?: Partial<Limits>;
  /** Where copies go of what the server writes over, absolute; the user's state folder unless given. */
  readonly backups?: string;
}

const LOOPBACK = '127.0.0.1';
const PLATFORM_HOST = 'localhost';
const TOKEN_BYTES = 32;

/** The dev session server: builds its parts, connects them, and takes them down again. */
export class DevServer {
  private readonly clock: VirtualClock;
  private readonly random: SeededRandom | SystemRandom;
  private readonly store: MemoryStore;
  private readonly outbox: MailOutbox;
  private readonly journal: Journal;
  private readonly faults = new Faults();
  private readonly pool = new CheckPool();
  private readonly mobile: MemoryMobileState | undefined;
  private readonly web: WebSystem | undefined;
  private readonly pairing: Pairing | undefined;
  private readonly afterlife: Afterlife | undefined;
  private readonly view: ServerView;
  private readonly faces: readonly Face[];
  private readonly platformFaces: readonly Face[];
  private readonly main: HttpShell;
  /** The control API once more, without TLS, when the server itself has it. */
  private readonly control: HttpShell | undefined;
  private readonly platform: HttpShell;
  private readonly controlToken: string;
  private readonly host: string;
  private port = 0;
  private platformPort = 0;
  private controlPort = 0;

  /** Rejects with a ServerStartError; then nothing of it is left. */
  static async start(options: ServerOptions, runtime: ServerRuntime): Promise<DevServer> {
    const server = new DevServer(options, runtime, await prepare(options, runtime));
    try {
      await server.open();
    } catch (error) {
      await server.close();
      throw error;
    }
    return server;
  }

  private constructor(
    private readonly options: ServerOptions,
    private readonly runtime: ServerRuntime,
    { certificate, project, kept }: Prepared,
  ) {
    const { log, before, stateFiles, backups: backupRoot } = runtime;
    const limits = { ...LIMITS, ...runtime.limits };
    this.host = listenHost(options.host ?? LOOPBACK);
    const onError = (error: unknown) => log(`A listener failed: ${loggable(error)}`);
    this.controlToken = before?.controlToken ?? randomBytes(TOKEN_BYTES).toString('base64url');
    this.clock = new VirtualClock(onError);
    this.journal = new Journal({ onError });
    this.random = options.seed === undefined ? new SystemRandom() : new SeededRandom(options.seed);
    this.store = new MemoryStore(this.clock, onError);
    this.outbox = new MailOutbox(this.clock);
    const { clock, random, store, outbox, journal, faults } = this;
    const kernel: Kernel = { clock, random, store, outbox, log };

    const state = kept?.state;
    if (state?.randomPosition !== undefined && random instanceof SeededRandom) random.position = state.randomPosition;
    const lanIsOn = isLanHost(this.host);
    this.pairing = lanIsOn ? new Pairing(random, clock, state?.pairing) : undefined;
    const { pairing } = this;

    this.mobile =
      options.mobileApps === undefined
        ? undefined
        : new MemoryMobileState(
            kernel,
            absolute(options.mobileApps),
            { pool: this.pool, ...(backupRoot !== undefined && { backupRoot }) },
            options.mobile,
          );
    const { mobile } = this;
    this.web = project && webOf(kernel, project, options);
    const web = this.web?.sessions;
    const snapshots = new Snapshots({ clock, store, journal, faults, outbox, mobile, web });
    const recording = new Recording();
    if (state) {
      snapshots.restore(state.snapshot);
      recording.restore(state.recording);
    }
    // Before all others who hear of changes: what is told is written already.
    this.afterlife =
      stateFiles &&
      new Afterlife(
        {
          ...{ clock, store, journal, faults, outbox, recording, snapshots, random, pairing },
          ...(options.https === true && { certificate }),
        },
        { files: stateFiles, current: kept?.current, log, onTrouble: runtime.onTrouble },
      );
    const seen = { clock, journal, faults, outbox, mobile, web: this.web, pairing, snapshots };
    this.view = new ServerView(seen, () => ({
      url: this.url,
      externalPlatformUrl: this.platformUrl,
      lanUrls: lanIsOn ? this.lanUrls : [],
    }));

    const names = new HostNames(new AllowedHosts(options.allowedHosts ?? []), () => [
      this.host,
      ...(lanIsOn ? machineAddresses() : []),
    ]);
    const callbacks = new CallbackRules(names, () => this.url);
    const guard = new Guard({
      names,
      token: new BearerToken(this.controlToken),
      pairing,
      platformOrigin: () => this.platformUrl,
      isServer: (origin) => callbacks.isServer(origin),
    });
    const parts: ShellParts = { clock, journal, faults, guard, recording, limits, log };
    const control = new ControlApi({ ...seen, view: this.view, recording, limits, log });
    const mobileFace = mobile ? mobileFaceOf(kernel, mobile, options) : new MissingFolder();
    const system = this.web;
    const webFace = system ? [system.face] : [];
    this.faces = [control, mobileFace, ...webFace, ...(pairing ? [new PairPage(pairing)] : [])];
    const faultBodies = { mobile: mobileFaultBody };
    this.main = new HttpShell(
      {
        ...parts,
        canonicalUrl: (url) => webUrl(canonicalUrl(url)),
        faultBodies,
        cookieSession: system && ((cookies) => system.sessionOf(cookies)),
        tls: certificate,
      },
      this.faces,
    );
    // Who drives the server does not know a certificate that was made just now.
    this.control = certificate ? new HttpShell(parts, [control]) : undefined;
    const validations = new Validations(kernel);
    this.platformFaces = [
      new Mailbox(outbox, validations),
      new ValidationFace({ validations, rules: callbacks, clock }),
    ];
    this.platform = new HttpShell(parts, this.platformFaces);
  }

  address(): ServerAddress {
    return {
      url: this.url,
      controlUrl: `${this.control ? originOf('http', LOOPBACK, this.controlPort) : this.url}${CONTROL_PATH}`,
      controlToken: this.controlToken,
      externalPlatformUrl: this.platformUrl,
      pid: process.pid,
    };
  }

  /** Every route of the server itself; not those of the stand-in for an external platform. */
  get routes(): readonly KnownRoute[] {
    return this.main.routes;
  }

  /** Ends every connection, and everything that still runs. */
  async close(): Promise<void> {
    // Event streams end politely, before their connections are cut.
    await Promise.all([...this.faces, ...this.platformFaces].map((face) => face.dispose()));
    await Promise.all([this.main.close(), this.control?.close(), this.platform.close()]);
    this.view.dispose();
    this.afterlife?.dispose();
    this.mobile?.dispose();
    this.web?.dispose();
    await this.pool.dispose();
    this.store.dispose();
    this.clock.dispose();
  }

  private get url(): string {
    const host = isEverywhere(this.host) ? LOOPBACK : this.host;
    return originOf(this.scheme, host, this.port);
  }

  private get scheme(): 'http' | 'https' {
    return this.options.https ? 'https' : 'http';
  }

  private get platformUrl(): string {
    return originOf('http', PLATFORM_HOST, this.platformPort);
  }

  private get lanUrls(): string[] {
    const hosts = isEverywhere(this.host) ? lanAddresses() : [this.host];
    return hosts.map((host) => originOf(this.scheme, host, this.port));
  }

  private async open(): Promise<void> {
    await this.mobile?.start();
    // What is read from files at the start would only be written twice.
    this.afterlife?.begin();
    const { platformPort = 0, controlPort = 0 } = this.runtime.before ?? {};
    this.platformPort = await listen(this.platform, PLATFORM_HOST, platformPort);
    if (this.control) this.controlPort = await listen(this.control, LOOPBACK, controlPort);
    this.port = await listen(this.main, this.host, this.options.port ?? 0);
  }
}

/** What is read from files before a server is built. */
interface Prepared {
  readonly certificate: Certificate | undefined;
  readonly project: WebProject | undefined;
  /** What a server before has left. */
  readonly kept: ReturnType<typeof Afterlife.read>;
}

async function prepare(options: ServerOptions, { log, stateFiles, before }: ServerRuntime): Promise<Prepared> {
  const { https, web, allowedHosts = [] } = options;
  const host = listenHost(options.host ?? LOOPBACK);
  const kept = stateFiles && Afterlife.read(stateFiles);
  if (before && !kept)
    log('What the server had before the crash is not there: it begins anew, with the session files only.');
  const hosts = new Set([
    PLATFORM_HOST,
    `*.${PLATFORM_HOST}`,
    LOOPBACK,
    '::1',
    ...CALLERS_NAMES,
    ...new AllowedHosts(allowedHosts).names,
    ...(isLanHost(host) ? lanAddresses() : []),
    ...(isEverywhere(host) ? [] : [host]),
  ]);
  return {
    certificate:
      kept?.state.certificate ?? (https && (await usable('certificate', certificateOf(https, [...hosts], log)))),
    project: web && (await usable('project of the web face', readWebProject(web, log))),
    kept,
  };
}

async function usable<T>(what: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    const message = `The ${what} cannot be used: ${(error as Error).message}.`;
    throw new ServerStartError({ code: 'options', message });
  }
}

async function listen(shell: HttpShell, host: string, port: number): Promise<number> {
  try {
    return await shell.listen(host, port);
  } catch (error) {
    throw new ServerStartError(listenProblem(error as NodeJS.ErrnoException, host, port));
  }
}

function absolute(folder: string): string {
  if (path.isAbsolute(folder)) return path.normalize(folder);
  throw new ServerStartError({ code: 'options', message: `${folder} is no absolute path; give the whole one.` });
}

function mobileFaceOf(kernel: Kernel, state: MemoryMobileState, { mobile }: ServerOptions): Face {
  try {
    return new MobileFace(kernel, state, mobile);
  } catch (error) {
    const message = `The options of the mobile face cannot be used: ${(error as Error).message}.`;
    throw new ServerStartError({ code: 'options', message });
  }
}

function webOf(kernel: Kernel, project: WebProject, { web = {} }: ServerOptions): WebSystem {
  for (const folder of [web.project, web.code, web.pages]) if (folder !== undefined) absolute(folder);
  try {
    return new WebSystem(kernel, project, web);
  } catch (error) {
    const message = `The options of the web face cannot be used: ${(error as Error).message}`;
    throw new ServerStartError({ code: 'options', message });
  }
}

/** A fault in the envelope that the apps read, when it is one of 4D's errors. */
function mobileFaultBody(status: number, errCode?: number): object | undefined {
  const code = errCode ?? (status === 401 ? 1907 : undefined);
  if (code === undefined) return undefined;
  return restErrorBody(code, MOBILE_ERRORS[code as MobileErrorCode]?.text ?? `Error ${code}`);
}

/** Whether a host stands for every address of the machine. */
function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function originOf(scheme: 'http' | 'https', host: string, port: number): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
