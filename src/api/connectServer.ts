import { parsedUrl } from '../core/base/parsedUrl';
import { isJournalPage } from '../core/protocol/journal';
import { ControlCallError } from '../server/client/controlClient';
import { patientControlClient } from '../server/client/patientControlClient';
import { isLoopbackName } from '../server/kernel/guard/hostNames';
import { OBJECT } from './apiOptions';
import { controlOf } from './controlOf';
import type { DevServerControl } from './devServerControl';
import { type ArgumentRule, assertArguments } from './givenArguments';
import { SessionWorkbenchError } from './sessionWorkbenchError';

/** The variables by which `session-workbench exec` tells a command of its server. */
export const SERVER_VARIABLES = {
  url: 'SESSION_WORKBENCH_URL',
  controlUrl: 'SESSION_WORKBENCH_CONTROL_URL',
  controlToken: 'SESSION_WORKBENCH_CONTROL_TOKEN',
  externalPlatformUrl: 'SESSION_WORKBENCH_PLATFORM_URL',
} as const;

const ENVIRONMENT: readonly ArgumentRule[] = [
  {
    name: 'env',
    words: `an object that has ${Object.values(SERVER_VARIABLES).join(', ')}, each as a text`,
    allows: (value) =>
      OBJECT.allows(value) && Object.values(SERVER_VARIABLES).every((name) => isUnsetOrText(value, name)),
  },
];

/** A dev session server that somebody else started, and stops. */
export interface ConnectedServer {
  readonly url: string;
  readonly controlUrl: string;
  readonly controlToken: string;
  readonly externalPlatformUrl: string;
  readonly control: DevServerControl;
}

/**
 * The dev session server that `session-workbench exec` has started around this program.
 * @param env where it is told
 * @throws SessionWorkbenchError when it is not told, or does not answer
 */
export async function connectServer(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<ConnectedServer> {
  assertArguments('connectServer', [env], ENVIRONMENT);
  const told = (name: string) => env[name]?.trim() || refuse(`${name} is not set`);
  const controlToken = told(SERVER_VARIABLES.controlToken);
  const address = {
    url: assertUrl(SERVER_VARIABLES.url, told(SERVER_VARIABLES.url)),
    controlUrl: assertUrl(SERVER_VARIABLES.controlUrl, told(SERVER_VARIABLES.controlUrl)),
    controlToken,
    externalPlatformUrl: assertUrl(SERVER_VARIABLES.externalPlatformUrl, told(SERVER_VARIABLES.externalPlatformUrl)),
  };
  const control = controlOf(address);
  try {
    const page: unknown = await patientControlClient(address).journal(undefined, 1);
    if (!isJournalPage(page)) refuse(`what answers at ${address.controlUrl} is no dev session server`);
  } catch (error) {
    if (!(error instanceof ControlCallError)) throw error;
    const words = error.status === 0 ? 'does not answer' : 'cannot be used';
    refuse(`the server at ${address.controlUrl} ${words}: ${error.message}`);
  }
  return { ...address, control };
}

function isUnsetOrText(env: unknown, name: string): boolean {
  const value = (env as Readonly<Record<string, unknown>>)[name];
  return value === undefined || typeof value === 'string';
}

/** The token is sent there, so it is a place of this machine. */
function assertUrl(variable: string, text: string): string {
  const url = parsedUrl(() => new URL(text));
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (!url || !isWeb || url.username !== '' || url.password !== '') refuse(`${variable} is no address of a server`);
  if (variable === SERVER_VARIABLES.controlUrl && !isLoopbackName(url.hostname)) {
    refuse(`${variable} is not on this machine`);
  }
  return text.replace(/\/+$/, '');
}

function refuse(why: string): never {
  throw new SessionWorkbenchError(
    'no-server',
    `There is no dev session server to connect to (${why}); run this program with session-workbench exec -- COMMAND, or start one with startServer.`,
  );
}
