import type { SchemaCheck } from '../core/compliance/schemaErrorText';
import { UserFileError } from '../core/files/userFileError';
import { CheckAnswers } from './checkAnswers';
import type { CheckCalls, WorkerMessage } from './checkProtocol';
import type { IgnoredGlobs } from './configuration/ignoredFiles';
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
  /**
   * @param schemaProblemText why the schema of the user's cannot be used
   * @param schemaDigest of the file of that schema. Undefined for the built-in schema.
   */
  constructor(
    schema: SchemaCheck,
    post: (message: WorkerMessage, transferred?: ArrayBuffer[]) => void,
    private readonly schemaProblemText: string | undefined,
    private readonly schemaDigest: string | undefined,
    private readonly ignoredGlobs?: IgnoredGlobs,
  ) {
    super(schema, post, schemaProblemText, ignoredGlobs);
  }

  override rules({ version }: CheckCalls['rules']['params']): CheckCalls['rules']['result'] {
    if (this.schemaProblemText !== undefined) return {};
    const { schemaDigest, ignoredGlobs } = this;
    const ignored = ignoredGlobs && digestOf(JSON.stringify(ignoredGlobs));
    return { rules: rulesDigest(version, ignored === undefined ? schemaDigest : `${schemaDigest ?? ''} ${ignored}`) };
  }

  override restore(
    { file, folder, key, version, taken }: CheckCalls['restore']['params'],
    id: number,
  ): CheckCalls['restore']['result'] {
    const { rules } = this.rules({ version });
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
