import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { onPosix } from '../disk/temporaryFolder';
import { webServer } from './webHarness';

const MODULE = `exports.Code = class Code { run() {
  const message = new OutgoingMessage();
  message.setBody('ran');
  return message;
} };`;

/** What can stand where a file is wanted, and how it is told. */
const SPECIAL: readonly [what: string, make: (place: string) => void, words: RegExp][] = [
  ['a pipe', (place) => execFileSync('mkfifo', [place]), /is a pipe \(FIFO\); give a regular file\./],
  ['a link to a device', (place) => fs.symlinkSync('/dev/zero', place), /is a device; give a regular file\./],
  ['a link to nowhere', (place) => fs.symlinkSync('nowhere', place), /is a link that leads nowhere; mend the link/],
  ['a link to itself', (place) => fs.symlinkSync(place, place), /is a link that leads back to itself; mend the link/],
  ['a folder', (place) => fs.mkdirSync(place), /is a folder; give a regular file\./],
];

describe('Special files among the modules of a project', () => {
  // Nothing here may end by the time limit.
  const server = webServer(
    { codeTimeoutMs: 600_000 },
    {
      'Project/Sources/HTTPHandlers.json': [{ class: 'Code', method: 'run', regexPattern: '^/run' }],
      'WebCode/Code.js': MODULE,
    },
  );
  const place = (...parts: string[]) => path.join(server().folder, ...parts);
  const cause = async () => (await server().lastEntry()).causes.find(({ rule }) => rule.startsWith('web.code.'));

  for (const [what, make, words] of SPECIAL) {
    onPosix(`a module is told by what it is: ${what}`, async () => {
      fs.rmSync(place('WebCode/Code.js'));
      make(place('WebCode/Code.js'));
      assert.equal((await server().client().call('/run')).status, 500);
      const told = await cause();
      assert.equal(told?.rule, 'web.code.noModule');
      assert.match(told?.message ?? '', words);
      assert.match(told?.message ?? '', /WebCode\/Code\.js/);
    });

    // Node looks further above for a link to nowhere.
    const isPassedOver = what === 'a link to nowhere';
    onPosix(`package.json costs no time limit where it cannot be read: ${what}`, async () => {
      make(place('WebCode/package.json'));
      const { status, text } = await server().client().call('/run');
      if (isPassedOver) return assert.deepEqual([status, text], [200, 'ran']);
      assert.equal(status, 500);
      const told = await cause();
      assert.match(told?.message ?? '', words);
      assert.match(told?.message ?? '', /WebCode\/package\.json/);
    });
  }

  it('a package.json without an end is not read', async () => {
    fs.writeFileSync(place('WebCode/package.json'), '');
    fs.truncateSync(place('WebCode/package.json'), 6_000_000_000);
    assert.equal((await server().client().call('/run')).status, 500);
    assert.match((await cause())?.message ?? '', /package\.json has .*, more than the .* \(PACKAGE_LIMIT\)/);
  });

  for (const [what, make, words] of SPECIAL.filter(([each]) => each !== 'a folder')) {
    onPosix(`the folder of the modules is told by what it is: ${what}`, async () => {
      fs.rmSync(place('WebCode'), { recursive: true });
      make(place('WebCode'));
      assert.equal((await server().client().call('/run')).status, 500);
      const told = await cause();
      assert.equal(told?.rule, 'web.code.noModule');
      assert.match(told?.message ?? '', new RegExp(words.source.replace('regular file', 'folder')));
    });
  }
});
