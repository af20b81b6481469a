import { nearestWord } from '../../../../core/base/nearestWord';
import { strictlyDecoded } from '../../../../core/base/urlText';
import { pointerOf } from '../../../../core/json/pointer';
import type { MobileDataAnswer, MobileDataFile } from '../../../../core/systems/mobile/mobileData';
import { isPathOfRoute } from '../mobileRoute';

/** Something in a file that has no effect. */
export interface DeadPart {
  /** JSON Pointer. */
  readonly pointer: string;
  /** One sentence, without its full stop. */
  readonly reason: string;
}

/** Each answer is compared with those before it, so more take too long. */
const MOST_COMPARED = 300;
const MOST_TOLD = 5;

/**
 * What is in a file and never has an effect.
 * @param own the routes that the server answers itself
 */
export function deadParts(file: MobileDataFile, own: readonly string[]): readonly DeadPart[] {
  return [...deadPath(file, own), ...deadConditions(file), ...deadAnswers(file)].slice(0, MOST_TOLD);
}

function deadPath({ path, recorded = false }: MobileDataFile, own: readonly string[]): DeadPart[] {
  const decoded = strictlyDecoded(path);
  if (decoded !== undefined && decoded !== path) {
    const reason = `“path” is compared without percent encoding, so no request has this one; “${decoded}” may be meant`;
    return [{ pointer: '/path', reason }];
  }
  // A recording has the uploads too. Nobody wrote that to have it played.
  const route = recorded ? undefined : own.find((each) => isPathOfRoute(each, path));
  if (route === undefined) return [];
  return [{ pointer: '/path', reason: `the server answers “${path}” itself, so this file is never played` }];
}

/** Conditions on parameters that do not matter. */
function deadConditions({ matters = [], answers }: MobileDataFile): DeadPart[] {
  return answers.flatMap(({ query = {} }, at) =>
    Object.keys(query)
      .filter((name) => !matters.includes(name))
      .map((name) => {
        const near = nearestWord(name, matters);
        const hint = near === undefined ? `name it in “matters”` : `“${near}” may be meant`;
        const reason = `“query” has “${name}”, which is not in “matters”, so it decides nothing; ${hint}`;
        return { pointer: `/answers/${at}/query${pointerOf([name])}`, reason };
      }),
  );
}

/** Answers behind one that fits whenever they would. */
function deadAnswers({ matters = [], answers }: MobileDataFile): DeadPart[] {
  const found: DeadPart[] = [];
  for (const [at, answer] of answers.slice(0, MOST_COMPARED).entries()) {
    const before = answers.slice(0, at).findIndex((each) => covers(each, answer, matters));
    if (before < 0) continue;
    const reason = `“answers[${at}]” is never played, as “answers[${before}]” fits whenever it does and comes first`;
    found.push({ pointer: `/answers/${at}`, reason });
  }
  return found;
}

function covers(first: MobileDataAnswer, second: MobileDataAnswer, matters: readonly string[]): boolean {
  if (first.after !== undefined && first.after !== second.after) return false;
  return matters.every((name) => {
    const [wide, narrow] = [conditionIn(first, name), conditionIn(second, name)];
    return wide === narrow || (wide === true && narrow !== null);
  });
}

function conditionIn({ query = {} }: MobileDataAnswer, name: string): string | true | null {
  return Object.hasOwn(query, name) ? (query[name] ?? null) : null;
}
