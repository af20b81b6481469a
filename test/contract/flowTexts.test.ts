import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { ScenarioSource } from '../../src/core/scenario/scenarioSource';
import type { ScenarioTexts } from '../../src/core/scenario/translatedScenario';

const media = path.resolve(__dirname, '../../../media');
const scenarios = path.join(media, 'scenarios');
const flows = fs
  .readdirSync(scenarios)
  .map((name) => JSON.parse(fs.readFileSync(path.join(scenarios, name), 'utf8')) as ScenarioSource);
const COLON = /[:：]\s/;

/** All that a person reads of a flow before it runs. */
const listed = new Set(flows.flatMap(({ name, description = '' }) => [name, description]));
const said = new Set([
  ...listed,
  ...flows.flatMap(({ actors, steps }) => [
    ...Object.keys(actors),
    ...steps.flatMap(({ title, note }) => [title, note].filter((each) => each !== undefined)),
  ]),
]);

/** Names of 4D's own, and what is code, are the same in every language. */
const OF_4D = ['4D Server', 'On Web Connection', 'MOBILE APP REFRESH SESSIONS'];
const CODE = /^(?:DELETE FOLDER|[\w$./:]+)(?:\(.*\))?$/;

for (const language of ['fr', 'ja']) {
  describe(`the flows that ship in ${language}`, () => {
    const texts = JSON.parse(fs.readFileSync(path.join(media, `flow/l10n/${language}.json`), 'utf8')) as ScenarioTexts;

    it(`names and descriptions of all flows are there in ${language}`, () => {
      assert.deepEqual(
        [...listed].filter((text) => text !== '' && !texts[text]),
        [],
      );
    });

    it(`actors, titles and notes of all flows are there in ${language}`, () => {
      const missing = [...said].filter((text) => text !== '' && !texts[text]);
      assert.deepEqual(
        missing.filter((text) => !OF_4D.includes(text) && !CODE.test(text)),
        [],
      );
    });

    it(`no translation in ${language} is of a text that no flow has`, () => {
      assert.deepEqual(
        Object.keys(texts).filter((text) => !said.has(text)),
        [],
      );
    });

    it(`names in ${language} say before a colon what the flow is about, where English does`, () => {
      const wrong = flows.filter(({ name }) => COLON.test(name) !== COLON.test(texts[name] ?? ''));
      assert.deepEqual(
        wrong.map(({ name }) => name),
        [],
      );
    });

    it(`actors of one flow have different names in ${language}`, () => {
      const alike = flows.filter(({ actors }) => {
        const names = Object.keys(actors);
        return new Set(names.map((name) => texts[name] ?? name)).size < names.length;
      });
      assert.deepEqual(
        alike.map(({ name }) => name),
        [],
      );
    });
  });
}
