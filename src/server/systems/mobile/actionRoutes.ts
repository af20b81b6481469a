import type { FastifyReply } from 'fastify';
import { COMMON_SECRETS } from '../../../core/redaction/namedSecrets';
import { SentSecrets } from '../../../core/redaction/sentSecrets';
import { optionWords } from '../../../core/server/optionWords';
import { isRecord } from '../../../core/session/sessionFields';
import type { FaceRequest } from '../../kernel/answer/face';
import { sendInPieces } from '../../kernel/answer/sendInPieces';
import { whileAsked } from '../../kernel/answer/whileAsked';
import type { ServerFunctions } from '../../kernel/code/serverFunctions';
import type { Trace } from '../../kernel/journal/trace';
import { tellUndecodable } from './actionAnswer';
import type { Callers } from './callers';
import type { RecordedAnswers } from './data/recordedAnswers';
import type { DoneActions } from './doneActions';
import type { HookModule, ModuleFailure } from './hookModule';
import type { ActionInput } from './hookProtocol';
import { type MobileErrorCode, refuse } from './mobileRestError';
import { type MobileRoute, ROOT } from './mobileRoute';
import type { HeldMobileSession } from './mobileState';
import { ModuleCalls } from './moduleCalls';
import { type MobileRefusalRule, note } from './note';
import { optionalObjectBody } from './requestBody';
import { sessionAddress } from './sessionDocument';
import type { Uploads } from './uploads';

/** The maximum of `mobile.uploadMb`. */
const LARGEST_UPLOAD_MB = 256;
/** Seconds that 4D keeps an upload, unless the app asks for others (docs/mobile-data.md#uploads). */
const KEPT_S = 120;
const LONGEST_KEPT_S = 86_400;
const LONGEST_TYPE = 200;

/** The path of all actions. */
export const ACTION_PATH = `${ROOT}/$action/*`;

const ADVICE = `Set ${optionWords('mobile.actionModule')} for a module that plays it, or ${optionWords('mobile.data')} for recorded answers.`;

/** What plays *On Mobile App Action*: a module, or recorded answers, or neither. */
export interface ActionParts {
  readonly module: HookModule | undefined;
  readonly data: RecordedAnswers | undefined;
  readonly uploads: Uploads;
  readonly done: DoneActions;
  /** MiB of an upload. */
  readonly uploadMb: number;
  /** What the module may ask of the server. */
  readonly functions: ServerFunctions;
  readonly log: (message: string) => void;
}

/** The routes of actions, and of the files that they take. */
export function actionRoutes(callers: Callers, parts: ActionParts): MobileRoute[] {
  const { module, data, uploads, done, uploadMb } = parts;
  return [
    {
      method: 'POST',
      path: ACTION_PATH,
      async handle(request, reply) {
        const { trace } = request;
        const name = (request.params as { readonly '*': string })['*'];
        if (!module) {
          const caller = await callers.authorised(request);
          if (data) return data.playAction(request, reply, caller, name);
          const reason = 'This server runs no On Mobile App Action.';
          return refuse(trace, 'mobile.action.undefined', 1902, reason, {
            told: `${reason} ${ADVICE}`,
            remedy: { option: 'mobile.actionModule' },
          });
        }
        const held = await callers.device(request);
        if (name === '') return refuse(trace, 'mobile.action.undefined', 1904, 'The path has no name of an action.');
        const input = await inputOf(request, name, held, uploads);
        const result = await ask(module, input, request, parts);
        if (result.success === true) await done.add(name, trace);
        return sendInPieces(reply, result);
      },
    },
    {
      method: 'POST',
      path: `${ROOT}/$upload`,
      body: { mb: uploadMb, option: 'mobile.uploadMb', mostMb: LARGEST_UPLOAD_MB },
      withoutBody: true,
      handle: (request, reply) => upload(request, reply, callers, uploads),
    },
  ];
}

async function upload(request: FaceRequest, _reply: FastifyReply, callers: Callers, uploads: Uploads): Promise<object> {
  const { trace, body, headers } = request;
  const held = await callers.device(request);
  if (!Buffer.isBuffer(body) || body.length === 0) {
    return refuse(trace, 'mobile.upload.empty', 1904, 'The body of an upload is the file.');
  }
  const type = (headers['content-type'] ?? 'application/octet-stream').slice(0, LONGEST_TYPE);
  const seconds = keptSeconds(request);
  const id = await uploads.keep(held.file, body, type, seconds * 1000);
  note(trace, 'mobile.upload.kept', `The upload is kept for ${seconds} s. Its size: ${body.length} B.`);
  return { ID: id };
}

