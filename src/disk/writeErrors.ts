import { type Phrase, phrase } from '../core/compliance/phrase';
import { type FileFault, type FolderFault, fileFaultPhrase, folderFaultPhrase } from '../core/files/fileFault';
import { UserFileError } from '../core/files/userFileError';
import { SessionWriteError } from './sessionWriteError';

/** Another program has changed the file since it was read. */
export class FileChangedError extends SessionWriteError {
  constructor(file: string) {
    super(file, phrase('{0} was changed by another program meanwhile and is left as it is now. Try again.', file));
  }
}

export class FileGoneError extends SessionWriteError {
  constructor(file: string, options?: ErrorOptions) {
    super(file, phrase('{0} is no longer there. Refresh to see what is.', file), options);
  }
}

/** `file` is the existing file, which is never overwritten. */
export class FileExistsError extends SessionWriteError {
  constructor(file: string) {
    super(file, phrase('{0} exists already and is left as it is. Remove or rename it first.', file));
  }
}

/** A link, a folder or a pipe. Writing through it could change something else. */
export class NotRegularFileError extends SessionWriteError {
  /** @param fault what it is, when that is known */
  constructor(file: string, fault: FileFault | { readonly kind: 'linkedFolder' } = { kind: 'link' }) {
    super(file, whyNotWritten(file, fault));
  }
}

function whyNotWritten(file: string, fault: ConstructorParameters<typeof NotRegularFileError>[1] & object): Phrase {
  switch (fault.kind) {
    case 'link':
      return phrase('{0} is a link or no file, so it is left alone. Replace it by a regular file first.', file);
    case 'linkedFolder':
      return phrase('{0} is a link or no folder, so nothing in it is changed. Replace it by a folder first.', file);
    default:
      return phrase('{0}.', fileFaultPhrase(file, fault));
  }
}

/** No session file can be at this path, possibly because of an id in a file. */
export class OutsideFolderError extends SessionWriteError {
  constructor(file: string) {
    super(
      file,
      phrase(
        '{0} is no place for a session file: that is a name without extension, directly in an application folder of the same MobileApps folder. Correct the ids in the file first.',
        // A NUL character would end the message in a terminal.
        file.replaceAll('\0', '\u2400'),
      ),
    );
  }
}

/** The backup would be inside the folder that it is a backup of. */
export class BackupPlaceError extends SessionWriteError {
  constructor(root: string) {
    super(
      root,
      phrase('Backups cannot be kept in {0}: that is in the MobileApps folder. Choose another folder.', root),
    );
  }
}

/** Something on the way to the folder of the backups is no folder. */
export class BackupWayError extends SessionWriteError {
  /** @param at where it is; absolute */
  constructor(root: string, at: string, fault: FolderFault) {
    super(root, phrase('Backups cannot be kept in {0}: {1}.', root, folderFaultPhrase(at, fault)));
  }
}

/** Something that is no folder is in the place of the MobileApps folder. */
export class UnusableFolderError extends SessionWriteError {
  constructor(folder: string, fault: FolderFault) {
    super(folder, phrase('{0}.', folderFaultPhrase(folder, fault)));
  }
}

/** The file exists but could not be read. */
export class ReadFailedError extends SessionWriteError {
  /** @param code the file system's, such as `EACCES` */
  constructor(
    file: string,
    words: Phrase,
    readonly code?: string,
    options?: ErrorOptions,
  ) {
    super(file, words, options);
  }
}

/** The file system refused. The file was not changed. */
export class WriteFailedError extends SessionWriteError {
  /** @param code the file system's: `EACCES`, `EPERM`, `EROFS`, `ENOSPC`, `EDQUOT`, `EBUSY`, `ETXTBSY` or another */
  constructor(
    file: string,
    readonly code: string,
    words: Phrase = refusal(file, code, ''),
    options?: ErrorOptions,
  ) {
    super(file, words, options);
  }
}

/** A file is read-only on purpose. Renaming another file over it would ignore that. */
export function readOnlyFile(file: string): WriteFailedError {
  return new WriteFailedError(file, 'EACCES', phrase('{0} is read-only. Make it writable first.', file));
}

/** The editor that has the file open refused the change. */
export function refusedByEditor(file: string): WriteFailedError {
  const words = phrase('The editor did not take the change to {0}. Close the file, then try again.', file);
  return new WriteFailedError(file, 'EBUSY', words);
}

/** The change is in the editor, where it can be saved or undone. */
export function unsavedInEditor(file: string): WriteFailedError {
  const words = phrase('{0} is changed in its editor, but could not be saved. Save it there, or undo.', file);
  return new WriteFailedError(file, 'EBUSY', words);
}

/** Another window or process held the lock for too long. */
export function lockedByAnother(file: string): WriteFailedError {
  const words = phrase('{0} is being written by another window or process. Wait for it, then try again.', file);
  return new WriteFailedError(file, 'EBUSY', words);
}

/** Converts an error while writing `file`. A `SessionWriteError` stays as it is. */
export function writeError(file: string, error: unknown): SessionWriteError {
  if (error instanceof SessionWriteError) return error;
  const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new FileGoneError(file, { cause: error });
  return new WriteFailedError(file, code, refusal(file, code, message), { cause: error });
}

/**
 * Converts an error while the folder of a backup is made.
 * @param root where the user lets backups be kept
 * @param home the folder in it
 */
export function backupPlaceFault(root: string, home: string, error: unknown): SessionWriteError {
  const { code, message } = error as NodeJS.ErrnoException;
  // Some places, such as /proc, say so of every new folder.
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return writeError(home, error);
  return new WriteFailedError(root, code, phrase('Backups cannot be kept in {0}: {1}.', root, message), {
    cause: error,
  });
}

/** Converts an error while opening or reading `file`. */
export function readError(file: string, error: unknown): SessionWriteError {
  if (error instanceof SessionWriteError) return error;
  if (error instanceof UserFileError) return readFault(file, error);
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new FileGoneError(file, { cause: error });
    case 'ELOOP':
    case 'EMLINK':
    case 'EISDIR':
    case 'ENXIO':
      return new NotRegularFileError(file);
  }
  const words =
    code === 'EACCES' || code === 'EPERM'
      ? phrase('You may not read {0}. Give yourself the permission, then try again.', file)
      : phrase('{0} cannot be read: {1}', file, message);
  return new ReadFailedError(file, words, code, { cause: error });
}

function readFault(file: string, { fault, cause, message }: UserFileError): SessionWriteError {
  switch (fault.kind) {
    case 'missing':
      return new FileGoneError(file, { cause });
    case 'denied':
    case 'failed':
      return readError(file, cause ?? new Error(message));
    case 'tooLarge':
      return new ReadFailedError(file, phrase('{0}.', fileFaultPhrase(file, fault)));
    default:
      return new NotRegularFileError(file, fault);
  }
}

function refusal(file: string, code: string, message: string): Phrase {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return phrase(
        'You may not write {0}. Give yourself the permission on it and on its folder, then try again.',
        file,
      );
    case 'EROFS':
      return phrase('{0} is on a disk that can only be read. Copy the MobileApps folder to another one.', file);
    case 'ENOSPC':
      return phrase('The disk is full, so {0} is left as it was. Make room, then try again.', file);
    case 'EDQUOT':
      return phrase('Your share of the disk is used up, so {0} is left as it was. Make room, then try again.', file);
    case 'EBUSY':
    case 'ETXTBSY':
      return phrase('Another program holds {0} open. Close it there, then try again.', file);
    default:
      return phrase('{0} could not be written and is left as it was: {1}', file, message || code);
  }
}
