import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { runProgram } from './benchProgram';
import type { BenchRun } from './benchRun';
import { makeTree } from './benchTree';
import type { FigureId } from './figures';
import { inTurns, median, ratios } from './rounds';

const TEN = 10;
/** Each is quick, so more rounds cost little. */
const TIMES = 3;

/** How long one waits for the first answer of the command line, against Node that does nothing. */
export async function benchStarts({ folder, build, results, sizes }: BenchRun): Promise<void> {
  const tree = path.join(folder, 'MobileApps');
  const oracle = makeTree(tree, { sessions: TEN, applications: 2, seed: 4, isFaulty: false });
  const config = (name: string, options: object) => {
    const file = path.join(folder, `${name}.json`);
    fs.writeFileSync(file, JSON.stringify({ web: {}, ...options }));
    return file;
  };
  const [plain, secure] = [config('http', {}), config('https', { https: true })];
  const cli = build.program('cli.js');
  const call = (...args: string[]) => {
    const { ms, code, output } = runProgram([process.execPath, ...args], { folder, cwd: folder });
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${output}`);
    return { ms, output };
  };
  let wrong = 0;
  const turns = {
    nothing: () => call('-e', '0').ms,
    version: () => call(cli, '--version').ms,
    ten: () => {
      const { ms, output } = call(cli, 'check', tree, '--format', 'json');
      wrong = Math.max(wrong, oracle.wrongIn(JSON.parse(output)));
      return ms;
    },
    serve: () => firstLineOfServe(cli, plain),
    https: () => firstLineOfServe(cli, secure),
  };
  const values = await inTurns(turns, sizes.rounds * TIMES);
  for (const [id, name] of [
    ['start.version', 'version'],
    ['start.ten', 'ten'],
    ['start.serve', 'serve'],
    ['start.https', 'https'],
  ] as const satisfies readonly (readonly [FigureId, keyof typeof turns])[]) {
    const verdicts = name === 'ten' ? `, wrong verdicts: ${wrong} of ${TEN}` : '';
    const detail = `${Math.round(median(values[name]))} : ${Math.round(median(values.nothing))} ms`;
    results.add(id, ratios(values[name], values.nothing), `${detail}, ${sizes.rounds * TIMES} rounds${verdicts}`);
  }
}

/** Milliseconds from the start of `serve` to the first that it writes. */
async function firstLineOfServe(cli: string, config: string): Promise<number> {
  const cwd = path.dirname(config);
  const start = performance.now();
  const child = spawn(process.execPath, [cli, 'serve', '--config', config], { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const ended = once(child, 'close');
  const first = await Promise.race([once(child.stdout, 'data'), ended.then(() => undefined)]);
  const ms = performance.now() - start;
  child.stdout.resume();
  child.kill();
  await ended;
  if (!first) throw new Error(`serve wrote nothing: ${Buffer.concat(errors)}`);
  return ms;
}
