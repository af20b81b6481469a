import path from 'node:path';
import { type Phrase, phrase } from '../../../core/compliance/phrase';
import type { Json } from '../../../core/json/json';
import { OptionsError } from '../../../core/server/optionsError';
import type { TestLogin } from '../../../core/server/startPageParts';
import type { RefreshReport } from '../../../core/systems/mobile/mobileSession';
import { CheckPool } from '../../../disk/checkPool';
import { ServerFunctions } from '../../kernel/code/serverFunctions';
import type { ServerOptions } from '../../kernel/options/options';
import type { EmulatedSystem, SystemSurroundings } from '../../kernel/system/emulatedSystem';
import type { Kernel } from '../../kernel/system/kernel';
import { mobileRefusalBody } from './answerErrors';
import { AppSession } from './appSession';
import { MemoryMobileState } from './memoryMobileState';
import { addMobileRoutes } from './mobileControl';
import { MobileFace } from './mobileFace';
import './mobileOptions';

type Running = { readonly state: MemoryMobileState; readonly pool: CheckPool };

/**
 * What answers mobile apps. Only a server with a MobileApps folder loads this file.
 * @throws Error that says which options cannot be used, and why
 */
export function buildMobile(
  kernel: Kernel,
  mobileApps: string,
  mobile: ServerOptions['mobile'],
  surroundings: SystemSurroundings,
): EmulatedSystem<'mobile'> {
  const { state, pool } = stateOf(kernel, mobileApps, mobile, surroundings);
  const functions = new ServerFunctions(kernel.outbox, surroundings);
  const { upstream } = surroundings;
  const face = new MobileFace(kernel, state, mobile ?? {}, functions, upstream);
  return {
    faces: [face],
    refusalForm: { body: mobileRefusalBody, headers: face.headers },
    slice: { state: () => state.list(), onDidChange: state.onDidChange, settled: () => state.settled() },
    introduction: () => [{ label: phrase('Mobile data'), text: dataText(mobile, upstream?.target.origin) }],
    testLogins: () => [TEST_LOGIN],
    addControl: (scope) => addMobileRoutes(scope, state),
    commands: {
      'mobile.folder': async () => path.normalize(mobileApps),
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

/** What an app sends that logs in. Its device stays the same, so that each address has one session of it. */
const TEST_LOGIN: TestLogin = {
  title: phrase('Log in as a mobile app'),
  method: 'POST',
  path: '/mobileapp/$authenticate',
  headers: { 'content-type': 'application/json', 'x-qmobile': '1' },
  fields: [
    { path: ['email'], label: phrase('E-mail'), type: 'email', value: 'jane@example.com' },
    { path: ['application', 'id'], label: phrase('Application'), type: 'text', value: 'com.example.start-page' },
  ],
  body: {
    application: { name: 'Start page', version: '1.0.0' },
    device: { id: 'start-page', description: 'Start page of the dev server', version: '1', os: 'iOS' },
    language: { id: 'en_US', code: 'en', region: 'US' },
  },
};

/** Where the data of apps come from, for people. */
function dataText(mobile: ServerOptions['mobile'], upstream: string | undefined): Phrase {
  if (upstream !== undefined) return phrase('of {0} (upstream)', upstream);
  if (mobile?.data !== undefined) return phrase('recorded answers in {0} (mobile.data)', mobile.data);
  return phrase(
    'none, so apps find no tables; the option mobile.data gives recorded answers, such as example:products, and the option upstream a real 4D Server',
  );
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
  mobileApps: string,
  mobile: ServerOptions['mobile'],
  { backups }: SystemSurroundings,
): Running {
  if (!path.isAbsolute(mobileApps)) throw new OptionsError(`${mobileApps} is no absolute path; give the whole one`);
  const schemaFile = mobile?.schema;
  const pool = new CheckPool(schemaFile === undefined ? {} : { schemaFile });
  // The folder is listed as soon as all systems are there.
  pool.prepare();
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
