import { HostCalls } from '../../../kernel/code/hostCalls';
import type { BridgeCalls, BridgeOperation } from './codeProtocol';

/** The bridge in the worker thread: the calls that code of the web face may make. */
export class BridgeClient extends HostCalls {
  /** @throws Error with the reason when the server refuses the call */
  call<O extends BridgeOperation>(
    run: number,
    operation: O,
    ...parameters: BridgeCalls[O]['parameters']
  ): BridgeCalls[O]['result'] {
    return this.ask(run, operation, parameters) as BridgeCalls[O]['result'];
  }
}
