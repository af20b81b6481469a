// Entry of the worker thread that runs a developer's code.

import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import { parseJson } from '../../../../core/json/parseJson';
import { codeMessage } from '../../../kernel/code/codeMessage';
import { serveJobs } from '../../../kernel/code/threadJobs';
import { thrownText } from '../../../kernel/code/thrownText';
import type { FormPart } from '../../../kernel/multipart/formPart';
import { MultipartError } from '../../../kernel/multipart/multipartError';
import { isMultipartForm, readMultipart } from '../../../kernel/multipart/readMultipart';
import type { HandlerAnswer, HandlerRequest } from '../currentSession';
import { BridgeClient } from './bridgeClient';
import type { ActionCall, CodeData, CodeJob, CodeResult, MethodCall } from './codeProtocol';
import { CodeRuntime } from './codeRuntime';
import { DataCalls } from './dataCalls';
import { Entity, EntitySelection } from './dataModel';
import { DataModels } from './dataModels';
import { FunctionCall } from './functionCall';
import { noDataKind } from './noData';
import { handlerAnswer, messageOfResult, OutgoingMessage, plainBody } from './outgoingMessage';
import { ReadableEntities } from './readableEntities';
import { RefusedCall } from './refusedCall';
import { RestResult } from './restResult';
import { saidInJson, unsayableKind } from './saidInJson';
import { projectMethod } from './singletons';
import { unusedValue, withUnused } from './unusedValue';
import { WebCommands } from './webCommands';

class CodeWorker {
  constructor(
    private readonly runtime: CodeRuntime,
    private readonly data: CodeData,
    private readonly models: DataModels,
  ) {}

  async result(job: CodeJob, run: number): Promise<CodeResult> {
    try {
      const { call } = job;
      const isRest = call.kind === 'rest' || call.kind === 'data';
      const parts = isRest ? [] : await this.partsOf(job.request);
      const { kind } = call;
      const findFile = (path: string) => this.runtime.ask('findFile', path);
      const web = new WebCommands(job.request, parts, findFile, kind === 'action' || kind === 'method');
      return await this.runtime.run(run, web, async () => {
        await this.models.load(job.dataClasses, (name) => void this.runtime.ask('loading', name));
        try {
          if (kind === 'action') return await this.action(job, call, web);
          return kind === 'method' ? await this.method(job, call, web) : await this.classFunction(job);
        } catch (error) {
          throw this.readableThrown(error);
        }
      });
    } catch (error) {
      const own = ownResult(error);
      if (own) return own;
      return { kind: 'threw', reason: this.words(error, job) };
    }
  }

  /** What is told of something that the code threw. */
  words(thrown: unknown, job: CodeJob | undefined): string {
    return codeMessage(thrownText(thrown, __dirname, job && fileOf(job)), this.data.message);
  }

  /**
   * The parts of a form with files. They are read before the code runs, because its calls are synchronous.
   * @throws MultipartError
   */
  private async partsOf({ verb, headers, body }: HandlerRequest): Promise<readonly FormPart[]> {
    const type = headers['content-type'] ?? '';
    const { parts, option } = this.data.form;
    const hasNone = body.length === 0 && (verb === 'GET' || verb === 'HEAD');
    return isMultipartForm(type) && !hasNone ? readMultipart(type, body, parts, option) : [];
  }

  /** A project method gets the text of the path, as in 4D. The request is this server's own addition. */
  private async action({ file, request }: CodeJob, call: ActionCall, web: WebCommands): Promise<CodeResult> {
    const { name, parameter } = call;
    const method = projectMethod(await load(file), name);
    if (!method) return { kind: 'noFunction', reason: `${file} exports no function for the method ${name}.` };
    const value = await method(parameter, this.runtime.messageOf(request));
    return withUnused(this.limited(web.answer()), unusedValue(value, name, web));
  }

  private async method({ file }: CodeJob, call: MethodCall, web: WebCommands): Promise<CodeResult> {
    const { name, parameters, wanted, isDatabaseMethod } = call;
    const method = projectMethod(await load(file), name);
    if (!method) return { kind: 'noFunction', reason: `${file} exports no function for the method ${name}.` };
    const value = await method(...parameters);
    if (wanted === 'answer') {
      const sent = web.hasSent
        ? this.limited(web.answer())
        : ({ kind: 'result', json: 'null', isNothing: true } as const);
      return withUnused(sent, unusedValue(value, name, web));
    }
    const isNothing = value === undefined;
    const unsayable = isDatabaseMethod ? unsayableKind(value) : undefined;
    if (unsayable !== undefined) return { kind: 'result', json: 'null', unsayable };
    const json = isNothing ? 'null' : saidInJson(value, `The value of ${name}`, this.readable());
    if (Buffer.byteLength(json) > this.data.answerBytes) return this.tooLarge();
    const unused = web.hasSent ? `What ${name} has sent is not used: what it returns is looked at alone.` : undefined;
    return withUnused({ kind: 'result', json, ...(isNothing && { isNothing }) }, unused);
  }

