import type { Condition, OtherFile, SessionEntry } from './sessionEntry';

export interface Counts {
  readonly files: number;
  readonly conditions: Readonly<Record<Condition, number>>;
}

/** A device that several session files of one application name. */
export interface SharedDevice {
  readonly folder: string;
  readonly application: string;
  readonly deviceId: string;
  /** Two or more entries, the one that was changed last first. */
  readonly entries: readonly SessionEntry[];
}

/** The sessions of one application folder. */
export interface ApplicationView {
  readonly name: string;
  readonly others: readonly OtherFile[];
  /** Set when only some of its files are opened, so that nothing is known of the others. */
  readonly isPartial: boolean;
  /** Why the folder could not be listed. Undefined when it could. */
  readonly unreadable: string | undefined;
  readonly counts: Counts;
  /** The `application.name` that most of its sessions contain. Undefined when none has one. */
  readonly title: string | undefined;
  /** The `team.name` that most of its sessions contain. Undefined when none has one. */
  readonly team: string | undefined;
}
