import type { FastifyReply } from 'fastify';
import { MOBILE_REASONS } from '../../../core/systems/mobile/mobileReasons';
import { SessionWriteError } from '../../../disk/sessionWriteError';
import { OutsideFolderError } from '../../../disk/writeErrors';
import type { FaceRequest } from '../../kernel/answer/face';
import { asRefusal, loggable } from '../../kernel/answer/httpError';
import { Refusal } from '../../kernel/answer/refusal';
import type { Trace } from '../../kernel/journal/trace';
import { MobileError, type MobileErrorCode, type RestErrorBody, restErrorBody } from './mobileRestError';

/** Turns an error of the file system into an error that the apps can read, and writes the reason to the journal. */
export function asMobileError(error: Error, trace: Trace): Error {
  if (error instanceof OutsideFolderError) {
    const told = MOBILE_REASONS.codes['mobile.name.refused'].sentence;
    return MobileError.of(trace, 'mobile.name.refused', 1904, 'The ids in the request are no plain file names.', {
      told,
    });
  }
  if (error instanceof SessionWriteError) {
    // The message has paths of this machine. It goes to the journal, not to the device.
    const told = error.message;
    return MobileError.of(trace, 'mobile.file.unwritable', 1903, 'The session file could not be written.', { told });
  }
  return error;
}

/** Answers any thrown error in the form that the apps read. */
export function answerError(
  error: Error,
  request: FaceRequest,
  reply: FastifyReply,
  log: (message: string) => void,
): FastifyReply {
  if (error instanceof MobileError) {
    if (error.allow !== undefined) reply.header('allow', error.allow);
    if (error.retryAfter !== undefined) reply.header('retry-after', String(error.retryAfter));
    return reply.code(error.status).send(error.body);
  }
  const { trace, routeOptions } = request;
  const refusal = asRefusal(error, request);
  const { statusCode, headers, message } = refusal;
  refusal.noteIn(trace);
  // A refusal is no mistake of this server: its sentence says all.
  const told = error instanceof Refusal ? error.message : loggable(error);
  if (statusCode >= 500) log(`${routeOptions.url ?? 'A mobile route'} failed: ${told}`);
  return reply.code(statusCode).headers(headers).send(mobileRefusalBody(statusCode, message));
}

/** A refusal of the server itself, such as of a foreign `Host` header, as the mobile error that is closest to it. */
export function mobileRefusalBody(status: number, message: string): RestErrorBody {
  return restErrorBody(codeOf(status), message);
}

function codeOf(status: number): MobileErrorCode {
  if (status >= 500) return 1903;
  const codes: Record<number, MobileErrorCode> = { 401: 1907, 403: 1906, 404: 1909, 405: 1910 };
  return codes[status] ?? 1904;
}
