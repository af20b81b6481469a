import type { HintRules } from '../configuration/hintRules';
import type { FolderState } from './indexChange';
import type { IndexedApplication } from './indexedApplication';
import type { OtherFile } from './sessionEntry';
import { SharedPushTokens } from './sharedPushTokens';

/** What the session index knows of one MobileApps folder. */
export class IndexedFolder {
  state: FolderState = { kind: 'scanning' };
  isPartial = false;
  /** How often what is known of its files has changed. */
  revision = 0;
  others: readonly OtherFile[] = [];
  readonly applications = new Map<string, IndexedApplication>();
  readonly pushTokens = new SharedPushTokens();

  /** @param rules how much each hint counts in it */
  constructor(
    readonly path: string,
    readonly rules: HintRules,
  ) {}

  /** Other files with their hints as these count. */
  judged(others: readonly OtherFile[]): readonly OtherFile[] {
    if (others.every(({ finding }) => !finding || this.rules.judged(finding) === finding)) return others;
    return others.map(({ finding, ...other }) => {
      const judged = finding && this.rules.judged(finding);
      return judged ? { ...other, finding: judged } : other;
    });
  }
}
