import type { Finding, FindingCode } from '../compliance/finding';
import type { SessionChecker, SessionText } from '../compliance/sessionChecker';
import { EditedText } from '../edit/editedText';
import { changedFile, type FileChange, type Repair } from './repair';
import { repairsOf } from './repairsOf';

/** The result of safe repairs of a file. */
export interface RepairedFile {
  /** The change of the original file. When nothing was repaired, it has no edits and no move. */
  readonly change: FileChange;
  /** In the order in which they were made. */
  readonly repairs: readonly Repair[];
  readonly file: SessionText;
  /** The findings that are left. */
  readonly findings: readonly Finding[];
  /** Where the file would have been moved, if that place had been free. */
  readonly taken?: { readonly application: string; readonly name: string };
}

/**
 * Makes safe repairs until there is none left.
 * Each repair must leave fewer errors, or as many errors and fewer hints. So this ends.
 * @param only repairs only findings with these codes
 * @param isFree whether a file can be moved to a place. If not, it stays and gets the other repairs.
 */
export function repairAll(
  file: SessionText,
  checker: SessionChecker,
  only?: readonly FindingCode[],
  isFree: (application: string, name: string) => boolean = () => true,
): RepairedFile {
  const repaired = new RepairRun(checker, only, true).of(file);
  const { applicationFolder: application, name } = repaired.file;
  const stays = application === file.applicationFolder && name === file.name;
  if (stays || isFree(application, name)) return repaired;
  return { ...new RepairRun(checker, only, false).of(file), taken: { application, name } };
}

class RepairRun {
  constructor(
    private readonly checker: SessionChecker,
    private readonly only: readonly FindingCode[] | undefined,
    private readonly mayMove: boolean,
  ) {}

  of(given: SessionText): RepairedFile {
    const edited = new EditedText(given.text);
    const repairs: Repair[] = [];
    let file = given;
    let findings: readonly Finding[] = this.checker.check(file).findings;
    for (let step = this.next(file, findings); step; step = this.next(file, findings)) {
      edited.apply(step.repair.change.edits);
      repairs.push(step.repair);
      ({ file, findings } = step);
    }
    const { applicationFolder: application, name } = file;
    const change = {
      edits: edited.edits(),
      ...(application !== given.applicationFolder && { application }),
      ...(name !== given.name && { name }),
    };
    return { change, repairs, file, findings };
  }

  private next(
    file: SessionText,
    findings: readonly Finding[],
  ): { repair: Repair; file: SessionText; findings: readonly Finding[] } | undefined {
    for (const finding of findings) {
      if (this.only && !this.only.includes(finding.code)) continue;
      for (const repair of repairsOf(file, finding)) {
        const { application, name } = repair.change;
        if (!repair.safe || (!this.mayMove && (application !== undefined || name !== undefined))) continue;
        const after = changedFile(file, repair.change);
        const left = this.checker.check(after).findings;
        // A schema of the user's may require what is not known here, so each repair is checked.
        if (isBetter(left, findings)) return { repair, file: after, findings: left };
      }
    }
    return undefined;
  }
}

function isBetter(after: readonly Finding[], before: readonly Finding[]): boolean {
  const fewerErrors = errors(before) - errors(after);
  return fewerErrors > 0 || (fewerErrors === 0 && after.length < before.length);
}

function errors(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}
