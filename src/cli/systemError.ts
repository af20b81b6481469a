/**
 * Whether it is an error of the operating system. Its message already says what failed and where, and it is not a bug
 * of this product.
 */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && typeof syscall === 'string';
}

/** What the operating system says, and what to do. One sentence without a full stop. */
export function systemErrorText(error: NodeJS.ErrnoException): string {
  return `${error.message}; ${wayOut(error.code)}`;
}

function wayOut(code: string | undefined): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'give yourself the permission, or name another place';
    case 'EROFS':
      return 'this disk can only be read, so name a place on another one';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'make room there, or name a place on another disk';
    case 'EFBIG':
      return 'name a place on a disk that takes larger files';
    case 'ENOENT':
      return 'make it, or name another place';
    case 'ENOTDIR':
      return 'something on the way there is no folder, so name another place';
    case 'EISDIR':
      return 'a folder is there, so name a file';
    case 'EEXIST':
    case 'ENOTEMPTY':
      return 'something is there already, so remove it, or name another place';
    case 'ELOOP':
      return 'a link on the way leads back to itself, so mend it, or name another place';
    case 'ENAMETOOLONG':
      return 'name a shorter path';
    case 'EINVAL':
      return 'the system takes no such name or place, so name another one';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open, so close other programs, or raise the limit (ulimit -n)';
    case 'ENOMEM':
      return 'close other programs, as memory is short';
    case 'EBUSY':
    case 'ETXTBSY':
      return 'another program has it open, so close it there';
    case 'EIO':
    case 'ENODEV':
    case 'ENXIO':
      return 'the disk or device may be damaged or gone, so name another place';
    default:
      return 'mend that, and call again';
  }
}
