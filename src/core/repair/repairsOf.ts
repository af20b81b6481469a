import type { Finding, FindingCode } from '../compliance/finding';
import { SessionChecker, type SessionText } from '../compliance/sessionChecker';
import { DamagedSession } from './damagedSession';
import { bomRepairs, idRepairs } from './hintRepairs';
import { locationRepairs } from './locationRepairs';
import { changedFile, type Repair } from './repair';
import { schemaRepairs } from './schemaRepairs';
import { tokenRepairs } from './tokenRepairs';

/** Checks everything but the schema, which is not known here. */
const PLAIN = new SessionChecker(() => []);

/**
 * The ways to repair a finding, the preferred one first. Empty when each way would lose something, or when the file no
 * longer has the finding. No repair causes another error.
 */
export function repairsOf(file: SessionText, finding: Finding): Repair[] {
  const repairs = candidates(file, finding);
  if (repairs.length === 0) return [];
  const before = new Set(PLAIN.check(file).findings.map(identityOf));
  return repairs
    .filter(({ change }) => {
      const after = PLAIN.check(changedFile(file, change)).findings;
      const isGone = !after.some((each) => identityOf(each) === identityOf(finding));
      return isGone && after.every((each) => each.severity !== 'error' || before.has(identityOf(each)));
    })
    .sort((a, b) => Number(b.preferred) - Number(a.preferred));
}

function candidates(file: SessionText, finding: Finding): Repair[] {
  if (finding.code === 'hint/bom') return bomRepairs(file, finding);
  const repairs = byCode[finding.code];
  // A file can have a thousand duplicate keys. It is not read for a finding that has no repair.
  const session = repairs && DamagedSession.read(file);
  return session ? repairs(session, finding) : [];
}

/**
 * The codes that have repairs. A text that is not well-formed may mean anything. A device that is jailbroken or occurs
 * twice is not an error of the file.
 */
const byCode: Partial<Record<FindingCode, (session: DamagedSession, finding: Finding) => Repair[]>> = {
  'mobi/3': schemaRepairs,
  'mobi/1': locationRepairs,
  'mobi/4': tokenRepairs,
  'hint/id': idRepairs,
};

/** What identifies a finding in one file. Its place in the text may change when another finding is repaired. */
function identityOf({ code, detail, pointer }: Finding): string {
  return code === 'mobi/1' ? `${code} ${detail?.kind}` : `${code} ${pointer}`;
}
