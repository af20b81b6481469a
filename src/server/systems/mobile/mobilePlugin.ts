import path from 'node:path';
import { phraseText } from '../../../core/compliance/phrase';
import { folderFaultPhrase } from '../../../core/files/fileFault';
import type { Json } from '../../../core/json/json';
import { OptionsError } from '../../../core/server/optionsError';
import { decodeToken } from '../../../core/session/connectionToken';
import { MOBILE_REASONS } from '../../../core/systems/mobile/mobileReasons';
import type { RefreshReport } from '../../../core/systems/mobile/mobileSession';
import { CheckPool } from '../../../disk/checkPool';
import { faultOnTheWay } from '../../../disk/fileKind';
import { ServerFunctions } from '../../kernel/code/serverFunctions';
import { bearerToken } from '../../kernel/guard/bearer';
import { assertCallable } from '../../kernel/options/callablePath';
import type { ServerOptions } from '../../kernel/options/options';
import type { EmulatedSystem, SystemPlugin, SystemSurroundings } from '../../kernel/system/emulatedSystem';
import type { Kernel } from '../../kernel/system/kernel';
import { mobileRefusalBody } from './answerErrors';
import { AppSession } from './appSession';
import { assertModule } from './assertModule';
import { canonicalUrl } from './canonicalUrl';
import { EmailPolicy } from './emailPolicy';
import { withExampleAuthentication, withExampleData } from './exampleData';
import { ACTION_HOOK, AUTHENTICATION_HOOK } from './hookModule';
import { MemoryMobileState } from './memoryMobileState';
import { MissingFolder } from './missingFolder';
import { addMobileRoutes } from './mobileControl';
import { MobileFace } from './mobileFace';
import { MOBILE_ERRORS, type MobileErrorCode, restErrorBody } from './mobileRestError';
import { MOBILE_KEY_SPACES, MOBILE_SPACES } from './mobileSpaces';
import { activationPath } from './verificationMail';
import './mobileOptions';

/** The plug-in that behaves as 4D Server does towards mobile apps. */
export const MOBILE: SystemPlugin<'mobile'> = {
  name: 'mobile',
  reasonCodes: MOBILE_REASONS,
  option: 'mobileApps',
  spaces: MOBILE_SPACES,
  logs: [],
  keySpaces: MOBILE_KEY_SPACES,
  paths: () => ['mobileapp', '4dwebtest'],
  singleRoutes: ({ mobileApps, mobile }) =>
    mobileApps === undefined ? [] : [activationPath(mobile?.verification?.path)],
  resolved: (options, media) =>
    withExampleAuthentication(
      withExampleData(options, path.join(media, 'mobile-examples')),
      path.join(media, 'examples'),
    ),
  check: async (options, othersPaths, log) => {
    assertFolder(options);
    assertActivation(options, [...othersPaths, ...MOBILE.paths(options)]);
    void new EmailPolicy(options.mobile?.policy);
    await assertSessionSchema(options);
    await assertModules(options, log);
  },
  create: (kernel, options, surroundings) => {
    const state = stateOf(kernel, options, surroundings);
    const functions = new ServerFunctions(kernel.outbox, surroundings);
    return { ...system(state, kernel, options, functions, surroundings), ...ALWAYS };
  },
};

type Running = { readonly state: MemoryMobileState; readonly pool: CheckPool };

/** The parts that are the same with and without a MobileApps folder. */
const ALWAYS: Pick<EmulatedSystem, 'canonicalUrl' | 'faultBody' | 'sessionOf'> = {
  canonicalUrl,
  faultBody: (status, errCode) => {
    const code = errCode ?? (status === 401 ? 1907 : undefined);
    if (code === undefined) return undefined;
    return restErrorBody(code, MOBILE_ERRORS[code as MobileErrorCode]?.text ?? `Error ${code}`);
  },
  sessionOf: async ({ headers }) => {
    const token = bearerToken(headers.authorization);
    const decoded = token === undefined ? undefined : decodeToken(token);
    const id = decoded?.ok ? decoded.value.id : undefined;
    return typeof id === 'string' ? id : undefined;
  },
};

function system(
  running: Running | undefined,
  kernel: Kernel,
  { mobile, mobileApps }: ServerOptions,
  functions: ServerFunctions,
  { upstream }: SystemSurroundings,
): EmulatedSystem<'mobile'> {
  if (!running) {
    return {
      faces: [new MissingFolder()],
      addControl: (scope) => addMobileRoutes(scope, undefined),
      commands: { 'mobile.folder': noFolder, 'mobile.refresh': noFolder },
      dispose: () => {},
    };
  }
  const { state, pool } = running;
  const face = new MobileFace(kernel, state, mobile ?? {}, functions, upstream);
  return {
    faces: [face],
    refusalForm: { body: mobileRefusalBody, headers: face.headers },
    slice: { state: () => state.list(), onDidChange: state.onDidChange, settled: () => state.settled() },
    introduction: () => [{ label: 'Mobile data', text: dataText(mobile, upstream?.target.origin) }],
    addControl: (scope) => addMobileRoutes(scope, state),
    commands: {
      'mobile.folder': async () => path.normalize(mobileApps ?? ''),
      'mobile.refresh': async () => plainReport(await state.refresh()),
    },
    start: async () => {
      await state.start();
      // Nobody waits for the files of a large folder until an app asks for them.
      void face.look();
    },
    restored: async () => {
      await Promise.all([face.restored(), state.restored()]);
    },
    dispose: async () => {
      state.dispose();
      await pool.dispose();
    },
  };
}

