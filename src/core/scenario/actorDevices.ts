import { phrase } from '../compliance/phrase';
import { receiverIn } from './scenario';
import type { ActorSource, StepSource } from './scenarioSource';
import type { StepProblem } from './stepKind';

interface Roles {
  readonly hasReceiver: boolean;
  readonly hasDevice: boolean;
}

/** Which actors have a device, and what steps may ask of them. */
export class ActorDevices {
  private known: Roles | undefined;

  /** @param actors all of them, before the first step is looked at */
  constructor(private readonly actors: Readonly<Record<string, ActorSource>>) {}

  /** An act needs a device, and the requests of its app need somebody that they go to. */
  problems({ device, from, to, expect }: StepSource): StepProblem[] {
    const problems: StepProblem[] = [];
    const of = expect?.device?.of;
    const named = [
      ...(device ? [[from, '/device'] as const] : []),
      ...(of === undefined ? [] : [[of, '/expect/device/of'] as const]),
    ];
    for (const [name, pointer] of named) {
      if (name === undefined) {
        problems.push({ phrase: phrase('An act of a device needs "from".'), pointer });
      } else if (this.actors[name] && !this.actors[name].device) {
        problems.push({ phrase: phrase('The actor "{0}" has no device; give it "device": {}.', name), pointer });
      }
    }
    if (device && to === undefined && !this.roles.hasReceiver) {
      const words = phrase(
        'Nobody gets the requests of the app: add an actor with the role "server", or name one as "to".',
      );
      problems.push({ phrase: words, pointer: '/device' });
    }
    if (expect?.device && !this.roles.hasDevice) {
      problems.push({ phrase: phrase('No actor has a device.'), pointer: '/expect/device' });
    }
    return problems;
  }

  private get roles(): Roles {
    this.known ??= {
      hasReceiver: receiverIn(this.actors) !== undefined,
      hasDevice: Object.values(this.actors).some(({ device }) => device),
    };
    return this.known;
  }
}
