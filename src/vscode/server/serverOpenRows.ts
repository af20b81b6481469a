import type { OpenRows } from '../host/projectedTree';
import { isEntryId } from './serverNode';

/**
 * Which rows of the view Dev Server are expanded. Entries of the journal are not remembered for longer than their server runs:
 * the next one counts from the beginning, and has other entries by the same numbers.
 */
export class ServerOpenRows implements OpenRows {
  private readonly entries = new Map<string, boolean>();

  constructor(private readonly remembered: OpenRows) {}

  isOpen(id: string): boolean | undefined {
    return isEntryId(id) ? this.entries.get(id) : this.remembered.isOpen(id);
  }

  set(id: string, isOpen: boolean): void {
    if (isEntryId(id)) this.entries.set(id, isOpen);
    else this.remembered.set(id, isOpen);
  }

  forgetEntries(): void {
    this.entries.clear();
  }
}
