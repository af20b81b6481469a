import type { Socket } from 'node:net';
import { OptionsError } from '../../../core/server/optionsError';
import { HttpError } from '../answer/httpError';
import { AllowedHosts } from './allowedHosts';
import { isCallersName } from './hostNames';
import { isThisMachine, plainAddress } from './peer';

const LONGEST_NAME = 100;
const LOOPBACK = '127.0.0.1';

/** A request that calls the server by a name that is not its own. */
export interface StrangeCall {
  /** As it came; undefined when none did. */
  readonly header: string | undefined;
  /** The name in it; undefined when there is none. */
  readonly name: string | undefined;
  readonly isControl: boolean;
  readonly httpVersion: string;
  readonly socket: Socket;
}

/** Why it is refused, with a way out that its caller has. */
export function hostRefusal({ header, name, isControl, httpVersion, socket }: StrangeCall): HttpError {
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
  // The names of emulators never open it, and others not from another machine.
  if (isControl && (isCallersName(name) || !isThisMachine(socket))) {
    return refusal(`${problem}; call it from this machine as ${nameOf(socket)}`);
  }
  return refusal(
    isAllowable(name)
      ? `${problem}; ${callIt}, or add the name to the option allowedHosts (in VS Code the setting sessionWorkbench.server.allowedHosts)`
      : `${problem}; ${callIt}`,
  );
}

function refusal(sentence: string): HttpError {
  return new HttpError(403, 'host-unknown', `${sentence}.`);
}

/** The names by which a connection has come as far as this. */
function nameOf({ localAddress = LOOPBACK }: Socket): string {
  const address = plainAddress(localAddress);
  const name = address.includes(':') ? `[${address}]` : address;
  return address === LOOPBACK || address === '::1' ? `${name} or localhost` : name;
}

function isAllowable(name: string): boolean {
  try {
    void new AllowedHosts([name]);
    return true;
  } catch (error) {
    if (error instanceof OptionsError) return false;
    throw error;
  }
}