/** 4D's `$timeout`, in seconds. */
function keptSeconds({ trace, query }: FaceRequest): number {
  const given = (query as Readonly<Record<string, unknown>>).$timeout;
  if (given === undefined) return KEPT_S;
  const seconds = typeof given === 'string' && /^\d{1,6}$/.test(given) ? Number(given) : 0;
  if (seconds >= 1 && seconds <= LONGEST_KEPT_S) return seconds;
  const words = `“$timeout” must be a whole number of seconds, from 1 to ${LONGEST_KEPT_S}.`;
  return refuse(trace, 'mobile.body.invalid', 1904, words);
}

/** What 4D gives the database method (docs/mobile-data.md#actions). */
async function inputOf(
  { body, trace, ip }: FaceRequest,
  action: string,
  { file, session: held }: HeldMobileSession,
  uploads: Uploads,
): Promise<ActionInput> {
  const sent = optionalObjectBody(body, trace);
  const { id } = sent;
  const parameters = objectIn(sent, 'parameters', trace) ?? {};
  const context = objectIn(sent, 'context', trace) ?? {};
  const metadata = objectIn(sent, 'metadata', trace);
  const { named, missing } = await uploads.namedIn(parameters, metadata, file);
  for (const words of missing) note(trace, 'mobile.upload.gone', words);
  const { application, team, language, email, userInfo = {} } = held;
  // The module needs no push token, and what it prints is logged.
  const { token: _token, ...device } = held.device;
  return {
    action,
    ...(id !== undefined && { id }),
    session: { id: held.session.id, ip: sessionAddress(ip) },
    application,
    device,
    ...(team !== undefined && { team }),
    language,
    email,
    userInfo,
    parameters,
    context,
    ...(metadata !== undefined && { metadata }),
    uploads: named,
  };
}

/** A member of the body that is an object. Undefined if it is absent or null. */
function objectIn(
  body: Readonly<Record<string, unknown>>,
  name: string,
  trace: Trace,
): Readonly<Record<string, unknown>> | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined || isRecord(value)) return value;
  return refuse(trace, 'mobile.body.invalid', 1904, `“${name}” must be an object.`);
}

/** The journal's reason for each way in which a module can fail, and 4D's error. */
const FAILURES: Readonly<Record<ModuleFailure['kind'], readonly [MobileRefusalRule, MobileErrorCode]>> = {
  missing: ['mobile.action.missing', 1902],
  failed: ['mobile.action.failed', 1903],
  timeout: ['mobile.action.timeout', 1905],
  memory: ['mobile.action.memory', 1903],
  tooLarge: ['mobile.action.tooLarge', 1903],
  left: ['mobile.action.left', 1905],
  busy: ['mobile.action.busy', 1905],
};

async function ask(
  module: HookModule,
  input: ActionInput,
  request: FaceRequest,
  { functions, log }: ActionParts,
): Promise<Record<string, unknown>> {
  const { trace } = request;
  const calls = new ModuleCalls(functions, trace);
  const outcome = await whileAsked(request, (signal) =>
    module.ask(input, signal, (asked) => calls.answer(asked)),
  ).finally(() => calls.end());
  if (outcome.kind !== 'answer') {
    const { kind, retryAfter, option } = outcome;
    // The message of the developer's error may repeat a secret of the request.
    const body = JSON.stringify({ parameters: input.parameters, context: input.context });
    const reason = SentSecrets.of('', { headers: {}, body }, COMMON_SECRETS).covered(outcome.reason);
    if (kind !== 'left' && kind !== 'busy') log(`The action module: ${reason}`);
    const [rule, code] = FAILURES[kind];
    return refuse(trace, rule, code, undefined, {
      told: reason,
      ...(option !== undefined && { remedy: { option } }),
      ...(retryAfter !== undefined && { retryAfter }),
    });
  }
  const { result, unwritable } = outcome;
  if (!isRecord(result)) {
    const found =
      result === null || result === undefined ? 'nothing' : Array.isArray(result) ? 'an array' : typeof result;
    const told =
      unwritable === undefined
        ? `The action module returned ${found} and not an object.`
        : `The action module returned what cannot be written as JSON: ${unwritable.replace(/\s*\n\s*/g, ' ')}`;
    log(told);
    return refuse(trace, 'mobile.action.invalid', 1903, 'It returned no JSON object.', { told });
  }
  if (typeof result.success !== 'boolean') {
    note(trace, 'mobile.action.unclear');
    tellUndecodable(trace, result);
    return { ...result, success: false };
  }
  tellUndecodable(trace, result);
  note(trace, 'mobile.action.answered', `The action module says: success is ${result.success}.`);
  return result;
}
