import type { FolderFault } from '../files/fileFault';
import type { PackedSessions } from './handedRows';
import type { OtherFile, SessionEntry } from './sessionEntry';

/** Identifies one session file: MobileApps folder (an absolute path), application folder and file name. */
export interface SessionKey {
  readonly folder: string;
  readonly application: string;
  readonly name: string;
}

/** How much is known of a MobileApps folder. */
export type FolderState =
  | { readonly kind: 'scanning' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'failed';
      readonly fault: FolderFault;
      /** The file system's own message, if nothing else is in the place of the folder. */
      readonly error?: string;
    };

/** A change of the index. The index changes in no other way. */
export type IndexChange =
  | { readonly kind: 'folderState'; readonly folder: string; readonly state: FolderState }
  | { readonly kind: 'folderRemoved'; readonly folder: string }
  /** The complete list of a MobileApps folder. Applications that it does not name are removed. */
  | {
      readonly kind: 'folderListed';
      readonly folder: string;
      readonly applications: readonly string[];
      readonly others: readonly OtherFile[];
      /** Set when the list is not complete, because only parts of the folder are opened. */
      readonly isPartial?: boolean;
    }
  /** The complete list of an application folder. Session files that it does not name are removed. Without names, none is. */
  | {
      readonly kind: 'applicationListed';
      readonly folder: string;
      readonly application: string;
      readonly names?: readonly string[];
      readonly others: readonly OtherFile[];
      /** How many session files there are, about. Room is made for all of them at once, before they come in parts. */
      readonly expected?: number;
      /** Why the folder could not be listed. */
      readonly unreadable?: string;
      /** Set when the list is not complete, because only parts of the folder are opened. */
      readonly isPartial?: boolean;
    }
  | {
      readonly kind: 'checked';
      readonly folder: string;
      readonly application: string;
      readonly entries: readonly SessionEntry[];
    }
  /** The same for many session files, as a thread hands them over. */
  | {
      readonly kind: 'scanned';
      readonly folder: string;
      readonly application: string;
      readonly sessions: PackedSessions;
    }
  | {
      readonly kind: 'vanished';
      readonly folder: string;
      readonly application: string;
      readonly names: readonly string[];
    }
  /** An open editor with unsaved text. While there is one, it counts instead of the file. */
  | { readonly kind: 'buffer'; readonly key: SessionKey; readonly entry: SessionEntry | undefined };
