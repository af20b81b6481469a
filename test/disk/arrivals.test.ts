import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { Timers } from '../../src/core/base/coalesce';
import { type ArrivalRoot, Arrivals } from '../../src/disk/arrivals';
import { CheckPool } from '../../src/disk/checkPool';
import { findFolders } from '../../src/disk/findFolders';
import { temporaryFolder } from './temporaryFolder';

const TIMERS: Timers = {
  start: (run, ms) => setTimeout(run, ms),
  stop: (timer) => clearTimeout(timer as NodeJS.Timeout),
};
const onLinux = process.platform === 'linux' ? it : it.skip;
/** Windows tells of everything below a folder itself. */
const exceptOnWindows = process.platform === 'win32' ? it.skip : it;

describe('Arrivals', () => {
  const temporary = temporaryFolder();
  const pool = new CheckPool();
  let root: string;
  let exclude: string[];
  let known: Set<string>;
  let heard: () => void;
  let flooded: () => void;
  let arrivals: Arrivals;

  beforeEach(() => {
    root = path.join(temporary(), 'workspace');
    make('old/deep', 'Project', 'Data');
    exclude = [];
    known = new Set();
    heard = () => {};
    flooded = () => {};
    arrivals = follow(known, () => heard());
  });
  afterEach(() => arrivals.dispose());
  after(() => pool.dispose());

  /** Takes what is told into account, as the tree does. */
  function follow(known: Set<string>, told: () => void): Arrivals {
    return new Arrivals(pool, TIMERS, {
      roots: (): ArrivalRoot[] => [{ folder: root, exclude }],
      isKnown: (place) => [...known].some((folder) => place === folder || place.startsWith(folder + path.sep)),
      onFolder: () => {
        for (const folder of found()) known.add(folder);
        told();
      },
      onFlood: () => flooded(),
      warn: (message) => assert.fail(message),
    });
  }

  const at = (...names: string[]) => path.join(root, ...names);
  function make(...folders: string[]): void {
    for (const folder of folders) fs.mkdirSync(at(folder), { recursive: true });
  }
  const find = (isWorkspace: boolean) => findFolders(root, { exclude, isWorkspace }, (_, error) => assert.fail(error));
  const found = () => find(true).folders;
  /** What a search of the workspace ends with: nobody else tells of anything, as with files.watcherExclude of everything. */
  const search = () => arrivals.expectIn(find(true).likely);

  /** Until a MobileApps folder there was told of. */
  async function untilSeen(folder: string): Promise<void> {
    while (!known.has(at(folder))) {
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
  }

  let marks = 0;
  /** Until all that came so far was looked into. */
  async function untilLookedInto(): Promise<void> {
    const mark = `Data/mark${++marks}/MobileApps`;
    make(mark);
    await untilSeen(mark);
  }

  const WAYS: Record<string, () => Promise<void>> = {
    'in folders that were made at once': async () => {
      make('srv/y/z');
      await untilLookedInto();
      make('srv/y/z/MobileApps');
      await untilSeen('srv/y/z/MobileApps');
    },
    'in folders that were made one after the other': async () => {
      for (const folder of ['srv', 'srv/y', 'srv/y/z', 'srv/y/z/MobileApps']) {
        await untilLookedInto();
        make(folder);
      }
      await untilSeen('srv/y/z/MobileApps');
    },
    'in a folder of the data folder': async () => {
      make('Data/v1');
      await untilLookedInto();
      make('Data/v1/MobileApps');
      await untilSeen('Data/v1/MobileApps');
    },
    'beside another one that has just come': async () => {
      make('srv/a/MobileApps', 'srv/b/c');
      await untilSeen('srv/a/MobileApps');
      await untilLookedInto();
      make('srv/b/c/MobileApps');
      await untilSeen('srv/b/c/MobileApps');
    },
    'where somebody else told of the highest folder only': async () => {
      make('old/deep/x');
      arrivals.note(at('old/deep/x'));
      make('old/deep/x/y/z');
      await untilLookedInto();
      make('old/deep/x/y/z/MobileApps');
      await untilSeen('old/deep/x/y/z/MobileApps');
    },
    'in folders that were moved here': async () => {
      fs.mkdirSync(path.join(temporary(), 'aside/y/z'), { recursive: true });
      fs.renameSync(path.join(temporary(), 'aside'), at('srv'));
      await untilLookedInto();
      make('srv/y/z/MobileApps');
      await untilSeen('srv/y/z/MobileApps');
    },
    'in folders that got another name': async () => {
      make('srv/y/z');
      await untilLookedInto();
      fs.renameSync(at('srv/y'), at('srv/x'));
      await untilLookedInto();
      make('srv/x/z/MobileApps');
      await untilSeen('srv/x/z/MobileApps');
    },
    'in folders that were deleted and made again': async () => {
      make('srv/y/z');
      await untilLookedInto();
      for (const deleted of ['srv/y', 'srv']) {
        fs.rmSync(at(deleted), { recursive: true });
        make('srv/y/z');
        await untilLookedInto();
      }
      make('srv/y/z/MobileApps');
      await untilSeen('srv/y/z/MobileApps');
    },
    'in folders that were deleted, and made again later, of which somebody else tells': async () => {
      make('old/deep/x/y');
      arrivals.note(at('old/deep/x'));
      await untilLookedInto();
      fs.rmSync(at('old/deep/x'), { recursive: true });
      await untilLookedInto();
      make('old/deep/x/y');
      arrivals.note(at('old/deep/x'));
      await untilLookedInto();
      make('old/deep/x/y/MobileApps');
      await untilSeen('old/deep/x/y/MobileApps');
    },
    'after the workspace was searched anew': async () => {
      make('srv/y/z');
      await untilLookedInto();
      await search();
      make('srv/y/z/MobileApps');
      await untilSeen('srv/y/z/MobileApps');
    },
    'after many folders came elsewhere': async () => {
      make('srv/y/z');
      await untilLookedInto();
      for (let i = 0; i < 30; i++) make(...Array.from({ length: 30 }, (_, k) => `build/${i}/${k}`));
      await untilLookedInto();
      make('srv/y/z/MobileApps');
      await untilSeen('srv/y/z/MobileApps');
    },
  };
  for (const [where, come] of Object.entries(WAYS)) {
    exceptOnWindows(`a MobileApps folder that comes ${where} is told`, async () => {
      await search();
      await come();
    });
  }

  exceptOnWindows('every folder is told, however fast and in what order folders come, go and move', async () => {
    const folder = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }).map((all) => all.join('/'));
    const step = fc.record({ what: fc.constantFrom('make', 'make', 'delete', 'move', 'wait'), folder, to: folder });
    let run = 0;
    await search();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), folder, async (steps, last) => {
        const top = `run${++run}`;
        make(top);
        for (const { what, folder: name, to } of steps) {
          const [from, target] = [`${top}/${name}`, `${top}/${to}`];
          if (what === 'make') make(from);
          else if (what === 'delete') fs.rmSync(at(from), { recursive: true, force: true });
          else if (what === 'wait') await untilLookedInto();
          else if (fs.existsSync(at(from)) && !fs.existsSync(at(target)) && !target.startsWith(`${from}/`)) {
            make(path.dirname(target));
            fs.renameSync(at(from), at(target));
          }
        }
        const mobileApps = `${top}/${last}/MobileApps`;
        make(mobileApps);
        await untilSeen(mobileApps);
      }),
      { numRuns: 12 },
    );
  });

  describe('the number of watches', () => {
    /** Those that the system has for this process. */
    function watches(): number {
      const infos = fs.readdirSync('/proc/self/fdinfo').map((name) => {
        try {
          return fs.readFileSync(`/proc/self/fdinfo/${name}`, 'utf8');
        } catch {
          // That of the list itself.
          return '';
        }
      });
      return infos
        .join('\n')
        .split('\n')
        .filter((line) => line.startsWith('inotify ')).length;
    }

    onLinux('only the likely places are watched where nothing comes', async () => {
      make('old/a/b', 'old/c');
      const before = watches();
      await search();
      assert.equal(watches() - before, find(true).likely.length);
    });

    onLinux('few watches are kept where thousands of folders come', async () => {
      await search();
      const before = watches();
      for (let i = 0; i < 30; i++) make(...Array.from({ length: 30 }, (_, k) => `build/${i}/${k}`));
      await untilLookedInto();
      make('late/y');
      await untilLookedInto();
      assert.ok(watches() - before <= 520, `${watches() - before}`);
      make('late/y/MobileApps');
      await untilSeen('late/y/MobileApps');
      fs.rmSync(at('build'), { recursive: true });
      await untilLookedInto();
      assert.ok(watches() - before <= 20, `${watches() - before}`);
    });

    for (const [what, folder] of [
      ['node_modules', 'node_modules/a'],
      ['.git, told by somebody else', 'old/.git/objects/aa'],
      ['what is not entered', 'hidden/a/b'],
    ] as const) {
      onLinux(`no watch is kept for ${what}`, async () => {
        exclude.push('**/hidden');
        await search();
        const before = watches();
        make(folder, `${folder}/MobileApps`);
        arrivals.note(at(folder));
        for (let i = 0; i < 20; i++) make(`${folder}/${i}/x`);
        await untilLookedInto();
        assert.ok(watches() - before <= 2, `${watches() - before}`);
        assert.ok(!known.has(at(folder, 'MobileApps')));
      });
    }
  });

  exceptOnWindows(
    'a flood of names, in which the system may drop some, is told of, and a few names are not',
    async () => {
      await search();
      let floods = 0;
      const told = new Promise<void>((resolve) => {
        flooded = () => {
          floods++;
          resolve();
        };
      });
      for (let i = 0; i < 100; i++) fs.writeFileSync(at(`Data/few${i}`), '');
      await untilLookedInto();
      assert.equal(floods, 0);
      // All in one turn, as when a busy program reads its events late.
      for (let i = 0; i < 5_000; i++) fs.writeFileSync(at(`Data/many${i}`), '');
      await told;
    },
  );

  it('the watch for new folders reports and watches nothing after it is disposed', async () => {
    const seen = new Set<string>();
    const disposed = follow(seen, () => {});
    await Promise.all([disposed.expectIn([root]), search()]);
    make('srv/y');
    disposed.note(at('srv'));
    disposed.dispose();
    await disposed.expectIn([root, at('srv')]);
    make('srv/y/MobileApps');
    disposed.note(at('srv'));
    await untilSeen('srv/y/MobileApps');
    await untilLookedInto();
    assert.deepEqual([...seen], []);
  });
});
