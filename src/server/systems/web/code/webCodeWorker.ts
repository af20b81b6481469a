// Entry of the worker thread that runs a developer's code.

import { pathToFileURL } from 'node:url';
import { tooDeepAt } from '../../../../core/json/jsonDepth';
import { JsonTooDeepError } from '../../../../core/json/parseJson';
import { codeMessage } from '../../../kernel/code/codeMessage';
import { serveJobs } from '../../../kernel/code/threadJobs';
import { thrownText } from '../../../kernel/code/thrownText';
import { BridgeClient } from './bridgeClient';
import type { CodeData, CodeJob, CodeResult } from './codeProtocol';
import { CodeRuntime } from './codeRuntime';
import { handlerAnswer, messageOfResult, type OutgoingMessage, plainBody } from './outgoingMessage';
import { classOf, functionOf, isExposed, projectMethod, singletonOf } from './singletons';
import { WebCommands } from './webCommands';

class CodeWorker {
  constructor(
    private readonly runtime: CodeRuntime,
    private readonly data: CodeData,
  ) {}

  async result(job: CodeJob, run: number): Promise<CodeResult> {
    try {
      if (job.call.kind === 'action') return await this.action(job, run, job.call.name);
      return await this.runtime.run(run, undefined, () => this.singletonFunction(job));
    } catch (error) {
      return { kind: 'threw', reason: codeMessage(thrownText(error, __dirname), this.data.message) };
    }
  }

  private async action({ file, request }: CodeJob, run: number, name: string): Promise<CodeResult> {
    const web = await WebCommands.of(request);
    return this.runtime.run(run, web, async () => {
      const method = projectMethod(await load(file), name);
      if (!method) return { kind: 'noFunction', reason: `${file} exports no function for the method ${name}.` };
      await method(this.runtime.messageOf(request));
      return this.answer(web.response);
    });
  }

  private async singletonFunction({ file, call, request }: CodeJob): Promise<CodeResult> {
    if (call.kind === 'action') throw new TypeError('A project method belongs to no class.');
    const { className, method } = call;
    const theClass = classOf(await load(file), className);
    if (!theClass) return { kind: 'noSingleton', reason: `${file} exports no class ${className}.` };
    const run = functionOf(singletonOf(theClass), method);
    if (!run) return { kind: 'noFunction', reason: `${className} has no ${method}().` };
    if (call.kind === 'handler') return this.handlerResult(await run(this.runtime.messageOf(request)), call);
    if (!isExposed(theClass, method)) {
      return {
        kind: 'noFunction',
        reason: `${className}.${method}() is not exposed: list it in “static exposed = ['${method}']”.`,
      };
    }
    const result = await run(...call.parameters);
    const json = jsonOf(result, call);
    const bytes = Buffer.byteLength(json);
    return bytes > this.data.answerBytes ? this.tooLarge() : { kind: 'result', json };
  }

  /** The answer of a handler. It may return any value, or nothing (docs/facts/4d-web.md#request-handlers). */
  private handlerResult(result: unknown, { className, method }: { className: string; method: string }): CodeResult {
    try {
      return this.answer(messageOfResult(result));
    } catch (error) {
      const reason = `${className}.${method}() returned what cannot be sent. ${(error as Error).message}`;
      return { kind: 'threw', reason };
    }
  }

  private answer(message: OutgoingMessage): CodeResult {
    const body = plainBody(message.body);
    const bytes = Buffer.byteLength(body);
    return bytes > this.data.answerBytes ? this.tooLarge() : { kind: 'answer', answer: handlerAnswer(message, body) };
  }

  private tooLarge(): CodeResult {
    return { kind: 'tooLarge', reason: `The answer is larger than ${this.data.answerLimit}.` };
  }
}

function jsonOf(result: unknown, { className, method }: { className: string; method: string }): string {
  const json = JSON.stringify(result ?? null);
  if (json === undefined) throw new TypeError(`${className}.${method}() returned what JSON cannot say.`);
  if (tooDeepAt(json) !== undefined) throw new JsonTooDeepError();
  return json;
}

/** Loads a CommonJS or ES module. */
function load(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href);
}

serveJobs<CodeData, CodeJob>(({ data, bridge, signal }) => {
  const runtime = new CodeRuntime(new BridgeClient(bridge, signal));
  runtime.install();
  const worker = new CodeWorker(runtime, data);
  return (job, run) => worker.result(job, run);
});
