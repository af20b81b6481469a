import assert from 'node:assert/strict';
import { temporaryFolder } from '../disk/temporaryFolder';
import { killUnderLoad } from '../support/killUnderLoad';

const KILLS = Number(process.env.SESSION_WORKBENCH_KILLS ?? 4);
const SEED = Number(process.env.SESSION_WORKBENCH_SEED ?? 1);
/** Answers between two kills. */
const ANSWERS = [40, 250] as const;
/** Kinds of answers, of all systems together. */
const KINDS = 20;

describe('A server that is killed under load', function () {
  this.timeout(60_000 + KILLS * 15_000);
  const folder = temporaryFolder();

  it(`a server that is killed under load has lost nothing that it had answered (${KILLS} kills, seed ${SEED})`, async () => {
    const plan = { kills: KILLS, seed: SEED, answers: ANSWERS, folder: folder() };
    const { asked, broken, atStart } = await killUnderLoad(plan);
    if (process.env.SESSION_WORKBENCH_KILLS) console.log({ asked, broken, atStart });
    assert.ok(Object.keys(atStart).length > 1, `too few starts were killed: ${JSON.stringify(atStart)}`);
    assert.deepEqual(broken, {}, `of ${JSON.stringify(asked)}`);
    assert.ok(Object.keys(asked).length >= KINDS, `too little was answered: ${JSON.stringify(asked)}`);
  });
});
