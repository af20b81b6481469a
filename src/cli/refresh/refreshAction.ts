import { withoutFullStop } from '../../core/base/fullStop';
import { phraseText } from '../../core/compliance/phrase';
import { DEV_SERVER_PUSH, outcomeOf, type PushError, type PushOutcome } from '../../core/push/pushOutcome';
import { isReadableOnTheWay, readTarget, shownAddress } from '../../core/push/pushTarget';
import { jsonLines } from '../../core/terminal/jsonLines';
import { line, styled, type TerminalLine } from '../../core/terminal/terminalLine';
import { ControlCallError } from '../../server/client/controlClient';
import { HttpControlClient } from '../../server/client/httpControlClient';
import { patientFetch } from '../../server/client/patientFetch';
import { PushFailedError, pushToTarget } from '../../server/client/pushToTarget';
import { ServedFolders } from '../../server/client/servedFolders';
import '../../server/systems/mobile/mobileOptions';
import { CallError } from '../callError';
import { ExitCode } from '../exitCode';
import { PRODUCT } from '../product';
import { optionsOf, serveOptions } from '../serve/serveOptions';
import type { Terminal } from '../terminal';
import type { REFRESH_FORMATS } from './refreshFormats';
import { type ToldServer, toldServer } from './toldServer';

/** Options of `refresh`. */
export interface RefreshCall {
  readonly target?: string;
  readonly mobileApps?: string;
  readonly config?: string;
  readonly format: (typeof REFRESH_FORMATS)[number];
}

/** The secret of a push target. It is in no argument, as every user of the machine can read those. */
const SECRET = 'SESSION_WORKBENCH_PUSH_SECRET';
/** A dev server is on this machine. If it takes longer than this, it hangs. */
const PATIENCE_MS = 120_000;

/** A dev server that is to refresh. */
interface FoundServer extends ToldServer {
  /** How a wrong token is mended, for a sentence. */
  readonly remedy: string;
}

/**
 * What `refresh` does: asks a server to refresh its sessions, as MOBILE APP REFRESH SESSIONS does.
 * @throws CallError when no server did it
 */
export async function refreshAction(terminal: Terminal, call: RefreshCall): Promise<ExitCode> {
  const { where, outcome } =
    call.target === undefined ? await ofDevServer(terminal, call) : await ofTarget(terminal, call.target);
  terminal.out(call.format === 'json' ? jsonLines(jsonOf(outcome), 2) : prettyLines(where, outcome));
  return outcome.errors.length > 0 ? ExitCode.atFault : ExitCode.fine;
}

interface Refreshed {
  /** Without secrets. */
  readonly where: string;
  readonly outcome: PushOutcome;
}

async function ofTarget({ env }: Terminal, url: string): Promise<Refreshed> {
  const read = readTarget({ name: '--target', url });
  if (!read.ok) throw new CallError(`--target is no address: ${withoutFullStop(phraseText(read.why))}`);
  const { target } = read;
  const secret = env[SECRET] || undefined;
  if (secret !== undefined && isReadableOnTheWay(target.url)) {
    throw new CallError(
      `--target is not encrypted, so others on the network could read ${SECRET}; give an address that begins with https://, or unset it`,
    );
  }
  try {
    return { where: shownAddress(target.url), outcome: await pushToTarget(target, { secret }) };
  } catch (error) {
    if (!(error instanceof PushFailedError)) throw error;
    const isSecret = error.failure.kind === 'unauthorized' || error.failure.kind === 'secret';
    const how = isSecret ? ` The environment variable ${SECRET} has the secret.` : '';
    throw new CallError(`${error.message}${how}`);
  }
}

async function ofDevServer(terminal: Terminal, call: RefreshCall): Promise<Refreshed> {
  const told = call.mobileApps === undefined && call.config === undefined ? toldServer(terminal.env) : undefined;
  const server: FoundServer = told
    ? { ...told, remedy: 'take both variables from one server, as session-workbench exec sets them' }
    : await serverOfFolder(terminal, call);
  // The token goes nowhere else.
  const patient = patientFetch(PATIENCE_MS);
  const direct: typeof fetch = (url, init) => patient(url, { ...init, redirect: 'error' });
  try {
    const report = await new HttpControlClient(server, direct).ask(DEV_SERVER_PUSH);
    if (![report?.refreshed, report?.removed, report?.errors].every(Array.isArray)) throw notOne(server);
    return { where: server.shown, outcome: outcomeOf(report) };
  } catch (error) {
    if (!(error instanceof ControlCallError)) throw error instanceof CallError ? error : notOne(server);
    // What answers is another program.
    if (error.code === 'no-answer' && error.status !== 0) throw notOne(server);
    const message = withoutFullStop(error.message);
    if (error.status === 401) throw new CallError(`${server.shown} refuses ${server.token}; ${server.remedy}`);
    if (error.status === 0) {
      throw new CallError(
        `${server.from} names ${server.shown}, which cannot be reached: ${message}; start a server, or name another with --target`,
      );
    }
    throw new CallError(`${server.shown} did not refresh: ${message}`);
  }
}

function notOne({ from, shown }: FoundServer): CallError {
  return new CallError(
    `${from} names ${shown}, where no dev session server answers; start one with ${PRODUCT} serve, or name another server with --target`,
  );
}

/** The server that serves the folder which `serve` would take, too. */
async function serverOfFolder(
  terminal: Terminal,
  { mobileApps: given, config }: Pick<RefreshCall, 'mobileApps' | 'config'>,
): Promise<FoundServer> {
  const call = {
    ...(given !== undefined && { mobileApps: given }),
    ...(config !== undefined && { config }),
    json: false,
    quiet: true,
    force: false,
  };
  const options = await optionsOf(terminal, call);
  const { assertOptions } = await import('../serve/configCheck.js');
  assertOptions(options);
  const { mobileApps } = serveOptions(terminal, options);
  const found = mobileApps === undefined ? undefined : await new ServedFolders().find(mobileApps);
  if (found) {
    const { controlUrl, controlToken, url } = found;
    const remedy = 'restart that server';
    return { controlUrl, controlToken, shown: url, from: 'the register of servers', token: 'its own token', remedy };
  }
  const where =
    mobileApps === undefined ? 'no MobileApps folder is here' : `no dev session server serves ${mobileApps}`;
  throw new CallError(`${where}; start one with ${PRODUCT} serve, or name a server with --target`);
}

/** As schemas/refresh.schema.json has it. */
function jsonOf({ checked, refreshed, removed, errors }: PushOutcome): object {
  return { version: 1, ...(checked !== undefined && { checked }), refreshed, removed, errors };
}

function prettyLines(where: string, { detailed, checked, refreshed, removed, errors }: PushOutcome): TerminalLine[] {
  const counts = [
    ...(checked === undefined ? [] : [`${checked} checked`]),
    `${refreshed.length} refreshed`,
    `${removed.length} removed`,
    `${errors.length} ${errors.length === 1 ? 'error' : 'errors'}`,
  ];
  return [
    line`${where}: ${detailed ? counts.join(', ') : 'refreshed, without details'}`,
    ...refreshed.map((file) => line`${styled('green', 'refreshed')}  ${file}`),
    ...removed.map((file) => line`${styled('yellow', 'removed')}    ${file}`),
    ...errors.map((error) => line`${styled('red', 'error')}      ${errorText(error)}`),
  ];
}

function errorText({ component, code, file, message }: PushError): string {
  const name = component === '' ? '' : `${component}/${code}`;
  return [file, name, message].filter(Boolean).join(': ');
}
