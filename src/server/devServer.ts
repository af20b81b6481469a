import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { withoutFullStop } from '../core/base/fullStop';
import { CONTROL_PATH, type ServerAddress } from '../core/protocol/address';
import type { SystemName } from '../core/protocol/systemStates';
import type { NamedSecrets } from '../core/redaction/namedSecrets';
import type { IntroductionLine, IntroductionPhrases } from '../core/server/introductionLine';
import { OWN_PATHS } from '../core/server/ownPaths';
import type { PartReasons } from '../core/server/reasons';
import { acceptedNames, isEverywhere, LOOPBACK, PLATFORM_HOST } from './certifiedHosts';
import type { Face } from './kernel/answer/face';
import { ControlApi } from './kernel/control/controlApi';
import { type NamedSystem, ServerView } from './kernel/control/serverView';
import { Snapshots } from './kernel/control/snapshot';
import { isAskedHere } from './kernel/guard/askedHere';
import { BearerToken } from './kernel/guard/bearerToken';
import { Guard } from './kernel/guard/guard';
import { type HostNames, isLanHost, lanAddresses, portOf } from './kernel/guard/hostNames';
import { listenHost } from './kernel/guard/listenHost';
import { PairPage } from './kernel/guard/pairPage';
import { SentInSession } from './kernel/guard/sentInSession';
import { HttpShell, type ShellParts } from './kernel/http/httpShell';
import { limitsOf } from './kernel/http/limits';
import type { KnownRoute } from './kernel/http/routeTable';
import { LiveSecrets } from './kernel/journal/liveSecrets';
import { SystemJournal } from './kernel/journal/systemJournal';
import type { ServerOptions } from './kernel/options/options';
import { LiveFace } from './kernel/page/liveFace';
import { PageLanguages } from './kernel/page/pageLanguages';
import { PageWords } from './kernel/page/pageWords';
import { StartPage } from './kernel/page/startPage';
import { ServerStartError } from './kernel/start/startErrors';
import { ClientSessions } from './kernel/system/clientSessions';
import { declaredReasons } from './kernel/system/declaredReasons';
import type { EmulatedSystem, SystemPlugin } from './kernel/system/emulatedSystem';
import type { Kernel } from './kernel/system/kernel';
import { assertPathNames, OwnPathsFace } from './kernel/system/pathNames';
import { assertPlaceNames } from './kernel/system/placeNames';
import { secretsOf } from './kernel/system/secretsOf';
import { DeclaredPlaces } from './kernel/system/systemStore';
import { listen, serverOrigin } from './openPort';
import { closeState, type Prepared, prepare } from './preparedServer';
import type { ServerRuntime } from './serverRuntime';
import { commandOf } from './systemCommands';
import { isRunning, othersPaths } from './systemOptions';
import { SYSTEMS } from './systems';

const TOKEN_BYTES = 32;
/** What programs and terminals read. */
const ENGLISH = new PageWords('en');

/** The dev session server. Creates its parts and the emulated systems, connects them, and closes them. */
export class DevServer {
  private readonly names: HostNames;
  private readonly controlToken: string;
  private readonly host: string;
  private readonly isLan: boolean;
  private running: Running | undefined;
  private live: LiveSecrets | undefined;
  private port = 0;
  private platformPort = 0;
  private controlPort = 0;

  /**
   * Starts a server. Resolves when it listens.
   * @param systems the emulated systems; defaults to those that ship
   * @throws ServerStartError after everything that was opened is closed again
   */
  static async start(
    options: ServerOptions,
    runtime: ServerRuntime,
    systems: readonly SystemPlugin[] = SYSTEMS,
  ): Promise<DevServer> {
    const server = new DevServer(options, runtime, await prepare(options, runtime));
    try {
      await server.open(systems);
    } catch (error) {
      await server.close();
      throw error;
    }
    return server;
  }

  private constructor(
    private readonly options: ServerOptions,
    private readonly runtime: ServerRuntime,
    private readonly prepared: Prepared,
  ) {
    this.host = listenHost(options.host ?? LOOPBACK);
    this.isLan = isLanHost(this.host);
    this.controlToken = runtime.before?.controlToken ?? randomBytes(TOKEN_BYTES).toString('base64url');
    this.names = acceptedNames(options);
  }

  address(): ServerAddress {
    return {
      url: this.url,
      controlUrl: `${this.running?.control ? serverOrigin('http', LOOPBACK, this.controlPort) : this.url}${CONTROL_PATH}`,
      controlToken: this.controlToken,
      externalPlatformUrl: this.platformUrl,
      pid: process.pid,
    };
  }

  /** What the emulated systems tell a person who started the server. */
  introduction(): readonly IntroductionLine[] {
    return this.introductions.map(({ label, text }) => ({ label: ENGLISH.say(label), text: ENGLISH.say(text) }));
  }

