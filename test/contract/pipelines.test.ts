import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { filesIn } from '../support/filesIn';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const { version, repository } = JSON.parse(read('package.json')) as { version: string; repository: { url: string } };

/** The lines of each script in a workflow or an action. */
function scriptsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^( *)(?:- )?run: \|\n((?:\1 +.*\n|\n)+)/gm)].map(([, , script = '']) => script);
  const lines = [...text.matchAll(/^ *(?:- )?run: (?!\|)(.*)$/gm)].map(([, script = '']) => script);
  return [...blocks, ...lines];
}

describe('what runs in pipelines', () => {
  const workflows = filesIn('.github/workflows', /\.yml$/);

  for (const file of ['action.yml', ...workflows]) {
    it(`no script of ${file} has an expression in it, which would be code of whoever gave it`, () => {
      const scripts = scriptsIn(read(file));
      assert.ok(scripts.length > 1);
      for (const script of scripts) assert.doesNotMatch(script, /\$\{\{/);
    });
  }

  for (const file of workflows) {
    it(`${file} says what it may do, and keeps no credentials of the checkout`, () => {
      const text = read(file);
      assert.match(text, /^permissions:\n {2}contents: read$/m);
      assert.match(text, /actions\/checkout@\S+\n\s+with:\n\s+persist-credentials: false/);
    });
  }

  it('what is published goes to npm and to both marketplaces by one package, and nothing hides that a step failed', () => {
    const scripts = scriptsIn(read('.github/workflows/release.yml'));
    for (const command of [
      /^npm publish\b/m,
      /\bvsce publish --packagePath session-workbench\.vsix$/m,
      /\bovsx@\S+ publish session-workbench\.vsix$/m,
    ]) {
      assert.equal(scripts.filter((each) => command.test(each)).length, 1, String(command));
    }
    for (const file of workflows) {
      assert.doesNotMatch(
        read(file),
        /continue-on-error|\|\| true|--(?:skip-duplicate|no-verify|allow-[\w-]+|skip-license|force)\b/,
      );
    }
  });

  it('the public workflow tests on Linux, macOS and Windows as .ci/run does', () => {
    const text = read('.github/workflows/ci.yml');
    for (const system of ['ubuntu', 'macos', 'windows']) assert.ok(text.includes(`${system}-latest`), system);
    for (const command of ['npm ci', 'npm test']) {
      assert.ok(text.includes(command) && read('.ci/run').includes(command), command);
    }
  });

  it('the version of the action and of its examples is that of the package', () => {
    assert.ok(read('action.yml').includes(`default: '${version}'`));
    const guide = read('docs/pipelines.md');
    assert.ok(guide.includes(`session-workbench/session-workbench@v${version}`) && guide.includes(`rev: v${version}`));
  });

  it('each input of the action is in the guide, and is used by way of the environment', () => {
    const text = read('action.yml');
    const inputs = [...text.slice(0, text.indexOf('\noutputs:')).matchAll(/^ {2}([a-z-]+):$/gm)].map(
      ([, name = '']) => name,
    );
    assert.ok(inputs.length >= 5, inputs.join());
    for (const name of inputs) {
      assert.ok(read('docs/pipelines.md').includes(`| \`${name}\` |`), name);
      assert.match(text, new RegExp(`INPUT_\\w+: \\$\\{\\{ inputs\\.${name} \\}\\}`));
    }
  });

  it('the hook of the guide is one that the repository has', () => {
    const [, id = ''] = /- id: ([\w-]+)/.exec(read('docs/pipelines.md')) ?? [];
    assert.ok(read('.pre-commit-hooks.yaml').includes(`- id: ${id}\n`));
  });

  it('the hook takes files with names of session files, and no others', () => {
    const text = read('.pre-commit-hooks.yaml');
    const pattern = new RegExp(/^ {2}files: (.+)$/m.exec(text)?.[1] ?? '?');
    const takes = (file: string) => pattern.test(file);
    const id = '6dbff02d5ab14d3fa6a5a3ba4ce2d4d0b0a1e2c3';
    for (const file of [
      `MobileApps/T.com.example/${id}`,
      'Data/MobileApps/com.example/deadbeef',
      `MobileApps/a/${id.toUpperCase()}`,
    ])
      assert.ok(takes(file), file);
    for (const file of [
      ...['LICENSE', 'a/deadbeef', `MobileApps/${id}`, `MobileApps/a/b/${id}`, 'OldMobileApps/a/deadbeef'],
      ...['manifest.json', `${id}.json`, `${id}~`, `#${id}#`, `${id} copy`, `.${id}`].map(
        (name) => `MobileApps/a/${name}`,
      ),
      // Whether these are some, only the text says.
      ...['LICENSE', 'README', 'TODO', 'my-session_1', 'Makefile', 'CODEOWNERS', 'deadbee', `${id}g`].map(
        (name) => `demo/MobileApps/com.example.x/${name}`,
      ),
    ])
      assert.ok(!takes(file), file);
  });

  it('issue forms and support lead to this repository, and a weakness is never a public issue', () => {
    const home = repository.url.replace(/^git\+|\.git$/g, '');
    for (const file of ['.github/ISSUE_TEMPLATE/config.yml', 'SUPPORT.md', '.github/pull_request_template.md']) {
      const addresses = read(file).match(/https:\/\/github\.com\/[^\s)]+/g) ?? [];
      assert.ok(addresses.length > 0 && addresses.every((each) => each.startsWith(`${home}/`)), file);
    }
    assert.ok(read('.github/ISSUE_TEMPLATE/config.yml').includes('/security/advisories/new'));
  });
});
