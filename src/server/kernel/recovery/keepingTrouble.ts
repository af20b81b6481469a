import process from 'node:process';

const VARIABLE = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';
const AGAIN = 'and start the program that runs the server again';

/**
 * Says that the recovery state cannot be written, what that means, and what to do about it.
 * @param error the error of the file system
 */
export function keepingTrouble(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return `What clients are answered cannot be kept for after a crash: ${message}. After a crash the server begins anew, with the session files only. ${adviceFor(code)}`;
}

function adviceFor(code: string | undefined): string {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `The folder for temporary files is not there: make it, or set ${VARIABLE} to a folder that is there, ${AGAIN}.`;
    case 'EACCES':
    case 'EPERM':
      return `Give yourself the right to write in the folder for temporary files, or set ${VARIABLE} to another folder, ${AGAIN}.`;
    case 'EROFS':
      return `The folder for temporary files can only be read: set ${VARIABLE} to a folder on another disk, ${AGAIN}.`;
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return `Make room in the folder for temporary files, or set ${VARIABLE} to a folder that has room, ${AGAIN}.`;
    case 'EMFILE':
    case 'ENFILE':
      return 'Too many files are open: close some programs, and start the server again.';
    default:
      return `Set ${VARIABLE} to another folder, ${AGAIN}.`;
  }
}
