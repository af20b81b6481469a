import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { JournalRemedy } from '../../../core/protocol/journal';
import type { HandlerAnswer } from './currentSession';
import { note, type WebRefusalRule } from './note';
import type { CodeFailure, CodeOutcome } from './webCode';
import { sendRestError } from './webRestError';

/** How the code was called. It decides which status is sent for missing code. */
export type Door = 'handler' | 'action' | 'singleton' | 'datastore' | 'data';

/** How a REST client is told that something is missing. The words for singletons are 4D's. */
const MISSING: Readonly<Record<Exclude<Door, 'action'>, { readonly owner: string; readonly method: string }>> = {
  handler: { owner: 'Cannot find singleton.', method: 'Cannot find singleton function.' },
  singleton: { owner: 'Cannot find singleton.', method: 'Cannot find singleton function.' },
  datastore: { owner: 'Cannot find the class of the datastore.', method: 'Cannot find datastore function.' },
  data: { owner: 'Cannot find dataclass.', method: 'Cannot find dataclass function.' },
};

const FAILURES: Readonly<Record<CodeFailure['kind'], WebRefusalRule>> = {
  noModule: 'web.code.noModule',
  noSingleton: 'web.code.noSingleton',
  noDataClass: 'web.code.noDataClass',
  noFunction: 'web.code.noFunction',
  notForGet: 'web.rest.get',
  noEntity: 'web.rest.entity',
  noQuery: 'web.rest.query',
  badParameter: 'web.rest.parameters',
  forbidden: 'web.permission.refused',
  malformedForm: 'web.multipart',
  tooManyParts: 'web.multipart',
  threw: 'web.code.threw',
  timeout: 'web.code.timeout',
  busy: 'web.code.busy',
  left: 'web.code.left',
  memory: 'web.code.memory',
  tooLarge: 'web.code.tooLarge',
};

/** The options that set the limits that the processes of the code check themselves. */
const LIMITED_BY: Readonly<Partial<Record<CodeFailure['kind'], string>>> = {
  tooManyParts: 'web.bodyParts',
  tooLarge: 'web.codeLimits.answerMb',
};

// Headers that are not copied: those of the connection, and those that the server computes itself. An answer with a length
// has no trailers (RFC 9112, 6.5).
const NOT_PASSED_ON = new Set([
  ...['connection', 'content-length', 'date', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
]);
/** The characters allowed in the name and the value of a header (RFC 9110, 5.1 and 5.5). */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Sends the result of a developer's code. */
export function sendOutcome(reply: FastifyReply, outcome: CodeOutcome, door: Door): FastifyReply {
  if (outcome.kind !== 'answer') return sendFailure(reply, outcome, door);
  const error = errorOf(outcome.answer);
  if (error !== undefined) return sendFailure(reply, { kind: 'threw', reason: error }, door);
  const { status, headers, cookies = [], body, isChunked = false } = outcome.answer;
  const { trace } = reply.request;
  // A passcode that was refused says more than the status with which the code tells of it.
  if (status >= 400 && !trace.causes.some(({ kind }) => kind === 'refused')) {
    note(trace, 'web.code.refused', `The code answered with the status ${status}.`);
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!NOT_PASSED_ON.has(name.toLowerCase())) reply.header(name, value);
  }
  for (const cookie of cookies) reply.header('set-cookie', cookie);
  const bytes = outcome.page?.bytes ?? Buffer.from(body);
  // A stream has no length, so it is sent in chunks.
  return reply.code(status).send(isChunked ? Readable.from([bytes]) : bytes);
}

export function sendFailure(reply: FastifyReply, failure: CodeFailure, door: Door): FastifyReply {
  if (failure.retryAfter !== undefined) reply.header('retry-after', String(failure.retryAfter));
  const { kind, error, reason } = failure;
  const told = error ? { ...error, componentSignature: 'dbmg' } : { message: textOf(failure, door) };
  return sendRestError(reply, FAILURES[kind], statusOf(failure, door), told, reason, remedyOf(failure));
}

/** The option that the reader of the journal can set. Undefined when no option sets the limit. */
export function remedyOf({ kind, option = LIMITED_BY[kind] }: CodeFailure): JournalRemedy | undefined {
  return option === undefined ? undefined : { option };
}

function textOf({ kind, reason }: CodeFailure, door: Door): string {
  if (door === 'action') return reason;
  if (kind === 'noFunction') return `${MISSING[door].method} ${reason}`;
  return isMissing(kind) ? `${MISSING[door].owner} ${reason}` : reason;
}

function statusOf({ kind }: CodeFailure, door: Door): number {
  if (kind === 'malformedForm' || kind === 'badParameter') return 400;
  if (kind === 'tooManyParts') return 413;
  if (kind === 'busy' || kind === 'left') return 503;
  if (kind === 'forbidden') return 403;
  if (kind === 'notForGet' || kind === 'noEntity') return 404;
  if (kind === 'noQuery') return 501;
  // For a handler the address is right, but the code that it names is missing. That is an error of the project.
  return isMissing(kind) && door !== 'handler' ? 404 : 500;
}

function isMissing(kind: CodeFailure['kind']): boolean {
  return kind === 'noModule' || kind === 'noSingleton' || kind === 'noDataClass' || kind === 'noFunction';
}

/** Why an answer cannot be sent; undefined when it can. */
function errorOf({ status, headers, cookies = [] }: HandlerAnswer): string | undefined {
  if (!Number.isInteger(status) || status < 200 || status > 599) return `The code answered with the status ${status}.`;
  for (const [name, value] of Object.entries(headers)) {
    if (!HEADER_NAME.test(name) || !HEADER_VALUE.test(value)) return 'The code answered with a header that is none.';
  }
  if (!cookies.every((cookie) => HEADER_VALUE.test(cookie))) return 'The code answered with a cookie that is none.';
  return undefined;
}
