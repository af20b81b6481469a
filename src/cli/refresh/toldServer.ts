import { parsedUrl } from '../../core/base/parsedUrl';
import { isLoopbackName } from '../../server/kernel/guard/hostNames';
import { CallError } from '../callError';

/** A dev server, and who told of it. */
export interface ToldServer {
  readonly controlUrl: string;
  readonly controlToken: string;
  /** Its address as people see it. */
  readonly shown: string;
  /** Who told, for a sentence. */
  readonly from: string;
  /** What the token is called. */
  readonly token: string;
}

const URL_NAME = 'SESSION_WORKBENCH_CONTROL_URL';
const TOKEN_NAME = 'SESSION_WORKBENCH_CONTROL_TOKEN';
/** What can stand in the header `Authorization`. */
const TOKEN = /^[\x21-\x7e]{1,4096}$/;
export const BOTH_VARIABLES = 'take both variables from one server, as session-workbench exec sets them';

/**
 * The server that `exec` tells of in the environment. No message has what the variables say: it may be a secret in the wrong place.
 * @returns undefined if there is none
 * @throws CallError when a variable is set to what it cannot be
 */
export function toldServer(
  env: Readonly<Record<string, string | undefined>>,
  /** What whoever means a server elsewhere does. */
  elsewhere = 'for another server, use --target',
): ToldServer | undefined {
  const { [URL_NAME]: address, [TOKEN_NAME]: controlToken } = env;
  if (address === undefined && controlToken === undefined) return undefined;
  if (address === undefined) throw new CallError(`${TOKEN_NAME} is set, but ${URL_NAME} is not; ${BOTH_VARIABLES}`);
  if (controlToken === undefined)
    throw new CallError(`${URL_NAME} is set, but ${TOKEN_NAME} is not; ${BOTH_VARIABLES}`);
  if (address.trim() === '') throw new CallError(`${URL_NAME} is empty; ${BOTH_VARIABLES}, or unset both`);
  if (controlToken.trim() === '') throw new CallError(`${TOKEN_NAME} is empty; ${BOTH_VARIABLES}, or unset both`);
  // new URL() would leave out line ends and tabs.
  const url = /[\p{Cc}\s]/u.test(address) ? undefined : parsedUrl(() => new URL(address));
  const isPlain = url !== undefined && `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (!url || !isPlain || !/^https?:$/.test(url.protocol)) {
    throw new CallError(
      `${URL_NAME} is no address of a control API, such as http://127.0.0.1:8080/_workbench/v1; ${BOTH_VARIABLES}`,
    );
  }
  if (!isLoopbackName(url.hostname)) {
    throw new CallError(`${URL_NAME} is not on this machine, and the token is sent to no other; ${elsewhere}`);
  }
  if (!TOKEN.test(controlToken)) {
    throw new CallError(`${TOKEN_NAME} holds what no token has, such as a space or a line end; ${BOTH_VARIABLES}`);
  }
  const controlUrl = url.origin + url.pathname.replace(/\/+$/, '');
  return { controlUrl, controlToken, shown: url.origin, from: URL_NAME, token: TOKEN_NAME };
}
