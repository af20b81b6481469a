import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { FORMATS } from '../../src/cli/formats/format';
import { scenarioDamage } from '../../src/core/scenario/scenarioDamage';
import { scenarioFiles } from '../../src/disk/scenarios/scenarioFiles';
import { ScenarioSearchError } from '../../src/disk/scenarios/scenarioSearchError';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { run, Scratch } from './commandLine';

const WHOLE = JSON.stringify(
  { name: 'whole', actors: { a: { role: 'app' } }, steps: [{ note: 'nothing' }] },
  undefined,
  2,
);
const DAMAGED: readonly (readonly [what: string, content: string | Uint8Array, words: RegExp])[] = [
  ['empty', '', /is empty; write a scenario in it/],
  ['white space', ' \n\t\n', /is empty; write a scenario in it/],
  ['a byte order mark alone', '\ufeff', /is empty; write a scenario in it/],
  ['cut off after a bracket', '{', /is cut off/],
  ['cut off in its first name', '{"na', /is cut off/],
  ['cut off before its steps', WHOLE.slice(0, 30), /is cut off/],
  ['cut off in a comment', '{ /* a', /is cut off|is no JSON/],
  ['NUL bytes', Buffer.alloc(512), /is no text in UTF-8/],
  ['random bytes', Buffer.from('89504e470d0a1a0a0000000d49484452ff', 'hex'), /is no text in UTF-8/],
  ['UTF-16', Buffer.from(WHOLE, 'utf16le'), /is no text in UTF-8/],
  ['Latin-1', Buffer.from(WHOLE.replace('whole', 'wh\u00f4le'), 'latin1'), /is no text in UTF-8/],
  ['words', 'I will write it tomorrow', /is no JSON/],
  ['marks of a merge', '<<<<<<< HEAD\n{}\n=======', /is no JSON/],
];
const FOREIGN = [
  '{}',
  '[]',
  '[1, 2]',
  '"text"',
  '{"scenario": "of another tool"}',
  '{"$schema": "https://example.com/scenario.schema.json", "steps": [',
  '// a comment\n{"scenario": 1,}',
  '{"a": 1, /* comment */ "b": 2}',
];

/** Why nothing of a path is run. */
function refusal(cwd: string, given: string): string {
  try {
    return scenarioFiles(cwd, [given]).files.join();
  } catch (error) {
    if (error instanceof ScenarioSearchError) return error.message;
    throw error;
  }
}

