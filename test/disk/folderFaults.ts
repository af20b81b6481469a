import fs from 'node:fs';
import path from 'node:path';
import { SPECIAL_FILES, type SpecialFile } from './specialFiles';

/** What only a user who may not look into everything cannot look into. */
export const DENIED_FOLDER = 'a folder that may not be looked into';

const nothing = async () => {};
const linkTo = (target: string) => async (folder: string) => {
  fs.symlinkSync(target, folder);
  return nothing;
};

function special(name: string): SpecialFile {
  const found = SPECIAL_FILES[name];
  if (!found) throw new Error(`There is no special file that is ${name}.`);
  return found;
}

/** Whatever can stand where a folder should be, real ones: how it is made, and how a refusal calls it. */
export const FOLDER_FAULTS: Readonly<Record<string, SpecialFile>> = {
  'a file': {
    make: async (folder) => {
      fs.writeFileSync(folder, '');
      return nothing;
    },
    words: /is a file; give a folder/,
  },
  'a pipe': { ...special('a pipe without a writer'), words: /is a pipe \(FIFO\); give a folder/ },
  'a socket': { ...special('a socket'), words: /is a socket; give a folder/ },
  'a link to a device': { make: linkTo('/dev/null'), words: /is a device; give a folder/ },
  'a link that leads nowhere': special('a link that leads nowhere'),
  'a link to a place below a file': {
    make: linkTo(path.join(__filename, 'below')),
    words: /is a link that leads nowhere; mend the link/,
  },
  'a link to itself': special('a link to itself'),
  'a link to a name that is too long': {
    make: linkTo('x'.repeat(300)),
    words: /is longer than a path may be here; give a shorter one/,
  },
  [DENIED_FOLDER]: {
    make: async (folder) => {
      fs.mkdirSync(folder);
      fs.chmodSync(folder, 0o000);
      return nothing;
    },
    words: /may not be looked into; give yourself the permission/,
  },
};
