import type { Finding, FindingCode } from '../compliance/finding';
import type { SessionChecker, SessionText } from '../compliance/sessionChecker';
import { Draft } from '../edit/draft';
import { changed, type FileChange, type Repair } from './repair';
import { repairsOf } from './repairsOf';

/** What safe repairs make of a file. */
export interface RepairedFile {
  /** Of the file as it was given; its edits are none, and it goes nowhere, when nothing was repaired. */
  readonly change: FileChange;
  /** In the order in which they were made. */
  readonly repairs: readonly Repair[];
  readonly file: SessionText;
  /** What the checker finds in it now. */
  readonly findings: readonly Finding[];
  /** Where the file would have gone, had that place been free. */
  readonly taken?: { readonly application: string; readonly name: string };
}

/**
 * Makes safe repairs until there is none left, of findings with the codes `only`, or of all. Each leaves the file with
 * fewer errors, or with as many and fewer hints, so that it ends. Where `isFree` says that the place that a file goes to
 * is not, it stays where it is and gets the other repairs.
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
    const draft = new Draft(given.text);
    const repairs: Repair[] = [];
    let file = given;
    let findings: readonly Finding[] = this.checker.check(file).findings;
    for (let step = this.next(file, findings); step; step = this.next(file, findings)) {
      draft.apply(step.repair.change.edits);
      repairs.push(step.repair);
      ({ file, findings } = step);
    }
    const { applicationFolder: application, name } = file;
    const change = {
      edits: draft.edits(),
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
        const after = changed(file, repair.change);
        const left = this.checker.check(after).findings;
        // A schema of the user's may ask for what is not known here.
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
