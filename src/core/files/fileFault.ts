import { type Phrase, phrase } from '../compliance/phrase';

/** The largest size of a file that is read, and the name by which a refusal calls it. */
export interface FileLimit {
  readonly bytes: number;
  /** The name of an option or setting that changes it, or of the constant. */
  readonly name: string;
  /** Whether the user can change it by that name. */
  readonly isOption?: boolean;
}

/** What a path leads to, if that is not what is needed. */
type WrongKind = 'file' | 'folder' | 'pipe' | 'socket' | 'device' | 'link' | 'deadLink' | 'linkCircle' | 'longName';

type Kind<K extends string> = K extends string ? { readonly kind: K } : never;

/** Why a file of the user's is not read. */
export type FileFault =
  // Of one that waits, the file system says that it is a regular file, but reading it waits until there is something to read.
  | Kind<Exclude<WrongKind, 'file'> | 'missing' | 'denied' | 'waits'>
  | { readonly kind: 'tooLarge'; readonly bytes: number; readonly limit: FileLimit }
  | { readonly kind: 'failed'; readonly message: string };

/** Why a folder of the user's cannot be used. */
export type FolderFault =
  | Kind<Exclude<WrongKind, 'folder'> | 'missing' | 'denied'>
  | { readonly kind: 'failed'; readonly message: string };

/**
 * What is wrong with a file, and what to do. It has no full stop.
 * @param subject the path, or the beginning of a sentence that leads to it: `“https.cert” names /x, which`
 */
export function fileFaultPhrase(subject: string, fault: FileFault): Phrase {
  switch (fault.kind) {
    case 'folder':
      return phrase('{0} is a folder; give a regular file', subject);
    case 'pipe':
      return phrase('{0} is a pipe (FIFO); give a regular file', subject);
    case 'socket':
      return phrase('{0} is a socket; give a regular file', subject);
    case 'device':
      return phrase('{0} is a device; give a regular file', subject);
    case 'link':
      return phrase('{0} is a link, which is not followed here; give the file itself', subject);
    case 'missing':
      return phrase('{0} is not there; make the file, or give another', subject);
    case 'denied':
      return phrase('{0} may not be read; give yourself the permission, or give another file', subject);
    case 'waits':
      return phrase('{0} is a file that makes its reader wait; give a regular file', subject);
    case 'tooLarge':
      return tooLargePhrase(subject, fault.bytes, fault.limit);
    default:
      return sharedPhrase(subject, fault);
  }
}

/** The same for a folder. */
export function folderFaultPhrase(subject: string, fault: FolderFault): Phrase {
  switch (fault.kind) {
    case 'file':
      return phrase('{0} is a file; give a folder', subject);
    case 'pipe':
      return phrase('{0} is a pipe (FIFO); give a folder', subject);
    case 'socket':
      return phrase('{0} is a socket; give a folder', subject);
    case 'device':
      return phrase('{0} is a device; give a folder', subject);
    case 'link':
      return phrase('{0} is a link, which is not followed here; give the folder itself', subject);
    case 'missing':
      return phrase('{0} is not there; make the folder, or give another', subject);
    case 'denied':
      return phrase('{0} may not be looked into; give yourself the permission, or give another folder', subject);
    default:
      return sharedPhrase(subject, fault);
  }
}

/** The same in a few words, for where the folder is named beside them and there is little room. */
export function folderFaultWords(fault: FolderFault): Phrase {
  switch (fault.kind) {
    case 'file':
      return phrase('file, not a folder');
    case 'pipe':
      return phrase('pipe (FIFO), not a folder');
    case 'socket':
      return phrase('socket, not a folder');
    case 'device':
      return phrase('device, not a folder');
    case 'link':
      return phrase('link, not followed');
    case 'deadLink':
      return phrase('dead link');
    case 'linkCircle':
      return phrase('link to itself');
    case 'longName':
      return phrase('path too long');
    case 'missing':
      return phrase('not found');
    case 'denied':
    case 'failed':
      return phrase('not readable');
  }
}

/** Whether the message of the file system's error says all that is known: nothing else is in the place of the folder. */
export function isToldByError({ kind }: FolderFault): boolean {
  return kind === 'denied' || kind === 'failed';
}

function sharedPhrase(
  subject: string,
  fault: Kind<'deadLink' | 'linkCircle' | 'longName'> | { readonly kind: 'failed'; readonly message: string },
): Phrase {
  switch (fault.kind) {
    case 'deadLink':
      return phrase('{0} is a link that leads nowhere; mend the link, or give another path', subject);
    case 'linkCircle':
      return phrase('{0} is a link that leads back to itself; mend the link, or give another path', subject);
    case 'longName':
      return phrase('{0} is longer than a path may be here; give a shorter one', subject);
    case 'failed':
      return phrase('{0} cannot be read: {1}', subject, fault.message);
  }
}

function tooLargePhrase(subject: string, bytes: number, { bytes: most, name, isOption }: FileLimit): Phrase {
  const sizes = [sizeText(bytes), sizeText(most)] as const;
  return isOption === true
    ? phrase(
        '{0} has {1}, more than the {2} that may be read; raise “{3}”, or make the file smaller',
        subject,
        ...sizes,
        name,
      )
    : phrase('{0} has {1}, more than the {2} that may be read; make the file smaller', subject, ...sizes);
}

/** Rounded up, so that a file that is one byte too large does not look as if it were not. */
function sizeText(bytes: number): string {
  if (bytes < 10_000) return `${bytes} B`;
  if (bytes < 10_000_000) return `${Math.ceil(bytes / 1e3)} kB`;
  if (bytes < 1_000_000_000) return `${Math.ceil(bytes / 1e6)} MB`;
  return `${Math.ceil(bytes / 1e8) / 10} GB`;
}