describe('files that are damaged', () => {
  const scratch = new Scratch();
  after(() => scratch.remove());

  it('a damaged scenario file is told, whatever the damage, and no file of another tool is', () => {
    for (const [what, content] of DAMAGED) {
      // Of the text alone nobody can tell that a character was another one.
      if (what === 'cut off in a comment' || what === 'Latin-1') continue;
      assert.notEqual(scenarioDamage(Buffer.from(content).toString()), undefined, what);
    }
    for (const text of FOREIGN) assert.equal(scenarioDamage(text), undefined, text);
    for (let length = 0; length < WHOLE.length; length++) {
      const cut = WHOLE.slice(0, length);
      // With steps and actors in it, it is a scenario, and the run says where it ends.
      if (!/"steps":/.test(cut)) assert.notEqual(scenarioDamage(cut), undefined, cut);
    }
  });

  it('run names each damaged scenario in a folder or of a glob, runs the others, and ends with 2', async () => {
    scratch.file('flows/whole.scenario.json', WHOLE);
    for (const [at, [, content]] of DAMAGED.entries()) scratch.file(`flows/${at}.scenario.json`, content);
    for (const [at, text] of FOREIGN.entries()) scratch.file(`flows/foreign${at}.scenario.json`, text);
    for (const paths of [['flows'], ['flows/*.json'], ['flows/**']]) {
      const { code, stdout, stderr } = await run(['run', ...paths], { cwd: scratch.root });
      assert.equal(code, 2);
      assert.match(stdout, /whole/);
      for (const [, , words] of DAMAGED) assert.match(stderr, words);
      // One for each kind of damage.
      assert.equal(stderr.split('\n').length - 1, 4);
      assert.doesNotMatch(stderr, /foreign/);
    }
  });

  for (const [what, content, words] of DAMAGED) {
    it(`run says of a scenario that it is given by name what is wrong with it: ${what}`, async () => {
      const file = scratch.file('named/damaged.scenario.json', content);
      const { code, stdout, stderr } = await run(['run', file], { cwd: scratch.root });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, words);
      assert.match(stderr, /^session-workbench: [^\n]*damaged\.scenario\.json [^\n]*, or give another file\n$/);
    });
  }

  it('run says of a file by name that is no scenario of ours why, and what may be meant', () => {
    const told: [text: string, words: RegExp][] = [
      ['{"a": 1, /* comment */ "b": 2}', /one has "steps".*; line 1, character 10: Not well-formed JSON: .*mend it/],
      ['// a comment\n{"scenario": 1,}', /one has "steps".*; line 1, character 1: Not well-formed JSON/],
      [WHOLE.replace('"steps"', '"stepz"'), /“steps” may be meant by “stepz”; give it those, or another file/],
      [WHOLE.replace('"steps"', '"teps"'), /“steps” may be meant by “teps”; give it those, or another file/],
      [WHOLE.replace('"actors"', '"actor"'), /“actors” may be meant by “actor”; give it those, or another file/],
      ['{"a": 1}', /as its "\$schema"; give it those, or another file/],
      [
        WHOLE.replace('{', '{"$schema": "https://example.com/steps.json", '),
        /as its "\$schema" is another one; leave it out, name/,
      ],
      [
        WHOLE.replace('{', '{"$schema": "../scenaro.schema.json", '),
        /no scenario, as “scenario\.schema\.json” may be meant by “scenaro\.schema\.json”; mend that, or give another file$/,
      ],
      ['{"$shema": "scenario.schema.json"}', /“\$schema” may be meant by “\$shema”; give it those, or another file/],
      ['[]', /as its "\$schema"; give it those, or another file/],
    ];
    for (const [text, words] of told) {
      const file = scratch.file('named/foreign.scenario.json', text);
      const told = refusal(scratch.root, file);
      assert.match(told, words);
      assert.match(told, /^[^\n]*is no scenario(?: of session-workbench)?[:,] [^\n]*$/);
    }
  });

  for (const count of [1, 2, 3, 10, 11, 14]) {
    it(`run names up to ten of ${count} empty scenarios of a folder in one sentence`, async () => {
      const folder = `empty${count}`;
      scratch.file(`${folder}/zz.scenario.json`, WHOLE);
      const names = Array.from({ length: count }, (_, at) => `${String(at).padStart(2, '0')}.scenario.json`);
      for (const name of names) scratch.file(`${folder}/${name}`, '');
      const { code, stderr } = await run(['run', folder], { cwd: scratch.root });
      assert.equal(code, 2);
      const [first = '', ...others] = names.slice(0, 10);
      const shown = [scratch.path(folder, first), ...others, ...(count > 10 ? [`${count - 10} more`] : [])];
      const list = shown.join(', ').replace(/, (?!.*, )/, ' and ');
      const is = count === 1 ? 'it is' : 'each is';
      assert.equal(
        stderr,
        `session-workbench: cannot read ${list}: ${is} empty; write a scenario in it, or remove it\n`,
      );
    });
  }

  it('run offers the near name in the same folder for a file or a folder that is not there', () => {
    for (const name of ['login', 'out']) scratch.file(`near/${name}.scenario.json`, WHOLE);
    scratch.file('near/billing/a.scenario.json', WHOLE);
    scratch.file('near/logon.scenario.txt', WHOLE);
    const given: [place: string, meant: string | undefined][] = [
      ['near/lgoin.scenario.json', 'login.scenario.json'],
      ['near/login.scenarios.json', 'login.scenario.json'],
      ['near/biling', 'billing'],
      ['near/illing', 'billing'],
      ['near/ogin.scenario.json', 'login.scenario.json'],
      ['near/other.scenario.json', undefined],
      ['nowhere/login.scenario.json', undefined],
    ];
    for (const [place, meant] of given) {
      const offered = meant === undefined ? '' : `; “${meant}” in the same folder may be meant`;
      const told = `${scratch.path(...place.split('/'))} does not exist${offered}; give a scenario file, or a folder that has some`;
      assert.equal(refusal(scratch.root, place), told);
    }
  });

  const misspelt: [name: string, meant: string][] = [
    ['stepz', 'steps'],
    ['step', 'steps'],
    ['setps', 'steps'],
    ['Steps', 'steps'],
    [' steps', 'steps'],
    ['spets', 'steps'],
    ['actorz', 'actors'],
    ['ctors', 'actors'],
    ['Actors', 'actors'],
  ];
  it('run tells each scenario of a folder or a glob that a misspelt name keeps from being one, and ends with 2', async () => {
    scratch.file('misspelt/good.scenario.json', WHOLE);
    const flow = { server: {}, steps: [{ note: 'nothing' }] };
    const texts = [
      ...misspelt.map(([name, meant]) => [WHOLE.replace(`"${meant}"`, `"${name}"`), name, meant] as const),
      [JSON.stringify({ ...flow, steps: undefined, step: flow.steps }), 'step', 'steps'] as const,
      [JSON.stringify({ ...flow, server: undefined, sever: {} }), 'sever', 'server'] as const,
      [
        WHOLE.replace('{', '{"$schema": "./scenaro.schema.json", '),
        'scenaro.schema.json',
        'scenario.schema.json',
      ] as const,
      [JSON.stringify({ $shema: './scenario.schema.json', steps: [] }), '\\$shema', '\\$schema'] as const,
    ];
    const places = texts.map(([text], at) => scratch.file(`misspelt/m${at}.scenario.json`, text));
    for (const given of ['misspelt', 'misspelt/*.json', 'misspelt/**']) {
      const { code, stdout, stderr } = await run(['run', given], { cwd: scratch.root });
      assert.equal(code, 2);
      assert.match(stdout, /1 passed/);
      for (const [, name, meant] of texts)
        assert.match(stderr, new RegExp(`“${meant}” may be meant by “${name}”; mend that, or`));
    }
    for (const file of places) assert.match(refusal(scratch.root, file), /may be meant by/);
  });

  it('run leaves files of other tools alone, also those whose names are not far from ours', async () => {
    scratch.file('others/good.scenario.json', WHOLE);
    const others = [
      { steps: [], actions: {} },
      { steps: [], factors: {} },
      { steps: [], service: {} },
      { steps: [], servers: [] },
      { actors: {}, step: 1 },
      { server: {}, stops: {} },
      { Steps: [], Actors: {} },
      { stepz: [], actorz: {} },
      { steps: [], scenario: { actorz: {} } },
      { $schema: 'https://example.com/scenario.schema.json', actors: {}, stepz: [] },
    ];
    for (const [at, each] of others.entries()) scratch.file(`others/${at}.scenario.json`, JSON.stringify(each));
    const { code, stderr } = await run(['run', 'others'], { cwd: scratch.root });
    assert.deepEqual([code, stderr], [0, '']);
  });

  it('run tells of a scenario in a folder whose name nearly ends as it must, and of no file of another tool', async () => {
    const near = [
      'a.senario.json',
      'b.scenario.JSON',
      'c.scenarios.json',
      'd-scenario.json',
      'e.Scenario.json',
      'f.scneario.json',
      'g.scenario.jsn',
      'h.scenario.jsonc',
      'deep/j.szenario.json',
    ];
    for (const name of near) scratch.file(`misnamed/alone/${name}`, WHOLE);
    scratch.file('misnamed/alone/other.scenarios.json', '{"stages": []}');
    scratch.file('misnamed/alone/package.json', '{}');
    scratch.file('misnamed/alone/login.json', WHOLE);
    for (const backup of ['good.scenario.json~', '#good.scenario.json#'])
      scratch.file(`misnamed/alone/${backup}`, WHOLE);
    const told = (words: string) => near.filter((name) => words.includes(`/${name} is passed over, as its name`));
    const words = refusal(scratch.root, 'misnamed');
    assert.match(words, /^no \*\.scenario\.json in /);
    assert.deepEqual(told(words), near);
    assert.doesNotMatch(words, /other\.|package|login/);
    assert.deepEqual(told(refusal(scratch.root, 'misname*')), near);
    scratch.file('misnamed/good.scenario.json', WHOLE);
    const { code, stdout, stderr } = await run(['run', 'misnamed'], { cwd: scratch.root });
    assert.equal(code, 0);
    assert.match(stdout, /1 passed/);
    assert.deepEqual(told(stderr), near);
    assert.equal(stderr.trimEnd().split('\n').length, near.length);
    assert.match(stderr, /ends? with \.scenario\.json; rename it to run it\n/);
    assert.deepEqual(scenarioFiles(scratch.root, ['misnamed', '!**/alone']).misnamed, []);
    assert.deepEqual(
      scenarioFiles(scratch.root, ['misnamed', 'misnamed/alone/*.json'])
        .misnamed.map((file) => path.basename(file))
        .sort(),
      ['b.scenario.JSON', 'g.scenario.jsn', 'h.scenario.jsonc', 'j.szenario.json'],
    );
  });

  it('run and check tell each link in a folder that is named like a scenario or a session and leads to nothing', async function () {
    if (process.platform === 'win32') return this.skip();
    scratch.file('links/good.scenario.json', WHOLE);
    const link = (target: string, ...place: string[]) => fs.symlinkSync(target, scratch.path('links', ...place));
    link('nowhere', 'dead.scenario.json');
    link('loop.scenario.json', 'loop.scenario.json');
    link('two.scenario.json', 'one.scenario.json');
    link('one.scenario.json', 'two.scenario.json');
    link('good.scenario.json', 'fine.scenario.json');
    link('nowhere', 'dead.json');
    const told = (given: string) =>
      scenarioFiles(scratch.root, [given]).unreadable.map(({ file, reason }) => [file, reason.replace(/;.*/, '')]);
    const reasons = [
      ['dead', 'is a link that leads nowhere'],
      ['loop', 'is a link that leads back to itself'],
      ['one', 'is a link that leads back to itself'],
      ['two', 'is a link that leads back to itself'],
    ].map(([name, reason]) => {
      const file = `${name}.scenario.json`;
      return [file, `${scratch.path('links', file)} ${reason}`];
    });
    for (const given of ['links', 'links/*.json', 'links/**', 'lin*'])
      assert.deepEqual(told(given).sort(), reasons, given);
    scratch.seed('links/MobileApps');
    const application = path.join('MobileApps', SEED_APPLICATION);
    const [dead, loop] = ['d'.repeat(40), 'e'.repeat(40)];
    link('nowhere', application, dead);
    link(loop, application, loop);
    link(SEED_NAME, application, 'f'.repeat(40));
    link('nowhere', application, 'notes.txt');
    for (const given of ['links', path.join('links', application)]) {
      const { code, stdout, stderr } = await run(['check', given, '--format', 'json'], { cwd: scratch.root });
      const { unreadable, summary } = JSON.parse(stdout);
      assert.deepEqual([code, summary.files], [2, 1]);
      assert.deepEqual(
        unreadable.map(({ file }: { file: string }) => file),
        [`${SEED_APPLICATION}/${dead}`, `${SEED_APPLICATION}/${loop}`],
      );
      assert.match(stderr, /d{40}: it is a link that leads nowhere; mend the link/);
      assert.match(stderr, /e{40}: it is a link that leads back to itself; mend the link/);
      assert.equal(stderr.trimEnd().split('\n').length, 2);
    }
    const { code, stderr } = await run(['run', 'links'], { cwd: scratch.root });
    assert.equal(code, 2);
    assert.match(stderr, /dead\.scenario\.json: it is a link that leads nowhere; mend the link/);
  });

  it('run says what is in a folder that has damaged scenarios alone', async () => {
    scratch.file('alone/a.scenario.json', '');
    scratch.file('alone/b.scenario.json', '{}');
    const { code, stderr } = await run(['run', 'alone'], { cwd: scratch.root });
    assert.equal(code, 2);
    assert.match(
      stderr,
      /no \*\.scenario\.json of session-workbench in .*alone \(1 of another tool, .*a\.scenario\.json is empty/,
    );
  });

  it('check tells folders whose names are not UTF-8, and ends with 2', async function () {
    if (process.platform !== 'linux') return this.skip();
    const named = (folder: string, name: string) =>
      Buffer.concat([Buffer.from(`${folder}${path.sep}`), Buffer.from(name, 'latin1')]);
    const within = (folder: Buffer, below: string) => Buffer.concat([folder, Buffer.from(`${path.sep}${below}`)]);
    const own = scratch.folder('names/MobileApps');
    scratch.seed('names/MobileApps');
    const application = named(own, 'com.exämple.app');
    fs.mkdirSync(application);
    fs.writeFileSync(within(application, SEED_NAME), SEED_SESSION);
    const above = named(scratch.folder('above'), 'projét');
    fs.mkdirSync(within(above, 'MobileApps'), { recursive: true });
    for (const format of FORMATS) {
      const { code, stderr } = await run(['check', 'names', '--format', format], { cwd: scratch.root });
      assert.equal(code, 2, format);
      assert.match(
        stderr,
        /com\.ex\ufffdmple\.app: it has a name that is not UTF-8, so nothing in it can be read; rename it\n/,
      );
    }
    const { code, stderr } = await run(['check', 'above'], { cwd: scratch.root });
    assert.equal(code, 2);
    assert.match(stderr, /1 folder could not be looked into|has a name that is not UTF-8/);
  });
});
