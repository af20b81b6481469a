import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { CallReply, CodeHostCall } from '../../../kernel/code/hostProtocol';
import type { BridgeCalls, BridgeOperation } from './codeProtocol';

/**
 * The bridge in the worker thread. It sends a call to the server and blocks the thread until the answer arrives,
 * because 4D code is synchronous.
 */
export class BridgeClient {
  private readonly signal: Int32Array;

  constructor(
    private readonly port: MessagePort,
    signal: SharedArrayBuffer,
  ) {
    this.signal = new Int32Array(signal);
  }

  /** @throws Error with the reason when the server refuses the call */
  call<O extends BridgeOperation>(
    run: number,
    operation: O,
    ...parameters: BridgeCalls[O]['parameters']
  ): BridgeCalls[O]['result'] {
    Atomics.store(this.signal, 0, 0);
    this.port.postMessage({ run, operation, parameters } satisfies CodeHostCall);
    // The notification of the reply before can arrive late and wake the thread too early.
    while (Atomics.load(this.signal, 0) === 0) Atomics.wait(this.signal, 0, 0);
    const reply = receiveMessageOnPort(this.port)?.message as CallReply | undefined;
    if (reply?.kind === 'result') return reply.result as BridgeCalls[O]['result'];
    throw new Error(reply?.reason ?? 'The server gave no answer.');
  }
}
