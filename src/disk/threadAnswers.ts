import { UserFileError } from '../core/files/userFileError';
import { CheckAnswers } from './checkAnswers';
import type { CheckCalls } from './checkProtocol';
import { nearestRules } from './configuration/folderRules';
import { digestOf } from './digest';
import type { ScannedPart } from './scanWork';
import { rulesDigest } from './snapshot/rulesDigest';
import { readIndexSnapshot } from './snapshot/snapshotReading';
import { SnapshotRefusal } from './snapshot/snapshotSeal';

/** So many parts take a few milliseconds to be taken. */
const MOST_UNTAKEN = 2;
const WAIT_MS = 100;

/** What a checking thread answers: also of snapshots, of which a program that runs once needs nothing. */
export class ThreadAnswers extends CheckAnswers {
  override rules({ version, folder }: CheckCalls['rules']['params']): CheckCalls['rules']['result'] {
    const { problem, digest } = this.schemaOf(folder);
    if (problem !== undefined) return {};
    const rules = folder === undefined ? undefined : nearestRules(this.configured, folder);
    if (!rules) return { rules: rulesDigest(version, digest) };
    return { rules: rulesDigest(version, `${digest ?? ''} ${digestOf(JSON.stringify(rules))}`) };
  }

  override restore(
    { file, folder, key, version, taken }: CheckCalls['restore']['params'],
    id: number,
  ): CheckCalls['restore']['result'] {
    const { rules } = this.rules({ version, folder });
    if (rules === undefined) return { isRestored: false };
    let told = 0;
    const tell = (part: ScannedPart) => {
      this.tell(id, part);
      told++;
      for (let have = Atomics.load(taken, 0); told - have > MOST_UNTAKEN; have = Atomics.load(taken, 0))
        Atomics.wait(taken, 0, have, WAIT_MS);
    };
    try {
      readIndexSnapshot(file, key, { folder, rules }, tell);
      return { isRestored: true };
    } catch (error) {
      if (error instanceof SnapshotRefusal) return { isRestored: false, fault: error.fault };
      if (!(error instanceof UserFileError)) throw error;
      return error.fault.kind === 'missing' ? { isRestored: false } : { isRestored: false, fault: 'not a snapshot' };
    }
  }
}
