// Entry of the worker thread that runs a module that stands for a database method of 4D.

import { AsyncLocalStorage } from 'node:async_hooks';
import { pathToFileURL } from 'node:url';
import { tooDeepAt } from '../../../core/json/jsonDepth';
import { JsonTooDeepError } from '../../../core/json/parseJson';
import { codeMessage } from '../../kernel/code/codeMessage';
import { HostCalls } from '../../kernel/code/hostCalls';
import { serverGlobals } from '../../kernel/code/serverGlobals';
import { serveJobs } from '../../kernel/code/threadJobs';
import { thrownText } from '../../kernel/code/thrownText';
import type { HookInput, ModuleData, ModuleRequest, ModuleResult } from './hookProtocol';

type Hook = (input: HookInput) => unknown;

async function answer(data: ModuleData, request: ModuleRequest): Promise<ModuleResult> {
  try {
    // This loads both kinds of modules: `module.exports` of CommonJS is the default export here.
    const hook = hookOf(await import(pathToFileURL(data.module).href), data.exportName);
    if (!hook) return { kind: 'noFunction' };
    if (request.kind === 'load') return { kind: 'loaded' };
    const { json, unwritable } = written(await hook(request.input));
    if (unwritable !== undefined) return { kind: 'answer', unwritable: codeMessage(unwritable, data.message) };
    if (json !== undefined && tooDeepAt(json) !== undefined) throw new JsonTooDeepError();
    const bytes = Buffer.byteLength(json ?? '');
    if (bytes > data.answerBytes) {
      return { kind: 'tooLarge', reason: `The answer is larger than ${data.answerLimit}.` };
    }
    return { kind: 'answer', ...(json !== undefined && { json }) };
  } catch (error) {
    return { kind: 'failure', reason: words(data, error) };
  }
}

function words(data: ModuleData, thrown: unknown): string {
  return codeMessage(thrownText(thrown, __dirname), data.message);
}

/** It may be the default export, or have its name. */
function hookOf(exported: unknown, name: string): Hook | undefined {
  const { default: standard, [name]: named } = (exported ?? {}) as Record<string, unknown>;
  const inside = ((standard ?? {}) as Record<string, unknown>)[name];
  return [named, standard, inside].find((each) => typeof each === 'function') as Hook | undefined;
}

/** The result as JSON. Without it for what JSON leaves out, such as undefined and functions, and for what it cannot represent. */
function written(value: unknown): { readonly json?: string; readonly unwritable?: string } {
  try {
    const json = JSON.stringify(value, (name, each: unknown) => {
      if (typeof each !== 'bigint') return each;
      throw new TypeError(name === '' ? 'it is a BigInt' : `“${name}” is a BigInt`);
    });
    return json === undefined ? {} : { json };
  } catch (error) {
    // That of JSON itself has a place in this file, which helps nobody.
    return { unwritable: error instanceof TypeError ? error.message : thrownText(error) };
  }
}

serveJobs<ModuleData, ModuleRequest>(({ data, bridge, signal }) => {
  const calls = new HostCalls(bridge, signal);
  const runs = new AsyncLocalStorage<{ readonly number: number; isOver: boolean }>();
  const globals = serverGlobals((operation, ...parameters) => {
    const run = runs.getStore();
    if (!run) throw new Error('Mails and addresses are there while a request is answered, not while a module loads.');
    if (run.isOver) throw new Error('The request of this code was answered already: wait for what is asynchronous.');
    return calls.ask(run.number, operation, parameters);
  });
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { configurable: true, enumerable: false, writable: true, value });
  }
  const work = async (request: ModuleRequest, number: number) => {
    const run = { number, isOver: false };
    try {
      return await runs.run(run, () => answer(data, request));
    } finally {
      run.isOver = true;
    }
  };
  return { work, words: (thrown) => words(data, thrown) };
});
