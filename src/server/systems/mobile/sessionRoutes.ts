import { isRecord } from '../../../core/session/sessionFields';
import { assertBrief } from './assertBrief';
import type { Callers } from './callers';
import type { Licences } from './licences';
import { tellChange } from './login';
import { refuse } from './mobileRestError';
import { type MobileRoute, ROOT } from './mobileRoute';
import type { MobileState } from './mobileState';
import { note } from './note';
import { optionalObjectBody } from './requestBody';

/** Routes that a device with a session uses. */
export function sessionRoutes(state: MobileState, callers: Callers, licences: Licences): MobileRoute[] {
  return [
    {
      method: 'POST',
      path: `${ROOT}/$logout`,
      async handle(request) {
        const held = await callers.named(request);
        if (await state.remove(held.file, 'The device logged out.')) {
          note(request.trace, 'mobile.logout');
          tellChange(request.trace, held, 'removed', 'logout');
        } else note(request.trace, 'mobile.logout.gone');
        return { ok: true };
      },
    },
    {
      method: 'GET',
      path: `${ROOT}/$licensecheck`,
      async handle(request) {
        const { file, session } = await callers.device(request);
        await licences.check(file, session.email, request.trace);
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
        if (userInfo !== undefined) note(trace, 'mobile.userInfo.ignored');
        if (token === undefined || token === held.session.device.token) {
          note(trace, 'mobile.userInfo.unchanged');
        } else {
          const changed = await state.change(held.file, (session) => ({
            ...session,
            device: { ...session.device, token },
          }));
          if (!changed) return refuse(trace, 'mobile.session.unknown', 1907, 'The session has just left memory.');
          note(trace, 'mobile.userInfo.stored');
          tellChange(trace, changed, 'changed', 'device.token');
        }
        // iOS reads `ok`, Android reads `success` (docs/facts/4d-mobile.md#routes).
        return { ok: true, success: true };
      },
    },
  ];
}
