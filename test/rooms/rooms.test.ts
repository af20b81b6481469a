import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { filesIn } from '../support/filesIn';
import { type Cruised, Overlay } from '../support/overlay';
import { importsOf } from './importsOf';

const repository = path.resolve(__dirname, '../../..');

/** The rooms inside the room `server`. */
const SYSTEMS = fs.readdirSync(path.join(repository, 'src/server/systems')).map((name) => `server/systems/${name}`);
const INSIDE_SERVER = ['server/kernel', ...SYSTEMS];

/** Which rooms a room may use. CONTRIBUTING.md#rooms explains it. No room may use a room that uses it. */
const ARROWS: Record<string, readonly string[]> = {
  core: [],
  disk: ['core'],
  'server/kernel': ['core', 'disk'],
  ...Object.fromEntries(SYSTEMS.map((system) => [system, ['core', 'disk', 'server/kernel']])),
  server: ['core', 'disk', ...INSIDE_SERVER],
  scenario: ['core'],
  agent: ['core', 'disk', 'server', ...INSIDE_SERVER, 'scenario'],
  webview: ['core'],
  api: ['core', 'disk', 'server', ...INSIDE_SERVER, 'scenario'],
  cli: ['core', 'disk', 'server', ...INSIDE_SERVER, 'scenario', 'agent'],
  vscode: ['core', 'disk', 'server', ...INSIDE_SERVER, 'scenario', 'agent'],
};
const MAY_USE_VSCODE = ['vscode'];
const MAY_USE_THE_PAGE = ['webview'];

