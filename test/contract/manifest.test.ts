import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import picomatch from 'picomatch';
import { minVersion, satisfies } from 'semver';
import { ERROR_CODES, HINT_CODES } from '../../src/core/compliance/finding';
import { SYSTEMS } from '../../src/server/systems';
import { SESSION_LANGUAGE } from '../../src/vscode/language/languageContract';
import { manifestSettings } from '../support/manifestSettings';
import { shippedPatterns } from '../support/shippedPatterns';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

interface LockedPackage {
  engines?: { node?: string };
  hasInstallScript?: boolean;
}

interface Menu {
  command: string;
  when?: string;
  group?: string;
}

const manifest = JSON.parse(read('package.json')) as {
  engines: { node: string };
  allowScripts: Record<string, boolean>;
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string; category: string; icon?: string; enablement?: string }[];
    menus: Record<string, Menu[]>;
    keybindings: Menu[];
    views: Record<string, { id: string; icon: string }[]>;
    viewsContainers: { activitybar: { id: string; icon: string }[] };
    viewsWelcome: { view: string; contents: string; when: string }[];
    walkthroughs: {
      steps: {
        id: string;
        description: string;
        media: { image?: Record<string, string>; altText?: string; markdown?: string };
        completionEvents: string[];
      }[];
    }[];
    languages: {
      id: string;
      filenamePatterns?: string[];
      configuration: string;
      icon: { light: string; dark: string };
    }[];
    grammars: { language: string; path: string }[];
    configuration: readonly { readonly title: string; readonly properties: Record<string, Record<string, unknown>> }[];
  };
};
/** The pictures of a theme are named like those of `npm run pictures`. */
const THEME_OF_KIND = { dark: 'dark', light: 'light', hc: 'high-contrast', hcLight: 'high-contrast-light' };
/** In bytes. */
const MOST_OF_PICTURE = 150_000;
const nls = JSON.parse(read('package.nls.json')) as Record<string, string>;
const { contributes } = manifest;

