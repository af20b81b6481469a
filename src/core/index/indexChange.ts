import type { OtherFile, SessionEntry } from './sessionEntry';

/** Names one session file: MobileApps folder (an absolute path), application folder and file name. */
export interface SessionKey {
  readonly folder: string;
  readonly application: string;
  readonly name: string;
}

/** How far a MobileApps folder is known. */
export type FolderState =
  | { readonly kind: 'scanning' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string };

/** What can happen to the index. Everything comes in through these. */
export type IndexChange =
  | { readonly kind: 'folderState'; readonly folder: string; readonly state: FolderState }
  | { readonly kind: 'folderRemoved'; readonly folder: string }
  /** The complete list of a MobileApps folder: applications that are not named are gone. */
  | {
      readonly kind: 'folderListed';
      readonly folder: string;
      readonly applications: readonly string[];
      readonly others: readonly OtherFile[];
      /** Not the complete list: only what of the folder is opened. */
      readonly isPartial?: boolean;
    }
  /** The complete list of an application folder that its folder has: session files that are not named are gone. */
  | {
      readonly kind: 'applicationListed';
      readonly folder: string;
      readonly application: string;
      readonly names: readonly string[];
      readonly others: readonly OtherFile[];
      /** Why the folder could not be listed. */
      readonly unreadable?: string;
      /** Not the complete list: only what of the folder is opened. */
      readonly isPartial?: boolean;
    }
  | {
      readonly kind: 'checked';
      readonly folder: string;
      readonly application: string;
      readonly entries: readonly SessionEntry[];
    }
  | {
      readonly kind: 'vanished';
      readonly folder: string;
      readonly application: string;
      readonly names: readonly string[];
    }
  /** An open, unsaved buffer: as long as there is one it counts, not the file. */
  | { readonly kind: 'buffer'; readonly key: SessionKey; readonly entry: SessionEntry | undefined };