const rooms = [
  ...fs
    .readdirSync(path.join(repository, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name),
  ...INSIDE_SERVER,
];
const mayUseNode = (room: string) => room !== 'core' && room !== 'webview';

/** The relative path from a room to a file in `src`. */
const up = (room: string, file: string) => `${'../'.repeat(room.split('/').length)}${file}`;

interface Probe {
  readonly room: string;
  readonly what: string;
  readonly source: string;
  /** The compiler's error code. Undefined when the import is allowed. */
  readonly refusal: string | undefined;
}

const probes: Probe[] = rooms.flatMap((room) => {
  const probe = (what: string, source: string, allowed: boolean, refusal: string): Probe => ({
    room,
    what,
    source,
    refusal: allowed ? undefined : refusal,
  });
  const toRooms = rooms.flatMap((other) => {
    const allowed = other === room || (ARROWS[room] ?? []).includes(other);
    return [
      probe(
        `a value of ${other}`,
        `import { value } from '${up(room, other)}/roomValue';\nexport default value;`,
        allowed,
        'TS6307',
      ),
      probe(
        `a type of ${other}`,
        `import type { Type } from '${up(room, other)}/roomType';\nexport type T = Type;`,
        allowed,
        'TS6307',
      ),
    ];
  });
  const node = mayUseNode(room);
  const vscode = MAY_USE_VSCODE.includes(room);
  const page = MAY_USE_THE_PAGE.includes(room);
  return [
    ...toRooms,
    probe('a module of Node', `import fs from 'node:fs';\nexport default fs.readFileSync;`, node, 'TS2591'),
    probe('a type of Node', `import type { Stats } from 'node:fs';\nexport type T = Stats;`, node, 'TS2591'),
    probe('a global of Node', 'export default process.env;', node, 'TS2591'),
    probe('require', `export default require('fs');`, node, 'TS2591'),
    probe('a value of VS Code', `import * as vscode from 'vscode';\nexport default vscode.window;`, vscode, 'TS2339'),
    probe('a named value of VS Code', `import { window } from 'vscode';\nexport default window;`, vscode, 'TS2305'),
    probe('a type of VS Code', `import type { Uri } from 'vscode';\nexport type T = Uri;`, vscode, 'TS2305'),
    probe('the page', 'export default document.body;', page, 'TS2584'),
  ];
});

describe('The rooms', () => {
  let overlay: Overlay;

  before(() => {
    overlay = new Overlay();
  });
  after(() => overlay.dispose());

  it('the rooms are those that CONTRIBUTING.md draws', () => {
    assert.deepEqual(
      rooms.filter((room) => !(room in ARROWS)),
      [],
    );
  });

  describe('the compiler', () => {
    /** Codes of the compiler's diagnostics, by the file that has them. */
    const codes = new Map<string, string[]>();

    before(() => {
      for (const room of rooms) {
        // Two files are needed: the compiler reports a forbidden file only at its first use.
        overlay.write(`src/${room}/roomValue.ts`, 'export const value = 1;\n');
        overlay.write(`src/${room}/roomType.ts`, 'export type Type = string;\n');
      }
      for (const [i, { source }] of probes.entries()) overlay.write(fileOf(i), `${source}\n`);
      const { output } = overlay.compile(rooms.map((room) => `src/${room}`));
      for (const [, file, code] of output.matchAll(/^(\S.*?)\(\d+,\d+\): error (TS\d+)/gm)) {
        const name = path.posix.normalize((file as string).replaceAll('\\', '/'));
        codes.set(name, [...(codes.get(name) ?? []), code as string]);
      }
    });

    for (const [i, { room, what, refusal }] of probes.entries()) {
      it(`the room ${room} may ${refusal ? 'not ' : ''}use ${what}`, () => {
        const found = codes.get(fileOf(i)) ?? [];
        if (refusal === undefined) assert.deepEqual(found, []);
        else assert.ok(found.includes(refusal), `${refusal} expected, found: ${found}`);
      });
    }

    function fileOf(i: number): string {
      return `src/${probes[i]?.room}/roomProbe${i}.ts`;
    }
  });

  describe('the bundler', () => {
    const REFUSED = 'Could not resolve "vscode"';
    const uses: [what: string, source: string][] = [
      ['an import', `import * as vscode from 'vscode';\nexport default vscode;`],
      ['a require', `export default require('vscode');`],
      ['an import on demand', `export default () => import('vscode');`],
    ];

    /** Bundles the code with one changed file, then restores the file. */
    function bundleWith(file: string, source: string): { output: string; status: number | null } {
      const original = overlay.read(file);
      overlay.write(file, source);
      try {
        return overlay.run(['esbuild.js']);
      } finally {
        overlay.write(file, original);
      }
    }

    for (const [what, source] of uses) {
      it(`the command line cannot be built with ${what} of vscode`, () => {
        const { output, status } = bundleWith('src/cli/main.ts', source);
        assert.notEqual(status, 0);
        assert.ok(output.includes(REFUSED) && output.includes('src/cli/main.ts'), output);
      });
    }

    it('what tests import cannot be built with an import of vscode', () => {
      const { output, status } = bundleWith('src/api/sessionWorkbenchApi.ts', uses[0]?.[1] as string);
      assert.notEqual(status, 0);
      assert.ok(output.includes(REFUSED) && output.includes('src/api/sessionWorkbenchApi.ts'), output);
    });

    it('no part of the command line can be built with vscode, nor the worker', () => {
      const { output, status } = bundleWith('src/core/json/pointer.ts', uses[0]?.[1] as string);
      assert.notEqual(status, 0);
      assert.ok(output.includes(REFUSED) && output.includes('src/core/json/pointer.ts'), output);
    });

    it('the extension can be built with vscode', () => {
      const { output } = bundleWith('src/extension.ts', uses[0]?.[1] as string);
      assert.ok(!output.includes('src/extension.ts'), output);
      assert.match(overlay.read('dist/extension.js'), /require\("vscode"\)/);
    });
  });

  describe('the check of folders', () => {
    const SYSTEM_ROOMS = ['core', 'server', 'vscode'] as const;
    /** The rule, the folder that may not use another, and the other folder. */
    const FENCES = [
      ['kernel-knows-no-system', 'src/server/kernel/http', 'src/server/systems/web'],
      ['kernel-knows-no-system', 'src/server/kernel/control', 'src/core/systems/mobile'],
      ['kernel-knows-no-system', 'src/server/kernel', 'src/server/client'],
      ...SYSTEM_ROOMS.flatMap((from) =>
        SYSTEM_ROOMS.map((to) => ['systems-are-apart', `src/${from}/systems/web`, `src/${to}/systems/mobile`] as const),
      ),
      ['systems-are-apart', 'src/server/systems/web/code', 'src/server/systems/mobile/memory'],
      ['systems-know-the-kernel', 'src/server/systems/platform', 'src/server/client'],
      ['systems-are-listed', 'src/core/edit', 'src/core/systems/web'],
      ['systems-are-listed', 'src/core', 'src/core/systems/mobile'],
      ['systems-are-listed', 'src/webview', 'src/core/systems/web'],
      ['systems-are-listed', 'src/scenario', 'src/core/systems/mobile'],
      ['systems-are-listed', 'src/cli/commands', 'src/server/systems/web/code'],
      ['systems-are-listed', 'src/api', 'src/core/systems/web'],
      ['systems-are-listed', 'src/vscode/sessions', 'src/vscode/systems/web'],
      // A few files there are let through by name.
      ['systems-are-listed', 'src/core/push', 'src/core/systems/mobile'],
      ['systems-are-listed', 'src/vscode/memory', 'src/core/systems/mobile'],
      ['client-knows-no-system', 'src/server/client', 'src/server/systems/web'],
      ['server-through-its-client', 'src/vscode/server', 'src/server/kernel/store'],
      ['server-through-its-client', 'src/scenario', 'src/server'],
      ['server-through-its-client', 'src/api', 'src/server/kernel/store'],
    ] as const;
    /** The rules that ask what a folder reaches, not only what it imports itself. */
    const REACHING = ['kernel-knows-no-system', 'systems-are-apart', 'client-knows-no-system'];
    /** Ways to use another file. The linter refuses those that the check of folders does not see. */
    const WAYS: readonly ((file: string) => string)[] = [
      (file) => `import { probe } from '${file}';\nexport default probe;`,
      (file) => `import type { Probe } from '${file}';\nexport type T = Probe;`,
      (file) => `import '${file}';`,
      (file) => `import * as all from '${file}';\nexport default all;`,
      (file) => `import all = require('${file}');\nexport default all;`,
      (file) => `import type all = require('${file}');\nexport type T = all.Probe;`,
      (file) => `export * from '${file}';`,
      (file) => `export { probe as other } from '${file}';`,
      (file) => `export default import('${file}');`,
      (file) => `export default require('${file}');`,
      (file) => `export * from '${file}.js';`,
    ];
    /** Paths that the check cannot follow. */
    const FAR = [
      ['paths-lead-to-source', '../../../out/src/server/systems/web/built'],
      ['paths-lead-to-source', '../../../dist/built.js'],
      ['paths-lead-to-source', '../../../lint/built'],
      ['imports-are-found', '../../systems/nowhere'],
      ['imports-are-found', '#systems/web'],
      ['imports-are-found', 'session-workbench/systems'],
    ] as const;
    /** Folders in which a file could declare reason codes that are in no list. */
    const DECLARE_NOTHING = [
      'src',
      'src/core/server',
      'src/core/systems/web',
      'src/server/kernel/guard',
      'src/vscode/server',
    ];
    /** Uses that are refused by what they reach, also by a detour, and each list of systems by a system. */
    const DETOURS = [
      ['sessions-reach-no-server', 'src/vscode/sessions', '../server/serverTree'],
      ['sessions-reach-no-server', 'src/vscode/sessions', '../systems/web/webView'],
      ['server-reaches-no-sessions', 'src/vscode/server', '../sessions/sessionTree'],
      ['server-reaches-no-sessions', 'src/vscode/server', '../token/tokenCommands'],
      ['systems-are-apart', 'src/core/systems/web', '../../systems'],
      ['systems-are-apart', 'src/vscode/systems/web', '../../systems'],
      ['systems-are-apart', 'src/server/systems/web', '../../systems'],
      ...DECLARE_NOTHING.flatMap((from) =>
        ['reasonKinds', 'declareReasons'].map(
          (used) =>
            [
              'reasons-declare-reason-codes',
              from,
              `./${path.posix.relative(from, `src/core/server/${used}`)}`,
            ] as const,
        ),
      ),
    ] as const;
    const CYCLE = 'no-cycle-of-folders';
    let clean: Overlay;
    /** Each run takes seconds, so one looks at the code as it is, and one at all files that break a rule by themselves. */
    let asItIs: Cruised;
    let refused: ReadonlySet<string>;
    /** What must be refused, by the title of the test that says so. */
    const wanted: Record<'fences' | 'ways' | 'far' | 'detours', readonly string[]> = {
      fences: [],
      ways: [],
      far: [],
      detours: [],
    };

    before(() => {
      clean = new Overlay();
      asItIs = clean.cruise();
      clean.add(() => {
        wanted.fences = FENCES.map(([rule, from, to], at) => `${rule}: ${use(from, to, `usingProbe${at}`)}`);
        const used = 'src/server/systems/web/usedProbe.ts';
        clean.write(used, 'export type Probe = string;\nexport const probe = 1;\n');
        wanted.ways = WAYS.map((way, at) => {
          const file = `src/server/kernel/http/wayProbe${at}.ts`;
          clean.write(file, `${way('../../systems/web/usedProbe')}\n`);
          return `kernel-knows-no-system: ${file} → ${used}`;
        });
        clean.write('out/src/server/systems/web/built.js', 'exports.built = 1;\n');
        clean.write('dist/built.js', 'exports.built = 1;\n');
        clean.write('lint/built.js', 'exports.built = 1;\n');
        const exporting = (rule: string, file: string, from: string) => {
          clean.write(file, `export * from '${from}';\n`);
          return `${rule}: ${file}`;
        };
        wanted.far = FAR.map(([rule, from], at) => exporting(rule, `src/server/kernel/farProbe${at}.ts`, from));
        wanted.detours = DETOURS.map(([rule, folder, from], at) =>
          exporting(rule, `${folder}/detourProbe${at}.ts`, from),
        );
        refused = refusals(clean.cruise());
      });
    });
    after(() => clean.dispose());

    /** Each with the file that it names, and with both. */
    const refusals = ({ violations }: Cruised): ReadonlySet<string> =>
      new Set(violations.flatMap(({ rule, from, to }) => [`${rule.name}: ${from}`, `${rule.name}: ${from} → ${to}`]));

    const assertRefused = (files: readonly string[], found = refused) => {
      assert.ok(files.length > 0);
      assert.deepEqual(
        files.filter((each) => !found.has(each)),
        [],
      );
    };

    /** Writes a file in one folder that uses a type of another folder. */
    function use(from: string, to: string, name: string): string {
      clean.write(`${to}/usedProbe.ts`, 'export type Probe = string;\n');
      const used = path.posix.relative(from, `${to}/usedProbe`);
      const specifier = used.startsWith('.') ? used : `./${used}`;
      clean.write(`${from}/${name}.ts`, `import type { Probe } from '${specifier}';\nexport type T = Probe;\n`);
      return `${from}/${name}.ts → ${to}/usedProbe.ts`;
    }

    it('the check of folders passes the code as it is', () => {
      assert.deepEqual([...refusals(asItIs)], []);
    });

    it('the check of folders refuses each fence that is crossed', () => assertRefused(wanted.fences));

    it('the check of folders sees every way to use another file', () => assertRefused(wanted.ways));

    it('the check of folders refuses paths that it cannot follow', () => assertRefused(wanted.far));

    it('the check of folders refuses a use by what it reaches, and the lists of systems to a system', () =>
      assertRefused(wanted.detours));

    it('the check of folders refuses each fence that is crossed by way of other folders', () => {
      clean.add(() => {
        const reaching = FENCES.filter(([rule]) => REACHING.includes(rule));
        assert.ok(reaching.length > 10, String(reaching.length));
        const files = reaching.map(([rule, from, to], at) => {
          use('src/core/base', to, `passing${at}`);
          clean.write(`src/core/edit/passing${at}.ts`, `export { type T } from '../base/passing${at}';\n`);
          const specifier = path.posix.relative(from, `src/core/edit/passing${at}`);
          clean.write(`${from}/reaching${at}.ts`, `export { type T } from '${specifier}';\n`);
          return `${rule}: ${from}/reaching${at}.ts → ${to}/usedProbe.ts`;
        });
        // A list of systems gives every system.
        clean.write(
          'src/core/server/listed.ts',
          `import { SYSTEM_PARTS } from '../systems';\nexport const FOUND = SYSTEM_PARTS.find(({ name }) => name === 'mobile');\n`,
        );
        clean.write('src/server/systems/web/reachingList.ts', `export * from '../../../core/server/listed';\n`);
        files.push('systems-are-apart: src/server/systems/web/reachingList.ts → src/core/systems.ts');
        assertRefused(files, refusals(clean.cruise()));
      });
    });

    it('the check of folders sees every import of the code', () => {
      // dependency-cruiser reads TypeScript as if it was JavaScript, since it does not know TypeScript 7. swc does.
      const { modules } = asItIs;
      const seen = new Map(
        modules.map(({ source, dependencies }) => [source, dependencies.map((each) => each.module)]),
      );
      const used = filesIn('src', /[.]tsx?$/).flatMap((file) =>
        importsOf(clean.read(file), file.endsWith('.tsx'))
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => [file, specifier] as const),
      );
      assert.ok(used.length > 2000, String(used.length));
      assert.deepEqual(
        used.filter(([file, specifier]) => !seen.get(file)?.includes(specifier)),
        [],
      );
    });

    it('the check of folders refuses every arrow between two folders the other way round', () => {
      const arrows = asItIs.folders.flatMap(({ name, dependencies = [] }) =>
        dependencies
          .filter((to) => [name, to.name].every((each) => each.startsWith('src/')))
          .filter((to) => !isWithin(name, to.name) && !isWithin(to.name, name))
          .map((to) => [name, to.name] as const),
      );
      assert.ok(arrows.length > 100, String(arrows.length));
      clean.add(() => {
        for (const [at, [from, to]] of arrows.entries()) use(to, from, `backProbe${at}`);
        assertRefused(
          arrows.map(([from, to]) => `${CYCLE}: ${to} → ${from}`),
          refusals(clean.cruise()),
        );
      });
    });
  });
});

function isWithin(folder: string, other: string): boolean {
  return folder.startsWith(`${other}/`);
}
