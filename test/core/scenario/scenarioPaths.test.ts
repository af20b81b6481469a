import assert from 'node:assert/strict';
import { emptyScenario, scenarioFrom } from '../../../src/core/scenario/newScenario';
import { scenarioPaths } from '../../../src/core/scenario/scenarioPaths';

const OPTIONS = [['mobileApps'], ['web', 'project'], ['web', 'code'], ['https', 'cert']];

describe('the files that a scenario names', () => {
  const texts: readonly (readonly [string, string])[] = [
    ['plain', ''],
    ['with a byte order mark', '\ufeff'],
    ['after white space', '\n\t '],
  ];
  for (const [what, before] of texts) {
    it(`includes and paths of the server are found where they stand, in a text ${what}`, () => {
      const scenario = {
        server: { mobileApps: '../MobileApps', web: { project: './Größe', code: '', port: 1 }, https: { cert: 7 } },
        steps: [
          { include: 'a\u0022b.scenario.json' },
          { title: 'x', include: '../c.scenario.json' },
          { include: 3 },
          'x',
        ],
      };
      const text = before + JSON.stringify(scenario, undefined, 2);
      const found = scenarioPaths(text, OPTIONS);
      assert.deepEqual(
        found.map(({ kind, option = '', named, start, end }) => [
          kind,
          option,
          named,
          JSON.parse(text.slice(start, end)),
        ]),
        [
          ['option', 'mobileApps', '../MobileApps', '../MobileApps'],
          ['option', 'web.project', './Größe', './Größe'],
          ['include', '', 'a"b.scenario.json', 'a"b.scenario.json'],
          ['include', '', '../c.scenario.json', '../c.scenario.json'],
        ],
      );
    });
  }

  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"steps": 1}',
    '{"server": [], "steps": {}}',
    '{"server": {"web": null}}',
  ]) {
    it(`nothing is named by ${JSON.stringify(text)}`, () => {
      assert.deepEqual(scenarioPaths(text, OPTIONS), []);
    });
  }
});

describe('a new scenario', () => {
  it('a scenario without a template has one step, and its name is what is selected', () => {
    const { text, nameStart, nameEnd } = emptyScenario();
    assert.equal(text.slice(nameStart, nameEnd), JSON.parse(text).name);
    assert.equal(JSON.parse(text).steps.length, 1);
  });

  for (const name of ['Plain', 'With \\"quotes\\"', 'Größe 日本']) {
    it(`a scenario from a template called ${name} names no schema, and its name is what is selected`, () => {
      const shipped = `{\n  "$schema": "../../schemas/scenario.schema.json",\n  "description": "name",\n  "name": "${name}",\n  "steps": []\n}\n`;
      const { text, nameStart, nameEnd } = scenarioFrom(shipped);
      assert.equal(text.slice(nameStart, nameEnd), name);
      assert.ok(!text.includes('$schema'));
      assert.equal(text, shipped.replace(/ {2}"\$schema".*\n/, ''));
    });
  }
});
