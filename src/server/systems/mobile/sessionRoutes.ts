import { isDeepStrictEqual } from 'node:util';
import type { Session } from '../../../core/session/session';
import { isRecord } from '../../../core/session/sessionFields';
import type { Trace } from '../../kernel/journal/trace';
import type { AppSession } from './appSession';
import { assertBrief } from './assertBrief';
import type { Callers } from './callers';
import type { Licences } from './licences';
import { tellChange } from './login';
import { refuse } from './mobileRestError';
import { type MobileRoute, ROOT } from './mobileRoute';
import type { HeldMobileSession, MobileState } from './mobileState';
import { note } from './note';
import { optionalObjectBody } from './requestBody';
import type { UpstreamSessions } from './upstreamSessions';

/** Routes that a device with a session uses. */
export function sessionRoutes(
  state: MobileState,
  callers: Callers,
  licences: Licences,
  web: AppSession,
  upstream?: UpstreamSessions,
): MobileRoute[] {
  return [
    {
      method: 'POST',
      path: `${ROOT}/$logout`,
      async handle(request) {
        const held = await callers.named(request);
        if (await state.remove(held.file, 'The device logged out.')) {
          note(request.trace, 'mobile.logout');
          tellChange(request.trace, held, 'removed', 'logout');
          await web.close(request, held.file);
        } else note(request.trace, 'mobile.logout.gone');
        await upstream?.end(held, request.trace);
        return { ok: true };
      },
    },
    {
      method: 'GET',
      path: `${ROOT}/$licensecheck`,
      async handle(request) {
        const { file, session } = await callers.device(request);
        const checking = licences.check(file, session.email, request.trace);
        if (checking) await checking;
        return { ok: true, success: true };
      },
    },
    {
      method: 'POST',
      path: `${ROOT}/$userInfo`,
      async handle(request) {
        const { trace } = request;
        const held = await callers.device(request);
        const body = optionalObjectBody(request.body, trace);
        assertBrief(body, trace);
        const { device, userInfo } = body;
        const token = isRecord(device) ? device.token : undefined;
        if ((device !== undefined && !isRecord(device)) || (token !== undefined && typeof token !== 'string')) {
          return refuse(trace, 'mobile.body.invalid', 1904, '“device” must be an object with a text “token”.');
        }
        if (userInfo !== undefined && !isRecord(userInfo)) {
          return refuse(trace, 'mobile.body.invalid', 1904, '“userInfo” must be an object.');
        }
        const sent = { ...(token !== undefined && { token }), ...(userInfo && { userInfo }) };
        const kept = await keep(held, sent, trace);
        if (Buffer.isBuffer(request.body)) await upstream?.tell(held, request.body, trace);
        // The upstream may have been asked for another user meanwhile.
        const now = upstream ? ((await state.get(held.file))?.session ?? kept) : kept;
        // iOS reads either, Android reads `ok` (docs/facts/4d-mobile.md#routes). iOS keeps the whole answer.
        return { ok: true, success: true, ...(now.userInfo && { userInfo: now.userInfo }) };
      },
    },
  ];

  /** @returns the session after it; memory and file are as they were if nothing is new */
  async function keep({ file, session }: HeldMobileSession, sent: SentByDevice, trace: Trace): Promise<Session> {
    if (isDeepStrictEqual(withSent(session, sent), session)) {
      note(trace, 'mobile.userInfo.unchanged');
      return session;
    }
    // Many short calls must not fill the memory either.
    assertBrief({ userInfo: withSent(session, sent).userInfo }, trace);
    // The same names may be in what On Mobile App Authentication returned, by which queries are filtered.
    const before: Readonly<Record<string, unknown>> = { ...session.userInfo };
    const replaced = Object.keys(sent.userInfo ?? {}).filter(
      (name) => Object.hasOwn(before, name) && !isDeepStrictEqual(before[name], sent.userInfo?.[name]),
    );
    if (replaced.length > 0) note(trace, 'mobile.userInfo.replaced');
    const changed = await state.change(file, (current) => withSent(current, sent));
    if (!changed) return refuse(trace, 'mobile.session.unknown', 1907, 'The session has just left memory.');
    await web.change(changed);
    note(trace, 'mobile.userInfo.stored');
    const names = [...(sent.token === undefined ? [] : ['device.token']), ...(sent.userInfo ? ['userInfo'] : [])];
    tellChange(trace, changed, 'changed', names.join(', '));
    return changed.session;
  }
}

/** What a device tells after its login. */
interface SentByDevice {
  readonly token?: string;
  /** Added to what the session has, by name (inferred: 4D publishes only that the device may send it). */
  readonly userInfo?: Readonly<Record<string, unknown>>;
}

function withSent(session: Session, { token, userInfo }: SentByDevice): Session {
  return {
    ...session,
    ...(token !== undefined && { device: { ...session.device, token } }),
    ...(userInfo && Object.keys(userInfo).length > 0 && { userInfo: { ...session.userInfo, ...userInfo } }),
  };
}
