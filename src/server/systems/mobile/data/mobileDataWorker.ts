// Entry of the worker thread that reads the folder with recorded answers and finds those that fit.
import { parentPort, workerData } from 'node:worker_threads';
import type { MobileDataAnswer } from '../../../../core/systems/mobile/mobileData';
import { filledText, filledValue, MissingVariableError } from '../../../../core/systems/mobile/mobileVariables';
import { saysActionSuccess } from '../actionSuccess';
import { DataFolder } from './dataFolder';
import { type FittingAnswer, matchData } from './dataMatch';
import type { DataAsk, DataFound, DataReply, DataRequest, DataStart } from './dataProtocol';

interface Body {
  readonly bytes: Uint8Array;
  /** Absent where nobody can tell. */
  readonly type?: string;
}

class DataWorker {
  constructor(private readonly folder: DataFolder) {}

  handle(id: number, request: DataRequest): DataReply {
    const { files, faults } = this.folder.look();
    if (request.kind === 'look') return { id, faults };
    const { ask, isAction } = request;
    const match = matchData(files, ask);
    return { id, faults, found: match.kind === 'none' ? match : this.found(match, ask, isAction) };
  }

  private found({ name: file, answer }: FittingAnswer, ask: DataAsk, isAction: boolean): DataFound {
    try {
      const { bytes, type } = this.body(file, answer, ask);
      const { status = 200, headers = {} } = answer;
      const isTyped = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
      const all = isTyped || type === undefined ? headers : { ...headers, 'content-type': type };
      const isSuccess = isAction && saysActionSuccess(status, bytes);
      return { kind: 'fits', file, status, headers: all, bytes, isSuccess };
    } catch (error) {
      if (error instanceof MissingVariableError) return { kind: 'placeholder', file, variable: error.variable };
      return { kind: 'unusable', file, reason: (error as Error).message };
    }
  }

  /** @throws Error that says why there is none */
  private body(name: string, answer: MobileDataAnswer, { variables }: DataAsk): Body {
    const { body, text, base64, file, literal = false } = answer;
    if (file !== undefined) return { bytes: this.folder.body(name, file) };
    if (base64 !== undefined) return { bytes: Uint8Array.from(Buffer.from(base64, 'base64')) };
    if (text !== undefined) {
      return { bytes: bytesOf(literal ? text : filledText(text, variables)), type: 'text/plain; charset=utf-8' };
    }
    if (body === undefined) return { bytes: new Uint8Array() };
    const value = literal ? body : filledValue(body, variables);
    return { bytes: bytesOf(JSON.stringify(value)), type: 'application/json; charset=utf-8' };
  }
}

/** In memory of its own, so that it can be handed to another thread. */
function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

const { folder, own } = workerData as DataStart;
const worker = new DataWorker(new DataFolder(folder, own));
parentPort?.on('message', ({ id, request }: { readonly id: number; readonly request: DataRequest }) => {
  parentPort?.postMessage(worker.handle(id, request));
});
