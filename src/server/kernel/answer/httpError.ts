import type { FastifyRequest } from 'fastify';
import type { JournalRemedy } from '../../../core/protocol/journal';
import { optionWords } from '../../../core/server/optionWords';
import { SERVER_REASONS } from '../../../core/server/serverReasons';
import { Refusal, type RefusalName, refusing } from './refusal';

/** The short names of the refusals of the server itself. */
export type HttpErrorCode = RefusalName<'server', typeof SERVER_REASONS.codes>;

/** A refusal of the server itself. Systems may throw it too, and declare others of their own. */
export const HttpError = refusing(SERVER_REASONS);

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The option that sets `bodyLimit` of the route, in MiB: `bodyMb` unless given. False if no option sets it. */
    bodyOption?: string | false;
    /** The greatest value of this option. */
    bodyMostMb?: number;
  }
}

/** What Fastify adds to its own errors, as far as it is used here. */
interface FrameworkError extends Error {
  readonly code?: string;
  readonly statusCode?: number;
  readonly validation?: unknown;
  readonly validationContext?: keyof typeof INVALID;
}

/** The refusals for the parts of a request that Fastify validates. */
const INVALID = {
  body: 'body-invalid',
  headers: 'headers-invalid',
  params: 'params-invalid',
  querystring: 'query-invalid',
} as const;

const MEBIBYTE = 1024 * 1024;
/** The maximum of `bodyMb`, and of the options like it unless they say another. */
const LARGEST_MB = 512;

/**
 * Converts an error of the framework or of a handler to a refusal. An unexpected error becomes status 500.
 * @param request absent if the error came before it had a route
 */
export function asRefusal(error: Error, request?: FastifyRequest): Refusal {
  if (error instanceof Refusal) return error;
  const { code, statusCode, validation, validationContext = 'body' } = error as FrameworkError;
  if (validation) return new HttpError(400, INVALID[validationContext], sentence(error.message));
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return bodyRefusal(request);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new HttpError(415, 'media-type', mediaTypeWords(request));
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new HttpError(400, 'content-length', 'The body is not as long as Content-Length says; send all of it.');
    case 'FST_ERR_BAD_URL':
      return new HttpError(400, 'url-malformed', 'The path is not well-formed; encode % as %25.');
    case 'ECONNRESET':
      // Node reports this when a client leaves in the middle of its body.
      if (statusCode === 400) return new HttpError(400, 'client-gone', 'The client left in the middle of its request.');
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new HttpError(statusCode, 'refused', sentence(error.message));
  }
  return new HttpError(500, 'crash', 'The server made a mistake here and goes on; its log says which.');
}

/** The refusal of a body that is too large. It names the option that sets the limit of its route. */
function bodyRefusal(request: FastifyRequest | undefined): Refusal {
  const { bodyLimit = MEBIBYTE, config } = request?.routeOptions ?? {};
  const { bodyOption: option = 'bodyMb', bodyMostMb: most = LARGEST_MB } = config ?? {};
  const length = Number(request?.headers['content-length']);
  const { message, remedy } = bodyAdvice(bodyLimit, option === false ? undefined : { option, most }, length);
  return new HttpError(413, 'body-too-large', message, { remedy });
}

/**
 * What to tell of a body that is too large.
 * @param limit bytes
 * @param raised the option that sets the limit, and its greatest value, in MiB. Undefined if no option sets it
 * @param length bytes of the body, NaN when that is not known
 */
export function bodyAdvice(
  limit: number,
  raised: { readonly option: string; readonly most: number } | undefined,
  length: number,
): { readonly message: string; readonly remedy?: JournalRemedy } {
  const problem = `The body is larger than ${limit / MEBIBYTE} MiB; send less`;
  if (!raised) return { message: `${problem}.` };
  const { option, most } = raised;
  const wanted = Math.ceil(length / MEBIBYTE);
  if (wanted > most) return { message: `${problem}: ${optionWords(option)} can be ${most} at most.` };
  const message = `${problem}, or raise ${optionWords(option)}.`;
  return { message, remedy: { option, ...(wanted > 0 && { value: wanted }) } };
}

/** Of a type that is none, such as `multipart`, also a route that takes any type says so. */
function mediaTypeWords(request: FastifyRequest | undefined): string {
  const type = String(request?.headers['content-type'] ?? '').trim();
  if (/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;|$)/.test(type)) {
    return 'The body is of a kind that is not read here; send application/json.';
  }
  return `Content-Type is “${type.slice(0, 100)}”, which is no media type; send one such as application/json, or multipart/form-data with a boundary.`;
}

function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/**
 * The part of an error that may be logged: its message without anything that could be a token, and where it was thrown.
 */
export function loggable(error: unknown): string {
  if (!(error instanceof Error)) return withoutSecrets(String(error));
  const [, ...frames] = (error.stack ?? '').slice(`${error.name}: ${error.message}`.length).split('\n');
  return [`${error.name}: ${withoutSecrets(error.message)}`, ...frames].join('\n');
}

/** Removes long runs without a space, because tokens, codes and ids are such runs. Words and names are shorter. */
function withoutSecrets(text: string): string {
  return text.replace(/[A-Za-z0-9+_=-]{16,}/g, '…');
}