  private get introductions(): readonly IntroductionPhrases[] {
    return (this.running?.systems ?? []).flatMap(({ introduction }) => introduction?.(this.url) ?? []);
  }

  /** All routes on the address of the server itself, without those of the external platform. */
  get routes(): readonly KnownRoute[] {
    return this.running?.main.routes ?? [];
  }

  /** All routes of the external platform, which is another site. */
  get platformRoutes(): readonly KnownRoute[] {
    return this.running?.platform.routes ?? [];
  }

  /** Closes all connections and ends everything that still runs. */
  async close(): Promise<void> {
    const { running } = this;
    if (running) {
      const { faces, main, control, platform, view, systems } = running;
      // Event streams must end properly, before their connections are cut.
      await Promise.all(faces.map((face) => face.dispose()));
      await Promise.all([main.close(), control?.close(), platform.close()]);
      view.dispose();
      this.prepared.recovery?.dispose();
      for (const system of systems) await system.dispose();
    }
    this.live?.dispose();
    await closeState(this.prepared, this.runtime);
  }

  private get url(): string {
    const host = isEverywhere(this.host) ? LOOPBACK : this.host;
    return serverOrigin(this.scheme, host, this.port);
  }

  private get scheme(): 'http' | 'https' {
    return this.options.https ? 'https' : 'http';
  }

  private get platformUrl(): string {
    return serverOrigin('http', this.platformHost, this.platformPort);
  }

  private get platformHost(): string {
    return this.options.platform?.host?.toLowerCase() ?? PLATFORM_HOST;
  }

  private get lanUrls(): string[] {
    const hosts = isEverywhere(this.host) ? lanAddresses() : [this.host];
    return hosts.map((host) => serverOrigin(this.scheme, host, this.port));
  }

  private async open(plugins: readonly SystemPlugin[]): Promise<void> {
    assertPlaceNames(plugins);
    const reasons = declaredReasons(plugins);
    this.live = await LiveSecrets.of(this.prepared.state.store, plugins);
    const secrets = secretsOf(plugins, this.options, this.live);
    const systems = await this.createSystems(plugins, reasons, secrets);
    this.running = this.connect(systems, plugins, reasons, secrets);
    assertPathNames(plugins, OWN_PATHS, this.options);
    const { main, control, platform } = this.running;
    // Systems wait for threads and disks meanwhile.
    const prepared = Promise.all([platform, control, main].map((shell) => shell?.prepare()));
    prepared.catch(() => {});
    for (const [, system] of systems) await system.start?.();
    await prepared;
    // Begins only now, because it writes the whole state first. Otherwise, what the systems read at their start would
    // be written twice.
    this.prepared.recovery?.begin();
    const { platformPort = this.options.platform?.port ?? 0, controlPort = 0 } = this.runtime.before ?? {};
    // Not every system knows that names under localhost are this machine.
    const platformHost = /localhost$/.test(this.platformHost) ? PLATFORM_HOST : this.platformHost;
    this.platformPort = await listen(platform, platformHost, platformPort);
    if (control) this.controlPort = await listen(control, LOOPBACK, controlPort);
    this.port = await listen(main, this.host, this.options.port ?? 0);
    this.assertOtherUpstream();
  }

  /**
   * Creates all systems or none: if one fails, those that were created before it are disposed of.
   * @throws ServerStartError with the code `options`
   */
  private async createSystems(
    plugins: readonly SystemPlugin[],
    reasons: ReadonlySet<PartReasons>,
    secrets: NamedSecrets,
  ): Promise<readonly NamedSystem[]> {
    const { options, runtime } = this;
    const log = (line: string) => runtime.log(secrets.withoutKnown(line));
    const { state, upstream } = this.prepared;
    const { clock, random, store, outbox, journal: all } = state;
    const clientSessions = new ClientSessions();
    const systems: NamedSystem[] = [];
    for (const plugin of plugins) {
      const { name, create } = plugin;
      const journal = new SystemJournal({ journal: all, face: name, reasons, secrets, log });
      const kernel: Kernel = {
        clock,
        random,
        store: new DeclaredPlaces(store, plugin),
        outbox,
        clientSessions,
        journal,
        log,
      };
      const surroundings = {
        isServer: (origin: string) => this.isServer(origin),
        othersPaths: othersPaths(plugins, name, options),
        addresses: () => ({ url: this.url, platformUrl: this.platformUrl }),
        command: (asked: string) => commandOf(systems, asked),
        ...(runtime.backups !== undefined && { backups: runtime.backups }),
        ...(upstream && { upstream }),
      };
      try {
        systems.push([name as SystemName, await create(kernel, options, surroundings)]);
      } catch (error) {
        for (const [, system] of systems) await system.dispose();
        const message = `The options of the ${name} face cannot be used: ${withoutFullStop((error as Error).message)}.`;
        throw new ServerStartError({ code: 'options', message });
      }
    }
    return systems;
  }

