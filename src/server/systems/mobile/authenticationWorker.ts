// Entry of the worker thread that runs the authentication module.

import { pathToFileURL } from 'node:url';
import { tooDeepAt } from '../../../core/json/jsonDepth';
import { JsonTooDeepError } from '../../../core/json/parseJson';
import { codeMessage } from '../../kernel/code/codeMessage';
import { serveJobs } from '../../kernel/code/threadJobs';
import { thrownText } from '../../kernel/code/thrownText';
import type { AuthenticationInput, ModuleData, ModuleRequest, ModuleResult } from './authenticationProtocol';

type Hook = (input: AuthenticationInput) => unknown;

/** The name under which a module may export its function. It may also be the default export. */
const EXPORT_NAME = 'onMobileAppAuthentication';

async function answer(data: ModuleData, request: ModuleRequest): Promise<ModuleResult> {
  try {
    // This loads both kinds of modules: `module.exports` of CommonJS is the default export here.
    const hook = hookOf(await import(pathToFileURL(data.module).href));
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

function hookOf(exported: unknown): Hook | undefined {
  const { default: standard, [EXPORT_NAME]: named } = (exported ?? {}) as Record<string, unknown>;
  const inside = ((standard ?? {}) as Record<string, unknown>)[EXPORT_NAME];
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