describe('the manifest', () => {
  describe('activation', () => {
    const HEX = '7023d9205074199d1c16fc00d24354e778137675';
    const events = manifest.activationEvents.flatMap((event) => event.split('workspaceContains:')[1] ?? []);
    // VS Code looks a pattern without these up by its existence; all others are a search that obeys ignore files.
    const isGlob = (pattern: string) => /[*?]/.test(pattern);
    const paths = events.filter((event) => !isGlob(event));
    const globs = events.filter(isGlob).map((glob) => picomatch(glob, { dot: true }));

    /** @param found what a search finds, that is, without what an ignore file names */
    const isAwake = (all: readonly string[], found: readonly string[] = all) =>
      paths.some((wanted) => all.some((file) => file === wanted || file.startsWith(`${wanted}/`))) ||
      found.some((file) => globs.some((matches) => matches(file)));

    const SESSION = `Data/MobileApps/T.com.x/${HEX}`;
    const CASES: [what: string, all: string[], found: string[] | undefined, awake: boolean][] = [
      ['a project', ['Project/X.4DProject', 'Project/Sources/folders.json'], undefined, true],
      ['a project of which a search finds nothing', ['Project/Sources/folders.json'], [], true],
      ['a data folder that an ignore file names', [SESSION], [], true],
      ['the same in small letters', [SESSION.replace('D', 'd')], [], true],
      ['a MobileApps folder beside the project, named by an ignore file', [`MobileApps/T.com.x/${HEX}`], [], true],
      ['a parent of projects', ['a/b/Project/X.4DProject', `a/b/${SESSION}`], ['a/b/Project/X.4DProject'], true],
      ['the Project folder', ['X.4DProject', 'Sources/folders.json'], undefined, true],
      ['the methods', ['Methods/compiler.4dm'], undefined, true],
      ['a data folder', ['data.4DD'], undefined, true],
      ['a binary database', ['X.4DB'], undefined, true],
      ['a built application', ['Database/X.4DZ'], undefined, true],
      ['a MobileApps folder', [`T.com.x/${HEX}`], undefined, true],
      ['a MobileApps folder with its key', ['key.mobileapp'], [], true],
      ['an application folder', [HEX], undefined, true],
      ['what a team decides, named by an ignore file', ['session-workbench.json', 'src/index.js'], [], true],
      ['a Mendix project', ['App.mpr', 'App.mpr.lock', 'widgets/x.mpk'], undefined, true],
      ['a Mendix project below a repository', ['README.md', 'app/Main App.mpr'], undefined, true],
      ['a repository with a Mendix project far below', ['a/b/App.mpr'], undefined, false],
      [
        'what is left of a Mendix project',
        ['App.mpr.bak', 'App.mpr.lock', 'mpr/x.txt', 'mprcontents/00/a.mxunit'],
        undefined,
        false,
      ],
      ['another project', ['package.json', 'project/sources/a.ts', 'data/a.json', 'Sources/a.swift'], undefined, false],
      [
        'names that are hexadecimal',
        [`objects/${HEX}`, `.cache/${HEX}`, 'v1.0/deadbeef', 'deadbeef'],
        undefined,
        false,
      ],
    ];
    for (const [what, all, found, awake] of CASES) {
      it(`the extension ${awake ? 'wakes' : 'does not wake'} in ${what}`, () =>
        assert.equal(isAwake(all, found), awake));
    }
  });

  it('the manifest names commands sessionWorkbench.<noun>.<verb>', () => {
    for (const { command } of contributes.commands) assert.match(command, /^sessionWorkbench\.[a-z]+\.[a-zA-Z]+$/);
  });

  it('the manifest gives every command a category, so that the palette shows whose it is', () => {
    for (const { command, category } of contributes.commands) assert.equal(category, '%category%', command);
  });

  it('the manifest gives every command that is drawn as an icon one', () => {
    const icons = new Set(contributes.commands.filter(({ icon }) => icon).map(({ command }) => command));
    for (const { command, group } of Object.values(contributes.menus).flat()) {
      if (group?.startsWith('navigation') || group?.startsWith('inline')) assert.ok(icons.has(command), command);
    }
  });

  it('the manifest offers what needs a running server in trusted workspaces alone, where one can run', () => {
    const nouns = [...SYSTEMS.map(({ name }) => name), 'clock', 'outbox', 'fault', 'snapshot'];
    const ofServer = contributes.commands.filter(({ command }) => nouns.includes(command.split('.')[1] ?? ''));
    assert.ok(ofServer.length > 30);
    assert.deepEqual(
      ofServer.filter(({ enablement = '' }) => !/^isWorkspaceTrusted\b/.test(enablement)).map(({ command }) => command),
      [],
    );
  });

  it('the manifest describes, orders and scopes every setting', () => {
    for (const [key, property] of Object.entries(manifestSettings({ contributes }))) {
      for (const field of ['markdownDescription', 'scope', 'order']) assert.ok(field in property, `${key}.${field}`);
    }
  });

  it('the manifest takes every text from package.nls.json, and leaves none there unused', () => {
    const used = new Set([...read('package.json').matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] as string));
    assert.deepEqual([...used].sort(), Object.keys(nls).sort());
    const texts = [
      ...contributes.commands.map(({ title }) => title),
      ...contributes.viewsWelcome.map((w) => w.contents),
    ];
    for (const text of texts) assert.match(text, /^%.+%$/);
  });

  it('the manifest declares the language of session files with files that are there and shipped', () => {
    const [language] = contributes.languages;
    assert.equal(language?.id, SESSION_LANGUAGE);
    const shipped = shippedPatterns();
    const files = [
      language?.configuration,
      language?.icon.light,
      language?.icon.dark,
      ...contributes.grammars.map((grammar) => grammar.path),
    ];
    for (const container of contributes.viewsContainers.activitybar) files.push(container.icon);
    for (const file of files) {
      const name = path.posix.normalize(String(file));
      assert.ok(fs.existsSync(path.join(root, name)), name);
      assert.ok(shipped.includes(name), `${name} is not in the files of package.json`);
    }
  });

  it('the manifest knows a session file by its name alone, and nothing else', () => {
    const { filenamePatterns = [] } = contributes.languages.find(({ id }) => id === SESSION_LANGUAGE) ?? {};
    const isSession = picomatch([...filenamePatterns]);
    const id = '7023d9205074199d1c16fc00d24354e778137675';
    assert.ok(isSession(id));
    for (const other of [`${id}0`, id.slice(1), `g${id.slice(1)}`, `${id}.json`]) assert.ok(!isSession(other), other);
  });

  describe('the steps of the walkthroughs', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

    it('a step of a walkthrough has a described picture for each kind of theme, which ships', () => {
      assert.ok(shippedPatterns().includes('media/walkthrough/*.png'));
      for (const { id, media } of steps) {
        if (media.markdown !== undefined) continue;
        assert.match(media.altText ?? '', /^%.+%$/);
        const wanted = Object.entries(THEME_OF_KIND).map(([kind, theme]) => [
          kind,
          `media/walkthrough/${id}-${theme}.png`,
        ]);
        assert.deepEqual(media.image, Object.fromEntries(wanted));
        for (const image of Object.values(media.image ?? {})) {
          assert.ok(fs.statSync(path.join(root, image)).size < MOST_OF_PICTURE, image);
        }
      }
    });

    it('no picture of a walkthrough ships that no step shows', () => {
      const shown = steps.flatMap(({ media }) => Object.values(media.image ?? {}).map((image) => path.basename(image)));
      const pictures = fs.readdirSync(path.join(root, 'media/walkthrough')).filter((name) => name.endsWith('.png'));
      assert.deepEqual(pictures.sort(), shown.sort());
    });

    it('a step of a walkthrough that has a text in place of a picture has it in each language, with the same commands', () => {
      assert.ok(
        shippedPatterns().includes('media/walkthrough/*.md') && shippedPatterns().includes('media/snippets/*.json'),
      );
      const commands = (text: string) => text.split('\n').filter((line) => line.startsWith('npx '));
      const texts = steps.flatMap(({ media }) => media.markdown ?? []);
      const languages = ['fr', 'ja'].flatMap((language) =>
        texts.map((file) => file.replace(/\.md$/, `.nls.${language}.md`)),
      );
      const files = fs.readdirSync(path.join(root, 'media/walkthrough')).filter((name) => name.endsWith('.md'));
      assert.deepEqual(files.map((name) => `media/walkthrough/${name}`).sort(), [...texts, ...languages].sort());
      for (const file of texts) {
        assert.ok(commands(read(file)).length > 0);
        for (const language of ['fr', 'ja'])
          assert.deepEqual(commands(read(file.replace(/\.md$/, `.nls.${language}.md`))), commands(read(file)));
      }
    });

    it('a step of a walkthrough is completed by what was done, not by a command whose dialog can be cancelled', () => {
      for (const { id, completionEvents } of steps) {
        assert.ok(completionEvents.length > 0 && completionEvents.every((event) => event.startsWith('onContext:')), id);
      }
    });

    it('a step of a walkthrough has a button that does something, alone on its line', () => {
      for (const { id, description } of steps) {
        const text = nls[description.slice(1, -1)] ?? '';
        assert.match(text, /\n\[[^\]]+\]\(command:[^)]+\)(\n|$)/, id);
      }
    });

    it('a flow that a walkthrough plays ships', () => {
      const played = Object.values(nls).flatMap((text) => [
        ...text.matchAll(/sessionWorkbench\.flow\.play\?([^)]+)\)/g),
      ]);
      assert.ok(played.length > 0);
      for (const [, given = ''] of played) {
        const [flow] = JSON.parse(decodeURIComponent(given)) as string[];
        assert.ok(fs.existsSync(path.join(root, `media/scenarios/${flow}.scenario.json`)), flow);
      }
    });
  });

  it('the manifest does not go by the name of a scenario, which other tools use too', () => {
    const { activationEvents, contributes: all } = JSON.parse(read('package.json'));
    const told = JSON.stringify([activationEvents, all.languages, all.jsonValidation, all.menus]);
    assert.doesNotMatch(told, /scenario\\*\.json/);
  });

  it('the extension is not activated for everybody', () => {
    assert.ok(!manifest.activationEvents.includes('*') && !manifest.activationEvents.includes('onStartupFinished'));
  });
});

