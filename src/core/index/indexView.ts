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
  /** Two or more; the one changed last comes first. */
  readonly entries: readonly SessionEntry[];
}

/** The sessions of one application folder. */
export interface ApplicationView {
  readonly name: string;
  readonly others: readonly OtherFile[];
  /** Only some of its files are opened, and nothing is known of the others. */
  readonly isPartial: boolean;
  /** Why the folder could not be listed; undefined when it could. */
  readonly unreadable: string | undefined;
  readonly counts: Counts;
  /** The `application.name` that most of its sessions give; undefined when none has one. */
  readonly title: string | undefined;
  /** The `team.name` that most of its sessions give; undefined when none has one. */
  readonly team: string | undefined;
}
