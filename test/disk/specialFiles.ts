import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** Whatever can stand where a regular file should be, real ones: how it is made, and how a refusal calls it. */
export interface SpecialFile {
  /** Makes it at a path. What it returns ends what was opened for it. */
  readonly make: (file: string) => Promise<() => Promise<void>>;
  readonly words: RegExp;
}

const nothing = async () => {};
const linkTo = (target: string) => async (file: string) => {
  fs.symlinkSync(target, file);
  return nothing;
};

/** Of a size that no memory has room for, and without a block on the disk. */
export const SPARSE_BYTES = 5 * 1024 ** 3;

export const SPECIAL_FILES: Readonly<Record<string, SpecialFile>> = {
  'a pipe without a writer': {
    make: async (file) => {
      execFileSync('mkfifo', [file]);
      return nothing;
    },
    words: /is a pipe \(FIFO\)/,
  },
  'a socket': {
    make: async (file) => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 's-'));
      // The path of a socket has a hundred bytes at most, but it can be moved to a longer one.
      const short = path.join(folder, 's');
      const server = net.createServer();
      await new Promise<void>((resolve) => server.listen(short, resolve));
      fs.renameSync(short, file);
      await new Promise((resolve) => server.close(resolve));
      fs.rmSync(folder, { recursive: true });
      return nothing;
    },
    words: /is a socket/,
  },
  'a link to /dev/zero, which never ends': { make: linkTo('/dev/zero'), words: /is a device/ },
  'a link to /dev/full': { make: linkTo('/dev/full'), words: /is a device/ },
  'a folder': {
    make: async (file) => {
      fs.mkdirSync(file);
      return nothing;
    },
    words: /is a folder/,
  },
  'a link that leads nowhere': { make: linkTo('nowhere'), words: /is a link that leads nowhere/ },
  'a link to itself': {
    make: async (file) => {
      fs.symlinkSync(path.basename(file), file);
      return nothing;
    },
    words: /is a link that leads back to itself/,
  },
  'a sparse file of 5 GB': {
    make: async (file) => {
      fs.closeSync(fs.openSync(file, 'w'));
      fs.truncateSync(file, SPARSE_BYTES);
      return nothing;
    },
    words: /has 5\.4 GB, more than the \d+ [kM]?B that may be read/,
  },
};
