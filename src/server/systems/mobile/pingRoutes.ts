import { writeError } from '../../../disk/writeErrors';
import type { Kernel } from '../../kernel/system/kernel';
import { KEY_FILE, type MobileAppKey } from './keyFile';
import { refuse } from './mobileRestError';
import { type MobileRoute, ROOT } from './mobileRoute';
import { note } from './note';

/**
 * Routes that tell whether the server is running. They need no login: Android sends none here, and iOS treats 200, 401
 * and 403 as a running server.
 */
export function pingRoutes(kernel: Kernel, key: MobileAppKey, serverHeader: string): MobileRoute[] {
  const ping: MobileRoute['handle'] = async ({ trace }) => {
    note(trace, 'mobile.ping');
    try {
      if (await key.ensure()) {
        note(trace, 'mobile.key.created');
        trace.changed('file', KEY_FILE, 'created');
      }
    } catch (error) {
      const isOfFileSystem = (error as NodeJS.ErrnoException).code !== undefined;
      const { message } = isOfFileSystem ? writeError(KEY_FILE, error) : (error as Error);
      const told = `${KEY_FILE} cannot be made: ${message}`;
      // The text is 4D's own.
      return refuse(trace, 'mobile.key.failed', 1903, 'Unable to generate authorization key.', { told });
    }
    return { ok: true };
  };
  return [
    { method: 'GET', path: ROOT, handle: ping },
    { method: 'GET', path: `${ROOT}/`, handle: ping },
    {
      method: 'GET',
      path: '/4dwebtest',
      handle({ trace, headers, ip }, reply) {
        note(trace, 'mobile.webtest');
        const date = new Date(kernel.clock.now()).toUTCString();
        const text = `Date: ${date}\nServer: ${serverHeader}\nUser-Agent: ${headers['user-agent'] ?? ''} @ ${ip}\n`;
        return reply.type('text/plain; charset=utf-8').send(text);
      },
    },
  ];
}
