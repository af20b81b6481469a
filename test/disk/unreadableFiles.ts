import fs from 'node:fs';
import process from 'node:process';
import { SPECIAL_FILES, type SpecialFile } from './specialFiles';

/** What only a user who may not read everything cannot read. */
export const DENIED_FILE = 'a file that may not be read';

const nothing = async () => {};

/** Special files, and what looks like a regular file but cannot be read. */
export const UNREADABLE_FILES: Readonly<Record<string, SpecialFile>> = {
  ...SPECIAL_FILES,
  [DENIED_FILE]: {
    make: async (file) => {
      fs.writeFileSync(file, '{}');
      fs.chmodSync(file, 0o000);
      return nothing;
    },
    words: /may not be read; give yourself the permission/,
  },
  'a file of the kernel that seems to be empty': kernelFile(),
};

/** The system says that such a file is a regular one of 0 bytes, but reading it waits, or fails. */
function kernelFile(): SpecialFile {
  const to = (target: string) => async (file: string) => {
    fs.symlinkSync(target, file);
    return nothing;
  };
  if (isOpened('/proc/kmsg')) return { make: to('/proc/kmsg'), words: /makes its reader wait; give a regular file/ };
  // Only root may open the log of the kernel. The memory of a process has no first byte.
  if (isOpened('/proc/self/mem')) return { make: to('/proc/self/mem'), words: /cannot be read: EIO/ };
  // This system has no such files.
  return { make: to('/dev/null'), words: /is a device/ };
}

function isOpened(file: string): boolean {
  if (process.platform === 'win32') return false;
  try {
    fs.closeSync(fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK));
    return true;
  } catch {
    return false;
  }
}
