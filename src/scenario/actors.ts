import type { Cookie } from 'tough-cookie';
import type { ActorSource } from '../core/scenario/scenarioSource';
import { ActorCookies } from './actorCookies';
import { ActorError } from './actorError';

/** An actor of a run and its cookies. */
export interface Actor {
  readonly name: string;
  readonly source: ActorSource;
  readonly cookies: ActorCookies;
}

/** All actors of a run. */
export class Actors {
  private readonly byName: ReadonlyMap<string, Actor>;

  /** @param now the server's virtual time, milliseconds since 1970 */
  constructor(sources: Readonly<Record<string, ActorSource>>, now: () => number) {
    this.byName = new Map(
      Object.entries(sources).map(([name, source]) => {
        const { role, clockOffsetMs = 0 } = source;
        const cookies = new ActorCookies(() => now() + clockOffsetMs, role === 'browser');
        return [name, { name, source, cookies }];
      }),
    );
  }

  /**
   * The reader has checked that every name in a scenario exists. A step by hand may have any.
   * @throws ActorError when nobody has this name
   */
  get(name: string): Actor {
    const actor = this.byName.get(name);
    if (!actor) throw new ActorError(`There is no actor “${name}”.`);
    return actor;
  }

  save(): ReadonlyMap<string, readonly Cookie[]> {
    return new Map([...this.byName].map(([name, { cookies }]) => [name, cookies.save()]));
  }

  restore(saved: ReadonlyMap<string, readonly Cookie[]>): void {
    for (const [name, cookies] of saved) this.get(name).cookies.restore(cookies);
  }
}
