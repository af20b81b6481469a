// Entry of the worker thread that runs a module that stands for a database method of 4D.

import { pathToFileURL } from 'node:url';
import { tooDeepAt } from '../../../core/json/jsonDepth';
import { JsonTooDeepError } from '../../../core/json/parseJson';
import { codeMessage } from '../../kernel/code/codeMessage';
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
    const json = jsonOf(await hook(request.input));
    if (json !== undefined && tooDeepAt(json) !== undefined) throw new JsonTooDeepError();
    const bytes = Buffer.byteLength(json ?? '');
    if (bytes > data.answerBytes) {
      return { kind: 'tooLarge', reason: `The answer is larger than ${data.answerLimit}.` };
    }
    return { kind: 'answer', ...(json !== undefined && { json }) };
  } catch (error) {
    return { kind: 'failure', reason: codeMessage(thrownText(error), data.message) };
  }
}

/** It may be the default export, or have its name. */
function hookOf(exported: unknown, name: string): Hook | undefined {
  const { default: standard, [name]: named } = (exported ?? {}) as Record<string, unknown>;
  const inside = ((standard ?? {}) as Record<string, unknown>)[name];
  return [named, standard, inside].find((each) => typeof each === 'function') as Hook | undefined;
}

/** Undefined for what JSON cannot represent: undefined, a circular reference, a BigInt. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

serveJobs<ModuleData, ModuleRequest>(
  ({ data }) =>
    (request) =>
      answer(data, request),
);
