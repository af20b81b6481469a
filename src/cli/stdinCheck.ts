import path from 'node:path';
import { phraseText } from '../core/compliance/phrase';
import { folderFaultPhrase } from '../core/files/fileFault';
import { conditionOf, type SessionEntry } from '../core/index/sessionEntry';
import type { SessionIndex } from '../core/index/sessionIndex';
import { strayFinding } from '../core/repair/straySession';
import { ApplicationPlace, contentPlace } from '../core/session/applicationPlace';
import type { CheckPool } from '../disk/checkPool';
import { folderFault } from '../disk/fileKind';
import { scanFolder } from '../disk/scanFolder';
import { decodedSession } from '../disk/sessionFile';
import { CallError } from './callError';
import { CheckedFolders } from './checkedPart';
import type { Checked } from './checkReport';
import { sessionHome } from './sessionHome';

/** The name of what came without a path. */
const STDIN = '<stdin>';

/** Checks the text of one session that came on stdin. */
export class StdinCheck {
  private readonly read: { readonly text: string; readonly illFormedAt?: number };

  constructor(
    private readonly pool: CheckPool,
    private readonly bytes: Buffer,
  ) {
    this.read = decodedSession(bytes);
  }

  /** What the text alone tells. @param cwd a folder that it is told to be in */
  async alone(index: SessionIndex, cwd: string): Promise<Checked> {
    const { application = '', name = '' } = contentPlace(this.read.text);
    const key = { folder: cwd, application, name };
    index.apply({ kind: 'folderState', folder: cwd, state: { kind: 'ready' } });
    index.apply({ kind: 'buffer', key, entry: await this.entryAt(cwd, application, name) });
    // With the severities that the team has chosen.
    const entry = index.entry(key) as SessionEntry;
    // Where a file belongs is no matter of its text.
    const findings = entry.findings.filter(({ code }) => code !== 'mobi/1' && code !== 'hint/legacy-folder');
    const own = { ...entry, name: STDIN, findings, condition: conditionOf(entry.fields, findings) };
    const texts = new Map([[path.join(cwd, STDIN), this.read.text]]);
    return { index, folders: [], skipped: [], loose: { folder: cwd, entry: own }, texts };
  }

  /**
   * The same for a text that would stand in a file: folder and name are checked too.
   * @param file absolute path
   * @throws CallError when no session file can be there
   */
  async at(index: SessionIndex, file: string): Promise<Checked> {
    const { folder, place, reads } = await sessionHome(this.pool, file, this.read.text);
    const [application = '', ...rest] = place.split('/');
    const name = rest.join('/');
    const found = new CheckedFolders();
    found.addFile(folder, folder, place, reads);
    const fault = await folderFault(folder);
    if (fault && fault.kind !== 'missing') throw new CallError(phraseText(folderFaultPhrase(folder, fault)));
    const [{ scope } = {}] = found.all;
    // The sessions beside it tell whether it is a duplicate.
    if (!fault && reads !== 'file') await scanFolder(this.pool, index, folder, { findingsOnly: true, scope });
    else index.apply({ kind: 'folderState', folder, state: { kind: 'ready' } });
    if (new ApplicationPlace(application).counts(name, this.read.text)) {
      const entry = await this.entryAt(folder, application, name);
      index.apply({ kind: 'buffer', key: { folder, application, name }, entry });
    } else {
      const finding = strayFinding(place, this.read.text, this.read.illFormedAt);
      if (!finding) {
        throw new CallError(
          `--stdin-path: ${file} is no place of a session file, and the text is no session; give the path of a session file`,
        );
      }
      const others = [{ name: place, kind: 'file' as const, finding }];
      index.apply({ kind: 'folderListed', folder, applications: [], others });
    }
    const texts = new Map([[file, this.read.text]]);
    return { index, folders: found.all, skipped: [], texts };
  }

  private entryAt(folder: string, applicationFolder: string, name: string): Promise<SessionEntry> {
    const file = { applicationFolder, name, ...this.read };
    return this.pool.call('checkText', { folder, file, modified: 0, size: this.bytes.length });
  }
}