  private async classFunction(job: CodeJob): Promise<CodeResult> {
    const data = new DataCalls(load, this.models);
    const found = await data.functionOf(job, this.runtime.messageOf(job.request));
    if (!(found instanceof FunctionCall)) return found;
    const result = await found.run((operation, ...parameters) => this.runtime.ask(operation, ...parameters));
    if (job.call.kind === 'handler') return this.handlerResult(result, found.subject);
    return this.restResult(result, found.subject);
  }

  /** The answer of a handler. It may return any value, or nothing (docs/facts/4d-web.md#request-handlers). */
  private handlerResult(result: unknown, subject: string): CodeResult {
    try {
      return this.answer(messageOfResult(result));
    } catch (error) {
      if (error instanceof RefusedCall) throw error;
      return { kind: 'threw', reason: `${subject} returned what cannot be sent. ${(error as Error).message}` };
    }
  }

  /** What REST answers: the message itself if the function returns one, as in 4D, or its result as JSON. */
  private restResult(result: unknown, subject: string): CodeResult {
    if (result instanceof OutgoingMessage) return this.answer(result);
    const json = new RestResult(this.readable(), subject).json(result);
    return Buffer.byteLength(json) > this.data.answerBytes ? this.tooLarge() : { kind: 'result', json };
  }

  private answer(message: OutgoingMessage): CodeResult {
    const body = plainBody(message.body, this.readable());
    const bytes = Buffer.byteLength(body);
    return bytes > this.data.answerBytes ? this.tooLarge() : { kind: 'answer', answer: handlerAnswer(message, body) };
  }

  /** What the code threw, without what the session may not read of entities in it. */
  private readableThrown(thrown: unknown): unknown {
    if (typeof thrown !== 'object' || thrown === null || types.isNativeError(thrown)) return thrown;
    const readable = this.readable();
    try {
      const isData = thrown instanceof Entity || thrown instanceof EntitySelection;
      // Of an object with a message, nothing else is told.
      if (!isData && 'message' in thrown && typeof thrown.message === 'string' && thrown.message !== '') return thrown;
      const json = saidInJson(thrown, 'What the code threw', readable);
      return readable.hasShown ? parseJson(json) : thrown;
    } catch {
      return { message: wordsOfThrown(thrown) };
    }
  }

  /** What the session may read of entities, which is asked for each answer. */
  private readable(): ReadableEntities {
    const hidden = (dataClass: string, attributes: readonly string[]) => {
      const told = this.runtime.ask('hiddenAttributes', dataClass, attributes);
      if ('reason' in told) throw RefusedCall.by(told);
      return told;
    };
    return new ReadableEntities(hidden, (...names) => this.runtime.ask('leftOut', ...names));
  }

  private limited(answer: HandlerAnswer): CodeResult {
    return answer.body.byteLength > this.data.answerBytes ? this.tooLarge() : { kind: 'answer', answer };
  }

  private tooLarge(): CodeResult {
    return { kind: 'tooLarge', reason: `The answer is larger than ${this.data.answerLimit}.` };
  }
}

/** The result of a call that this server ended itself. What the code throws may fail when it is looked at. */
function ownResult(thrown: unknown): CodeResult | undefined {
  try {
    if (thrown instanceof RefusedCall) return thrown.result;
    if (!(thrown instanceof MultipartError)) return undefined;
    return { kind: thrown.isTooMuch ? 'tooManyParts' : 'malformedForm', reason: thrown.message };
  } catch {
    return undefined;
  }
}

/** What is told of something thrown that JSON cannot say. A proxy may fail whatever is asked of it. */
function wordsOfThrown(thrown: object): string {
  try {
    const noData = noDataKind(thrown);
    if (noData !== undefined) return `The code threw ${noData}, which is no Error and has no line`;
  } catch {
    // It fails when it is read, as the words below say.
  }
  return 'The code threw something that fails when it is read, or of which the session may read nothing.';
}

/** The module of a job. For a call of a dataclass, that of its class. */
function fileOf({ file, call, dataClasses }: CodeJob): string | undefined {
  if (file !== '' || call.kind !== 'data') return file;
  return dataClasses.find(({ name }) => name.toLowerCase() === call.dataClass.toLowerCase())?.dataClass;
}

/** Loads a CommonJS or ES module. */
function load(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href);
}

serveJobs<CodeData, CodeJob>(({ data, bridge, signal }) => {
  const runtime = new CodeRuntime(new BridgeClient(bridge, signal));
  runtime.install();
  const worker = new CodeWorker(runtime, data, new DataModels(load));
  return { work: (job, run) => worker.result(job, run), words: (thrown, job) => worker.words(thrown, job) };
});
