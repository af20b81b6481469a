import { phraseText } from '../../../core/compliance/phrase';
import { folderFaultPhrase } from '../../../core/files/fileFault';
import { OptionsError } from '../../../core/server/optionsError';
import { CheckPool } from '../../../disk/checkPool';
import { faultOnTheWay } from '../../../disk/fileKind';
import { assertCallable } from '../../kernel/options/callablePath';
import type { ServerOptions } from '../../kernel/options/options';
import { assertModule } from './assertModule';
import { EmailPolicy } from './emailPolicy';
import { ACTION_HOOK, AUTHENTICATION_HOOK } from './hookModule';
import './mobileOptions';

/**
 * Checks what the schema of the options cannot express.
 * @param taken the first path segments, in lower case, that other routes have
 * @param log receives warnings
 * @throws OptionsError
 */
export async function assertMobileOptions(
  options: ServerOptions,
  taken: readonly string[],
  log: (line: string) => void,
): Promise<void> {
  assertFolder(options);
  assertActivation(options, taken);
  void new EmailPolicy(options.mobile?.policy);
  await assertSessionSchema(options);
  await assertModules(options, log);
}

/** @throws OptionsError when a module cannot be loaded, or has no function */
async function assertModules({ mobile = {} }: ServerOptions, log: (line: string) => void): Promise<void> {
  const { authenticationModule, authenticationTimeoutMs, authenticationLimits } = mobile;
  const { actionModule, actionTimeoutMs, actionLimits } = mobile;
  const login = { file: authenticationModule, timeoutMs: authenticationTimeoutMs, limits: authenticationLimits };
  await assertModule(AUTHENTICATION_HOOK, login, log);
  await assertModule(ACTION_HOOK, { file: actionModule, timeoutMs: actionTimeoutMs, limits: actionLimits }, log);
}

/**
 * Refuses a schema of session files that cannot be used. The built-in one may ask for something else.
 * @throws OptionsError
 */
async function assertSessionSchema({ mobile }: ServerOptions): Promise<void> {
  const file = mobile?.schema;
  if (file === undefined) return;
  const pool = new CheckPool({ schemaFile: file });
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
