import type { FastifyReply } from 'fastify';
import { counted } from '../../../../core/base/counted';
import { strictlyDecoded } from '../../../../core/base/urlText';
import { parseJson } from '../../../../core/json/parseJson';
import { isRecord } from '../../../../core/session/sessionFields';
import type { FaceRequest } from '../../../kernel/answer/face';
import type { Trace } from '../../../kernel/journal/trace';
import { tellUndecodable } from '../actionAnswer';
import type { Caller } from '../callers';
import type { DoneActions } from '../doneActions';
import { refuse } from '../mobileRestError';
import { note } from '../note';
import { type DataFault, type DataFound, type DataReply, type DataRequest, dataFaultText } from './dataProtocol';
import { DataThread, DataThreadError } from './dataThread';
import type { NearRoute } from './nearRoute';

/** How many faulty files the journal names. */
const MOST_TOLD = 3;

/** Longer answers to actions are not looked at, in bytes. */
const LONGEST_DECODED = 1024 * 1024;

/** What `RecordedAnswers` needs. */
export interface RecordedAnswersParts {
  /** Absolute path. */
  readonly folder: string;
  readonly actions: DoneActions;
  /** The routes that the server answers itself, as path patterns. Asked for when the files are read. */
  readonly own: () => readonly string[];
  readonly log: (message: string) => void;
}

interface Looked {
  /** The path of the request, decoded. */
  readonly asked: string;
  readonly found: DataFound;
  readonly faults: readonly DataFault[];
}