describe('the explanation of findings', () => {
  it('findings.md has a heading for every code, which the link in Problems leads to', () => {
    const page = read('media/findings.md');
    for (const code of [...ERROR_CODES, ...HINT_CODES]) assert.ok(page.includes(`\n## ${code}\n`), code);
  });
});

describe('the lock file', () => {
  const locked = (JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> }).packages;

  it('the lock file names no machine and no registry', () => {
    const lock = read('package-lock.json');
    assert.doesNotMatch(lock, /"resolved"|https?:\/\/registry|file:/);
  });

  it('the lock file has only packages that run on the oldest Node that the README allows', () => {
    const oldest = minVersion(String(manifest.engines.node));
    assert.ok(oldest && read('README.md').includes(`Node ${oldest.major}.${oldest.minor} or newer`));
    const wants = Object.entries(locked).filter(([, { engines }]) => engines?.node && !satisfies(oldest, engines.node));
    assert.deepEqual(
      wants.map(([name, { engines }]) => `${name} wants Node ${engines?.node}`),
      [],
    );
  });

  it('the lock file has no package with an install script that the manifest says nothing about', () => {
    const scripts = Object.entries(locked).filter(([, { hasInstallScript }]) => hasInstallScript);
    const names = scripts.map(([place]) => place.replace(/^.*node_modules\//, ''));
    assert.deepEqual(names.sort(), Object.keys(manifest.allowScripts).sort());
  });
});
