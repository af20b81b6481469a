import type { SessionStore } from '../../disk/sessionStore';
import type { Host } from '../host/createHost';
import { Later } from '../host/later';
import type { NotYetPushed } from './notYetPushed';
import type { SessionWriter } from './sessionWriter';

/** What writes session files. It is loaded for the first change. */
export interface SessionWriting {
  readonly store: Later<SessionStore>;
  readonly writer: Later<SessionWriter>;
}

/** Creates what writes session files. There is one for the window. */
export function createWriting({ disposables }: Pick<Host, 'disposables'>, pending: NotYetPushed): SessionWriting {
  const store = new Later(async () => {
    const { SessionStore } = await import('../../disk/sessionStore.js');
    return disposables.add(new SessionStore());
  });
  const writer = new Later(async () => {
    const { SessionWriter } = await import('./sessionWriter.js');
    return new SessionWriter(await store.get(), pending);
  });
  return { store, writer };
}
