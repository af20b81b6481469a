import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { diskFiles } from '../../src/disk/userFile';
import { scenarioMark } from '../../src/scenario/scenarioMark';
import { pathsIn } from '../../src/server/kernel/options/optionsPaths';

describe('by what a scenario is told from an earlier state of it', () => {
  let folder: string;
  const put = (name: string, text: string) => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return file;
  };
  const scenario = (more: object) => JSON.stringify({ actors: { A: { role: 'browser' } }, ...more });
  const mark = (text: string) =>
    scenarioMark(text, path.join(folder, 'main.scenario.json'), { files: diskFiles }, pathsIn);
  const MAIN = scenario({
    server: { web: { project: './project' } },
    steps: [{ include: './part.scenario.json' }],
  });

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mark-'));
    put('part.scenario.json', scenario({ steps: [{ include: './inner.scenario.json' }] }));
    put('inner.scenario.json', scenario({ steps: [] }));
    put('project/Project/Sources/HTTPHandlers.json', '[]');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it('the mark of a scenario is the same as long as nothing that it needs is changed', async () => {
    const before = await mark(MAIN);
    put('project/Data/data.4DD', 'data');
    put('project/.git/index', 'index');
    put('beside.txt', 'not needed');
    assert.equal(await mark(MAIN), before);
  });

  for (const [what, change] of [
    ['its own text', () => MAIN.replace('browser', 'app')],
    ['a file that it includes', () => void put('part.scenario.json', scenario({ steps: [], name: 'B' }))],
    ['a file that an included one includes', () => void put('inner.scenario.json', scenario({ steps: [], name: 'B' }))],
    ['an include that is gone', () => fs.rmSync(path.join(folder, 'part.scenario.json'))],
    ['the handlers of its project', () => void put('project/Project/Sources/HTTPHandlers.json', '[{}]')],
    ['a file that its project did not have', () => void put('project/WebFolder/index.shtml', 'new')],
    ['a large file of its project', () => void put('project/large.bin', 'x'.repeat(300_000))],
  ] as const) {
    it(`another state of a scenario has another mark: ${what}`, async () => {
      const before = await mark(MAIN);
      assert.notEqual(await mark(change() ?? MAIN), before);
    });
  }

  it('a text that is no JSON has a mark, so that a flow that was broken since is told', async () => {
    assert.notEqual(await mark('{'), await mark(MAIN));
  });
});
