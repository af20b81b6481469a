import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { agentTools } from '../../src/agent/agentTools';
import { foreignToolNames, textsIn } from '../support/toolNames';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

describe('what is said of agents', () => {
  it('the guide has a row for each tool, and for no other', () => {
    const told = [...read('docs/agents.md').matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name);
    const there = agentTools().map(({ name }) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    assert.deepEqual(told.toSorted(), there.toSorted());
  });

  it('no text of a language model tool in the manifest names a tool that is not in that list', () => {
    interface Listed {
      readonly name: string;
      readonly modelDescription: string;
      readonly inputSchema: object;
    }
    const { contributes } = JSON.parse(read('package.json')) as { contributes: { languageModelTools: Listed[] } };
    const listed = contributes.languageModelTools;
    assert.equal(listed.length, agentTools().length);
    for (const { name, modelDescription, inputSchema } of listed) {
      const words = [modelDescription, ...textsIn(inputSchema)].join('\n');
      assert.deepEqual(
        foreignToolNames(
          words,
          listed.map((each) => each.name),
        ),
        [],
        name,
      );
    }
  });
});