/** Where the data of apps come from, for people. */
function dataText(mobile: ServerOptions['mobile'], upstream: string | undefined): string {
  if (upstream !== undefined) return `of ${upstream} (upstream)`;
  if (mobile?.data !== undefined) return `recorded answers in ${mobile.data} (mobile.data)`;
  return 'none, so apps find no tables; the option mobile.data gives recorded answers, such as example:products, and the option upstream a real 4D Server';
}

/** @throws Error for the code that needs the folder */
async function noFolder(): Promise<never> {
  throw new Error('This server has no MobileApps folder; start it with one (serve --mobile-apps DIR).');
}

function plainReport({ checked, refreshed, removed, errors }: RefreshReport): Json {
  return {
    checked,
    refreshed: [...refreshed],
    removed: [...removed],
    errors: errors.map(({ component, code, file, message }) => ({ component, code, file, message })),
  };
}

function stateOf(
  kernel: Kernel,
  { mobileApps, mobile }: ServerOptions,
  { backups }: SystemSurroundings,
): Running | undefined {
  if (mobileApps === undefined) return undefined;
  if (!path.isAbsolute(mobileApps)) throw new OptionsError(`${mobileApps} is no absolute path; give the whole one`);
  const schemaFile = mobile?.schema;
  const pool = poolFor(schemaFile);
  const disk = {
    pool,
    ...(schemaFile !== undefined && { schemaFile }),
    ...(backups !== undefined && { backupRoot: backups }),
  };
  const web = new AppSession(kernel);
  const state = new MemoryMobileState(kernel, path.normalize(mobileApps), disk, mobile, (...refreshed) =>
    web.refreshed(...refreshed),
  );
  return { state, pool };
}

/** @throws OptionsError when a module cannot be loaded, or has no function */
async function assertModules({ mobile = {} }: ServerOptions, log: (line: string) => void): Promise<void> {
  const { authenticationModule, authenticationTimeoutMs, authenticationLimits } = mobile;
  const { actionModule, actionTimeoutMs, actionLimits } = mobile;
  const login = { file: authenticationModule, timeoutMs: authenticationTimeoutMs, limits: authenticationLimits };
  await assertModule(AUTHENTICATION_HOOK, login, log);
  await assertModule(ACTION_HOOK, { file: actionModule, timeoutMs: actionTimeoutMs, limits: actionLimits }, log);
}

function poolFor(schemaFile: string | undefined): CheckPool {
  return new CheckPool(schemaFile === undefined ? {} : { schemaFile });
}

/**
 * Refuses a schema of session files that cannot be used. The built-in one may ask for something else.
 * @throws OptionsError
 */
async function assertSessionSchema({ mobile }: ServerOptions): Promise<void> {
  const file = mobile?.schema;
  if (file === undefined) return;
  const pool = poolFor(file);
  try {
    const { problem } = await pool.call('schemaProblem', {});
    if (problem === undefined) return;
    throw new OptionsError(
      `“mobile.schema” names ${file}, which cannot be used: ${problem}; give a JSON schema in draft-07, draft-06 or draft-04, or none for the built-in one`,
    );
  } finally {
    await pool.dispose();
  }
}

/**
 * Refuses a MobileApps folder in whose place something else is. One that is not there is made when it is needed.
 * @throws OptionsError
 */
function assertFolder({ mobileApps }: ServerOptions): void {
  const inTheWay = mobileApps === undefined ? undefined : faultOnTheWay(mobileApps);
  if (!inTheWay) return;
  const { at, fault } = inTheWay;
  const words = at === mobileApps ? `names ${at}, which` : `names ${mobileApps}, and ${at}`;
  throw new OptionsError(phraseText(folderFaultPhrase(`“mobileApps” ${words}`, fault)));
}

/**
 * Refuses a path of the activation link that no client can request, or that another face answers.
 * @throws OptionsError
 */
function assertActivation({ mobile = {} }: ServerOptions, taken: readonly string[]): void {
  const given = mobile.verification?.path;
  if (given === undefined) return;
  const route = given.replace(/^\/*/, '/');
  assertCallable('mobile.verification.path', given, route);
  const [first = ''] = route.slice(1).toLowerCase().split('/');
  if (!taken.includes(first)) return;
  throw new OptionsError(
    `“mobile.verification.path” is “${given}”, which the server needs itself; give another, such as “confirm/mail”`,
  );
}
