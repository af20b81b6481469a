// Makes ThirdPartyNotices.txt: the licence of each package of which something is in the bundles. `esbuild.js` tells what is in them.
const fs = require('node:fs');
const path = require('node:path');

/** How a file with a licence is called. */
const LICENCE_FILE = /^(?:licen[cs]e|copying)(?:[.-][\w.-]+)?$/i;
/** A file that a licence asks to pass on with it. */
const NOTICE_FILE = /^(?:copyright)?notice(?:\.\w+)?$/i;

/** The MIT License, for packages that name it and have no file with its text. */
const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Packages without a file for their licence: who holds the copyright, as their source or manifest says, and the licence that it names. */
const WITHOUT_FILE = {
  '@vscode/l10n': { licence: 'MIT', text: `Copyright (c) Microsoft Corporation\n\n${MIT}` },
  'abstract-logging': { licence: 'MIT', text: `Copyright (c) James Sumners\n\n${MIT}` },
  'qrcode-generator': { licence: 'MIT', text: `Copyright (c) 2009 Kazuhiko Arase\n\n${MIT}` },
};

const HEADER = `Third-party notices

Session Workbench has code of the following packages in its bundles. Each is under its own licence, which follows.
This file is made when the bundles are built.`;

const RULE = '='.repeat(80);

/**
 * The packages that sources belong to.
 * @param {Iterable<string>} sources paths, as esbuild tells them
 * @returns {string[]} their folders, sorted
 */
function packageFolders(sources) {
  const folders = new Set();
  for (const source of sources) {
    const [folder] = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(source) ?? [];
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders].sort();
}

/**
 * @param {string} folder of a package
 * @returns {{ name: string, version: string, licence: string, home: string | undefined, text: string }}
 * @throws when the package says nothing of its licence, so that nothing is passed on without one
 */
function noticeOf(folder) {
  const { name, version, license, homepage, repository } = JSON.parse(
    fs.readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  const files = fs.readdirSync(folder).sort();
  const read = (/** @type {RegExp} */ kind) =>
    files.filter((file) => kind.test(file)).map((file) => fs.readFileSync(path.join(folder, file), 'utf8').trim());
  const own = read(LICENCE_FILE);
  const known = own.length === 0 ? WITHOUT_FILE[name] : undefined;
  if (typeof license !== 'string' || (own.length === 0 && known?.licence !== license)) {
    throw new Error(
      `${name} ${version} has no file with its licence (${license}). Look it up, and add it to notices.js.`,
    );
  }
  const url = homepage ?? (typeof repository === 'string' ? repository : repository?.url);
  const home = url?.replace(/^git\+/, '').replace(/\.git$/, '');
  return {
    name,
    version,
    licence: license,
    home,
    text: [...(known ? [known.text] : own), ...read(NOTICE_FILE)].join('\n\n'),
  };
}

/**
 * The text of ThirdPartyNotices.txt. A package that is there in several versions has a notice for each.
 * @param {Iterable<string>} sources of all bundles, as esbuild tells them
 * @param {string} root that they are relative to
 */
function thirdPartyNotices(sources, root) {
  const notices = new Map();
  for (const folder of packageFolders(sources)) {
    const notice = noticeOf(path.resolve(root, folder));
    notices.set(`${notice.name} ${notice.version}`, notice);
  }
  const parts = [...notices]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { name, version, licence, home, text }]) => {
      const about = [`${name} ${version}`, licence, ...(home === undefined ? [] : [home])].join('\n');
      return `${RULE}\n${about}\n${RULE}\n\n${text.replaceAll('\r\n', '\n')}`;
    });
  return `${[HEADER, ...parts].join('\n\n')}\n`;
}

module.exports = { packageFolders, thirdPartyNotices };
