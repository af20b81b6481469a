import { contentText } from '../compliance/contentText';
import type { FindingCode } from '../compliance/finding';
import { phrase } from '../compliance/phrase';
import type { SessionChecker, SessionText } from '../compliance/sessionChecker';
import { mayBePutAside } from '../session/copiesFolder';
import type { Repair } from './repair';
import { type RepairedFile, repairAll } from './repairAll';
import { strayFinding } from './straySession';

/**
 * The repair of a misplaced session: it moves to where its content says. Undefined for any other text. It is safe when the file
 * is named as its session, or that with `.json`, and no folder on the way is named as one for copies. Somebody may have chosen these names so that it counts no more.
 * @param place the file's path in the MobileApps folder, with `/`
 */
export function moveRepair(place: string, text: string, illFormedAt?: number): Repair | undefined {
  const finding = strayFinding(place, text, illFormedAt);
  if (finding?.code !== 'hint/misplaced' || finding.detail?.kind !== 'place') return undefined;
  const { application, name } = finding.detail;
  const title = phrase(
    'Move the file to where its content says: "{0}"',
    `${contentText(application)}/${contentText(name)}`,
  );
  const change = { edits: [], application, name };
  const folders = place.split('/');
  const file = folders.pop();
  const isNamedSo = file === name || file === `${name}.json`;
  const safe = isNamedSo && !folders.some((folder) => mayBePutAside(folder, application));
  return { id: 'bring-in', code: finding.code, title, kind: 'place', safe, preferred: safe, change };
}

/**
 * Moves a misplaced session to where it belongs, and makes the other safe repairs that it needs there. Undefined when there is
 * nothing to move.
 * @param only repairs only findings with these codes
 * @param stays whether it must not be moved, because the place is taken
 */
export function repairStray(
  file: SessionText,
  place: string,
  checker: SessionChecker,
  only: readonly FindingCode[] | undefined,
  stays: boolean,
): RepairedFile | undefined {
  const finding = strayFinding(place, file.text, file.illFormedAt);
  const repair = moveRepair(place, file.text, file.illFormedAt);
  if (!finding || !repair || only?.includes('hint/misplaced') === false) return undefined;
  if (!repair.safe) return { change: { edits: [] }, repairs: [], file, findings: [finding] };
  const { application = file.applicationFolder, name = file.name } = repair.change;
  if (stays) return { change: { edits: [] }, repairs: [], file, findings: [finding], taken: { application, name } };
  // There it has the place that it asks for, so no other repair moves it.
  const there = repairAll({ ...file, applicationFolder: application, name }, checker, only, () => false);
  const { taken: _, ...repaired } = there;
  return { ...repaired, change: { ...there.change, application, name }, repairs: [repair, ...there.repairs] };
}
