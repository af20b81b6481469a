import type { Facts } from '../core/scenario/facts';
import type { Answer, StepFailure } from '../core/scenario/runEvents';
import type { Step } from '../core/scenario/scenario';
import type { Outcome } from './world';

/**
 * Unless the step expects it, a server event must not be refused, and a request must get an answer. Nobody can expect an
 * answer that was cut off: it is not known what it would have been.
 */
export function unexpected({ kind, source, placeOf }: Step, { answer, problem, isCut }: Outcome): StepFailure[] {
  if (isCut && problem !== undefined) {
    return [
      { message: problem, expected: 'an answer that ends', actual: 'one that was cut off', place: placeOf(`/${kind}`) },
    ];
  }
  const { status } = source.expect ?? {};
  const mayLack = status !== undefined && [status].flat().includes(0);
  if (kind === 'request' && !answer && !mayLack) {
    return [
      {
        message: problem ?? 'There was no answer.',
        expected: 'an answer',
        actual: 'no answer',
        place: placeOf('/request'),
      },
    ];
  }
  if (status !== undefined) return [];
  // What an app does with a refusal is its own matter.
  if (kind === 'request' || kind === 'device' || !answer || answer.status < 400) return [];
  const actual = `${answer.status} ${refusalIn(answer)}`;
  return [
    { message: 'The server refused it.', expected: 'that the server does it', actual, place: placeOf(`/${kind}`) },
  ];
}

/** An act that is refused fails its step, unless that is expected. */
export function refusedAct({ kind, source, placeOf }: Step, devices: Facts['devices']): StepFailure[] {
  const problem = kind === 'device' ? devices.get(source.from ?? '')?.problem : undefined;
  if (!problem || source.expect?.device?.problem !== undefined) return [];
  return [
    {
      message: 'The device refused the act.',
      expected: 'that the device does it',
      actual: `${problem.name}: ${problem.message}`,
      place: placeOf('/device'),
    },
  ];
}

function refusalIn({ body }: Answer): string {
  return /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ?? body;
}
