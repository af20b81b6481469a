import assert from 'node:assert/strict';
import fs from 'node:fs';
import { run, Scratch } from './commandLine';

/** Places where nothing can be read or written as it was meant. */
const PLACES = {
  'what is not there': 'missing/deep',
  'a place below a file': 'file/below',
  'a file with words': 'file',
  'a folder with nothing in it': 'folder',
  'a place that the system keeps': '/proc/nowhere/x',
  'a device that is full': '/dev/full',
  'an empty device': '/dev/null',
  'a link that leads nowhere': 'dangling',
  'a link that leads to itself': 'loop/x',
  'a folder that may not be entered': 'locked/x',
  'a name of 5,000 characters': 'x'.repeat(5000),
} as const;

type Place = keyof typeof PLACES;

interface Command {
  readonly args: (place: string) => readonly string[];
  /** Where the command can do its work, and why. */
  readonly fine?: Partial<Record<Place, string>>;
}

const NEW = 'it makes it';
const LATER = 'the first login makes it';

const COMMANDS: Readonly<Record<string, Command>> = {
  check: { args: (place) => ['check', place] },
  fix: { args: (place) => ['fix', place] },
  decode: {
    args: (place) => ['decode', place],
    fine: { 'a file with words': 'they are no token', 'a name of 5,000 characters': 'it is a token that is none' },
  },
  sample: { args: (place) => ['sample', place, '--sessions', '2'], fine: { 'what is not there': NEW } },
  'serve --config': { args: (place) => ['serve', '--config', place] },
  'serve --import': { args: (place) => ['serve', '--mobile-apps', 'project', '--import', place] },
  'serve --export-on-exit': { args: (place) => ['serve', '--mobile-apps', 'project', '--export-on-exit', place] },
  'exec --config': { args: (place) => ['exec', '--config', place, '--', 'true'] },
  'exec --mobile-apps': {
    args: (place) => ['exec', '--mobile-apps', place, '--', 'true'],
    fine: { 'a folder with nothing in it': LATER },
  },
  run: { args: (place) => ['run', place] },
  'run --report': {
    args: (place) => ['run', 'whole.scenario.json', '--report', place],
    fine: { 'what is not there': NEW, 'a folder with nothing in it': NEW },
  },
  'check --output': {
    args: (place) => ['check', 'project', '--output', place],
    fine: { 'what is not there': NEW, 'an empty device': 'it takes all' },
  },
  'check --schema': { args: (place) => ['check', 'project', '--schema', place] },
  'check --config': { args: (place) => ['check', 'project', '--config', place] },
  'refresh --mobile-apps': { args: (place) => ['refresh', '--mobile-apps', place] },
};

describe('places that cannot be used', () => {
  let scratch: Scratch;

  before(function () {
    if (process.platform !== 'linux') this.skip();
  });
  beforeEach(() => {
    scratch = new Scratch();
    scratch.file('file', 'these are only words');
    scratch.folder('folder');
    scratch.seed('project/MobileApps', '{');
    scratch.file('whole.scenario.json', '{"name": "a", "actors": {"a": {"role": "app"}}, "steps": []}');
    fs.symlinkSync('nowhere', scratch.path('dangling'));
    fs.symlinkSync('loop', scratch.path('loop'));
    fs.mkdirSync(scratch.path('locked'), { mode: 0 });
    // Root may enter any folder.
    if (process.getuid?.() === 0) fs.chownSync(scratch.root, NOBODY, NOBODY);
  });
  afterEach(() => {
    fs.chmodSync(scratch.path('locked'), 0o700);
    scratch.remove();
  });

  const NOBODY = 65_534;

  for (const [what, { args, fine = {} }] of Object.entries(COMMANDS)) {
    it(`each place that cannot be used is refused in one sentence, and nothing changes: ${what}`, async () => {
      const user = process.getuid?.() === 0 ? { uid: NOBODY } : {};
      const env = { HOME: scratch.root, XDG_STATE_HOME: scratch.path('state') };
      for (const place of Object.keys(PLACES).filter((each) => !(each in fine)) as Place[]) {
        const before = namesIn(scratch.root);
        const { code, stdout, stderr } = await run(args(PLACES[place]), { cwd: scratch.root, env, ...user });
        assert.match(stderr, /^session-workbench: [^\n]+\n$/, place);
        assert.doesNotMatch(stderr, /unexpected error|\bat \S+:\d+:\d+/, place);
        assert.equal(code, 2, `${place}: ${stdout}`);
        assert.deepEqual(namesIn(scratch.root), before, place);
      }
    });
  }

  for (const place of ['file/below', 'file/below/deeper', 'whole.scenario.json/x']) {
    it(`a report in ${place}, which is below a file, is refused with the file that is in the way`, async () => {
      const { code, stderr } = await run(['run', 'whole.scenario.json', '--report', place], { cwd: scratch.root });
      const file = scratch.path(place.split('/')[0] as string);
      assert.equal(stderr, `session-workbench: --report cannot name ${place}: ${file} is a file; give a folder\n`);
      assert.equal(code, 2);
    });
  }
});

/** What is in a folder, without what the server keeps of folders that it has served. */
function namesIn(folder: string): string[] {
  return fs.readdirSync(folder).filter((name) => name !== 'state' && name !== 'made');
}
