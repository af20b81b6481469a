import type { Json } from '../json/json';
import type { AnySlice } from '../server/systemSlice';
import type { RouteExample } from './exampleTexts';

/** What a recorded scenario makes of the requests to one system. */
export interface SystemRecording {
  /** The role of clients that are no browsers. Default: `browser` for all clients. */
  readonly clients?: 'app';
  /** What the server is called among the actors. Default: `4D Server`. */
  readonly server?: string;
  /** Whether its routes are on the origin of the external platform. */
  readonly isPlatform?: boolean;
  /** The user agent with which the external platform itself calls the server. */
  readonly agent?: string;
}

/** A system as a recording knows it. Its name is that of its face. */
export interface RecordedSystem {
  readonly name: string;
  readonly recording?: SystemRecording;
  /** Knows what the secrets of the system look like. */
  readonly slice?: Pick<AnySlice, 'secretShapes'>;
  /** What its routes take with these options of the server. Their examples have no secret of anybody. */
  readonly requests?: (server: { readonly [option: string]: Json }) => readonly RouteExample[];
}

export function isOnPlatform(face: string, systems: readonly RecordedSystem[]): boolean {
  return systems.some(({ name, recording }) => name === face && recording?.isPlatform === true);
}