/** Plays the answers of a folder: the option `mobile.data` (docs/mobile-data.md). */
export class RecordedAnswers {
  private readonly thread: DataThread;
  /** The faults that were logged last. Each is logged once, and again when the file was mended in between. */
  private told: ReadonlySet<string> = new Set();
  /** Ends when the last action that was asked for is remembered, or has failed. */
  private lastAction: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: RecordedAnswersParts) {
    this.thread = new DataThread(() => ({ folder: parts.folder, own: parts.own() }));
  }

  /** Reads the files, and logs what is wrong with them. */
  async look(): Promise<void> {
    try {
      await this.ask({ kind: 'look' });
    } catch (error) {
      if (!(error instanceof DataThreadError)) throw error;
      this.parts.log(`${error.message}.`);
    }
  }

  /**
   * Sends the answer that fits a request.
   * @param nearestRoute the route of the server itself that is nearest, which is told if no answer is near, or if it is meant in other letters
   * @throws MobileError 1909 when no answer fits, 1279 when the session lacks what the answer needs, 1903 when it cannot be read
   */
  async play(
    request: FaceRequest,
    reply: FastifyReply,
    caller: Caller,
    nearestRoute?: NearRoute,
  ): Promise<FastifyReply> {
    return this.send(await this.find(request, caller), request, reply, nearestRoute);
  }

  /**
   * The recorded answer to an action is sent, and one that says that the action ended with success is remembered. It is
   * looked for once, before it is remembered: an answer that comes after its own action is for the second time. Of actions
   * that are asked for at the same time, each waits until the one before is remembered. So exactly one is the first.
   * @throws MobileError as `play`
   */
  async playAction(request: FaceRequest, reply: FastifyReply, caller: Caller, action: string): Promise<FastifyReply> {
    const looking = this.lastAction.then(() => this.findAction(request, caller, action));
    // What fails is told to the request that it is about, and keeps no other one waiting.
    this.lastAction = looking.catch(() => undefined);
    return this.send(await looking, request, reply);
  }

  dispose(): Promise<void> {
    return this.thread.dispose();
  }

  private send(
    { found, faults, asked }: Looked,
    { trace }: FaceRequest,
    reply: FastifyReply,
    nearestRoute?: NearRoute,
  ): FastifyReply {
    switch (found.kind) {
      case 'fits':
        note(trace, 'mobile.data.played', `The recorded answer of ${found.file} was played.`);
        for (const { file, effect, reason } of faults) {
          const isSentOtherwise = effect === 'sentRaw' || effect === 'changed';
          if (isSentOtherwise && file === found.file) note(trace, 'mobile.data.unclear', `${file}: ${reason}.`);
        }
        return reply.code(found.status).headers(found.headers).send(Buffer.from(found.bytes));
      case 'placeholder': {
        const told = `The answer of ${found.file} needs ${found.variable}, which the session does not have.`;
        return refuse(trace, 'mobile.data.placeholder', 1279, undefined, { told });
      }
      case 'unusable':
        return unusable(trace, `${found.file}: ${found.reason}.`);
      case 'none': {
        const isFor = ({ path }: DataFault) => path === asked;
        const left = faults.filter(({ effect }) => effect === 'leftOut');
        const ordered = [...left.filter(isFor), ...left.filter((fault) => !isFor(fault))];
        for (const fault of ordered.slice(0, MOST_TOLD)) {
          note(trace, 'mobile.data.faulty', `A file is left out: ${dataFaultText(fault)}.`);
        }
        const more = ordered.length - MOST_TOLD;
        if (more > 0) {
          const words = `${counted(more, 'more file')} ${more === 1 ? 'is' : 'are'} left out; the log names each.`;
          note(trace, 'mobile.data.faulty', words);
        }
        const isMeant = nearestRoute?.isSame === true;
        const nearest = isMeant ? `${nearestRoute.name}, in these letters` : (found.nearest ?? nearestRoute?.name);
        const [meant] = left.filter(isFor);
        const other = nearest === undefined ? '' : ` The nearest is ${nearest}.`;
        // Whatever is near, the file that is meant is the faulty one.
        const hint = meant ? ` The file for this path is left out: ${meant.file}.` : other;
        return refuse(trace, 'mobile.data.none', 1909, 'No recorded answer fits the request.', {
          told: `No recorded answer of “mobile.data” fits.${hint}`,
        });
      }
    }
  }

  private async findAction(request: FaceRequest, caller: Caller, action: string): Promise<Looked> {
    const looked = await this.find(request, caller, true);
    const { found } = looked;
    if (found.kind === 'fits') tellUndecodable(request.trace, objectIn(found.bytes));
    if (found.kind === 'fits' && found.isSuccess) await this.parts.actions.add(action, request.trace);
    return looked;
  }

  private async find(request: FaceRequest, caller: Caller, isAction = false): Promise<Looked> {
    const { method, url } = request;
    const at = url.indexOf('?');
    const path = strictlyDecoded(at < 0 ? url : url.slice(0, at));
    if (path === undefined) {
      return refuse(request.trace, 'mobile.body.invalid', 1904, 'The path is not well percent-encoded.');
    }
    const session = caller.kind === 'device' ? caller.held.session : undefined;
    const ask = {
      // A HEAD request gets what a GET request gets, without the body.
      method: method === 'HEAD' ? 'GET' : method,
      path,
      query: at < 0 ? [] : [...new URLSearchParams(url.slice(at + 1))],
      variables: {
        email: session?.email ?? '',
        userInfo: { ...session?.userInfo },
      },
      actions: await this.parts.actions.all(),
    };
    try {
      const { found, faults } = await this.ask({ kind: 'ask', ask, isAction });
      return { found: found ?? { kind: 'none' }, faults, asked: path };
    } catch (error) {
      if (!(error instanceof DataThreadError)) throw error;
      return unusable(request.trace, `${error.message}.`);
    }
  }

  private async ask(request: DataRequest): Promise<DataReply> {
    const reply = await this.thread.ask(request);
    const texts = reply.faults.map(dataFaultText);
    for (const text of texts) {
      if (!this.told.has(text)) this.parts.log(`“mobile.data”: ${text}.`);
    }
    this.told = new Set(texts);
    return reply;
  }
}

/** The object that an answer is. Empty if it is another. */
function objectIn(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  if (bytes.length > LONGEST_DECODED) return {};
  try {
    const value: unknown = parseJson(Buffer.from(bytes).toString('utf8'));
    return isRecord(value) ? value : {};
  } catch {
    // Another answer is another matter.
    return {};
  }
}

/** No database method is involved, so the error is not that of one. */
function unusable(trace: Trace, told: string): never {
  const reason = 'The recorded answer cannot be read; the journal of the dev session server says why.';
  return refuse(trace, 'mobile.data.unusable', 1909, reason, { status: 500, told });
}
