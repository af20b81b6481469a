import { nearestWord } from '../base/nearestWord';
import { phrase, shortened } from '../compliance/phrase';
import { pointerOf, pointerParts } from '../json/pointer';
import { LISTED_NAMES, neverShown } from './deviceMatchers';
import { deviceNamesAt } from './deviceNames';
import type { PatternWork } from './patternWork';
import type { StepSource } from './scenarioSource';
import type { StepFinding } from './stepChecks';
import type { DeviceActSource, SystemDevice } from './systemDevice';
import { placesIn } from './template';
import { textsIn } from './textsIn';

/** Where a step says what is expected of a device. */
const EXPECTED = pointerOf(['expect', 'device']);

/** Finds what a step says of a device that no device can do or show. */
export function* checkDeviceWords(
  { device: act, expect }: StepSource,
  device: SystemDevice,
  work: PatternWork,
): Generator<StepFinding> {
  yield* unknownNames(expect?.device, device);
  for (const { pointer, phrase } of neverShown(expect?.device, device, work)) {
    yield { code: 'scenario/never', phrase, pointer: EXPECTED + pointer };
  }
  const problem = act && impossibleAct(act, device);
  // A step can show that an act is refused.
  if (problem === undefined || expect?.device?.problem !== undefined) return;
  const name = Object.keys(act ?? {}).join(', ');
  const words = phrase('"{0}" cannot be done with any device. {1}', name, problem);
  const pointer = `/device${pointerOf([name])}`;
  yield { code: 'scenario/step', phrase: words, pointer };
}

function impossibleAct(act: DeviceActSource, device: SystemDevice): string | undefined {
  for (const { text } of textsIn(act)) if (placesIn(text).length > 0) return undefined;
  return device.impossible(act)?.message;
}

function* unknownNames(expected: unknown, device: SystemDevice): Generator<StepFinding> {
  for (const { pointer, text, inKey } of textsIn(expected)) {
    if (inKey || placesIn(text).length > 0) continue;
    const path = pointerParts(pointer);
    const names = Object.keys(deviceNamesAt(device, path) ?? {});
    if (names.length === 0 || names.includes(text)) continue;
    yield { code: 'scenario/never', phrase: unknownName(memberOf(path), text, names), pointer: EXPECTED + pointer };
  }
}

/** Which member of what is shown a path leads to, without the tests and lists in it. */
function memberOf(path: readonly (string | number)[]): string {
  return path.slice(0, path[0] === 'timers' ? 3 : 1).join('.');
}

function unknownName(member: string, text: string, names: readonly string[]) {
  const meant = nearestWord(text, names);
  return meant === undefined
    ? phrase(
        '"{0}" of a device is never "{1}". It can be: {2}',
        member,
        text,
        shortened(names.join(', '), LISTED_NAMES),
      )
    : phrase('"{0}" of a device is never "{1}"; is "{2}" meant?', member, text, meant);
}
