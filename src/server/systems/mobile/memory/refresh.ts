import type { RefreshReport } from '../../../../core/systems/mobile/mobileSession';
import { namesOf, type StampedNames } from '../../../../disk/applicationSurvey';
import { type SessionLook, sessionIn } from '../../../../disk/sessionLook';
import type { SessionPath } from '../mobileState';
import type { DiskView, Reaction } from './diskView';
import type { FolderLedger } from './folderLedger';
import type { SessionRecord } from './heldSessions';
import type { SessionMemory } from './sessionMemory';
import { sessionKey } from './sessionPaths';

/**
 * One run of MOBILE APP REFRESH SESSIONS. A compliant file that was modified replaces its session in memory, a file that is
 * at fault or gone takes it out, everything else stays (docs/facts/4d-mobile.md#mobile-app-refresh-sessions).
 */
export class Refresh implements Reaction {
  private readonly refreshed: SessionPath[] = [];
  private readonly removed: SessionPath[] = [];

  constructor(
    private readonly memory: SessionMemory,
    private readonly ledger: FolderLedger,
    private readonly takeNewFiles: boolean,
  ) {}

  /** @throws the file system's error when the MobileApps folder exists but cannot be listed; nothing is changed then */
  async run(disk: DiskView): Promise<RefreshReport> {
    await disk.survey(this);
    return {
      checked: this.ledger.count,
      refreshed: this.refreshed.sort(),
      removed: this.removed.sort(),
      errors: this.ledger.errors().map(({ file, code, message }) => ({ component: 'mobi', code, file, message })),
    };
  }

  async react(file: SessionPath, record: SessionRecord | undefined, look: SessionLook): Promise<void> {
    if (look.kind === 'session') await this.takeIn(file, record, look);
    else if (!record) return;
    else {
      if (look.kind === 'atFault') await this.memory.evict(file, look.message, look.code);
      else await this.memory.evict(file, reasonOf(look));
      this.removed.push(file);
    }
  }

  *alsoLookAt(application: string, names: StampedNames): Iterable<string> {
    const { held } = this.memory;
    // A file that had an error before, although its session is in memory.
    for (const name of this.ledger.namesAtFaultIn(application)) {
      if (held.has(sessionKey(application, name))) yield name;
    }
    if (!this.takeNewFiles) return;
    for (const name of namesOf(names)) if (!held.has(sessionKey(application, name))) yield name;
  }

  wantsContent(file: SessionPath): boolean {
    return this.takeNewFiles || this.memory.held.has(file);
  }

  private async takeIn(
    file: SessionPath,
    record: SessionRecord | undefined,
    { content, digest }: Extract<SessionLook, { kind: 'session' }>,
  ): Promise<void> {
    // The text is the same as in memory, so the file was not modified, even if its date is new.
    if (record?.digest === digest) {
      this.memory.confirm(file);
      return;
    }
    // Without content, the session was not in memory when the disk was read: it is a new file.
    if (content === undefined || (!record && !this.takeNewFiles)) return;
    await this.memory.hold(file, sessionIn(content), digest);
    this.refreshed.push(file);
  }
}

function reasonOf({ reason }: Extract<SessionLook, { kind: 'none' }>): string {
  switch (reason) {
    case 'vanished':
      return 'The session file was deleted.';
    case 'notRegular':
      return 'There is a folder or a link in the place of the session file.';
    case 'noSession':
      return 'The file is no session file any more.';
  }
}
