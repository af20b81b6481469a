import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { CallReply, CodeHostCall } from './hostProtocol';

/**
 * Calls functions of the server from the thread of a developer's code. The thread is blocked until the answer arrives,
 * because 4D code is synchronous.
 */
export class HostCalls {
  private readonly signal: Int32Array;

  constructor(
    private readonly port: MessagePort,
    signal: SharedArrayBuffer,
  ) {
    this.signal = new Int32Array(signal);
  }

  /** @throws Error with the reason when the server refuses the call */
  ask(run: number, operation: string, parameters: readonly unknown[]): unknown {
    Atomics.store(this.signal, 0, 0);
    this.port.postMessage({ run, operation, parameters } satisfies CodeHostCall);
    // The notification of the reply before can arrive late and wake the thread too early.
    while (Atomics.load(this.signal, 0) === 0) Atomics.wait(this.signal, 0, 0);
    const reply = receiveMessageOnPort(this.port)?.message as CallReply | undefined;
    if (reply?.kind === 'result') return reply.result;
    throw new Error(reply?.reason ?? 'The server gave no answer.');
  }
}
