import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { BridgeCalls, BridgeOperation, BridgeReply, BridgeRequest } from './codeProtocol';

/** The thread's side of the bridge: asks the server and stands still until the answer is there, as 4D's code does. */
export class BridgeClient {
  private readonly signal: Int32Array;

  constructor(
    private readonly port: MessagePort,
    signal: SharedArrayBuffer,
  ) {
    this.signal = new Int32Array(signal);
  }

  /** @throws what the server says against it */
  call<O extends BridgeOperation>(
    run: number,
    operation: O,
    ...parameters: BridgeCalls[O]['parameters']
  ): BridgeCalls[O]['result'] {
    Atomics.store(this.signal, 0, 0);
    this.port.postMessage({ run, operation, parameters } satisfies BridgeRequest);
    Atomics.wait(this.signal, 0, 0);
    const reply = receiveMessageOnPort(this.port)?.message as BridgeReply | undefined;
    if (reply?.kind === 'result') return reply.result as BridgeCalls[O]['result'];
    throw new Error(reply?.reason ?? 'The server gave no answer.');
  }
}
