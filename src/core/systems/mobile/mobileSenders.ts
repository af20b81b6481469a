import { phrase } from '../../compliance/phrase';
import type { ServerState } from '../../protocol/state';
import { MOST_SENDERS, type SystemSender } from '../../system/systemSender';

import './mobileSlice';

/**
 * The sessions in memory. The token of each is in its file. Who needs another one has its token in the clipboard with *Copy
 * Authorization Header of Session*.
 */
export function mobileSenders({ mobile }: ServerState['systems']): SystemSender[] {
  if (!mobile) return [];
  return mobile.sessions.slice(0, MOST_SENDERS).map((session) => {
    const { file, email, deviceDescription, applicationName, status } = session;
    return {
      id: `mobile:${file}`,
      name: email === '' ? phrase('guest') : email,
      detail: [deviceDescription, applicationName, status].filter((part) => part !== '').join(', '),
      secret: { kind: 'sessionFile', folder: mobile.folder, file },
    };
  });
}
