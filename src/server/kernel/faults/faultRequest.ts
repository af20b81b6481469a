import { unknownMemberText } from '../../../core/compliance/jsonErrorText';
import type { FaultEffect, FaultRequest, FaultScope } from '../../../core/protocol/fault';
import { FaultError } from './faultError';

type Members = Readonly<Record<string, unknown>>;

const EFFECT_MEMBERS: Readonly<Record<FaultEffect['kind'], readonly string[]>> = {
  status: ['status', 'errCode'],
  delay: ['delayMs'],
  reset: [],
  replyLost: [],
};
/** A month in milliseconds. More is most likely a wrong unit. */
const LONGEST_DELAY_MS = 31 * 24 * 60 * 60 * 1000;

/**
 * Checks a value that a client sent. The result has known members only.
 * @throws FaultError
 */
export function faultRequestOf(request: unknown): FaultRequest {
  const members = objectOf(request, 'A fault');
  const effect = effectOf(members);
  const scope = members.scope === undefined ? undefined : scopeOf(members.scope);
  const times = members.times === undefined ? undefined : wholeNumber(members, 'times', 1);
  if (scope?.nth !== undefined && times !== undefined && times > 1)
    throw new FaultError('`times` must be 1 with `scope.nth`: there is only one n-th request.');
  return { ...effect, ...(scope && { scope }), ...(times !== undefined && { times }) };
}

function effectOf(members: Members): FaultEffect {
  const { kind } = members;
  if (typeof kind !== 'string' || !Object.hasOwn(EFFECT_MEMBERS, kind))
    throw new FaultError(`\`kind\` must be one of ${Object.keys(EFFECT_MEMBERS).join(', ')}.`);
  const own = EFFECT_MEMBERS[kind as FaultEffect['kind']];
  onlyThese(members, ['kind', 'scope', 'times', ...own], `A fault of the kind ${kind}`);
  if (kind === 'status') return statusOf(members);
  if (kind === 'delay') return { kind, delayMs: wholeNumber(members, 'delayMs', 0, LONGEST_DELAY_MS) };
  return { kind: kind as 'reset' | 'replyLost' };
}

function statusOf(members: Members): FaultEffect {
  const errCode = members.errCode === undefined ? undefined : wholeNumber(members, 'errCode', 1);
  const { status } = members;
  const isRefusal = typeof status === 'number' && Number.isInteger(status) && status >= 500 && status <= 599;
  if (isRefusal || status === 401 || status === 403 || (status === 200 && errCode !== undefined))
    return { kind: 'status', status, ...(errCode !== undefined && { errCode }) };
  throw new FaultError('`status` must be 401, 403 or 500 to 599; it may be 200 when there is an `errCode`.');
}

function scopeOf(value: unknown): FaultScope {
  const members = objectOf(value, '`scope`');
  onlyThese(members, ['session', 'route', 'nth'], '`scope`');
  const { session, route } = members;
  if (session !== undefined && (typeof session !== 'string' || session === ''))
    throw new FaultError('`scope.session` must be a session id.');
  if (route !== undefined && (typeof route !== 'string' || !/^(?:[A-Z]+ )?\/\S*$/.test(route)))
    throw new FaultError(
      '`scope.route` must be a route such as `POST /mobileapp/$authenticate`, or a path that begins with `/`.',
    );
  const nth = members.nth === undefined ? undefined : wholeNumber(members, 'nth', 1);
  return {
    ...(session !== undefined && { session }),
    ...(route !== undefined && { route }),
    ...(nth !== undefined && { nth }),
  };
}

function objectOf(value: unknown, what: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FaultError(`${what} must be an object.`);
  return value as Members;
}

/** Refuses unknown members: they are most likely mistyped, and the fault would hit other requests than intended. */
function onlyThese(members: Members, names: readonly string[], what: string): void {
  const unknown = Object.keys(members).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new FaultError(`${unknownMemberText(unknown, names, { where: what, again: 'it' })}.`);
}

function wholeNumber(members: Members, name: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = members[name];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
  throw new FaultError(`\`${name}\` must be a whole number, ${range}.`);
}
