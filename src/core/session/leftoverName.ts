// What editors, sync tools and file managers make of the name of a file. Each pattern needs a character that no session
// id of 4D has, or a form that none has.
const LEFTOVERS: readonly RegExp[] = [
  // Backups of Emacs, nano, gedit and Kate: `ID~`, `ID.~1~`. Auto-saves and locks of Emacs: `#ID#`, `.#ID`.
  /~$/,
  /^#.*#$/,
  /^\.#/,
  // File managers: `ID copy`, `ID copy 2`, `ID - Copy (3)`, `ID (1)`, `ID 2`, and the same in other languages.
  /[ -](copy|copie|kopie|copia|cópia|kopia)( \(?\d+\)?)?$/i,
  /^(copy|copie|kopie|copia|cópia|kopia) (\(?\d+\)? )?(of|de|von|di|av) /i,
  /(のコピー|コピー|的副本|副本)( ?\(?\d+\)?)?$/,
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
  // Swap files, downloads that were broken off, and what people and tools call old.
  /\.(sw[a-p]|kate-swp|un~|orig|rej|bak|bkp|backup|old|prev|save|sav|tmp|temp|copy|part|partial|filepart|crdownload|download)(\.?\d+)?$/i,
  /\.(dpkg|rpm|ucf|pac)-?(old|new|dist|save|orig|tmp)$/i,
  // A number as the ending, as rotating backups have it: `ID.1`.
  /\.\d+$/,
];

/** The first name that Vim tries when it finds out whether it may write in a folder, and the step to the next one. */
const VIM_PROBE = { first: 4913, step: 123, bound: 10_000 } as const;

// With `.json` it is a session that somebody named so, which is told apart.
const LONG_ID = /^[0-9a-f]{40}(?!\.json$)./i;
const HEX = /^[0-9a-f]+$/i;

/**
 * Whether a name is one that editors, sync tools and file managers give to copies and leftovers of files. A name of forty
 * hexadecimal digits with more behind them always is. A name of nothing but hexadecimal digits is only if it is one that
 * Vim tries. See docs/session-files.md#leftovers.
 */
export function isLeftoverName(name: string): boolean {
  if (HEX.test(name)) return isVimProbe(name);
  const plain = name.replace(/\.json$/i, '');
  return LONG_ID.test(name) || LEFTOVERS.some((each) => each.test(name) || each.test(plain));
}

function isVimProbe(name: string): boolean {
  if (!/^\d{4}$/.test(name)) return false;
  const past = Number(name) - VIM_PROBE.first;
  return past >= 0 && Number(name) < VIM_PROBE.bound && past % VIM_PROBE.step === 0;
}