  private connect(
    named: readonly NamedSystem[],
    plugins: readonly SystemPlugin[],
    reasons: ReadonlySet<PartReasons>,
    secrets: NamedSecrets,
  ): Running {
    const { names } = this;
    const { state, certificate, upstream } = this.prepared;
    const { clock, store, outbox, journal, faults, pairing, recording } = state;
    const { limits: givenLimits } = this.runtime;
    const log = (line: string) => this.runtime.log(secrets.withoutKnown(line));
    const limits = { ...limitsOf(this.options), ...givenLimits };
    const systems = named.map(([, system]) => system);
    const snapshots = new Snapshots({
      clock,
      store,
      systems,
      plugins: plugins.map((plugin) => ({ ...plugin, isRunning: isRunning(plugin, this.options) })),
    });
    const seen = { store, clock, journal, faults, outbox, systems: named, pairing, snapshots };
    const view = new ServerView(seen, () => ({
      url: this.url,
      externalPlatformUrl: this.platformUrl,
      lanUrls: this.isLan ? this.lanUrls : [],
    }));
    const languages = new PageLanguages(this.runtime.media);
    const isHere = (request: FastifyRequest) => isAskedHere(request, names);
    const token = new BearerToken(this.controlToken);
    const headersOf = async (name: string, session: string) =>
      named.find(([each]) => each === name)?.[1].headersOf?.(session);
    const guard = new Guard({
      names,
      token,
      pairing,
      platformOrigin: () => this.platformUrl,
      isServer: (origin) => this.isServer(origin),
    });
    const parts: ShellParts = { clock, journal, faults, guard, reasons, recording, secrets, limits, log };
    const controlFace = new ControlApi({ ...seen, view, recording, limits, log });
    const mainFaces = [
      // Answers of the others are sent with what it adds.
      ...(upstream ? [upstream] : []),
      controlFace,
      ...named.flatMap(([name, { faces }]) => {
        const plugin = plugins.find((each) => each.name === name) as SystemPlugin;
        return faces.map((face) => new OwnPathsFace(face, plugin, this.options));
      }),
      new LiveFace({
        journal,
        limits,
        isHere,
        languages,
        lineOf: async () => (await import('./liveLine.js')).liveLine,
      }),
      ...(pairing ? [new PairPage(pairing)] : []),
    ];
    const platformFaces = systems.flatMap((system) => system.platformFaces ?? []);
    return {
      systems,
      view,
      faces: [...mainFaces, ...platformFaces],
      main: new HttpShell(
        {
          ...parts,
          startPage: new StartPage({
            url: () => this.url,
            isHere,
            lan: () => view.lan(),
            logins: () => systems.flatMap(({ testLogins }) => testLogins?.() ?? []),
            lines: () => this.introductions,
            languages,
            routes: () => this.routes,
          }),
          sentIn: new SentInSession({ names, token, headersOf }),
          systems: new Map(named.filter(([, system]) => system.faces.length > 0)),
          forms: named.flatMap(([name, { refusalForm: form }]) => {
            const plugin = plugins.find((each) => each.name === name);
            return plugin && form ? [{ paths: plugin.paths(this.options), ...form }] : [];
          }),
          off: plugins.flatMap(({ option, usualPaths: paths }) =>
            option !== undefined && paths && !this.options[option] ? [{ option, paths }] : [],
          ),
          moved: plugins.flatMap(({ movedPaths }) => movedPaths?.(this.options) ?? []),
          canonicalUrl: (url) => systems.reduce((path, { canonicalUrl }) => canonicalUrl?.(path) ?? path, url),
          tls: certificate,
        },
        mainFaces,
      ),
      // With HTTPS, the control API also listens without TLS, because its clients do not know a certificate that was
      // just created.
      control: certificate ? new HttpShell(parts, [controlFace]) : undefined,
      platform: new HttpShell(parts, platformFaces),
    };
  }

  /** @throws ServerStartError when the upstream is this server itself */
  private assertOtherUpstream(): void {
    const origin = this.prepared.upstream?.target.origin;
    if (origin === undefined || !this.isServer(origin)) return;
    const message = `“upstream” is ${origin}, which is this server itself; name the server that is to be behind it.`;
    throw new ServerStartError({ code: 'options', message });
  }

  /** Whether an origin is this server, under any of its names. */
  private isServer(origin: string): boolean {
    const own = new URL(this.url);
    return this.names.isOrigin(origin, own.protocol.slice(0, -1), portOf(own));
  }
}

/** The parts of a server that exist once its systems are created. */
interface Running {
  readonly systems: readonly EmulatedSystem[];
  readonly faces: readonly Face[];
  readonly view: ServerView;
  readonly main: HttpShell;
  /** The control API on a port of its own without TLS, if the server uses HTTPS. */
  readonly control: HttpShell | undefined;
  readonly platform: HttpShell;
}
