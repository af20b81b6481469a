import { hasCopyWord } from './copyWords';

// What editors, sync tools and file managers make of the name of a file. What people call it is in `copyWords`.
const LEFTOVERS: readonly RegExp[] = [
  // Backups of Emacs, nano, gedit and Kate: `ID~`, `ID.~1~`. Auto-saves and locks of Emacs: `#ID#`, `.#ID`.
  /~$/,
  /^#.*#$/s,
  // What editors, sync tools and file systems write meanwhile, and what is deleted while it is open: `.ID.XyZabc`, `.nfs000001`, `~$x`.
  /^[.#~$]/,
  // File managers: `ID copy`, `ID copy 2`, `ID - Copy (3)`, `ID (1)`, `ID 2`, and the same in other languages.
  /[ -](copy|copie|kopie|copia|cópia|kopia)( \(?\d+\)?)?$/i,
  /^(copy|copie|kopie|copia|cópia|kopia) (\(?\d+\)? )?(of|de|von|di|av) /i,
  / ?\(\d+\)$/,
  / \d+$/,
  // Sync tools: Dropbox, Nextcloud, Syncthing, iCloud, Google Drive, Resilio.
  /\(.*(conflict|copie en conflit|konflikt|競合|case).*\)$/i,
  /[._ -]sync-conflict-/i,
  /[._ -]conflict(ed)?([._ -]|$)/i,
  /\.icloud$/i,
  // Merge tools of Git, Mercurial and Subversion.
  /[._](LOCAL|REMOTE|BASE|BACKUP)[._]\d+$/,
  /\.(mine|theirs|ours|r\d+)$/i,
  // A new file that nobody has named.
  /^(untitled|unbenannt|sans titre|sans-titre|無題|名称未設定)([ _-]?\d+)?$/i,
  // Swap files, downloads that were broken off, and what people and tools call old.
  /\.(sw[a-p]|kate-swp|un~|orig|rej|bak|bkp|backup|old|prev|save|sav|tmp|temp|copy|part|partial|filepart|crdownload|download)(\.?\d+)?$/i,
  /\.(dpkg|rpm|ucf|pac)-?(old|new|dist|save|orig|tmp)$/i,
  // A number as the ending, as rotating backups have it: `ID.1`.
  /\.\d+$/,
];

/** The first name that Vim tries when it finds out whether it may write in a folder, and the step to the next one. */
const VIM_PROBE = { first: 4913, step: 123, bound: 10_000 } as const;

const HEX = /^[0-9a-f]+$/i;
const LONG_ID = /[0-9a-f]{40}/i;
/** A shorter id may be a part of any word. */
const LEAST_ID = 8;

/**
 * Whether a name is one that editors, sync tools, file managers and people give to copies and leftovers of a session file. See
 * docs/session-files.md#leftovers.
 * @param id the session id in the file, if that is known. A name that is exactly this one, or this one with `.json`, is none.
 * Any other name that has it, or forty hexadecimal digits, with more before or behind, is one.
 */
export function isLeftoverName(name: string, id?: string): boolean {
  if (id !== undefined && (name === id || name === `${id}.json`)) return false;
  if (id && hasMoreThan(name, id)) return true;
  const plain = name.replace(/\.json$/i, '');
  // What is more in a name of nothing but digits only the id tells.
  if (HEX.test(id === undefined ? plain : name)) return isVimProbe(name);
  return LONG_ID.test(name) || isToolsName(name);
}

/** The same for any name, without what the forty digits of an id tell. */
export function isToolsName(name: string): boolean {
  const plain = name.replace(/\.json$/i, '');
  return hasCopyWord(plain) || LEFTOVERS.some((each) => each.test(name) || each.test(plain));
}

function hasMoreThan(name: string, id: string): boolean {
  const at = name.toLowerCase().indexOf(id.toLowerCase());
  if (at < 0 || name.length === id.length) return false;
  if (id.length >= LEAST_ID) return true;
  return !/[\p{L}\p{N}]$/u.test(name.slice(0, at)) && !/^[\p{L}\p{N}]/u.test(name.slice(at + id.length));
}

function isVimProbe(name: string): boolean {
  if (!/^\d{4}$/.test(name)) return false;
  const past = Number(name) - VIM_PROBE.first;
  return past >= 0 && Number(name) < VIM_PROBE.bound && past % VIM_PROBE.step === 0;
}
