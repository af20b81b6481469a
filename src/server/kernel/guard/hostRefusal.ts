import type { Socket } from 'node:net';
import { OptionsError } from '../../../core/server/optionsError';
import { optionWords } from '../../../core/server/optionWords';
import { HttpError } from '../answer/httpError';
import type { Refusal } from '../answer/refusal';
import { AllowedHosts } from './allowedHosts';
import { isCallersName } from './hostNames';
import { isThisMachine, plainAddress } from './peer';

const LONGEST_NAME = 100;
/** The option with names that the server answers to. */
export const ALLOWED_HOSTS = 'allowedHosts';
const LOOPBACK = '127.0.0.1';

/** A request whose `Host` is not a name of this server. */
export interface StrangeCall {
  /** The header as sent; undefined if there was none. */
  readonly header: string | undefined;
  /** The name in the header; undefined if there is none. */
  readonly name: string | undefined;
  readonly isControl: boolean;
  readonly httpVersion: string;
  readonly socket: Socket;
}

/** The refusal of a request with more than one `Host`, whatever they say (RFC 9112, 3.2). */
export function manyHostsRefusal(socket: Socket): Refusal {
  const message = `The request has more than one Host; send one, and call it as ${nameOf(socket)}.`;
  return new HttpError(400, 'host-many', message);
}

/** The refusal of such a request, with a way out that its sender can use. */
export function hostRefusal({ header, name, isControl, httpVersion, socket }: StrangeCall): Refusal {
  const callIt = `call it as ${nameOf(socket)}`;
  if (header === undefined && httpVersion !== '1.0') {
    return new HttpError(
      400,
      'host-missing',
      `The request has no Host, which HTTP/${httpVersion} must have; send it, and ${callIt}.`,
    );
  }
  const shown = header ? `“${header.slice(0, LONGEST_NAME)}” in Host` : 'Host';
  if (name === undefined) return refusal(`${shown} names no host; ${callIt}`);
  const whom = isControl ? 'The control API' : 'This server';
  const problem = `${whom} does not answer to ${shown}`;
  // Names of emulators never give access to the control API, and other names do not from another machine.
  if (isControl && (isCallersName(name) || !isThisMachine(socket))) {
    return refusal(`${problem}; call it from this machine as ${nameOf(socket)}`);
  }
  return refusal(
    isAllowable(name)
      ? `${problem}; ${callIt}, or add the name to ${optionWords(ALLOWED_HOSTS)}`
      : `${problem}; ${callIt}`,
    isAllowable(name) ? name : undefined,
  );
}

function refusal(sentence: string, allowable?: string): Refusal {
  const remedy = allowable === undefined ? undefined : { option: ALLOWED_HOSTS, value: allowable };
  return new HttpError(403, 'host-unknown', `${sentence}.`, { remedy });
}

/** The address of this server as the connection used it. */
function nameOf({ localAddress = LOOPBACK }: Socket): string {
  const address = plainAddress(localAddress);
  const name = address.includes(':') ? `[${address}]` : address;
  return address === LOOPBACK || address === '::1' ? `${name} or localhost` : name;
}

/** Whether the option with the allowed names takes a name. One with a `*`, which a program may send, would allow others. */
export function isAllowable(name: string): boolean {
  if (name.includes('*')) return false;
  try {
    void new AllowedHosts([name]);
    return true;
  } catch (error) {
    if (error instanceof OptionsError) return false;
    throw error;
  }
}
