import { parsedUrl } from '../../core/base/parsedUrl';
import { CONTROL_PATH, type ServerAddress } from '../../core/protocol/address';
import { ServedFolders } from '../../server/client/servedFolders';
import { isLoopbackName } from '../../server/kernel/guard/hostNames';
import { CallError } from '../callError';
import type { Terminal } from '../terminal';

/**
 * The server that `--base-url` names. Clock, state and journal of a run come from its control API, of which
 * `session-workbench exec` tells in the environment, and other servers of this user in a file of theirs.
 * @throws CallError when it is no address, or its control API is not known
 */
export async function givenServer(
  baseUrl: string,
  env: Terminal['env'],
  served = new ServedFolders(),
): Promise<ServerAddress> {
  const url = originOf('--base-url', baseUrl);
  const controlToken = env.SESSION_WORKBENCH_CONTROL_TOKEN?.trim() ?? '';
  const controlUrl = env.SESSION_WORKBENCH_CONTROL_URL?.trim() ?? '';
  const own = await served.findAt(url);
  if (own) return own;
  if (controlToken === '' || controlUrl === '') {
    throw new CallError(
      '--base-url needs the control API of that server, for its clock, state and journal; call it under session-workbench exec, or set SESSION_WORKBENCH_CONTROL_URL and SESSION_WORKBENCH_CONTROL_TOKEN',
    );
  }
  const origin = originOf('SESSION_WORKBENCH_CONTROL_URL', controlUrl.replace(/\/_workbench\/v1\/?$/, ''));
  // The token is sent there.
  if (!isLoopbackName(new URL(origin).hostname)) {
    throw new CallError(
      'SESSION_WORKBENCH_CONTROL_URL names another machine, which must not get the token; name this one',
    );
  }
  const platform = env.SESSION_WORKBENCH_PLATFORM_URL?.trim();
  const externalPlatformUrl = platform ? originOf('SESSION_WORKBENCH_PLATFORM_URL', platform) : url;
  return { url, controlUrl: `${origin}${CONTROL_PATH}`, controlToken, externalPlatformUrl, pid: 0 };
}

/** What is given is not repeated, as there may be a password in it. */
function originOf(name: string, text: string): string {
  const url = parsedUrl(() => new URL(text));
  const isOrigin = url && (url.pathname === '/' || url.pathname === '') && url.search === '' && url.hash === '';
  if (!isOrigin || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw new CallError(
      `${name} is no address of a server; give http:// or https:// with a host and a port, and nothing behind`,
    );
  }
  return url.origin;
}
